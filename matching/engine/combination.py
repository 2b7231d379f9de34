"""The best few rows of a table, exactly: branch and bound over whole numbers.

Chosen are at most `size` rows, so that the sum over the columns of weight x the highest cover among them is
as high as it can be; of equal sums the fewest rows, then the rows that come first. With `lead` only the sets
that hold the first row count. A set of rows is allowed when

 - no two of them are in conflict, or have the same slot
 - the known hours of the rows in one block stay within the limit
 - of two rows or more each is needed: without it a covered column is covered no more, and either `least` of
 the
   sum is lost, or a column that blocks is covered no more, or (for a row that is easy) a barrier is not

Every part of an allowed set is allowed, because a row loses less in a larger set: so the search may stop at
the first set that is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

import numpy as np
import numpy.typing as npt

OTHER_OPTIMA = 4
#: Of so many equal optima the first are looked for anew, in the order of the rows.
MANY = 64
#: So many cells at a time are compared with the rows that bound the rest.
_CELLS = 500_000
Rows = npt.NDArray[np.intp]
Sums = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """`cover` [rows x columns] at least 0, `weights` per column at least 1.

    `hours` [rows x blocks] and `limit` per block in hundredths of an hour a week; a limit of -1 is none.
    `conflicts` are pairs of row numbers that may not be chosen together; of the rows with one `slot` (-1:
    none) at most one is chosen. `blocking` and `barriers` mark columns, `easy` marks rows, `least` is the sum
    that taking a row out must lose. `lead`: the first row, which must cover something and be allowed by
    itself, is in every set.
    """

    cover: npt.NDArray[np.int64]
    weights: npt.NDArray[np.int64]
    size: int
    hours: npt.NDArray[np.int64]
    limit: int
    conflicts: frozenset[tuple[int, int]]
    slot: npt.NDArray[np.int64]
    blocking: Mask
    barriers: Mask
    easy: Mask
    least: int
    lead: bool = False


def solve(problem: PlanProblem) -> tuple[list[tuple[int, ...]], bool]:
    """The optimal sets as sorted row numbers, in order, at most five; and whether there are more.

    When no row covers anything the empty set is the only one.
    """
    search = _Search(problem)
    search.best_first()
    if not search.size:
        return [()], False
    found = search.in_order() if search.many else iter(search.expanded())
    first = list(islice(found, OTHER_OPTIMA + 2))
    return first[: OTHER_OPTIMA + 1], len(first) > OTHER_OPTIMA + 1


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A set of rows: what it reaches per column (weighted), its sum, and per row what the others reach."""

    rows: tuple[int, ...]
    reached: Sums
    value: int
    without: tuple[Sums, ...] = ()


