"""The words that a profile is made of. Plain data; the adapter fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LEVELS = ("personal", "network", "demand", "municipal")
AUDIENCES = ("client", "klantmanager")
SEVERITIES = (1, 2, 3)
#: The severity of a barrier that blocks.
BLOCKING = 3
#: Of facts that can be arranged the value that they then have.
ARRANGED: Mapping[str, Any] = {"childcare": "geregeld", "in_work_track": True, "diploma_recognised": True}


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
    """One fact of the context: its type, its closed list of values or its range, its words and its flags.

    `type` is "bool", "choice", "list", "int", "number", "municipality" or "hours_by_kind" (what runs now: a
    mapping of kind to hours a week or None). `aliases` are old values that stay valid, each with the value
    that replaced it. `implies` gives per value the facts that follow from it. `group`: belonging to a group,
    which is never guessed. `open_ended`: a list that is never complete, so what is not named in it is
    unknown. `closed_world`: what is not stated is not assumed, and never asked for. `unscored`: counts
    nowhere.
    """

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
    aliases: Mapping[str, str] = field(default_factory=dict)
    implies: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    group: bool = False
    open_ended: bool = False
    unscored: bool = False

    def position(self, value: Any) -> float:
        """`value` as a number on the scale of this key; ordered choices count their index in the list."""
        if self.ordered:
            return self.values.index(value)
        return float(value)

    @property
    def numeric(self) -> bool:
        return self.type in ("int", "number") and not self.values


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
