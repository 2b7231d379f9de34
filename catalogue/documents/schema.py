"""One item as one document: the form of the fixtures, of every Revision and of the JSON export.

`document_of` reads a document from the rows of an item, `check` says what is wrong with one.
`catalogue.revisions.publishing` writes the rows; both together are tested to lose nothing.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import JSONField
from jsonschema import Draft202012Validator

from catalogue.documents.fields import (
    BY_KEY,
    DATES,
    FLAGS,
    MAYBE_UNKNOWN,
    NUMBERS,
    RIGHT,
    SCHEMA,
    TABLE,
    TEXTS,
    Document,
)
from catalogue.models import Intervention, Trait

SCHEMA_PATH = Path(__file__).parent / "item.schema.json"

#: What a coverage may be worth, in hundredths, by its basis.
VALUES = {"stated": (60, 100), "declared": (50, 60)}
#: Fields that are columns of the item's own row under the same name, and never null there.
PLAIN = ("source_ref", "slug", "name", "kind", "summary", "stand")
TRAITS = tuple(Trait.Kind.values)
#: Fields that are a column of JSON under the same name.
JSON = tuple(
    column.name
    for column in Intervention._meta.local_concrete_fields
    if isinstance(column, JSONField) and column.name in BY_KEY
)


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of a document: the rules of the table, with what the file defines."""
    rules = {row.key: row.rule for row in TABLE}
    return {**json.loads(SCHEMA_PATH.read_text(encoding="utf-8")), "properties": rules, "required": [*rules]}


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def check(document: object) -> list[str]:
    """What is wrong with the form of `document`, one line per fault; empty when it fits the schema."""
    faults = sorted(_validator().iter_errors(document), key=lambda fault: list(map(str, fault.absolute_path)))
    lines = [f"{'/'.join(map(str, fault.absolute_path)) or 'document'}: {fault.message}" for fault in faults]
    return lines or list(_beyond_the_schema(document))


def _beyond_the_schema(document: Document) -> Iterator[str]:
    """What no JSON schema can say but the tables insist on."""
    text = json.dumps(document, ensure_ascii=False)
    if "\\u0000" in text or (not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)):
        yield "document: bevat een teken dat niet bewaard kan worden"
    once = {
        "goals": [term["slug"] for term in document["goals"] or []],
        "approaches": [term["slug"] for term in document["approaches"] or []],
        "coverage": [row["barrier"] for row in document["coverage"]],
        "relations": [(row["kind"], row["ref"]) for row in document["relations"]],
        "reach/regions": [(row["level"], row["code"]) for row in document["reach"]["regions"]],
    }
    for field, keys in once.items():
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            yield f"{field}: {key if isinstance(key, str) else ' '.join(key)} staat er twee keer in"
    for row in document["coverage"]:
        low, high = VALUES[row["basis"]]
        if not low <= row["value"] <= high:
            yield f"coverage: {row['barrier']} is {row['basis']} en moet tussen {low} en {high} liggen"
    if document["address_secret"] and document["visiting_address"]:
        yield "visiting_address: het adres is geheim en wordt niet bewaard"
    yield from _about_rights(document)
    low, high = document["ladder_from"], document["ladder_to"]
    if low is not None and high is not None and low > high:
        yield "ladder_to: ligt onder ladder_from"
    for row in document["citations"]:
        if row["field"] not in BY_KEY or row["field"] in ("recognition", "links"):
            yield f"citations: {row['field'][:60]!r} is geen veld met een eigen bronvermelding"


def _about_rights(document: Document) -> Iterator[str]:
    """A right gives room and helps with nothing; what only a right has, no other item says."""
    if document["kind"] == Intervention.Kind.RIGHT:
        if document["coverage"]:
            yield "coverage: een recht geeft ruimte en werkt niet aan een belemmering"
        return
    for row in TABLE:
        if row.part == RIGHT and document[row.key] is not None:
            yield f"{row.key}: dit hoort alleen bij een recht"


