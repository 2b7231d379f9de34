"""The items that an item contains, builds on, is part of or is built upon."""

from dataclasses import dataclass

from catalogue.models import Relation

_BACK = {Relation.Kind.CONTAINS: "is onderdeel van", Relation.Kind.BUILDS_ON: "is de basis van"}


@dataclass(frozen=True, slots=True)
class Related:
    """Another item, what it is to this one, and the claim that says so ("" when the other says it)."""

    what: str
    slug: str
    name: str
    key: str = ""


def relation_key(row: dict) -> str:
    """The key of the claim that one of the document's relations is."""
    return f"relations:{row['kind']}:{row['ref']}"


def related_to(source_ref: str, rows: list[dict], others) -> list[Related]:
    """What the document says in `rows`, then what `others` (a queryset) say of it. At most two queries."""
    refs = [row["ref"] for row in rows]
    shown = others.filter(source_ref__in=refs).order_by().values_list("source_ref", "slug", "name")
    named = {ref: (slug, name) for ref, slug, name in shown} if refs else {}
    back = others.filter(relations__to_ref=source_ref).order_by("relations__position", "relations__id")
    return [
        Related(Relation.Kind(row["kind"]).label, *named[row["ref"]], relation_key(row))
        for row in rows
        if row["ref"] in named
    ] + [
        Related(_BACK[kind], slug, name)
        for kind, slug, name in back.values_list("relations__kind", "slug", "name")
    ]
