"""Which items go along: the question of the list as it stands on the screen, in the same order."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice

import numpy as np
from django.http import QueryDict

from catalogue.browse.facets import FACETS, PROVISIONS
from catalogue.browse.filters import ORDERS, Presentation
from catalogue.browse.results import Selection
from catalogue.documents.schema import document_of
from catalogue.models import Intervention
from catalogue.search import ranking
from catalogue.text.folding import fold

#: So many items are read at a time.
AT_A_TIME = 100


class Chosen:
    """The items that `query` finds among `items`; a value that the list does not know takes no part."""

    def __init__(self, query: QueryDict, items):
        self._items = items
        self.selection = Selection(query, items)
        self._filter = self.selection.filter

    @property
    def names(self) -> set[str]:
        """What one may ask by: the names in the address of the list."""
        return set(self._filter.filters)

    @property
    def faults(self) -> list[str]:
        """What the list does not know, one line per fault."""
        errors = self.selection.form.errors.items()
        return [f"{name}: {message}" for name, messages in errors for message in messages]

    @cached_property
    def keys(self) -> list[int]:
        """The primary keys of the items in the order of the screen."""
        found = self._filter
        if found.order == "relevantie":
            points = np.where(found.mask(), found.points, 0)
            rows = ranking.best(points, 0, len(points))
        elif found.order == "naam":
            rows = np.flatnonzero(found.mask())
        else:
            return list(found.in_order(found.found()).values_list("pk", flat=True))
        return list(found.shelf.keys(rows))

    @property
    def total(self) -> int:
        return len(self.keys)

    def items(self, keys: Iterable[int] | None = None) -> Iterator[Intervention]:
        return loaded(self.keys if keys is None else keys, self._items)

    @cached_property
    def query(self) -> str:
        """The question in the one way to write it: what takes part, in a fixed order, each value once."""
        query = QueryDict(mutable=True)
        for name, value in self._filter.asked.items():
            if name == "q":
                query[name] = " ".join(value.split())
            elif name == "gemeente":
                query[name] = value.short_name
            else:
                query.setlist(name, sorted(set(value)))
        if self._filter.order != ("relevantie" if self.selection.words else "naam"):
            query["volgorde"] = self._filter.order
        if self.selection.literally:
            query["letterlijk"] = "ja"
        return query.urlencode()

    @cached_property
    def words(self) -> list[tuple[str, str]]:
        """The question in words: pairs of a title and what was chosen under it."""
        said: dict[str, list[str]] = {}
        for chip in self.selection.chips:
            said.setdefault(chip.title, []).append(chip.label)
        provisions = {FACETS[name].title for name in PROVISIONS}
        return [
            (title, (" en " if set(labels) <= provisions else " of ").join(labels))
            for title, labels in said.items()
        ]

    @property
    def order(self) -> str:
        """The order in words."""
        return ORDERS[self._filter.order]


def loaded(keys: Iterable[int], items) -> Iterator[Intervention]:
    """The items with `keys`, in that order, each with its `document`; without what is not among `items`."""
    rest = iter(keys)
    rows = items.with_everything().marking_professionals()
    while part := list(islice(rest, AT_A_TIME)):
        found = {item.pk: item for item in rows.filter(pk__in=part)}
        for key in part:
            if key in found:
                found[key].document = document_of(found[key])
                yield found[key]


def as_typed(query: QueryDict, items) -> QueryDict:
    """`query` with the list's own values in place of a person's words: niveau=vraagzijde is niveau=demand.

    A word stands for a value when it begins, or is, a word of one label only; any other stays as it is.
    """
    answer = query.copy()
    known = Selection(QueryDict(), items).filter
    filters, words = known.filters, known.shelf.words
    for name in set(query) & set(filters):
        if not isinstance(filters[name], Presentation) and name in FACETS:
            choices = {word.value: word.label for word in words[name]}
            answer.setlist(name, [_value(typed, choices) for typed in query.getlist(name)])
    return answer


def _value(typed: str, choices: dict[str, str]) -> str:
    asked = fold(typed)
    if typed in choices or not asked:
        return typed
    exact = [value for value, label in choices.items() if fold(label) == asked]
    begun = [value for value, label in choices.items() if f" {asked}" in f" {fold(label)}"]
    found = exact or begun
    return found[0] if len(found) == 1 else typed
