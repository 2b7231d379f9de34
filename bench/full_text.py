"""Which items answer a question, by the full-text index of the database. It has no say in their order."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from catalogue.search.query import Query, Slot, Unit

_SQLITE = "SELECT rowid FROM catalogue_fulltext WHERE catalogue_fulltext MATCH %s"
_POSTGRESQL = "SELECT intervention_id FROM catalogue_indexentry WHERE catalogue_vector(forms) @@ %s::tsquery"


def filter_matching(items: QuerySet, query: Query) -> QuerySet:
    """The rows of `items` that answer `query`; all of them when it asks nothing."""
    return items.filter(pk__in=candidates(query)) if query else items


def candidates(query: Query) -> RawSQL:
    """A subquery that gives the keys of the items that answer `query`."""
    if connection.vendor == "postgresql":
        return RawSQL(_POSTGRESQL, [_text(query, "&", "|")])  # noqa: S611 (a fixed text with a parameter)
    return RawSQL(_SQLITE, [_text(query, " AND ", " OR ")])  # noqa: S611


def _text(query: Query, both: str, either: str) -> str:
    """The question in the language of the database. Forms hold letters, digits and _ only (see folding)."""
    quote = "'" if connection.vendor == "postgresql" else '"'

    def slot_text(slot: Slot) -> str:
        return f"({either.join(f'{quote}{form}{quote}' for form in sorted(slot))})"

    def unit_text(unit: Unit) -> str:
        return f"({either.join(f'({both.join(map(slot_text, way))})' for way in unit.ways)})"

    return both.join(map(unit_text, query.units))
