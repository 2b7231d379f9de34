"""The barriers that the plan leaves uncovered, with what the sources say the klantmanager can do."""

from dataclasses import dataclass

from catalogue.knowledge.reading import Knowledge, Tips
from matching.engine.vocabulary import Barrier


@dataclass(frozen=True, slots=True)
class UncoveredBarrier:
    """A barrier that nothing in the plan covers; per text its sources in words."""

    barrier: Barrier
    tips: Tips
    #: Said in the place of tips with partner or family, where those may harm her; else empty.
    instead: str = ""


def uncovered_barrier(barrier: Barrier, known: Knowledge, instead: str) -> UncoveredBarrier:
    """With `instead` no tip that brings in partner or family is left."""
    tips = known.tips(barrier.slug)
    return UncoveredBarrier(barrier, tips.without_family() if instead else tips, instead)
