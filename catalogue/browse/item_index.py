"""Which items there are and which values they have, kept in memory until the catalogue changes.

A question to the list then asks the database for its words and its municipality, and counts by itself: what
ticking a value gives is a sum over a row of booleans, at a hundred thousand items as at fifty.
"""

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
from django.db.models.sql.where import WhereNode

from catalogue.browse import facets
from catalogue.browse.facets import Keys, as_array
from catalogue.models import CatalogueState, Intervention, Region
from catalogue.models.querysets import plain_order
from catalogue.search.ranking import Rows

#: Of so many different sets of items a shelf is kept; there are as many as there are kinds of visitor.
_MOST_KEPT = 4
#: So many cards are kept of one shelf: forty pages of the list.
_MOST_CARDS = 480


class Shelf:
    """The items of a queryset in order of name. A *mask* is an array of booleans, one per item."""

    def __init__(self, stamp: str, items):
        """Two queries, and a third when the names of the municipalities are asked."""
        self.stamp = stamp
        self._visible = items
        self._cards: dict[int, Intervention] = {}
        by_name = items.order_by(plain_order("sort_name"), plain_order("source_ref"))
        self.items = Rows(np.array(list(by_name.values_list("pk", flat=True)), np.int64))
        #: Per facet its values; per value the rows of the items that have it.
        self.words = facets.words(items)
        self._rows = {
            name: {word.value: self.rows(word.keys) for word in words} for name, words in self.words.items()
        }

    def __len__(self) -> int:
        return len(self.items)

    def rows(self, keys: np.ndarray) -> np.ndarray:
        """Where on the shelf the items with `keys` stand; a key that is not there is left out."""
        rows = self.items.of(keys)
        return rows[rows >= 0]

    def keys(self, rows: np.ndarray) -> list[int]:
        return self.items.keys[rows].tolist()

    def cards(self, keys: Sequence[int]) -> list[Intervention]:
        """The cards of the items with `keys`; those that are not kept are read in five queries."""
        found = {key: card for key in keys if (card := self._cards.get(key))}
        if missing := [key for key in keys if key not in found]:
            items = self._visible.filter(pk__in=missing).marking_professionals().for_cards()
            read = {item.pk: item for item in items}
            if len(self._cards) + len(read) > _MOST_CARDS:
                self._cards = {}  # and not cleared: another thread may be reading
            self._cards.update(read)
            found |= read
        return [found[key] for key in keys if key in found]

    def values(self, name: str) -> Collection[str]:
        """The values of a facet."""
        return self._rows[name].keys()

    def ticked(self, name: str, values) -> np.ndarray:
        """The mask of the items that have one of `values` of a facet."""
        mask = np.zeros(len(self), bool)
        for value in values:
            mask[self._rows[name][value]] = True
        return mask

    def holding(self, items) -> np.ndarray:
        """The mask of `items`, a part of those of the shelf; one query."""
        mask = np.zeros(len(self), bool)
        mask[self.rows(as_array(items.order_by().aggregate(keys=Keys("pk"))["keys"]))] = True
        return mask

    def counts(self, name: str, mask: np.ndarray) -> dict[str, int]:
        """Per value of a facet how many items of `mask` have it."""
        return {value: int(np.count_nonzero(mask[rows])) for value, rows in self._rows[name].items()}

    @cached_property
    def municipality_names(self) -> tuple[str, ...]:
        return tuple(Region.objects.municipalities().values_list("short_name", flat=True))


_kept: dict[WhereNode, Shelf] = {}


def shelf_of(items, stamp: str | None = None) -> Shelf:
    """The shelf of `items`, a queryset told apart by what it is filtered by.

    No query when the catalogue did not change since the last time. `stamp` is that of the catalogue; it is
    asked of the database when it is not given. Shelves of another stamp are let go.
    """
    stamp, kind = stamp or CatalogueState.stamp(), items.query.where
    shelf = _kept.get(kind)
    if shelf is None or shelf.stamp != stamp:
        shelf = Shelf(stamp, items)
        for other, old in list(_kept.items()):
            if old.stamp != stamp or len(_kept) >= _MOST_KEPT:
                _kept.pop(other, None)
        _kept[kind] = shelf
    return shelf
