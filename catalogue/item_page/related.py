"""The items that an item contains, builds on, is part of or is built upon."""

from dataclasses import dataclass

from catalogue.models import Intervention, Relation

_BACK = {Relation.Kind.CONTAINS: "is onderdeel van", Relation.Kind.BUILDS_ON: "is de basis van"}


@dataclass(frozen=True, slots=True)
class Related:
    """Another item and what it is to this one."""

    what: str
    item: Intervention
    key: str = ""


def relation_key(row: dict) -> str:
    """The key of the claim that one of the document's relations is."""
    return f"relations:{row['kind']}:{row['ref']}"


def related_to(source_ref: str, rows: list[dict], others) -> list[Related]:
    """What the document says in `rows`, then what `others` (a queryset) say of it. At most two queries."""
    refs = [row["ref"] for row in rows]
    shown = others.only("source_ref", "slug", "name")
    named = {item.source_ref: item for item in shown.filter(source_ref__in=refs)} if refs else {}
    back = Relation.objects.filter(to_ref=source_ref, intervention__in=others).select_related("intervention")
    return [
        Related(Relation.Kind(row["kind"]).label, named[row["ref"]], relation_key(row))
        for row in rows
        if row["ref"] in named
    ] + [
        Related(_BACK[row.kind], row.intervention)
        for row in back.only("position", "kind", "intervention__slug", "intervention__name")
    ]
