"""The barriers that the plan leaves uncovered, with what the sources say the klantmanager can do."""

from dataclasses import dataclass

from catalogue.knowledge.reading import Knowledge, Tips
from matching.engine.vocabulary import Barrier


@dataclass(frozen=True, slots=True)
class UncoveredBarrier:
    """A barrier that nothing in the plan covers; per text its sources in words."""

    barrier: Barrier
    tips: Tips


def uncovered_barrier(barrier: Barrier, known: Knowledge) -> UncoveredBarrier:
    return UncoveredBarrier(barrier, known.tips(barrier.slug))
