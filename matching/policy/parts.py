"""The parts of a report, each with the sentence that is computed from it."""

from dataclasses import dataclass
from functools import cached_property

from catalogue.models import Level
from matching.engine.vocabulary import LEVELS
from matching.policy.analysis import Addition, Offer, Row, Stop
from matching.policy.facts import Facts
from matching.policy.geometry import SCREEN, Map, map_of, on_paper
from matching.policy.tallies import Tally
from matching.policy.wording import white_sentence

LEVEL_NAMES = {str(level): str(label) for level, label in Level.choices}

#: As in static/css/tokens.css.
PRINT_COLOURS = {"personal": "#2f62a8", "network": "#7a4a9e", "demand": "#a9520f", "municipal": "#2b7148"}


@dataclass(frozen=True)
class LevelPart:
    """One level of the offer in an area: rows, sentence, and the drawing for screen and for paper."""

    level: str
    label: str
    offer: Offer

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return self.offer.of_level(self.level)

    @property
    def sentence(self) -> str:
        return white_sentence(self.offer, self.level)

    @cached_property
    def map(self) -> Map | None:
        """None without items, or with too many to draw."""
        return map_of(self.offer, self.level, SCREEN)

    @cached_property
    def print_map(self) -> Map | None:
        return map_of(self.offer, self.level, on_paper(len(self.offer.present)))

    @property
    def covered(self) -> int:
        return len(self.rows) - self.white

    @property
    def white_rows(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.works)

    @property
    def white(self) -> int:
        return len(self.white_rows)

    @property
    def colour(self) -> str:
        """The colour of the level on paper, where there are no custom properties."""
        return PRINT_COLOURS[self.level]


def levels_of(offer: Offer) -> list[LevelPart]:
    """The levels that have barriers, in their fixed order."""
    return [LevelPart(level, LEVEL_NAMES[level], offer) for level in LEVELS if offer.of_level(level)]


@dataclass(frozen=True, slots=True)
class ToldTally:
    tally: Tally
    sentence: str


@dataclass(frozen=True, slots=True)
class ToldAddition:
    addition: Addition
    facts: Facts
    fills: tuple[str, ...]
    notes: str
    presence: str


@dataclass(frozen=True, slots=True)
class ToldStop:
    """What happens when the chosen item stops; `with_parts` when what it contains stops too."""

    slug: str
    name: str
    stop: Stop
    sentence: str
    with_parts: str


@dataclass(frozen=True, slots=True)
class ComparedLevel:
    level: str
    label: str
    first: int
    second: int
    total: int

    @property
    def colour(self) -> str:
        return PRINT_COLOURS[self.level]
