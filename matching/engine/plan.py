"""The combination plan: which few items together cover most.

Chosen are at most k of the offered items, so that

    sum of severity x level weight x the best coverage among the chosen   (stated or declared coverage only)
    minus one point per item

is as high as it can be (see combination.py). One point is a hundredth of the need. Of several optima the
first is the one whose ranks come first (as a sorted list); four others are kept.

An item and one that it contains are never chosen together. The hours a week of the items in one block stay
within the hours that she has; unknown hours count as none and are flagged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matching.engine.combination import PlanProblem, solve
from matching.engine.items import Item
from matching.engine.matching import Match, MatchResult
from matching.engine.scoring import half_percent, need_of
from matching.engine.vocabulary import LEVELS, MatchingVocabulary, Weights

DEFAULT_SIZE = 3
TOGETHER, AFTER = "together", "after"
#: An item that only begins at one of these phases comes after what prepares for it.
LATER_PHASES = frozenset({"toeleiding", "plaatsing", "behoud"})


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One chosen item: `gain` in points is what it adds to those before it, in the order of the plan."""

    item: Item
    rank: int
    block: str
    gain: int
    barriers: tuple[str, ...]
    hours_unknown: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """`coverage` and `levels` in points 0-100; `left` are the barriers that no chosen item covers.

    `others` are further optima as tuples of source_refs, `more` that there are others still. `missing` names
    what the sources ask of a plan and this one has not: "work", "realism_check", "aftercare".
    `builds_on` are pairs (item, what it builds on) that were chosen together.
    """

    items: tuple[PlanItem, ...]
    coverage: int
    levels: dict[str, int]
    left: tuple[str, ...]
    others: tuple[tuple[str, ...], ...]
    more: bool
    missing: tuple[str, ...]
    builds_on: tuple[tuple[str, str], ...]


def block_of(item: Item) -> str:
    return block_for(item.kind, item.traits.get("phases", ()))


def block_for(kind: str, phases: Sequence[str]) -> str:
    """Schemes and what activates or prepares run together; what starts at leading to work comes after."""
    if kind == "scheme" or not phases or set(phases) - LATER_PHASES:
        return TOGETHER
    return AFTER


def plan(
    result: MatchResult, vocabulary: MatchingVocabulary, weights: Weights, size: int = DEFAULT_SIZE
) -> Plan:
    """The best combination of at most `size` offered items of `result`."""
    need = need_of(result.profile, vocabulary, weights)
    slugs = [slug for slug, _ in need.weights]
    offered = result.offered
    cover = np.zeros((len(offered), len(slugs)), dtype=np.int64)
    for row, match in enumerate(offered):
        for covered in match.covered:
            cover[row, slugs.index(covered.barrier)] = half_percent(covered.coverage, covered.answer)
    stated_hours = result.profile.facts.get("hours_per_week")
    problem = PlanProblem(
        cover=cover,
        weights=np.array([weight for _, weight in need.weights], dtype=np.int64),
        cost=2 * need.total,
        size=size,
        hours=_hours(offered),
        limit=-1 if stated_hours is None else round(stated_hours * 100),
        conflicts=_conflicts(offered),
    )
    optima, more = solve(problem)
    chosen = [offered[row] for row in optima[0]]
    return _build_plan(chosen, optima[1:], more, result, vocabulary, need.weights, need.total)


def _hours(offered: Sequence[Match]) -> npt.NDArray[np.int64]:
    hours = np.zeros((len(offered), 2), dtype=np.int64)
    for row, match in enumerate(offered):
        hours[row, int(block_of(match.item) == AFTER)] = round((match.item.hours or 0) * 100)
    return hours


def _conflicts(offered: Sequence[Match]) -> frozenset[tuple[int, int]]:
    row_of = {match.item.source_ref: row for row, match in enumerate(offered)}
    pairs = {
        tuple(sorted((row, row_of[ref])))
        for row, match in enumerate(offered)
        for kind, ref in match.item.relations
        if kind == "contains" and ref in row_of
    }
    return frozenset((low, high) for low, high in pairs)


def _build_plan(
    chosen: Sequence[Match],
    others: Sequence[tuple[int, ...]],
    more: bool,
    result: MatchResult,
    vocabulary: MatchingVocabulary,
    counted: tuple[tuple[str, int], ...],
    total: int,
) -> Plan:
    weight_of = dict(counted)
    ordered = sorted(chosen, key=lambda match: (block_of(match.item) == AFTER, match.rank or 0))
    reached = dict.fromkeys(weight_of, 0)
    items, points_so_far = [], 0
    for match in ordered:
        new = []
        for covered in match.covered:
            reaches = half_percent(covered.coverage, covered.answer)
            if reaches > reached[covered.barrier]:
                reached[covered.barrier] = reaches
                new.append(covered.barrier)
        points_now = _points(sum(weight_of[slug] * done for slug, done in reached.items()), total)
        items.append(
            PlanItem(
                item=match.item,
                rank=match.rank or 0,
                block=block_of(match.item),
                gain=points_now - points_so_far,
                barriers=tuple(new),
                hours_unknown=match.item.hours is None and match.item.kind != "scheme",
            )
        )
        points_so_far = points_now
    refs = {match.item.source_ref for match in chosen}
    return Plan(
        items=tuple(items),
        coverage=points_so_far,
        levels=_levels(reached, weight_of, vocabulary),
        left=tuple(slug for slug, _ in result.profile.barriers if not reached.get(slug)),
        others=tuple(tuple(result.offered[row].item.source_ref for row in rows) for rows in others),
        more=more,
        missing=_missing(chosen) if chosen else (),
        builds_on=tuple(
            (match.item.source_ref, ref)
            for match in ordered
            for kind, ref in match.item.relations
            if kind == "builds-on" and ref in refs
        ),
    )


def _points(covered: int, total: int) -> int:
    """Whole points 0-100, rounded half up, of a sum in weight x 0-200."""
    return (covered + total) // (2 * total)


def _levels(
    reached: dict[str, int], weight_of: dict[str, int], vocabulary: MatchingVocabulary
) -> dict[str, int]:
    answer = {}
    for level in LEVELS:
        mine = [slug for slug in weight_of if vocabulary.barriers[slug].level == level]
        asked = sum(weight_of[slug] for slug in mine)
        answer[level] = sum(weight_of[slug] * reached[slug] for slug in mine) // (2 * asked) if asked else 0
    return answer


def _missing(chosen: Sequence[Match]) -> tuple[str, ...]:
    """What the sources ask of a plan (kennissynthese-2020 §5.1, §6.1) and no chosen item is known to have."""
    items = [match.item for match in chosen]
    towards_work = any(
        "betaald-werk" in item.traits.get("outcomes", ()) or set(item.traits.get("phases", ())) & LATER_PHASES
        for item in items
    )
    missing = [] if towards_work else ["work"]
    missing += [
        name for name in ("realism_check", "aftercare") if not any(name in item.has for item in items)
    ]
    return tuple(missing)
