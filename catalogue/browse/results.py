"""What the catalogue list shows of one question: the items, the facets with counts, chips and ways out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from django.core.paginator import Page, Paginator
from django.http import QueryDict

from catalogue.browse.facets import FACETS, PROVISIONS
from catalogue.browse.filters import ORDERS, InterventionFilter
from catalogue.models import Intervention
from catalogue.search import ranking
from catalogue.search.query import understand
from catalogue.search.snippets import snippet
from catalogue.text.folding import slugify

PAGE_SIZE = 12
PROVISIONS_TITLE = "Met"
#: How many options of a long facet are shown at once: the fixed choices of the source's table come first.
FIRST = 6
#: Facets that stand open from the start; the others open when one of their values is ticked.
OPEN = frozenset({"niveau", "voorzieningen", "doel"})


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    value: str
    label: str
    count: int
    checked: bool

    @property
    def id(self) -> str:
        return _id(self.name, self.value)


@lru_cache(maxsize=1000)
def _id(name: str, value: str) -> str:
    return f"{name}-{slugify(value)}"


@dataclass(frozen=True, slots=True)
class FacetGroup:
    name: str
    title: str
    options: list[Option]

    @property
    def open(self) -> bool:
        return self.name in OPEN or self.ticked > 0

    @property
    def first(self) -> list[Option]:
        """The options that are always shown; a long list keeps the rest behind a click."""
        return self.options[:FIRST] if len(self.options) > FIRST + 2 else self.options

    @property
    def more(self) -> list[Option]:
        return self.options[len(self.first) :]

    @property
    def more_open(self) -> bool:
        return any(option.checked for option in self.more)

    @property
    def ticked(self) -> int:
        return sum(option.checked for option in self.options)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the query string without it."""

    name: str
    title: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the same question with one thing else: its text, whether it is so now, its query string."""

    label: str
    current: bool
    query: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """A filter that, when left out, gives `count` items."""

    title: str
    count: int
    without: str


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item `for_cards` on a page of the list; `snippet` is where it says what was asked, else ""."""

    item: Intervention
    snippet: str


