"""Which items there are and which values they have, in memory for as long as the catalogue stays as it is.

A question to the list then asks the database for its words and its municipality, and counts by itself: what
ticking a value gives is a sum over a row of booleans, at a hundred thousand items as at fifty.
"""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Case, When

from catalogue.browse.facets import KeyList, as_array, facet_values
from catalogue.models import Intervention, Region
from catalogue.models.querysets import names_region, plain_order
from catalogue.rendering.per_version import per_version
from catalogue.search.ranking import Rows

#: So many items are kept as they are shown: forty pages of the list.
_MOST_ITEMS = 480
#: Of so many municipalities it is kept which items reach them.
_MOST_PLACES = 50
#: A limit tells of an age so many years around it, and from this age on of every one above.
_AROUND, _TELLING = 15, 40


class Nearness(NamedTuple):
    """Two masks of items: the source names a place around a municipality; it can be reached from there."""

    near: np.ndarray
    within: np.ndarray


class ItemIndex:
    """The public items in order of name. A *mask* is an array of booleans, one per item."""

    def __init__(self, stamp: str):
        """Three queries."""
        self.stamp = stamp
        public = Intervention.objects.published()
        by_name = public.order_by(plain_order("sort_name"), plain_order("source_ref"))
        columns = list(by_name.values_list("pk", "verified_on", "table_position", "source_ref"))
        limited = public.filter(conditions__icontains='"age"').values_list("pk", "conditions")
        self.rows = Rows(np.array([pk for pk, *_ in columns], np.int64))
        self._columns = [(verified, position, ref) for _, verified, position, ref in columns]
        #: Per facet its values; per value the rows of the items that have it.
        self.facets = facet_values(public)
        self._rows_of = {
            name: {value.value: self._known(value.keys) for value in values}
            for name, values in self.facets.items()
        }
        self._ages = [
            (row, *limits)
            for pk, tree in limited
            for row in self._known(np.array([pk])).tolist()
            if (limits := age_limits(tree))
        ]
        self._items: dict[int, Intervention] = {}
        self._reach: dict[str, Nearness] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def _known(self, keys: np.ndarray) -> np.ndarray:
        """The rows of the items with `keys`; a key that is not there is left out."""
        rows = self.rows.rows_for_keys(keys)
        return rows[rows >= 0]

    def keys(self, rows: np.ndarray) -> list[int]:
        return self.rows.keys[rows].tolist()

    def items(self, keys: Sequence[int]) -> list[Intervention]:
        """The items with `keys`, `for_cards`; those that are not kept are read in five queries.

        They are shared by all visitors: nothing of a question may be put on them.
        """
        found = {key: item for key in keys if (item := self._items.get(key))}
        if missing := [key for key in keys if key not in found]:
            public = Intervention.objects.published().filter(pk__in=missing)
            read = {item.pk: item for item in public.marking_professionals().for_cards()}
            if len(self._items) + len(read) > _MOST_ITEMS:
                self._items = {}  # and not cleared: another thread may be reading
            self._items.update(read)
            found |= read
        return [found[key] for key in keys if key in found]

    def values(self, name: str) -> Collection[str]:
        """The values of a facet."""
        return self._rows_of[name].keys()

    def with_values(self, name: str, values: Collection[str]) -> np.ndarray:
        """The mask of the items that have one of `values` of a facet."""
        mask = np.zeros(len(self), bool)
        for value in values:
            mask[self._rows_of[name][value]] = True
        return mask

    def reach(self, municipality: Region) -> Nearness:
        """Which items are near `municipality` and which reach it; one query the first time."""
        if known := self._reach.get(municipality.code):
            return known
        items = Intervention.objects.published().within_reach(municipality).order_by()
        near = KeyList(Case(When(names_region(municipality), then="pk")))
        found = items.aggregate(within=KeyList("pk"), near=near)
        if len(self._reach) >= _MOST_PLACES:
            self._reach = {}  # and not cleared: another thread may be reading
        reach = Nearness(self._mask(found["near"]), self._mask(found["within"]))
        self._reach[municipality.code] = reach
        return reach

    def _mask(self, keys: str | None) -> np.ndarray:
        mask = np.zeros(len(self), bool)
        mask[self._known(as_array(keys))] = True
        return mask

    def by_age(self, ages: Collection[int]) -> tuple[np.ndarray, np.ndarray]:
        """The masks of the items that name an age with room for all of `ages`, and of those without."""
        fits, bars = np.zeros(len(self), bool), np.zeros(len(self), bool)
        for row, least, most in self._ages if ages else ():
            if not all(least <= age <= most for age in ages):
                bars[row] = True
            elif least >= _TELLING or any(min(age - least, most - age) <= _AROUND for age in ages):
                fits[row] = True
        return fits, bars

    def professional(self) -> np.ndarray:
        """The mask of the items that are for klantmanagers and not for the women."""
        audience = self._rows_of["publiek"]
        return self.with_values("publiek", audience.keys()) & ~self.with_values(
            "publiek", {"client"} & audience.keys()
        )

    def counts(self, name: str, mask: np.ndarray) -> dict[str, int]:
        """Per value of a facet how many items of `mask` have it."""
        return {value: int(np.count_nonzero(mask[rows])) for value, rows in self._rows_of[name].items()}

    @cached_property
    def by_verification(self) -> np.ndarray:
        """All rows, last verified first, then by name."""
        days = [(verified or date.min).toordinal() for verified, _, _ in self._columns]
        return np.argsort(-np.array(days, np.int64), kind="stable")

    @cached_property
    def by_table_position(self) -> np.ndarray:
        """All rows, in the order of the table of the source; what does not stand in it comes last."""
        order = sorted(
            range(len(self)),
            key=lambda row: (
                self._columns[row][1] is None,
                self._columns[row][1] or 0,
                self._columns[row][2],
            ),
        )
        return np.array(order, np.int64)


def age_limits(tree: Any) -> tuple[float, float] | None:
    """From which age to which the conditions `tree` hold for certain; None when they name no age."""
    if tree.get("fact") == "age":
        return tree.get("min", 0), tree.get("max", np.inf)
    found = [limits for one in tree.get("all", ()) if (limits := age_limits(one))]
    return (max(low for low, _ in found), min(high for _, high in found)) if found else None


@per_version()
def item_index_for(stamp: str) -> ItemIndex:
    """The index of the public items at `stamp` (CatalogueState.stamp)."""
    return ItemIndex(stamp)
