"""What belongs together: the relations of an item, and those that others have with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.models import Intervention, Relation
from catalogue.rendering.per_version import per_version

_BACK = {Relation.Kind.CONTAINS: "is onderdeel van", Relation.Kind.BUILDS_ON: "is de basis van"}


@dataclass(frozen=True, slots=True)
class Related:
    """Another item, what it is to this one, and the claim that says so ("" when the other says it)."""

    what: str
    slug: str
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Relations:
    """The published items by source_ref, each with slug and name; per source_ref what others say of it."""

    named: Mapping[str, tuple[str, str]]
    back: Mapping[str, list[tuple[str, str]]]


@per_version()
def relations(stamp: str) -> Relations:
    """The relations as they are at `stamp` (CatalogueState.stamp); two queries the first time."""
    items = Intervention.objects.published()
    back: dict[str, list[tuple[str, str]]] = {}
    said = Relation.objects.filter(intervention__in=items).order_by("position", "id")
    for to_ref, kind, ref in said.values_list("to_ref", "kind", "intervention__source_ref"):
        back.setdefault(to_ref, []).append((kind, ref))
    names = items.order_by().values_list("source_ref", "slug", "name")
    return Relations({ref: (slug, name) for ref, slug, name in names}, back)


def relation_key(row: dict) -> str:
    """The key of the claim that one of the document's relations is."""
    return f"relations:{row['kind']}:{row['ref']}"


def related_to(source_ref: str, rows: Iterable[dict], known: Relations) -> list[Related]:
    """What the document says in `rows`, then what others say of it; of published items only."""
    own = [
        Related(Relation.Kind(row["kind"]).label, *known.named[row["ref"]], relation_key(row))
        for row in rows
        if row["ref"] in known.named
    ]
    others = known.back.get(source_ref, ())
    return own + [Related(_BACK[Relation.Kind(kind)], *known.named[ref]) for kind, ref in others]
