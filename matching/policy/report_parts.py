"""The parts of a report, each with its sentence."""

from dataclasses import dataclass
from functools import cached_property

from catalogue.models import Level
from matching.engine.vocabulary import LEVELS
from matching.policy.analysis import BarrierOffer, Offer, StopEffect, TransferCandidate
from matching.policy.heatmap import SCREEN, Heatmap, heatmap_of, print_size
from matching.policy.item_facts import ItemFacts
from matching.policy.tallies import Tally
from matching.policy.wording import gap_sentence

LEVEL_NAMES = {str(level): str(label) for level, label in Level.choices}

#: As in static/css/tokens.css.
PRINT_COLOURS = {"personal": "#2f62a8", "network": "#7a4a9e", "demand": "#a9520f", "municipal": "#2b7148"}


@dataclass(frozen=True)
class LevelOffer:
    """One level of the offer in an area: rows, sentence, and the drawing for screen and for paper."""

    level: str
    label: str
    offer: Offer

    @cached_property
    def rows(self) -> tuple[BarrierOffer, ...]:
        return self.offer.of_level(self.level)

    @property
    def sentence(self) -> str:
        return gap_sentence(self.offer, self.level)

    @cached_property
    def heatmap(self) -> Heatmap | None:
        """None without items, or with too many to draw."""
        return heatmap_of(self.offer, self.level, SCREEN)

    @cached_property
    def print_heatmap(self) -> Heatmap | None:
        return heatmap_of(self.offer, self.level, print_size(len(self.offer.present)))

    @property
    def covered(self) -> int:
        return len(self.rows) - self.gap_count

    @property
    def gaps(self) -> tuple[BarrierOffer, ...]:
        return tuple(row for row in self.rows if not row.contributions)

    @property
    def gap_count(self) -> int:
        return len(self.gaps)

    @property
    def colour(self) -> str:
        """The colour of the level on paper, where there are no custom properties."""
        return PRINT_COLOURS[self.level]


def levels_of(offer: Offer) -> list[LevelOffer]:
    """The levels that have barriers, in their fixed order."""
    return [LevelOffer(level, LEVEL_NAMES[level], offer) for level in LEVELS if offer.of_level(level)]


@dataclass(frozen=True, slots=True)
class DescribedTally:
    tally: Tally
    sentence: str


@dataclass(frozen=True, slots=True)
class DescribedCandidate:
    candidate: TransferCandidate
    facts: ItemFacts
    fills: tuple[str, ...]
    notes: str
    presence: str


@dataclass(frozen=True, slots=True)
class StopScenario:
    """What happens when the chosen item stops; `with_parts` when what it contains stops too."""

    slug: str
    name: str
    stop: StopEffect
    sentence: str
    with_parts: str


@dataclass(frozen=True, slots=True)
class LevelComparison:
    level: str
    label: str
    first: int
    second: int
    total: int

    @property
    def colour(self) -> str:
        return PRINT_COLOURS[self.level]
