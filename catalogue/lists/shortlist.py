"""A shortlist is an address: the slugs of its items, in order, and nothing else."""

import re
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from catalogue.models import FormerAddress, Intervention

#: So many items fit on one list; what comes after is left out and said to be.
MOST = 30
#: So many items the search by name on the list offers at once.
OFFERED = 8
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,120}")


@dataclass(frozen=True, slots=True)
class ShortlistEntry:
    """An item on the list, and the query string of the list without it."""

    item: Intervention
    without: str


@dataclass(frozen=True, slots=True)
class ShortlistAddition:
    """An item that is not on the list yet, and the query string of the list with it."""

    item: Intervention
    added: str


def query_string(slugs) -> str:
    """The query string that lists `slugs`: "item=a&item=b"."""
    query = QueryDict(mutable=True)
    query.setlist("item", list(slugs))
    return query.urlencode()


class Shortlist:
    """What `item=…&item=…` asks of `items`, a queryset of what the visitor may see."""

    def __init__(self, query: QueryDict, items):
        asked = [slug for slug in dict.fromkeys(query.getlist("item")) if _SLUG.fullmatch(slug)]
        self.asked = asked[:MOST]
        self.too_many = len(asked) > MOST
        self._items = items

    @cached_property
    def _found(self) -> dict[str, Intervention]:
        """The items by the address that was asked for, theirs now or formerly."""
        found = {item.slug: item for item in self._items.filter(slug__in=self.asked)} if self.asked else {}
        if lost := [slug for slug in self.asked if slug not in found]:
            former = dict(FormerAddress.objects.filter(slug__in=lost).values_list("slug", "intervention"))
            items = self._items.in_bulk(former.values()) if former else {}
            found |= {slug: items[pk] for slug, pk in former.items() if pk in items}
        return found

    @cached_property
    def items(self) -> list[Intervention]:
        return list(dict.fromkeys(self._found[slug] for slug in self.asked if slug in self._found))

    @property
    def slugs(self) -> list[str]:
        return [item.slug for item in self.items]

    @property
    def gone(self) -> list[str]:
        """What was asked for and is not (or no longer) in the catalogue."""
        return [slug for slug in self.asked if slug not in self._found]

    @property
    def query(self) -> str:
        """The list without what is gone, as a query string."""
        return query_string(self.slugs)

    @property
    def entries(self) -> list[ShortlistEntry]:
        return [
            ShortlistEntry(item, query_string(slug for slug in self.slugs if slug != item.slug))
            for item in self.items
        ]

    @property
    def full(self) -> bool:
        return len(self.items) >= MOST

    def named(self, text: str, items) -> list[ShortlistAddition]:
        """Items among `items` with `text` in their name that may be added, by name."""
        text = text.replace("\x00", "").strip()[:100]
        if not text or self.full:
            return []
        found = items.exclude(slug__in=self.slugs).filter(name__icontains=text).select_related("provider")
        return [ShortlistAddition(item, query_string([*self.slugs, item.slug])) for item in found[:OFFERED]]
