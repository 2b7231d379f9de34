"""Writes the rows of an item from its document. Called by `actions.publish` and by nothing else.

What changes an item's row without an edit of its document stands here too: `give_to`.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from catalogue.documents.fields import Document
from catalogue.documents.schema import TRAITS, content_hash, document_of, row_values
from catalogue.models import (
    Amount,
    Approach,
    Barrier,
    Citation,
    Coverage,
    Difference,
    FormerAddress,
    Goal,
    Intervention,
    InterventionApproach,
    InterventionGoal,
    InterventionTargetGroup,
    Organisation,
    ProviderCondition,
    Reach,
    Region,
    Relation,
    Result,
    Source,
    TargetGroup,
    Trait,
)
from catalogue.search import index
from catalogue.text.folding import fold


class DocumentRefused(Exception):
    """A document that cannot become public; `faults` has one line per fault."""

    def __init__(self, faults: list[str]):
        super().__init__("; ".join(faults))
        self.faults = faults


def write_rows(document: Document, *, at: datetime) -> Intervention:
    """The item's row and all its child rows as `document` says; DocumentRefused on unknown references.

    The keys of an organisation or municipality that was merged into another are those of that other one.
    """
    known = _References(document)
    document = known.with_keys_of_now(document)
    item = Intervention.objects.filter(source_ref=document["source_ref"]).first() or Intervention(version=0)
    values = {
        **row_values(document),
        "provider": known.provider,
        "status": Intervention.Status.PUBLISHED,
        "version": item.version + 1,
        "document_hash": content_hash(document),
        "published_at": at,
        "sort_name": fold(document["name"])[:200],
    }
    former = item.slug
    for name, value in values.items():
        setattr(item, name, value)
    item.save()
    _keep_address(item, former)
    _write_children(item, document, known)
    index.write(fresh(item.source_ref))
    return item


def give_to(items: QuerySet[Intervention], provider: Organisation) -> int:
    """Makes `provider` the provider of `items`, whose own organisation went up in it; how many.

    An item that was as the files have it stays so: the key of the former provider leads to the new one.
    """
    rows = list(items.with_everything())
    for item in rows:
        was_loaded = item.loaded_hash == item.document_hash
        item.provider = provider
        item.document_hash = current_hash(item)
        item.loaded_hash = item.document_hash if was_loaded else item.loaded_hash
        item.save(update_fields=["provider", "document_hash", "loaded_hash"])
    return len(rows)


def fresh(source_ref: str) -> Intervention:
    return Intervention.objects.with_everything().get(source_ref=source_ref)


def current_hash(item: Intervention) -> str:
    """The hash of what the rows of `item` say now, whatever its stored hash claims."""
    return content_hash(document_of(item))


def _keep_address(item: Intervention, former: str) -> None:
    FormerAddress.objects.filter(slug=item.slug).delete()
    if former and former != item.slug:
        FormerAddress.objects.create(slug=former, intervention=item)


class _References:
    """The rows that a document points at, looked up once; unknown ones are faults."""

    def __init__(self, document: Document):
        reach = document["reach"]["regions"]
        self.barriers = {row.slug: row for row in Barrier.objects.all()}
        self.sources = {row.key: row for row in Source.objects.all()}
        self.regions = Region.objects.by_keys([(region["level"], region["code"]) for region in reach])
        named = Organisation.objects.select_related("merged_into").filter(slug=document["provider"]).first()
        self.provider = named.successor if named else None
        faults = [
            f"coverage: belemmering {row['barrier']!r} bestaat niet"
            for row in document["coverage"]
            if row["barrier"] not in self.barriers
        ]
        faults += [
            f"reach: {region['level']} {region['code']!r} bestaat niet"
            for region in reach
            if (region["level"], region["code"]) not in self.regions
        ]
        if document["provider"] and not self.provider:
            faults.append(f"provider: organisatie {document['provider']!r} bestaat niet")
        faults += [
            f"bron {key!r} bestaat niet" for key in sorted(cited_sources(document) - set(self.sources))
        ]
        managing = document["managing_municipality"]
        if managing and not Region.objects.municipalities().filter(code=managing).exists():
            faults.append(f"managing_municipality: gemeente {managing!r} bestaat niet")
        others = Intervention.objects.exclude(source_ref=document["source_ref"])
        if others.filter(slug=document["slug"]).exists():
            faults.append(f"slug: adres {document['slug']!r} is van een ander item")
        if faults:
            raise DocumentRefused(faults)

    def with_keys_of_now(self, document: Document) -> Document:
        rows = [self.regions[region["level"], region["code"]] for region in document["reach"]["regions"]]
        regions = [{"level": row.level, "code": row.code} for row in dict.fromkeys(rows)]
        return {
            **document,
            "provider": self.provider.slug if self.provider else None,
            "reach": {**document["reach"], "regions": regions},
        }


def cited_sources(value: object) -> set[str]:
    """The keys of all sources that a document cites, at any depth."""
    if isinstance(value, dict):
        own = {value["source"]} if isinstance(value.get("source"), str) and "place" in value else set()
        return own.union(*(cited_sources(item) for item in value.values()))
    if isinstance(value, list):
        return set().union(*(cited_sources(item) for item in value))
    return set()


def _write_children(item: Intervention, document: Document, known: _References) -> None:
    for model in (
        InterventionGoal, InterventionApproach, InterventionTargetGroup, Reach, Trait, Coverage, Result,
        Amount, Difference, ProviderCondition, Relation, Citation,
    ):  # fmt: skip
        model.objects.filter(intervention=item).delete()

    def create(model, rows: Iterable[dict]) -> None:
        model.objects.bulk_create(
            model(intervention=item, position=position, **row) for position, row in enumerate(rows)
        )

    create(
        InterventionGoal,
        [{"goal": _word(Goal, term), "wording": term["wording"]} for term in document["goals"] or []],
    )
    create(
        InterventionApproach,
        [
            {"approach": _word(Approach, term), "wording": term["wording"]}
            for term in document["approaches"] or []
        ],
    )
    create(
        InterventionTargetGroup,
        [
            {"target_group": TargetGroup.objects.get_or_create(text=text)[0]}
            for text in document["target_groups"] or []
        ],
    )
    create(
        Reach,
        [
            {"region": known.regions[region["level"], region["code"]]}
            for region in document["reach"]["regions"]
        ],
    )
    create(Trait, [{"kind": kind, "value": value} for kind in TRAITS for value in document[kind] or []])
    create(
        Coverage,
        [
            {
                "barrier": known.barriers[row["barrier"]],
                "note": row["note"] or "",
                **{name: row[name] for name in ("role", "basis", "value", "condition")},
            }
            for row in document["coverage"]
        ],
    )
    create(
        Result,
        [
            {**{name: row[name] for name in ("kind", "text", "number", "year")}, "unit": row["unit"] or ""}
            for row in document["results"]
        ],
    )
    create(
        Amount,
        [
            {**{name: row[name] for name in ("text", "number", "year")}, "unit": row["unit"] or ""}
            for row in document["amounts"]
        ],
    )
    create(Difference, document["differences"])
    create(ProviderCondition, [{"text": row["text"]} for row in document["provider_conditions"]])
    create(Relation, [{"kind": row["kind"], "to_ref": row["ref"]} for row in document["relations"]])
    create(
        Citation,
        [
            {"claim": claim, "source": known.sources[cite["source"]], "place": cite["place"]}
            for claim, cite in cited_claims(document)
        ],
    )


def _word(model, term: dict[str, str]):
    label = model.label_of(term["slug"], [term["wording"]])
    return model.objects.get_or_create(slug=term["slug"], defaults={"label": label, "fixed": False})[0]


def cited_claims(document: Document) -> Iterable[tuple[str, dict[str, str]]]:
    """Every claim of `document` with each place that backs it, in the order of the document."""
    for row in document["citations"]:
        yield row["field"], row
    nested = [(f"coverage:{row['barrier']}", row) for row in document["coverage"]]
    nested += [(f"results:{place}", row) for place, row in enumerate(document["results"])]
    nested += [(f"links:{place}", row) for place, row in enumerate(document["links"] or [])]
    nested += [(f"amounts:{place}", row) for place, row in enumerate(document["amounts"])]
    nested += [
        (f"provider_conditions:{place}", row) for place, row in enumerate(document["provider_conditions"])
    ]
    nested += [(f"relations:{row['kind']}:{row['ref']}", row) for row in document["relations"]]
    if document["recognition"]:
        nested.append(("recognition", document["recognition"]))
    for claim, row in nested:
        for cite in row["cite"]:
            yield claim, cite
