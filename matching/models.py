"""What of the model is edited in the administration: the weights of the score, and the tables of rules."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from matching.weights.bounds import HIGHEST_LEVEL, HIGHEST_POINTS, LONGEST_TABLE, LOWEST_LEVEL, weight_fault


class WeightQuerySet(models.QuerySet):
    def edited(self) -> Self:
        return self.exclude(value=F("loaded"))

    def numbers(self) -> dict[str, int]:
        """The number in force by key."""
        return dict(self.values_list("key", "value"))


class Weight(models.Model):
    """One number of `fixtures/matching_weights.json`: in force (`value`) and in the file (`loaded`).

    `key` is that of matching.weights.in_force, `name` that of matching.weights.loading. The rules stay in the
    file.
    """

    key = models.CharField("sleutel", max_length=200, unique=True)
    name = models.CharField("naam", max_length=200)
    value = models.PositiveSmallIntegerField(
        "waarde",
        help_text=f"Een niveau weegt {LOWEST_LEVEL} tot en met {HIGHEST_LEVEL}. "
        f"De andere waarden zijn procenten: 0 tot en met {HIGHEST_POINTS}.",
    )
    loaded = models.PositiveSmallIntegerField("waarde in het bestand")
    position = models.PositiveSmallIntegerField("volgorde")

    objects = WeightQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = "gewicht"
        verbose_name_plural = "gewichten"
        constraints = [
            models.CheckConstraint(
                condition=Q(value__lte=HIGHEST_POINTS)
                & (~Q(key__startswith="level:") | Q(value__gte=LOWEST_LEVEL, value__lte=HIGHEST_LEVEL)),
                name="weight_within_bounds",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def edited(self) -> bool:
        return self.value != self.loaded

    def clean(self) -> None:
        if fault := weight_fault(self.key, Weight.objects.numbers() | {self.key: self.value}):
            raise ValidationError({"value": fault})


class RuleTableQuerySet(models.QuerySet):
    def edited(self) -> Self:
        return self.exclude(text=F("loaded"))


class RuleTable(models.Model):
    """One table of rules beside the score, as JSON text: in force (`text`) and in the file (`loaded`).

    Text and not a JSON column: a database may turn the keys around, and their order is that of the form.
    """

    key = models.SlugField("sleutel", unique=True)
    name = models.CharField("naam", max_length=200)
    text = models.TextField("tabel (JSON)", max_length=LONGEST_TABLE)
    loaded = models.TextField("tabel in het bestand")
    position = models.PositiveSmallIntegerField("volgorde")

    objects = RuleTableQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        verbose_name = "tabel met regels"
        verbose_name_plural = "tabellen met regels"

    def __str__(self) -> str:
        return self.name

    @property
    def edited(self) -> bool:
        return self.text != self.loaded
