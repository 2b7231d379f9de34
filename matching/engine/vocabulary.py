"""The words a profile is made of, and the weights of the score. Plain data; the adapter fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LEVELS = ("personal", "network", "demand", "municipal")
AUDIENCES = ("client", "klantmanager")
SEVERITIES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Barrier:
    """One belemmering. `own_side`: about the guidance itself, out of a client's score."""

    slug: str
    level: str
    label: str
    sensitive: bool = False
    own_side: bool = False
    implies: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContextKey:
    """One fact of the context: its type, its closed list of values or its range, its words and its flags."""

    name: str
    type: str
    label: str = ""
    question: str = ""
    value_labels: Mapping[str, str] = field(default_factory=dict)
    values: tuple[Any, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    ordered: bool = False
    sensitive: bool = False
    changeable: bool = False
    arrangeable: bool = False
    closed_world: bool = False

    def position(self, value: Any) -> float:
        """`value` as a number on the scale of this key; ordered choices count their place in the list."""
        if self.ordered:
            return self.values.index(value)
        return float(value)


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality with the keys ("level:code") of itself, its labour market region and its province."""

    code: str
    name: str
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class MatchingVocabulary:
    """`places` maps folded names and CBS codes to the municipalities that carry them."""

    barriers: Mapping[str, Barrier]
    context: Mapping[str, ContextKey]
    places: Mapping[str, tuple[Municipality, ...]]


@dataclass(frozen=True, slots=True)
class FitRule:
    """Points (percent) when `fact` is or holds `value` and the item's list `trait` holds `item_value`."""

    fact: str
    value: Any
    trait: str
    item_value: str
    points: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Level weights (whole numbers), specificity and fit in percent with their caps. See docs/matching.md."""

    levels: Mapping[str, int]
    specificity: Mapping[str, int]
    specificity_cap: int
    fit: tuple[FitRule, ...]
    fit_cap: int
