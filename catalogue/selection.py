"""What the catalogue list shows of one question: the items, the facets with counts, chips and ways out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, F, Value
from django.http import QueryDict
from django.utils.text import slugify

from catalogue.facets import FACETS, municipality_names, tally
from catalogue.filters import InterventionFilter

PAGE_SIZE = 12
#: Facets that stand open from the start; the others open when one of their values is ticked.
OPEN = frozenset({"niveau", "doel", "kinderopvang", "nazorg", "taalles"})


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    name: str
    title: str
    options: list[Option]
    open: bool

    @property
    def ticked(self) -> int:
        return sum(option.checked for option in self.options)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the query string without it."""

    title: str
    label: str
    without: str


@dataclass(frozen=True, slots=True)
class WayOut:
    """A filter that, when left out, gives `count` items."""

    title: str
    count: int
    without: str


class Selection:
    """One question to the catalogue (`query` is its query string) among `items`."""

    def __init__(self, query: QueryDict, items):
        self.query = query
        self.filter = InterventionFilter(query, items)
        self.form = self.filter.form
        self.view = self.filter.chosen("weergave", "kaarten")
        self.order = self.filter.chosen("volgorde", "naam")

    @cached_property
    def _counts(self) -> dict:
        """Per facet the counts: what ticking a value gives, with its own group left out of the question."""
        if not self.filter.asked:
            return self.filter.everything
        counts = tally(self.filter.found())
        for name in self.filter.asked:
            if name in FACETS:
                counts[name] = tally(self.filter.found(but=name), [name])[name]
        return counts

    @property
    def total(self) -> int:
        return self._counts["totaal"][0].count

    @property
    def everything(self) -> int:
        return self.filter.everything["totaal"][0].count

    @cached_property
    def groups(self) -> list[FacetGroup]:
        """The facets of which at least one item has a value, in the order of the screen."""
        return [self._group(name) for name in FACETS if self.filter.everything[name]]

    def _group(self, name: str) -> FacetGroup:
        ticked = self.filter.asked.get(name, [])
        counts = {word.value: word.count for word in self._counts[name]}
        options = [
            Option(
                f"{name}-{slugify(word.value)}",
                word.value,
                word.label,
                counts.get(word.value, 0),
                word.value in ticked,
            )
            for word in self.filter.everything[name]
        ]
        return FacetGroup(name, FACETS[name].title, options, open=bool(ticked) or name in OPEN)

    @cached_property
    def municipality_names(self) -> list[str]:
        return municipality_names()

    @cached_property
    def chips(self) -> list[Chip]:
        return list(self._chips())

    def _chips(self) -> Iterator[Chip]:
        for name, value in self.filter.asked.items():
            if name == "q":
                yield Chip("Zoekwoorden", f"“{value}”", self.without("q"))
            elif name == "gemeente":
                yield Chip("Gemeente", value.short_name, self.without("gemeente"))
            else:
                labels = {word.value: word.label for word in self.filter.everything[name]}
                for one in value:
                    yield Chip(FACETS[name].title, labels[one], self.without(name, one))

    @cached_property
    def ways_out(self) -> list[WayOut]:
        """For a question without an answer: which filter to leave out, and what that gives; most items first."""
        asked = self.filter.asked
        if self.total or len(asked) < 2:
            return []
        legs = [
            self.filter.found(but=name)
            .order_by()
            .values_list(Value(name, output_field=CharField()), F("status"), Count("pk"))
            for name in asked
        ]
        counts = [(name, count) for name, _, count in legs[0].union(*legs[1:], all=True)]
        counts.sort(key=lambda row: (-row[1], list(asked).index(row[0])))
        return [WayOut(self._named(name), count, self.without(name)) for name, count in counts]

    def _named(self, name: str) -> str:
        value = self.filter.asked[name]
        if name == "q":
            return f"de zoekwoorden “{value}”"
        if name == "gemeente":
            return f"gemeente {value.short_name}"
        labels = {word.value: word.label for word in self.filter.everything[name]}
        return f"{FACETS[name].title.lower()} “{' of '.join(labels[one] for one in value)}”"

    def page(self, number: str | None) -> Page:
        """One page of the items; a number that is none gives the first page, one too high the last."""
        items = self.filter.in_order(self.filter.found()).marking_professionals().for_cards()
        paginator = Paginator(items, PAGE_SIZE)
        paginator.count = self.total
        return paginator.get_page(number)

    def without(self, name: str, value: str | None = None) -> str:
        """The query string without a filter, or without one value of it; from the first page."""
        query = self._clean()
        if value is None:
            query.pop(name, None)
        else:
            query.setlist(name, [one for one in query.getlist(name) if one != value])
        return query.urlencode()

    @property
    def canonical(self) -> str:
        """The query string without what is empty, so that one question has one address."""
        return self._clean().urlencode()

    def _clean(self) -> QueryDict:
        query = QueryDict(mutable=True)
        for name in self.filter.filters:
            values = [value for value in self.query.getlist(name) if value]
            if values:
                query.setlist(name, values)
        return query
