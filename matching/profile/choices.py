"""The barriers to tick, per level, with the severity of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.models import Barrier
from catalogue.search.vocabulary import barrier_words
from matching.wording import SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class BarrierChoice:
    """One barrier to tick, with the severity that goes with it (a key of SEVERITY_WORDS)."""

    barrier: Barrier
    ticked: bool
    severity: int

    @property
    def hidden(self) -> bool:
        """Whether it is only found by searching."""
        return self.barrier.only_by_search

    @property
    def search_words(self) -> str:
        return barrier_words().get(self.barrier.slug, "")

    @property
    def severities(self) -> Iterable[tuple[int, str]]:
        return SEVERITY_WORDS.items()

    @property
    def severity_word(self) -> str:
        return SEVERITY_WORDS.get(self.severity, "")


@dataclass(frozen=True, slots=True)
class LevelChoices:
    level: str
    label: str
    choices: tuple[BarrierChoice, ...]

    @property
    def listed(self) -> list[BarrierChoice]:
        """The barriers shown at once; the others by searching or under "zij heeft dit zelf verteld"."""
        return [choice for choice in self.choices if not choice.hidden]

    @property
    def only_by_search(self) -> list[BarrierChoice]:
        return [choice for choice in self.choices if choice.hidden]

    @property
    def ticked(self) -> int:
        return sum(choice.ticked for choice in self.choices)