class _Search:
    """Rows that are alike in everything are of one kind; no allowed set has two of a kind, because neither
    would be needed. So the search goes over the first row of each kind.
    """

    def __init__(self, problem: PlanProblem):
        self.problem = problem
        self.value, self.size, self.many = 0, 0, False
        self.sets: list[tuple[int, ...]] = []
        self.gain = problem.cover * problem.weights
        self.alone = self.gain.sum(axis=1)
        useful = self.alone > 0
        if problem.limit >= 0:
            useful &= (problem.hours <= problem.limit).all(axis=1)
        self.excluded: dict[int, list[int]] = {}
        for low, high in problem.conflicts:
            self.excluded.setdefault(low, []).append(high)
            self.excluded.setdefault(high, []).append(low)
        self.alike = self._kinds(np.flatnonzero(useful))
        self.rows = np.array(sorted(self.alike), dtype=np.intp)
        self.fronts = self._fronts()
        self.ceiling = int(self.gain[self.rows].max(axis=0, initial=0).sum())

    def _kinds(self, rows: Rows) -> dict[int, list[int]]:
        """Per first row of a kind the first rows that are like it, as many as an answer can show."""
        problem = self.problem
        hours = problem.hours[rows] if problem.limit >= 0 else problem.hours[rows] * 0
        alone = {*self.excluded, *((0,) if problem.lead else ())}
        own = np.array([row if row in alone else -1 for row in rows.tolist()], dtype=np.int64)
        parts = (
            problem.cover[rows],
            hours,
            problem.slot[rows][:, None],
            problem.easy[rows][:, None],
            own[:, None],
        )
        key = np.ascontiguousarray(np.hstack(parts).astype(np.int64))
        found: dict[bytes, list[int]] = {}
        for row, one in zip(rows.tolist(), key, strict=True):
            mine = found.setdefault(one.tobytes(), [])
            if len(mine) < OTHER_OPTIMA + 2:
                mine.append(row)
        return {mine[0]: mine for mine in found.values()}

    def _fronts(self) -> dict[int, Sums]:
        """Per slot the gains of the rows that no other row of that slot reaches on every column: what any set
        adds is at most what such rows add."""
        fronts = {}
        for slot in np.unique(self.problem.slot[self.rows]).tolist():
            rows = self.rows[self.problem.slot[self.rows] == slot]
            rest = np.unique(self.gain[rows], axis=0)
            rest, front = rest[np.argsort(-rest.sum(axis=1), kind="stable")], []
            while len(rest):
                front.append(rest[0])
                rest = rest[(rest > rest[0]).any(axis=1)]
            fronts[slot] = np.array(front)
        return fronts

    def _most(self, reached: Sums, values: Sums, slots: list[npt.NDArray[np.int64]], left: int) -> Sums:
        """Per set [sets x columns] at most what it comes to with 1, 2, … `left` rows more [sets x left].

        `slots` are those of the rows in it, a list of arrays; of such a slot no other row may follow.
        """
        best = np.empty((len(reached), left), dtype=np.int64)
        width = reached.shape[1] * max(map(len, self.fronts.values()))
        step = max(_CELLS // width, 1)
        for start in range(0, len(reached), step):
            part = slice(start, start + step)
            gains = [np.zeros((len(reached[part]), left), dtype=np.int64)]
            for slot, front in self.fronts.items():
                added = np.maximum(reached[part, None, :], front[None]).sum(axis=2) - values[part, None]
                if slot >= 0:
                    added = added.max(axis=1, keepdims=True)
                    for taken in slots:
                        added[taken[part] == slot] = 0
                elif added.shape[1] > left:
                    added = np.partition(added, added.shape[1] - left, axis=1)[:, -left:]
                gains.append(added)
            together = -np.sort(-np.hstack(gains), axis=1)[:, :left]
            best[part] = values[part, None] + np.cumsum(together, axis=1)
        return np.minimum(best, self.ceiling)

    def _worth(self, bounds: Sums, count: int) -> Mask:
        """Which sets of `count` rows are worth extending, by what they come to at most with 1, 2, … more."""
        worth: Mask = np.asarray((bounds > self.value).any(axis=1), dtype=bool)
        for more in range(bounds.shape[1]):
            if count + more + 1 < self.size or (count + more + 1 == self.size and not self.many):
                worth = worth | (bounds[:, more] == self.value)
        return worth

    def best_first(self) -> None:
        """Finds the highest sum, the fewest rows that reach it, and (unless there are many) all such sets."""
        rows = self.rows
        if not len(rows):
            return
        nothing = np.zeros(self.problem.cover.shape[1], dtype=np.int64)
        if self.problem.lead:
            self._note(int(self.alone[0]), [(0,)])
            if self.problem.size > 1:
                self._extend(_Chosen((0,), self.gain[0], int(self.alone[0]), (nothing,)), rows[rows != 0])
            return
        alone = self.alone[rows]
        top = int(alone.max())
        self._note(top, [(row,) for row in rows[alone == top].tolist()])
        left = self.problem.size - 1
        if not left:
            return
        most = self._most(self.gain[rows], alone, [self.problem.slot[rows]], left)
        order = np.argsort(-most[:, -1], kind="stable")
        rows, most = rows[order], most[order]
        for spot, row in enumerate(rows.tolist()):
            if self._worth(most[spot : spot + 1], 1)[0]:
                alone_row = _Chosen((row,), self.gain[row], int(self.alone[row]), (nothing,))
                self._extend(alone_row, rows[spot + 1 :])

    def _extend(self, chosen: _Chosen, rows: Rows) -> None:
        """Tries every allowed set that adds some of `rows` to `chosen`."""
        left, count = self.problem.size - len(chosen.rows), len(chosen.rows)
        if not len(rows):
            return
        sums = np.maximum(self.gain[rows], chosen.reached).sum(axis=1)
        if left == 1:
            enough = sums >= self.value if self.size > count else sums > self.value
        else:
            highest = int(sums.max()) - chosen.value
            enough = sums + (left - 1) * highest >= self.value
        rows, sums = rows[enough], sums[enough]
        if not len(rows):
            return
        allowed = self._allowed(chosen, rows, sums)
        rows, sums = rows[allowed], sums[allowed]
        if not len(rows):
            return
        top = int(sums.max())
        if not self._hopeless(top, count + 1):
            self._note(top, [(*chosen.rows, row) for row in rows[sums == top].tolist()])
        if left == 1:
            return
        order = np.argsort(-sums, kind="stable")
        rows, sums = rows[order], sums[order]
        gains = sums - chosen.value
        # The best that the rows after each can add by themselves, before they are looked at more closely.
        after = np.append(np.cumsum(gains), np.full(left, gains.sum()))
        hope = chosen.value + after[left - 1 : left - 1 + len(gains)] - after[: len(gains)] + gains
        promising = np.flatnonzero(hope >= self.value)
        if not len(promising):
            return
        reached = np.maximum(self.gain[rows[promising]], chosen.reached)
        slots = [np.full(len(promising), self.problem.slot[row]) for row in chosen.rows]
        slots.append(self.problem.slot[rows[promising]])
        most = np.minimum(self._most(reached, sums[promising], slots, left - 1), hope[promising][:, None])
        for spot, bounds in zip(promising.tolist(), most, strict=True):
            if self._worth(bounds[None], count + 1)[0]:
                row = int(rows[spot])
                self._extend(self._with(chosen, row, int(sums[spot])), rows[spot + 1 :])

    def _hopeless(self, value: int, size: int) -> bool:
        """Whether sets of at least `size` rows and at most this sum can add nothing to what was found."""
        if value != self.value:
            return value < self.value
        return size > self.size or (self.many and size == self.size)

    def _note(self, value: int, sets: list[tuple[int, ...]]) -> None:
        if value > self.value or (value == self.value and len(sets[0]) < self.size):
            self.value, self.size, self.sets, self.many = value, len(sets[0]), [], False
        if len(self.sets) + len(sets) > MANY:
            self.many, self.sets = True, []
        if not self.many:
            self.sets += [tuple(sorted(rows)) for rows in sets]

    def _with(self, chosen: _Chosen, row: int, value: int) -> _Chosen:
        mine = self.gain[row]
        return _Chosen(
            (*chosen.rows, row),
            np.maximum(chosen.reached, mine),
            value,
            (*(np.maximum(other, mine) for other in chosen.without), chosen.reached),
        )

    def _allowed(self, chosen: _Chosen, rows: Rows, sums: Sums) -> Mask:
        """Which of `rows` make an allowed set with `chosen`; `sums` are the sums of those sets."""
        problem = self.problem
        allowed = np.ones(len(rows), dtype=bool)
        for one in chosen.rows:
            if problem.slot[one] >= 0:
                allowed &= problem.slot[rows] != problem.slot[one]
            if one in self.excluded:
                allowed &= ~np.isin(rows, self.excluded[one])
        if problem.limit >= 0:
            free = problem.limit - problem.hours[list(chosen.rows)].sum(axis=0)
            allowed &= (problem.hours[rows] <= free).all(axis=1)
        gain = self.gain[rows]
        allowed &= self._needed((gain > 0) & (chosen.reached == 0), sums - chosen.value, problem.easy[rows])
        for one, without in zip(chosen.rows, chosen.without, strict=True):
            if not allowed.any():
                break
            rest = np.maximum(gain, without)
            lost = (rest == 0) & (self.gain[one] > 0)
            allowed &= self._needed(
                lost, sums - rest.sum(axis=1), np.broadcast_to(problem.easy[one], len(rows))
            )
        return allowed

    def _needed(self, lost: Mask, loss: Sums, easy: Mask) -> Mask:
        """Per set whether one of its rows is needed: `lost` [sets x columns] is what only that row covers."""
        problem = self.problem
        special = lost[:, problem.blocking].any(axis=1) | (easy & lost[:, problem.barriers].any(axis=1))
        return lost.any(axis=1) & (special | (loss >= problem.least))

    def expanded(self) -> list[tuple[int, ...]]:
        """The optimal sets with the rows that are alike in each other's place, in order."""
        return sorted(
            tuple(sorted(rows))
            for kinds in self.sets
            for rows in product(*(self.alike[kind] for kind in kinds))
        )

    def in_order(self) -> Iterator[tuple[int, ...]]:
        """The optimal sets of the fewest rows, in the order of the rows."""
        nothing = _Chosen((), np.zeros(self.problem.cover.shape[1], dtype=np.int64), 0)
        rows = np.array(sorted(row for mine in self.alike.values() for row in mine), dtype=np.intp)
        if not self.problem.lead:
            yield from self._in_order(nothing, rows)
        elif self.size == 1:
            yield (0,)
        else:
            yield from self._in_order(self._with(nothing, 0, int(self.alone[0])), rows[rows != 0])

    def _in_order(self, chosen: _Chosen, rows: Rows) -> Iterator[tuple[int, ...]]:
        left = self.size - len(chosen.rows)
        sums = np.maximum(self.gain[rows], chosen.reached).sum(axis=1)
        if chosen.rows:
            allowed = self._allowed(chosen, rows, sums)
            rows, sums = rows[allowed], sums[allowed]
        if left == 1:
            for row in rows[sums == self.value].tolist():
                yield (*chosen.rows, row)
            return
        gains = sums - chosen.value
        for spot, row in enumerate(rows.tolist()):
            after = gains[spot + 1 :]
            if len(after) >= left - 1 and int(sums[spot]) + _highest(after, left - 1) >= self.value:
                yield from self._in_order(self._with(chosen, row, int(sums[spot])), rows[spot + 1 :])


def _highest(values: Sums, count: int) -> int:
    """The sum of the `count` highest values."""
    if count == 1:
        return int(values.max())
    return int(np.partition(values, len(values) - count)[len(values) - count :].sum())
