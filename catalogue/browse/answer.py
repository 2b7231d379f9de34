"""What the words of a question find: by their meaning, and by the ages and the place that they name."""

from functools import cached_property

import numpy as np

from catalogue.browse.item_index import ItemIndex, Nearness
from catalogue.models import Region
from catalogue.places.lookup import PlaceIndex
from catalogue.search import ranking
from catalogue.search.query import Query, Unit
from catalogue.search.stemming import STEM, stem

#: What is of more weight than any points, one bit each from here: for her, has most, near, names her age.
_TIERS = 24
_PROFESSIONALS = STEM + stem("klantmanager")


class ListAnswer:
    """The answer to `query`; `reach` is that of the filter, which goes before a place in words."""

    def __init__(self, query: Query, index: ItemIndex, reach: Nearness | None = None):
        self.query, self.index = query, index
        self._asked_reach = reach
        self._found = ranking.score(query, index.rows)

    @property
    def exact(self) -> bool:
        """Whether what is found has all that tells something in the question."""
        return self._found.exact

    @property
    def all_of_it(self) -> np.ndarray:
        """The mask of the items that have all that is asked."""
        if not self.query.units:
            return np.ones(len(self.index), bool)
        return self._found.most & self.exact

    @property
    def missed(self) -> tuple[Unit, ...]:
        """What is asked that no item found has."""
        return self._found.missed

    @cached_property
    def municipality(self) -> Region | None:
        """The one municipality that the words name."""
        codes = self.query.place.codes if self.query.place else ()
        regions = Region.objects.municipalities().select_related("labour_region", "province")
        return regions.get(code=codes[0]) if len(codes) == 1 else None

    @cached_property
    def points(self) -> np.ndarray:
        """Per item what puts it in its place in the order; 0 for one that is not found."""
        fits, bars = self.index.by_age(self.query.ages)
        near, within = self._reach
        points = self._found.points
        if not points.any() and (self.query.ages or self.query.place):
            points = self._by_age_and_place(fits)
        for_her = (
            np.zeros(len(points), bool) if _PROFESSIONALS in self.query.forms else ~self.index.professional()
        )
        tiers = for_her * 16 + self._found.most * 8 + near * 4 + within * 2 + fits
        return np.where((points > 0) & ~bars, points + (tiers.astype(np.int64) << _TIERS), 0)

    @cached_property
    def _reach(self) -> Nearness:
        if self._asked_reach:
            return self._asked_reach
        nowhere = np.zeros(len(self.index), bool)
        return self.index.reach(self.municipality) if self.municipality else Nearness(nowhere, nowhere)

    def _by_age_and_place(self, fits: np.ndarray) -> np.ndarray:
        """Of a question without other words: what names her age, near or else within reach."""
        found = fits if self.query.ages else np.ones(len(self.index), bool)
        if self.municipality:
            near, within = self._reach
            found = found & (near if (found & near).any() else within)
        elif not self.query.ages:
            found = ~found
        return found.astype(np.int64)

    def is_near(self, row: int) -> bool:
        return bool(self._reach.near[row])


def place_options(query: Query, places: PlaceIndex):
    """The municipalities that the named place may be, when it is not one."""
    several = query.place and len(query.place.codes) > 1
    return places.find(query.place.text).options if several else ()
