"""The weights of the score, the one part of the model that is edited in the administration."""

from collections.abc import Mapping
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

#: A weight of 0 would drop ticked barriers from the score, the plan and what is left uncovered.
LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5
#: In percent. A score is at most 125 (docs/matching.md), so the two caps together are at most this.
HIGHEST_POINTS = 25
CAPS = ("specificity-cap", "fit-cap")


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


def weight_fault(key: str, numbers: Mapping[str, int]) -> str:
    """Why `numbers[key]` is out of bounds (docs/matching.md), in Dutch; "" when it is not."""
    lowest, highest = (LOWEST_LEVEL, HIGHEST_LEVEL) if key.startswith("level:") else (0, HIGHEST_POINTS)
    if type(numbers[key]) is not int or not lowest <= numbers[key] <= highest:
        return f"Kies een heel getal van {lowest} tot en met {highest}."
    together = sum(numbers.get(cap, 0) for cap in CAPS)
    if key in CAPS and together > HIGHEST_POINTS:
        return f"De twee grenzen zijn dan samen {together} %. Dat mag hooguit {HIGHEST_POINTS} % zijn."
    return ""
