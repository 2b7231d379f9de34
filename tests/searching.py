"""Questions to the list, as tests ask them."""

from django.http import QueryDict

from catalogue.browse.list_query import ListQuery


def ask(text: str, **others: str) -> ListQuery:
    query = QueryDict(mutable=True)
    query.update({"q": text, **others})
    return ListQuery(query)


def refs_found(text: str, **others: str) -> list[str]:
    """The source_refs of all that is found, in order."""
    return [item.source_ref for item, _ in ask(text, **others).every_item()]
