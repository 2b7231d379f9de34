"""The barriers to tick: what is said of each is the same for everyone and drawn once; a tick is not kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from django.utils.safestring import SafeString

from catalogue.rendering.fragments import Drawn, drawn
from catalogue.text.json_files import read_json
from catalogue.vocabulary.cached import shared_vocabulary
from matching.engine.vocabulary import Barrier
from matching.wording import SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class Offered:
    """One barrier as the questions offer it; `hidden` is only found by searching."""

    hidden: bool
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class BarrierChoice:
    """One barrier to tick, with the severity that goes with it."""

    barrier: Barrier
    offered: Offered
    ticked: bool
    severity: int

    @property
    def hidden(self) -> bool:
        return self.offered.hidden

    @property
    def html(self) -> SafeString:
        severities = {str(value): " checked" if value == self.severity else "" for value in SEVERITY_WORDS}
        return self.offered.drawn.fill(ticked=" checked" if self.ticked else "", **severities)

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
        """What anyone may tick; the rest is found by searching or after "zij heeft dit zelf verteld"."""
        return [choice for choice in self.choices if not choice.hidden]

    @property
    def only_by_search(self) -> list[BarrierChoice]:
        return [choice for choice in self.choices if choice.hidden]

    @property
    def ticked(self) -> int:
        return sum(choice.ticked for choice in self.choices)


@lru_cache(maxsize=2)
def offered(stamp: str) -> Mapping[str, Offered]:
    """All barriers by slug as they are at `stamp` (CatalogueState.stamp), whatever anyone ticks."""
    return {
        slug: Offered(
            barrier.only_by_search,
            drawn(
                "matching/choice.html",
                {"barrier": barrier, "search": search_words().get(slug, ""), "words": SEVERITY_WORDS},
            ),
        )
        for slug, barrier in shared_vocabulary(stamp).barriers.items()
    }


@cache
def search_words() -> dict[str, str]:
    """Per barrier the words that people look for it with, beyond its name and help."""
    return read_json(settings.FIXTURES_DIR / "barrier_words.json")["words"]
