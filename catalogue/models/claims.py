"""What is said of an item, claim by claim, and where it is said."""

from django.db import models

from catalogue.models.vocabulary import Barrier


class ItemRow(models.Model):
    """A row that belongs to one item and keeps its place in the item's document."""

    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Citation(ItemRow):
    """Where a claim stands. `claim` is the field's name, or a path such as "coverage:detentieverleden"."""

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="citations"
    )
    claim = models.CharField("bewering", max_length=120)
    source = models.ForeignKey("catalogue.Source", on_delete=models.PROTECT, related_name="citations")
    place = models.CharField("plaats", max_length=120)

    class Meta(ItemRow.Meta):
        verbose_name = "bronvermelding"
        verbose_name_plural = "bronvermeldingen"
        constraints = [
            models.UniqueConstraint(fields=["intervention", "claim", "source", "place"], name="citation_once")
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {self.place}"


class Coverage(ItemRow):
    """That an item works on a barrier: 0-100, its basis, and a condition of its own if it has one."""

    class Basis(models.TextChoices):
        STATED = "stated", "de bron noemt het"
        DECLARED = "declared", "volgens de organisatie"

    class Role(models.TextChoices):
        MAIN = "main", "hoofddoel"
        PART = "part", "onderdeel van de aanpak"
        SIDE = "side", "voorziening erbij"

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="coverage"
    )
    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="coverage")
    role = models.CharField("rol", max_length=4, choices=Role.choices)
    basis = models.CharField("grond", max_length=8, choices=Basis.choices)
    value = models.PositiveSmallIntegerField("dekking in honderdsten")
    condition = models.JSONField("voorwaarde", null=True, blank=True)
    note = models.TextField("toelichting", blank=True)

    class Meta(ItemRow.Meta):
        verbose_name = "dekking"
        verbose_name_plural = "dekking"
        constraints = [
            models.UniqueConstraint(fields=["intervention", "barrier"], name="coverage_once"),
            models.CheckConstraint(
                condition=models.Q(basis="stated", value__gte=60, value__lte=100)
                | models.Q(basis="declared", value__gte=50, value__lte=60),
                name="coverage_value_fits_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.barrier_id}: {self.value} ({self.basis})"


class Result(ItemRow):
    """A reported outcome, or a target that an organisation set itself (which is no result)."""

    class Kind(models.TextChoices):
        RESULT = "result", "gemeld resultaat"
        TARGET = "target", "streefgetal"

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="results"
    )
    kind = models.CharField("soort", max_length=6, choices=Kind.choices)
    text = models.TextField("wat is gemeld")
    number = models.FloatField("getal", null=True, blank=True)
    unit = models.CharField("eenheid", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)

    class Meta(ItemRow.Meta):
        verbose_name = "resultaat"
        verbose_name_plural = "resultaten"

    def __str__(self) -> str:
        return self.text


class Amount(ItemRow):
    """An amount of money with the year it dates from. Never current: shown with "verouderd, toets"."""

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="amounts"
    )
    text = models.TextField("waarvoor")
    number = models.FloatField("bedrag", null=True, blank=True)
    unit = models.CharField("eenheid", max_length=60, blank=True)
    year = models.PositiveSmallIntegerField("jaar", null=True, blank=True)

    class Meta(ItemRow.Meta):
        verbose_name = "bedrag"
        verbose_name_plural = "bedragen"

    def __str__(self) -> str:
        return self.text


class Difference(ItemRow):
    """Where two places of the sources differ; both are kept and `decides` says which counts."""

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="differences"
    )
    field = models.CharField("veld", max_length=60)
    statements = models.JSONField("wat er staat")
    decides = models.TextField("wat telt")

    class Meta(ItemRow.Meta):
        verbose_name = "verschil tussen bronnen"
        verbose_name_plural = "verschillen tussen bronnen"

    def __str__(self) -> str:
        return f"{self.field}: {self.decides}"


class ProviderCondition(ItemRow):
    """A condition that cannot be tested from a profile: "bespreek zelf"."""

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="provider_conditions"
    )
    text = models.TextField("voorwaarde")

    class Meta(ItemRow.Meta):
        verbose_name = "voorwaarde van de aanbieder"
        verbose_name_plural = "voorwaarden van de aanbieder"

    def __str__(self) -> str:
        return self.text


class Relation(ItemRow):
    """That an item contains another or builds on it; `to_ref` is the other's source_ref."""

    class Kind(models.TextChoices):
        CONTAINS = "contains", "bevat"
        BUILDS_ON = "builds-on", "bouwt voort op"

    intervention = models.ForeignKey(
        "catalogue.Intervention", on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField("soort", max_length=9, choices=Kind.choices)
    to_ref = models.SlugField("ander item", max_length=60)

    class Meta(ItemRow.Meta):
        verbose_name = "verband"
        verbose_name_plural = "verbanden"
        constraints = [
            models.UniqueConstraint(fields=["intervention", "kind", "to_ref"], name="relation_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.to_ref}"
