"""The combination plan: which few items together cover most.

Chosen are at most k of the offered items, so that

    sum of severity x level weight x the best coverage among the chosen   (stated or declared coverage only)
    minus one point per item

is as high as it can be: exactly, by branch and bound over whole numbers. One point is a hundredth of the
need.
Of several optima the first is the one whose ranks come first (as a sorted list); four others are kept.

An item and one that it contains are never chosen together. The hours a week of the items in one block stay
within the hours that she has; unknown hours count as none and are flagged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from matching.engine.items import Item
from matching.engine.matching import Match, MatchResult
from matching.engine.scoring import effective, need_of
from matching.engine.vocabulary import LEVELS, Vocabulary, Weights

DEFAULT_SIZE = 3
OTHER_OPTIMA = 4
TOGETHER, AFTER = "together", "after"
#: An item that only begins at one of these phases comes after what prepares for it.
LATER_PHASES = frozenset({"toeleiding", "plaatsing", "behoud"})


Rows = npt.NDArray[np.intp]
Reached = npt.NDArray[np.int64]


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


@dataclass(frozen=True, slots=True)
class Problem:
    """`cover` [items x barriers] in 0-200, `weights` per barrier, `cost` per item, whole numbers; the last two
    at least 1.

    `hours` [items x blocks] and `limit` per block in hundredths of an hour a week; a limit of -1 is none.
    `conflicts` are pairs of row numbers that may not be chosen together.
    """

    cover: npt.NDArray[np.int64]
    weights: npt.NDArray[np.int64]
    cost: int
    size: int
    hours: npt.NDArray[np.int64]
    limit: int
    conflicts: frozenset[tuple[int, int]]


def block_of(item: Item) -> str:
    """Schemes and what activates or prepares run together; what starts at leading to work comes after."""
    phases = item.traits.get("phases", ())
    if item.kind == "scheme" or not phases or set(phases) - LATER_PHASES:
        return TOGETHER
    return AFTER


def plan(result: MatchResult, vocabulary: Vocabulary, weights: Weights, size: int = DEFAULT_SIZE) -> Plan:
    """The best combination of at most `size` offered items of `result`."""
    need = need_of(result.profile, vocabulary, weights)
    slugs = [slug for slug, _ in need.weights]
    offered = result.offered
    cover = np.zeros((len(offered), len(slugs)), dtype=np.int64)
    for row, match in enumerate(offered):
        for covered in match.covered:
            cover[row, slugs.index(covered.barrier)] = effective(covered.coverage, covered.answer)
    stated_hours = result.profile.facts.get("hours_per_week")
    problem = Problem(
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
    return _told(chosen, optima[1:], more, result, vocabulary, need.weights, need.total)


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


def solve(problem: Problem) -> tuple[list[tuple[int, ...]], bool]:
    """The optimal sets as sorted row numbers, in order, at most five; and whether there are more.

    First the search, among the rows that no other row makes needless, for everything that an optimal set
    can reach together (a peak: the best coverage per barrier). Then, among all rows, the first sets that
    reach it.
    """
    rows = _useful(problem)
    found = sorted(
        chosen
        for size, peak in _peaks(problem, _front(problem, rows))
        for chosen in _sets(problem, rows, size, peak)
    )
    return found[: OTHER_OPTIMA + 1], len(found) > OTHER_OPTIMA + 1


def _useful(problem: Problem) -> Rows:
    """Rows that may be chosen at all: worth their cost when alone, and within the hours."""
    useful = problem.cover @ problem.weights >= problem.cost
    if problem.limit >= 0:
        useful &= (problem.hours <= problem.limit).all(axis=1)
    return np.flatnonzero(useful)


def _front(problem: Problem, rows: Rows) -> Rows:
    """`rows` without those that another can always replace: one that covers as much, asks no more hours and
    excludes nothing. From most to least covered."""
    asked = problem.hours[rows] if problem.limit >= 0 else problem.hours[rows] * 0
    order = np.lexsort((asked.sum(axis=1), -(problem.cover[rows] @ problem.weights)))
    rest = rows[order]
    merits = np.hstack((problem.cover[rows], -asked))[order].T.astype(np.int32, order="C")
    exclusive = _excluded(problem)
    front = []
    while len(rest):
        front.append(int(rest[0]))
        if front[-1] in exclusive:
            rest, merits = rest[1:], merits[:, 1:]
        else:
            better = (merits > merits[:, :1]).any(axis=0)
            rest, merits = rest[better], merits[:, better]
    return np.array(front, dtype=np.intp)


def _peaks(problem: Problem, rows: Rows) -> list[tuple[int, Reached]]:
    """What optimal sets reach, each with the size of such a set: branch and bound over `rows`."""
    best, excluded = 0, _excluded(problem)
    peaks: dict[bytes, tuple[int, Reached]] = {}

    def note(reached: Reached, value: int, size: int) -> None:
        nonlocal best
        if value > best:
            best = value
            peaks.clear()
        if value == best:
            peaks[reached.tobytes()] = size, reached

    def search(rows: Rows, reached: Reached, value: int, chosen: tuple[int, ...]) -> None:
        left = problem.size - len(chosen)
        if not left or not len(rows):
            return
        together = np.maximum(problem.cover[rows], reached)
        gains = (together - reached) @ problem.weights - problem.cost
        if left == 1:
            top = int(gains.max())
            if top >= 0 and value + top >= best:
                for spot in np.flatnonzero(gains == top).tolist():
                    note(together[spot], value + top, len(chosen) + 1)
            return
        # What gains nothing now never will (submodular), so it is in no optimal set with those chosen.
        order = np.argsort(-gains, kind="stable")[: np.count_nonzero(gains >= 0)]
        rows, gains, together = rows[order], gains[order], together[order]
        hopes = gains + _hope(problem, gains, together, left)
        for spot, row in enumerate(rows.tolist()):
            if value + hopes[spot] >= best:
                now = value + int(gains[spot])
                note(together[spot], now, len(chosen) + 1)
                with_row = (*chosen, row)
                after = _fitting(problem, rows[spot + 1 :], with_row, excluded.get(row, ()))
                search(after, together[spot], now, with_row)

    nothing = np.zeros(problem.cover.shape[1], dtype=np.int64)
    note(nothing, 0, 0)
    search(rows, nothing, 0, ())
    return list(peaks.values())


def _hope(problem: Problem, gains: Reached, together: Reached, left: int) -> Reached:
    """Per row an upper bound of what at most `left` - 1 of the rows after it can still add; `gains` descend.

    Neither more than the highest gains after it, nor more than what all rows after it reach together.
    """
    count = len(gains)
    ahead = np.concatenate(([0], np.cumsum(gains)))
    after = np.arange(1, count + 1)
    added = ahead[np.minimum(after + left - 1, count)] - ahead[after]
    highest = np.maximum.accumulate(together[::-1])[::-1]
    missing = np.maximum(highest[1:] - together[:-1], 0) @ problem.weights - problem.cost
    return np.minimum(added, np.append(np.maximum(missing, 0), 0))


def _fitting(problem: Problem, rows: Rows, chosen: tuple[int, ...], excluded: Sequence[int]) -> Rows:
    """Those of `rows` that may be chosen beside `chosen`, of which the last excludes `excluded`."""
    if excluded:
        rows = rows[~np.isin(rows, excluded)]
    if problem.limit >= 0:
        free = problem.limit - problem.hours[list(chosen)].sum(axis=0)
        rows = rows[(problem.hours[rows] <= free).all(axis=1)]
    return rows


def _excluded(problem: Problem) -> dict[int, list[int]]:
    """Per row in a conflict the rows that it excludes."""
    found: dict[int, list[int]] = {}
    for low, high in problem.conflicts:
        found.setdefault(low, []).append(high)
        found.setdefault(high, []).append(low)
    return found


def _sets(problem: Problem, rows: Rows, size: int, peak: Reached) -> list[tuple[int, ...]]:
    """The first sets of exactly `size` of `rows` that reach `peak`, in order, until one more than is shown.

    Rows are of one kind when they reach the peak on the same barriers (a bit mask) and ask the same hours.
    Only the conflicts are left to trial: the rest is asked once per kind, and the answer is the row that must
    not have been passed yet.
    """
    enough, never, always = OTHER_OPTIMA + 2, -1, len(problem.cover)
    rows = rows[(problem.cover[rows] <= peak).all(axis=1)]
    masks, hours, kind_of = _kinds(problem, rows, peak)
    last = [0] * len(masks)
    for row, kind in zip(rows.tolist(), kind_of, strict=True):
        last[kind] = row
    latest_first = sorted(range(len(masks)), key=lambda kind: -last[kind])
    found: list[tuple[int, ...]] = []

    @cache
    def deadline(missing: int, left: int, free: tuple[int, int]) -> int:
        """The latest row with which a choice of `left` rows that reaches all that is `missing` can begin."""
        if not left:
            return never if missing else always
        needed = missing if left == 1 else missing & -missing
        best = never
        for kind in latest_first:
            if last[kind] <= best:
                break
            if masks[kind] & needed == needed != 0 and min(rest := less(free, kind)) >= 0:
                best = max(best, min(last[kind], deadline(missing & ~masks[kind], left - 1, rest)))
        return best

    def less(free: tuple[int, int], kind: int) -> tuple[int, int]:
        return free[0] - hours[kind][0], free[1] - hours[kind][1]

    def walk(start: int, missing: int, left: int, free: tuple[int, int], chosen: tuple[int, ...]) -> None:
        if not left:
            found.append(chosen)
            return
        until: dict[int, int] = {}
        for spot in range(start, len(kind_of)):
            row, kind = int(rows[spot]), kind_of[spot]
            if kind not in until:
                rest = less(free, kind)
                fits = min(rest) >= 0
                until[kind] = deadline(missing & ~masks[kind], left - 1, rest) if fits else never
            if row < until[kind] and not any((one, row) in problem.conflicts for one in chosen):
                walk(spot + 1, missing & ~masks[kind], left - 1, less(free, kind), (*chosen, row))
                if len(found) == enough:
                    return

    everything = (1 << int(np.count_nonzero(peak))) - 1
    walk(0, everything, size, (max(problem.limit, 0),) * 2, ())
    return found


def _kinds(problem: Problem, rows: Rows, peak: Reached) -> tuple[list[int], list[tuple[int, int]], list[int]]:
    """Per kind its mask and its hours (none when they are no matter), and per row its kind."""
    wanted = np.flatnonzero(peak)
    bits = np.array(
        [1 << place for place in range(len(wanted))], dtype=np.int64 if len(wanted) < 63 else object
    )
    masks = ((problem.cover[np.ix_(rows, wanted)] == peak[wanted]) @ bits).tolist()
    hours = problem.hours[rows] if problem.limit >= 0 else problem.hours[rows] * 0
    kinds: dict[tuple[int, int, int], int] = {}
    kind_of = [kinds.setdefault(key, len(kinds)) for key in zip(masks, *hours.T.tolist(), strict=True)]
    return [mask for mask, _, _ in kinds], [(first, second) for _, first, second in kinds], kind_of


def _told(
    chosen: Sequence[Match],
    others: Sequence[tuple[int, ...]],
    more: bool,
    result: MatchResult,
    vocabulary: Vocabulary,
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
            doubled = effective(covered.coverage, covered.answer)
            if doubled > reached[covered.barrier]:
                reached[covered.barrier] = doubled
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


def _levels(reached: dict[str, int], weight_of: dict[str, int], vocabulary: Vocabulary) -> dict[str, int]:
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
