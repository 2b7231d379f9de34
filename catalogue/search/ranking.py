"""The order of what was found. Whole numbers only, so that every database gives the same.

1. Most points first. An item gets per unit of the question the points of the best way to say it: the sum,
   over the words of that way, of the best of (what a form counts for that word × the weights of the fields in
   which the item has that form).
2. Then by name without case and accents.
3. Then by source_ref.
"""

from collections.abc import Iterable
from functools import reduce

import numpy as np

from catalogue.search import index
from catalogue.search.index import EMPTY, PostingList
from catalogue.search.query import Query, Slot, Unit

#: So many rows of forms are kept at most, eight bytes each; a form takes as much as BESIDE rows by itself.
MOST_KEPT, BESIDE = 2_000_000, 64
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


def score(query: Query, items: Rows) -> tuple[Query, np.ndarray]:
    """The points of each of `items`; one that does not answer has none.

    When no item has all that is asked, any of it will do; the query comes back as it was answered. At most
    one query to the database. It asks the postings what `candidates` asks the full-text index; a test holds
    both together.
    """
    held = items.postings_for(query.forms)
    units = [_Points.of_unit(unit, held, len(items)) for unit in query.units]
    points = reduce(np.add, (unit.sum for unit in units))
    met = reduce(np.logical_and, (unit.met for unit in units))
    if len(units) > 1 and not met.any():
        query = query.with_any()
    return query, points if query.any_of_them else np.where(met, points, 0)


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

    def __init__(self, total: np.ndarray, met: np.ndarray):
        self.sum, self.met = total, met

    @classmethod
    def of_unit(cls, unit: Unit, held: dict, count: int) -> "_Points":
        ways = [cls.of_way(way, held, count) for way in unit.ways]
        return cls(
            reduce(np.maximum, (way.sum for way in ways)), reduce(np.logical_or, (way.met for way in ways))
        )

    @classmethod
    def of_way(cls, way: tuple[Slot, ...], held: dict, count: int) -> "_Points":
        slots = [_slot(slot, held, count) for slot in way]
        return cls(reduce(np.add, slots), reduce(np.logical_and, (slot > 0 for slot in slots)))


def _slot(slot: Slot, held: dict, count: int) -> np.ndarray:
    """The points of one word per item: of its forms that the item has, the best."""
    points = np.zeros(count, np.int32)
    for form, worth in slot.items():
        if form in held:
            rows, weights = held[form]
            points[rows] = np.maximum(points[rows], weights * worth)
    return points
