"""Names of items and what they are compared by, kept until the catalogue changes: five bytes a barrier."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.models import Coverage, Intervention, Reach
from catalogue.rendering.per_version import per_version

READ = ("pk", "slug", "name", "kind", "reach_national", "conditions", "for_professionals_only")


@dataclass(frozen=True, slots=True)
class Comparable:
    """The published items in order of key, `names` their slug and name. `barriers` gives per slug the rows of
    the items that cover it and their values; what few items differ in stands once, with per item its place.
    """

    keys: np.ndarray
    names: Sequence[tuple[str, str]]
    for_professionals: np.ndarray
    barriers: Mapping[str, tuple[np.ndarray, np.ndarray]]
    facts: Sequence[tuple[str, bool, frozenset]]
    facts_of: np.ndarray
    places: Sequence[frozenset[str]]
    places_of: np.ndarray

    def row(self, key: int) -> int:
        """The row of an item, -1 when it is not there."""
        row = int(np.searchsorted(self.keys, key))
        return row if row < len(self.keys) and self.keys[row] == key else -1

    def covering(self, slugs: Iterable[str]) -> np.ndarray:
        """Per item how many of these barriers it covers."""
        count = np.zeros(len(self.keys), np.int16)
        for slug in slugs:
            if slug in self.barriers:
                count[self.barriers[slug][0]] += 1
        return count

    def values(self, slug: str, rows: np.ndarray) -> list[int]:
        """The value of a barrier for each of `rows`, 0 where it is not covered."""
        value = np.zeros(len(self.keys), np.uint8)
        if slug in self.barriers:
            covered, values = self.barriers[slug]
            value[covered] = values
        return value[rows].tolist()


@per_version()
def comparable(stamp: str, groups_of: Callable[[dict | None], frozenset]) -> Comparable:
    """The items as they are at `stamp` (CatalogueState.stamp); three queries the first time."""
    items = Intervention.objects.published().marking_professionals().order_by("pk")
    read = list(items.values_list(*READ))
    row_of = {pk: row for row, (pk, *_) in enumerate(read)}
    facts, facts_of = _distinct(
        (kind, bool(national), groups_of(conditions)) for *_, kind, national, conditions, _ in read
    )
    named: dict[int, list[str]] = {}
    for reach in Reach.objects.filter(intervention__in=items).select_related("region").order_by():
        named.setdefault(reach.intervention_id, []).append(reach.region.key)
    places, places_of = _distinct(frozenset(named.get(pk, ())) for pk, *_ in read)
    covered: dict[str, list[tuple[int, int]]] = {}
    rows = Coverage.objects.filter(intervention__in=items).order_by()
    for slug, pk, value in rows.values_list("barrier__slug", "intervention", "value"):
        covered.setdefault(slug, []).append((row_of[pk], value))
    return Comparable(
        np.array(list(row_of), np.int64),
        [(slug, name) for _, slug, name, *_ in read],
        np.array([only for *_, only in read], bool),
        {slug: _columns(mine) for slug, mine in covered.items()},
        facts,
        facts_of,
        places,
        places_of,
    )


def _columns(rows: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([row for row, _ in rows], np.int32), np.array([value for _, value in rows], np.uint8)


def _distinct(values: Iterable) -> tuple[list, np.ndarray]:
    """The distinct values, and for each value its place among them."""
    known: dict = {}
    places = [known.setdefault(value, len(known)) for value in values]
    return list(known), np.array(places, np.int32)
