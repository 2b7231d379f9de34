"""The order of what was found. Whole numbers only, so that every database gives the same.

1. An item is found when it has the most of what is asked: of the units that tell something, as many as any
   item has, or when those are few the rarest. What over half of the items have tells nothing, unless
   nothing else is asked.
2. What is for professionals comes last; then what has most comes first, what is near, what names the age.
3. Most points first. Per unit the points of the best way to say it (the sum, over the words of that way, of
   the best of: what a form counts for that word × the weights of the fields in which the item has that form),
   more for a unit that fewer items have.
4. Then by name without case and accents, then by source_ref.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from catalogue.search import index
from catalogue.search.index import EMPTY, PostingList
from catalogue.search.query import Query, Slot, Unit

#: So many rows of forms are kept at most, eight bytes each; a form takes as much as BESIDE rows by itself.
MOST_KEPT, BESIDE = 2_000_000, 64
#: What more than this share of the items has tells nothing of them, if there are enough of them to say so.
COMMON, ENOUGH = 0.5, 20
#: Fewer items than this that have the most are followed by those that have the rarest of what is asked.
FEW = 3
#: Up to which share of the items a unit counts how many times.
RARE = ((0.05, 4), (0.15, 3), (0.4, 2), (1.0, 1))
#: The rows that hold a form, and what it weighs in each.
Held = tuple[np.ndarray, np.ndarray]


class Rows:
    """Items as the rows 0, 1, … of an array, in the order of `keys`; where in that order each key stands.

    They are those of one stamp of the catalogue, so what was read of a form once is kept.
    """

    def __init__(self, keys: np.ndarray):
        self.keys = keys
        self._held: dict[str, Held] = {}
        self._row = np.full(int(keys.max(initial=0)) + 1, -1, np.int32)
        self._row[keys] = np.arange(len(keys), dtype=np.int32)

    def __len__(self) -> int:
        return len(self.keys)

    def rows_for_keys(self, keys: np.ndarray) -> np.ndarray:
        """The row of each of `keys`, -1 for a key that is not there."""
        if keys.max(initial=0) < len(self._row):
            return self._row[keys]
        return np.where(keys < len(self._row), self._row[np.minimum(keys, len(self._row) - 1)], -1)

    def postings_for(self, forms: Iterable[str]) -> dict[str, Held]:
        """Per form what these items have of it; one query for all forms that are new."""
        asked = list(forms)
        known = {form: self._held[form] for form in asked if form in self._held}
        if new := [form for form in asked if form not in known]:
            found = index.read(new)
            read = {form: self._of_these(found.get(form, EMPTY)) for form in new}
            if sum(len(rows) + BESIDE for rows, _ in (self._held | read).values()) > MOST_KEPT:
                self._held = {}
            self._held |= read
            known |= read
        return known

    def _of_these(self, postings: PostingList) -> Held:
        rows = self.rows_for_keys(postings.keys)
        known = rows >= 0
        return (rows, postings.weights) if known.all() else (rows[known], postings.weights[known])


@dataclass(frozen=True)
class Ranked:
    """Per item its points, 0 for one that is not found, and whether it has the most of what is asked.

    `missed` is what no item found has; `exact` when the most is all.
    """

    points: np.ndarray
    most: np.ndarray
    missed: tuple[Unit, ...] = ()
    exact: bool = True


def score(query: Query, items: Rows) -> Ranked:
    """What each of `items` gets for the units of `query`; at most one query to the database."""
    held = items.postings_for(query.forms)
    units = [_Points.of_unit(unit, held, len(items)) for unit in query.units]
    nothing = np.zeros(len(items), np.int32)
    telling = [one for one in units if not one.unit.soft] or units
    counted = [one for one in telling if not one.is_common] or telling
    if not any(one.share for one in counted):
        family = [one for one in units if not one.unit.is_form and not one.is_common]
        counted = [*counted, *(one for one in family if one not in counted)]
    has = reduce(np.add, (one.met.astype(np.int32) for one in counted), nothing)
    most = (has == has.max(initial=0)) & (has > 0)
    found = most
    if len(counted) > 1 and 0 < np.count_nonzero(most) < FEW:
        found = most | min((one for one in counted if one.share), key=lambda one: one.share).met
    weighed = (one.rare_sum() for one in units if one in counted or not one.is_common)
    points = np.maximum(reduce(np.add, weighed, nothing), 1)
    missed = tuple(one.unit for one in counted if not (one.met & found).any())
    return Ranked(
        np.where(found, points, 0), most, missed, not counted or bool((most & (has == len(counted))).any())
    )


def best(points: np.ndarray, start: int, stop: int) -> np.ndarray:
    """The rows of `points` that are in the places `start` to `stop` of the order; the rows are by name."""
    rows = np.flatnonzero(points)
    order = points[rows].astype(np.int64) * len(points) - rows  # all differ, so that equal points go by name
    if stop < len(rows):
        kept = np.argpartition(-order, stop)[:stop]
        rows, order = rows[kept], order[kept]
    return rows[np.argsort(-order)][start:stop]


class _Points:
    """Of something that is asked, per item: its points, and whether the item has all of it."""

    def __init__(self, unit: Unit, total: np.ndarray, met: np.ndarray):
        self.unit, self.sum, self.met = unit, total, met
        self.share = np.count_nonzero(met) / max(len(met), 1)

    @property
    def is_common(self) -> bool:
        return self.share > COMMON and len(self.met) >= ENOUGH

    def rare_sum(self) -> np.ndarray:
        return self.sum * next(times for share, times in RARE if self.share <= share)

    @classmethod
    def of_unit(cls, unit: Unit, held: dict, count: int) -> "_Points":
        ways = [_way(way, held, count) for way in unit.ways]
        return cls(unit, reduce(np.maximum, ways), reduce(np.logical_or, (way > 0 for way in ways)))


def _way(way: tuple[Slot, ...], held: dict, count: int) -> np.ndarray:
    """The points of one way to say something; 0 for an item that lacks a word of it."""
    slots = [_slot(slot, held, count) for slot in way]
    return np.where(reduce(np.logical_and, (slot > 0 for slot in slots)), reduce(np.add, slots), 0)


def _slot(slot: Slot, held: dict, count: int) -> np.ndarray:
    """The points of one word per item: of its forms that the item has, the best."""
    points = np.zeros(count, np.int32)
    for form, worth in slot.items():
        if form in held:
            rows, weights = held[form]
            points[rows] = np.maximum(points[rows], weights * worth)
    return points