class Selection:
    """One question to the catalogue (`query` is its query string) among `items`; `stamp` when it is known."""

    def __init__(self, query: QueryDict, items, stamp: str | None = None):
        self.query = query
        self.filter = InterventionFilter(query, items, stamp)
        self.form = self.filter.form
        self.view = self.filter.chosen("weergave", "kaarten")
        self.order = self.filter.order
        self.words = self.filter.words

    @cached_property
    def _mask(self) -> np.ndarray:
        return self.filter.mask()

    @property
    def shows_levels(self) -> bool:
        """Whether it is known of any item what it works on."""
        return bool(self.filter.shelf.words["niveau"])

    @cached_property
    def total(self) -> int:
        return int(np.count_nonzero(self._mask))

    @property
    def everything(self) -> int:
        return len(self.filter.shelf)

    @cached_property
    def groups(self) -> list[FacetGroup]:
        """The facets of which at least one item has a value, in the order of the screen."""
        options = {name: self._options(name) for name in FACETS}
        groups = [
            FacetGroup(name, facet.title, options[name])
            for name, facet in FACETS.items()
            if name not in PROVISIONS
        ]
        provisions = [option for name in PROVISIONS for option in options[name]]
        groups.insert(1, FacetGroup("voorzieningen", PROVISIONS_TITLE, provisions))
        return [group for group in groups if group.options]

    def _options(self, name: str) -> list[Option]:
        """The values of a facet with what ticking gives: its own ticks are left out of the question."""
        ticked = self.filter.asked.get(name, [])
        shelf = self.filter.shelf
        counts = shelf.counts(name, self.filter.mask(but=name) if ticked else self._mask)
        return [
            Option(name, word.value, word.label, counts[word.value], word.value in ticked)
            for word in shelf.words[name]
        ]

    @property
    def active_filters(self) -> int:
        """How many values narrow the list, the words that are sought not counted."""
        return sum(chip.name != "q" for chip in self.chips)

    @cached_property
    def chips(self) -> list[Chip]:
        return list(self._chips())

    def _chips(self) -> Iterator[Chip]:
        for name, value in self.filter.asked.items():
            if name == "q":
                yield Chip(name, "Zoekwoorden", f"“{value}”", self.without("q"))
            elif name == "gemeente":
                yield Chip(name, "Gemeente", value.short_name, self.without("gemeente"))
            else:
                labels = self._labels(name)
                title = PROVISIONS_TITLE if name in PROVISIONS else FACETS[name].title
                for one in value:
                    yield Chip(name, title, labels[one], self.without(name, one))

    @cached_property
    def ways_out(self) -> list[WayOut]:
        """For a question without an answer: what leaving out one filter gives, most items first."""
        asked = self.filter.asked
        if self.total or len(asked) < 2:
            return []
        counts = {name: int(np.count_nonzero(self.filter.mask(but=name))) for name in asked}
        names = sorted(filter(counts.get, counts), key=lambda name: -counts[name])
        return [WayOut(self._named(name), counts[name], self.without(name)) for name in names]

    def _labels(self, name: str) -> dict[str, str]:
        return {word.value: word.label for word in self.filter.shelf.words[name]}

    def _named(self, name: str) -> str:
        value = self.filter.asked[name]
        if name == "q":
            return f"de zoekwoorden “{value}”"
        if name == "gemeente":
            return f"gemeente {value.short_name}"
        labels = self._labels(name)
        if name in PROVISIONS:
            return f"“met {FACETS[name].title.lower()}”"
        return f"{FACETS[name].title.lower()} “{' of '.join(labels[one] for one in value)}”"

    def page(self, number: str | None) -> Page:
        """One page of the items; a number that is none gives the first page, one too high the last."""
        page = Paginator(range(self.total), PAGE_SIZE).get_page(number)
        places = page.object_list
        cards = self.filter.shelf.cards(self._keys(places.start, places.stop))
        page.object_list = [
            FoundItem(item, snippet(item, self.words) if self.words else "") for item in cards
        ]
        return page

    def _keys(self, start: int, stop: int) -> list[int]:
        if self.order not in ("relevantie", "naam"):
            found = self.filter.in_order(self.filter.found())
            return list(found.values_list("pk", flat=True)[start:stop])
        if self.order == "relevantie":
            rows = ranking.best(np.where(self._mask, self.filter.points, 0), start, stop)
        else:
            rows = np.flatnonzero(self._mask)[start:stop]
        return self.filter.shelf.keys(rows)

    @cached_property
    def orders(self) -> list[Choice]:
        """The orders one can choose from, each with the query string that gives it."""
        default = "relevantie" if self.words else "naam"
        return [
            Choice(label, name == self.order, self._with("volgorde", None if name == default else name))
            for name, label in ORDERS.items()
            if name != "relevantie" or self.words
        ]

    @property
    def literally(self) -> bool:
        return bool(self.words) and bool(self.filter.chosen("letterlijk", ""))

    @cached_property
    def exactly(self) -> str:
        """The query string that seeks the words as they were typed."""
        return self._with("letterlijk", "ja")

    @cached_property
    def meant(self) -> list[Choice]:
        """Other words that may have been meant, each with the query string of that question."""
        if self.literally and not self.total:
            better = understand(self.filter.asked["q"])
            return [self._instead(better.text)] if better.corrected else []
        return [
            self._instead(" ".join(other if word == one.used else word for word in self.words.words))
            for one in self.words.corrected
            for other in one.others
        ]

    def _instead(self, text: str) -> Choice:
        query = self.clean.copy()
        query.pop("letterlijk", None)
        query["q"] = text
        return Choice(text, False, query.urlencode())

    def _with(self, name: str, value: str | None) -> str:
        query = self.clean.copy()
        query.pop(name, None)
        if value is not None:
            query[name] = value
        return query.urlencode()

    def without(self, name: str, value: str | None = None) -> str:
        """The query string without a filter, or without one value of it; from the first page."""
        query = self.clean.copy()
        if value is None:
            query.pop(name, None)
            if name == "q":
                query.pop("letterlijk", None)
        else:
            query.setlist(name, [one for one in query.getlist(name) if one != value])
        return query.urlencode()

    @cached_property
    def clean(self) -> QueryDict:
        """The question without what is empty or foreign, so that it has one address; no page number."""
        query = QueryDict(mutable=True)
        for name in self.filter.filters:
            if values := [value for value in self.query.getlist(name) if value]:
                query.setlist(name, values)
        return query
