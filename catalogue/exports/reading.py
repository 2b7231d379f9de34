"""What a file is made of: items with their documents, and a question as a person types it."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.http import QueryDict

from catalogue.browse.item_index import item_index_for
from catalogue.documents.schema import document_of
from catalogue.models import CatalogueState, Intervention
from catalogue.text.folding import fold

#: So many items are read at a time.
AT_A_TIME = 100


def read_items(keys: Iterable[int]) -> Iterator[Intervention]:
    """The public items with `keys`, in that order, each with its `document`."""
    rest = iter(keys)
    rows = Intervention.objects.published().with_everything().marking_professionals()
    while part := list(islice(rest, AT_A_TIME)):
        found = {item.pk: item for item in rows.filter(pk__in=part)}
        for key in part:
            if key in found:
                found[key].document = document_of(found[key])
                yield found[key]


def with_known_values(query: QueryDict) -> QueryDict:
    """`query` with the list's own values in place of a person's words: niveau=vraagzijde is niveau=demand.

    A word stands for a value when it begins, or is, a word of one label only; any other stays as it is.
    """
    answer = query.copy()
    facets = item_index_for(CatalogueState.stamp()).facets
    for name in facets.keys() & query.keys():
        labels = {one.value: one.label for one in facets[name]}
        answer.setlist(name, [_value(typed, labels) for typed in query.getlist(name)])
    return answer


def _value(typed: str, labels: dict[str, str]) -> str:
    asked = fold(typed)
    if typed in labels or not asked:
        return typed
    exact = [value for value, label in labels.items() if fold(label) == asked]
    begun = [value for value, label in labels.items() if f" {asked}" in f" {fold(label)}"]
    found = exact or begun
    return found[0] if len(found) == 1 else typed