def content_hash(document: Document) -> str:
    """SHA-256 over what the document says, in canonical JSON; the same content always has the same hash.

    A key that says nothing is left out, so that a key that is new in the schema makes no item look edited:
    null, and an empty list unless it says that there is none (MAYBE_UNKNOWN). The number of the form is no
    content either.
    """
    said = {
        name: value
        for name, value in document.items()
        if name != "schema" and (value not in (None, [], {}) or (value == [] and name in MAYBE_UNKNOWN))
    }
    canonical = json.dumps(whole_numbers(said), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def whole_numbers(value: Any) -> Any:
    """`value` with 20.0 written as 20, so that a number read back from the database is the number put in."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [whole_numbers(item) for item in value]
    return value


def row_values(document: Document) -> dict[str, Any]:
    """What `document` says in the columns of the item's own row, but for its provider."""
    recognition, reach = document["recognition"] or {}, document["reach"]
    return {
        **{name: document[name] for name in PLAIN + NUMBERS + FLAGS + JSON},
        "known_empty": [name for name in MAYBE_UNKNOWN if document[name] == []],
        **{name: document[name] or "" for name in TEXTS},
        **{name: date.fromisoformat(said) if (said := document[name]) else None for name in DATES},
        "recognition": recognition.get("level", ""),
        "recognition_text": recognition.get("text", ""),
        "reach_national": reach["national"],
        "reach_elsewhere": reach["elsewhere"] or "",
        "reach_text": reach["text"] or "",
    }


def document_of(item: Intervention) -> Document:
    """The document of `item`, in the key order of the schema; load it `with_everything` first."""
    cites: dict[str, list[dict[str, str]]] = {}
    for citation in item.citations.all():
        cites.setdefault(citation.claim, []).append({"source": citation.source.key, "place": citation.place})

    def nested(claim: str) -> list[dict[str, str]]:
        return cites.get(claim, [])

    values: Document = {name: getattr(item, name) for name in PLAIN + NUMBERS + FLAGS + JSON}
    values |= {name: getattr(item, name) or None for name in TEXTS}
    values |= {name: day.isoformat() if (day := getattr(item, name)) else None for name in DATES}
    values |= {name: item.traits_of(name) for name in TRAITS}
    values |= {
        "schema": SCHEMA,
        "provider": item.provider.slug if item.provider else None,
        "goals": [{"slug": row.goal.slug, "wording": row.wording} for row in item.goal_rows.all()],
        "approaches": [
            {"slug": row.approach.slug, "wording": row.wording} for row in item.approach_rows.all()
        ],
        "target_groups": [row.target_group.text for row in item.target_group_rows.all()],
        "reach": {
            "national": item.reach_national,
            "regions": [
                {"level": row.region.level, "code": row.region.code} for row in item.reach_rows.all()
            ],
            "elsewhere": item.reach_elsewhere or None,
            "text": item.reach_text or None,
        },
        "provider_conditions": [
            {"text": row.text, "cite": nested(f"provider_conditions:{place}")}
            for place, row in enumerate(item.provider_conditions.all())
        ],
        "coverage": [
            {
                "barrier": row.barrier.slug,
                "role": row.role,
                "basis": row.basis,
                "value": row.value,
                "condition": row.condition,
                "note": row.note or None,
                "cite": nested(f"coverage:{row.barrier.slug}"),
            }
            for row in item.coverage.all()
        ],
        "recognition": {
            "level": item.recognition,
            "text": item.recognition_text,
            "cite": nested("recognition"),
        }
        if item.recognition
        else None,
        "results": [
            {
                "kind": row.kind,
                "text": row.text,
                "number": row.number,
                "unit": row.unit or None,
                "year": row.year,
                "cite": nested(f"results:{place}"),
            }
            for place, row in enumerate(item.results.all())
        ],
        "amounts": [
            {
                "text": row.text,
                "number": row.number,
                "unit": row.unit or None,
                "year": row.year,
                "cite": nested(f"amounts:{place}"),
            }
            for place, row in enumerate(item.amounts.all())
        ],
        "relations": [
            {"kind": row.kind, "ref": row.to_ref, "cite": nested(f"relations:{row.kind}:{row.to_ref}")}
            for row in item.relations.all()
        ],
        "differences": [
            {"field": row.field, "statements": row.statements, "decides": row.decides}
            for row in item.differences.all()
        ],
        "citations": [
            {"field": citation.claim, "source": citation.source.key, "place": citation.place}
            for citation in item.citations.all()
            if ":" not in citation.claim and citation.claim != "recognition"
        ],
    }
    for name in MAYBE_UNKNOWN:
        if not values[name] and name not in item.known_empty:
            values[name] = None
    return whole_numbers({row.key: values[row.key] for row in TABLE})
