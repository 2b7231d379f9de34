"""What the sources say one can do about a barrier: tips for the talk beside every barrier that was ticked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from catalogue.knowledge.reading import Knowledge, Tips
from matching.engine.vocabulary import Barrier


@dataclass(frozen=True, slots=True)
class BarrierTips:
    """One barrier with its tips, each with its sources in words.

    `without_offer`: nothing that is offered covers it, so the tips stand where the offer would; `planned`:
    the plan covers it.
    """

    barrier: Barrier
    tips: Tips
    without_offer: bool = False
    planned: bool = False


def barrier_tips(
    barriers: Iterable[Barrier],
    known: Knowledge,
    *,
    family_left_out: bool,
    offered: Iterable[str] = (),
    left: Iterable[str] = (),
) -> Iterator[BarrierTips]:
    """The tips of each barrier; with `family_left_out` none that brings in partner or family.

    `offered` are the slugs that something offered covers, `left` those that the plan leaves.
    """
    covered, uncovered = set(offered), set(left)
    for barrier in barriers:
        tips = known.tips(barrier.slug)
        yield BarrierTips(
            barrier,
            tips.without_family() if family_left_out else tips,
            without_offer=barrier.slug not in covered,
            planned=barrier.slug not in uncovered,
        )
