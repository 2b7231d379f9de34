"""The public rows of the items in an answer: the same for everyone, so each process reads them once."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from catalogue.models import Intervention


@lru_cache(maxsize=2)
def _read(stamp: str) -> dict[str, Intervention]:
    """What was read of the catalogue as it is at `stamp`; `rows_of` adds to it."""
    return {}


def rows_of(refs: Collection[str], stamp: str) -> Mapping[str, Intervention]:
    """The rows `for_places` of `refs` at `stamp` (CatalogueState.stamp); what is new takes two queries."""
    known = _read(stamp)
    if missing := set(refs) - known.keys():
        found = Intervention.objects.for_places().filter(source_ref__in=missing)
        known.update((row.source_ref, row) for row in found)
    return {ref: known[ref] for ref in refs}
