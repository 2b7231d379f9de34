"""`catalogue_version`: one content hash of everything that an answer depends on.

Apps above the catalogue add what is theirs (weights) through `also_depends_on`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable

from catalogue.models import (
    Barrier,
    CatalogueState,
    DerivedRule,
    Intervention,
    KnowledgeEntry,
    MunicipalityContact,
    Organisation,
    Region,
)

_contributors: list[Callable[[], Iterable[object]]] = []


def also_depends_on(rows: Callable[[], Iterable[object]]) -> None:
    """Registers `rows`, a function that gives JSON-ready rows in a fixed order."""
    if rows not in _contributors:
        _contributors.append(rows)


def lock() -> None:
    """Holds off every other public change until this transaction ends."""
    CatalogueState.objects.get_or_create(pk=1, defaults={"version": "leeg"})
    CatalogueState.objects.select_for_update().get(pk=1)


def refresh() -> str:
    """Recomputes and stores the version; call it in the transaction of the change."""
    version = compute()
    CatalogueState.objects.update_or_create(pk=1, defaults={"version": version})
    return version


def compute() -> str:
    """The version that the rows of now add up to: 12 hexadecimal digits."""
    digest = hashlib.sha256()
    own = (
        _items(), _providers(), _barriers(), _derived(), _regions(), _knowledge(), _contacts(),
    )  # fmt: skip
    for rows in (*own, *(contributor() for contributor in _contributors)):
        # Sorted here and not by the database, whose collation differs from one machine to the next.
        for line in sorted(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows):
            digest.update(line.encode() + b"\n")
        digest.update(b"--\n")
    return digest.hexdigest()[:12]


def _items() -> Iterable[object]:
    return Intervention.objects.published().order_by().values_list("source_ref", "document_hash")


def _providers() -> Iterable[object]:
    """The names by which the answers name the providers; a document has their slugs."""
    offers = Organisation.objects.filter(interventions__in=Intervention.objects.published())
    return offers.order_by().distinct().values_list("slug", "name")


def _barriers() -> Iterable[object]:
    fields = (
        "slug",
        "level",
        "label",
        "help",
        "sensitive",
        "only_by_search",
        "own_side",
        "implies",
        "position",
    )
    return Barrier.objects.order_by().values(*fields)


def _derived() -> Iterable[object]:
    return DerivedRule.objects.order_by().values_list("kind", "word", "barrier__slug", "weight")


def _regions() -> Iterable[object]:
    fields = ("level", "code", "short_name", "names", "labour_region__code", "province__code")
    return Region.objects.order_by().values_list(*fields)


def _knowledge() -> Iterable[object]:
    return KnowledgeEntry.objects.order_by().values_list("kind", "slug", "position", "data")


def _contacts() -> Iterable[object]:
    left_out = ("id", "municipality")
    fields = [field.name for field in MunicipalityContact._meta.fields if field.name not in left_out]
    rows = MunicipalityContact.objects.order_by().values("municipality__code", *fields)
    return ({**row, "checked_on": row["checked_on"].isoformat()} for row in rows)
