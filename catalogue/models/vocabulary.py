"""The shared words: four levels, barriers, goals, approaches, target groups and the derived table."""

from collections.abc import Iterable
from typing import Self

from django.db import models

from catalogue.text.dutch import first_lower
from catalogue.text.folding import slugify


class Level(models.TextChoices):
    """The four levels of the knowledge synthesis (kennissynthese-2020 §1)."""

    PERSONAL = "personal", "Persoonlijke factoren en vaardigheden"
    NETWORK = "network", "Het sociale netwerk"
    DEMAND = "demand", "Vraagzijde arbeidsmarkt"
    MUNICIPAL = "municipal", "Gemeentelijke ondersteuning"


class Barrier(models.Model):
    """Something that stands between a woman and paid work; `sources` name where the literature says so."""

    slug = models.SlugField("sleutel", max_length=80, unique=True)
    level = models.CharField("niveau", max_length=10, choices=Level.choices)
    label = models.CharField("naam", max_length=120)
    help = models.CharField("toelichting", max_length=300)
    position = models.PositiveSmallIntegerField("volgorde", default=0)
    sensitive = models.BooleanField("gevoelig", default=False)
    only_by_search = models.BooleanField("alleen via zoeken", default=False)
    own_side = models.BooleanField("gaat over de begeleiding zelf", default=False)
    implies = models.JSONField("betekent ook", default=dict, blank=True)
    sources = models.JSONField("bronnen", default=list, blank=True)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = "belemmering"
        verbose_name_plural = "belemmeringen"
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="barrier_level_known")
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def word_key(self) -> str:
        return self.slug


class VocabularyWord(models.Model):
    """A goal or approach: a fixed choice of the source's table, or the provider's own word."""

    slug = models.SlugField("sleutel", max_length=80, unique=True)
    label = models.CharField("naam", max_length=80)
    fixed = models.BooleanField("vaste keuze van de bron", default=False)
    position = models.PositiveSmallIntegerField("volgorde", default=100)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.label

    @property
    def word_key(self) -> str:
        return self.slug

    @staticmethod
    def label_of(slug: str, wordings: Iterable[str]) -> str:
        """The name of a word that items share, in lower case: its key in words, spelled as an item spells it.

        Never the wording of one item that says something else: "zelfstandiger" is `zelfstandigheid`.
        """
        same = (first_lower(wording) for wording in sorted(wordings) if slugify(wording) == slug)
        return next(same, slug.replace("-", " "))


class Goal(VocabularyWord):
    class Meta(VocabularyWord.Meta):
        verbose_name = "doel"
        verbose_name_plural = "doelen"


class Approach(VocabularyWord):
    class Meta(VocabularyWord.Meta):
        verbose_name = "aanpak"
        verbose_name_plural = "aanpakken"


class TargetGroup(models.Model):
    """A target group in the words of the source."""

    text = models.CharField("omschrijving", max_length=200, unique=True)

    class Meta:
        ordering = ["text"]
        verbose_name = "doelgroep"
        verbose_name_plural = "doelgroepen"

    def __str__(self) -> str:
        return self.text


#: A derived coverage is plausible, so never as heavy as the lightest that a source states.
HEAVIEST_RULE = 40


class DerivedRule(models.Model):
    """One row of the table goal or approach → barrier; gives the *derived* coverage ("aannemelijk")."""

    class Kind(models.TextChoices):
        GOAL = "goal", "doel"
        APPROACH = "approach", "aanpak"

    kind = models.CharField("soort", max_length=8, choices=Kind.choices)
    word = models.SlugField("doel of aanpak", max_length=80)
    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, verbose_name="belemmering")
    weight = models.PositiveSmallIntegerField("gewicht in honderdsten")
    reason = models.CharField("waarom", max_length=300)

    class Meta:
        ordering = ["kind", "word", "barrier__position"]
        verbose_name = "afgeleide regel"
        verbose_name_plural = "afgeleide regels"
        constraints = [
            models.UniqueConstraint(fields=["kind", "word", "barrier"], name="derived_rule_once"),
            models.CheckConstraint(
                condition=models.Q(weight__gte=1, weight__lte=HEAVIEST_RULE), name="derived_weight_at_most_40"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} → {self.barrier.label}: {self.weight}"

    @property
    def word_key(self) -> str:
        return f"{self.kind}:{self.word}:{self.barrier.slug}"


class LocalOverrideQuerySet(models.QuerySet):
    def of(self, model: type[models.Model]) -> Self:
        """Those of the table of `model`."""
        return self.filter(table=model._meta.model_name)


class LocalOverride(models.Model):
    """That a word of the vocabulary was written or removed here, so that loading the files leaves it alone.

    `key` is the `word_key` of the row in `table`; the row itself may be gone.
    """

    table = models.CharField("tabel", max_length=20)
    key = models.CharField("sleutel", max_length=200)

    objects = LocalOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = "eigen woord"
        verbose_name_plural = "eigen woorden"
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="local_override_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"
