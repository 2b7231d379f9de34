"""The best few rows of a table, exactly: branch and bound over whole numbers.

Chosen are at most `size` rows, so that the sum over the barriers of weight x the highest cover among them,
less `cost` per row, is as high as it can be. Rows in conflict are never chosen together, and the hours of the
chosen rows stay within the limit of their block.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

OTHER_OPTIMA = 4
Rows = npt.NDArray[np.intp]
Reached = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """`cover` [items x barriers] in half per cents, `weights` per barrier, `cost` per item (at least 1).

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


def solve(problem: PlanProblem) -> tuple[list[tuple[int, ...]], bool]:
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


def _useful(problem: PlanProblem) -> Rows:
    """Rows that may be chosen at all: worth their cost when alone, and within the hours."""
    useful = problem.cover @ problem.weights >= problem.cost
    if problem.limit >= 0:
        useful &= (problem.hours <= problem.limit).all(axis=1)
    return np.flatnonzero(useful)


def _front(problem: PlanProblem, rows: Rows) -> Rows:
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


def _peaks(problem: PlanProblem, rows: Rows) -> list[tuple[int, Reached]]:
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


def _hope(problem: PlanProblem, gains: Reached, together: Reached, left: int) -> Reached:
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


def _fitting(problem: PlanProblem, rows: Rows, chosen: tuple[int, ...], excluded: Sequence[int]) -> Rows:
    """Those of `rows` that may be chosen beside `chosen`, of which the last excludes `excluded`."""
    if excluded:
        rows = rows[~np.isin(rows, excluded)]
    if problem.limit >= 0:
        free = problem.limit - problem.hours[list(chosen)].sum(axis=0)
        rows = rows[(problem.hours[rows] <= free).all(axis=1)]
    return rows


def _excluded(problem: PlanProblem) -> dict[int, list[int]]:
    """Per row in a conflict the rows that it excludes."""
    found: dict[int, list[int]] = {}
    for low, high in problem.conflicts:
        found.setdefault(low, []).append(high)
        found.setdefault(high, []).append(low)
    return found


def _sets(problem: PlanProblem, rows: Rows, size: int, peak: Reached) -> list[tuple[int, ...]]:
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


def _kinds(
    problem: PlanProblem, rows: Rows, peak: Reached
) -> tuple[list[int], list[tuple[int, int]], list[int]]:
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
