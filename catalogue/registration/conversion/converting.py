"""From a document to answers, and back."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.documents.fields import SCHEMA, Document
from catalogue.documents.schema import schema
from catalogue.registration.conversion.parts import Answers, Clean
from catalogue.registration.conversion.table import PARTS


def answers_of(document: Document) -> Answers:
    """The answers that the form shows for `document`."""
    found: Answers = {}
    for part in PARTS:
        found |= part.to_answers(part.get(document))
    return found


def document_from(
    answers: Mapping[str, Any], clean: Clean, *, current: Document, public: Document | None = None, stand: str
) -> Document:
    """`current` with what the answers say.

    `clean` holds the cleaned values of the valid fields; an invalid field is empty in the document. Per part:
    unchanged answers keep the part of `current`; answers equal to those of the `public` version restore that
    part with its citations; any other part is rebuilt, as the organisation's own statement of year `stand`.
    """
    document = copy.deepcopy(current)
    changed = False
    for part in PARTS:
        typed = part.comparable(answers)
        if typed == part.comparable(part.to_answers(part.get(current))):
            continue
        changed = True
        if public is not None and typed == part.comparable(part.to_answers(part.get(public))):
            part.put(document, copy.deepcopy(part.get(public)))
            _cite(document, part.claims, public["citations"])
        else:
            part.put(document, part.to_value(clean, part.get(current)))
            filled = [name for name in part.claims if part.has_content(document, name)]
            _cite(document, part.claims, [{"field": name, **part.cite} for name in filled])
    if public is not None and {**document, "stand": public["stand"]} == public:
        return copy.deepcopy(public)
    return {**document, "stand": stand} if changed else document


def skeleton(*, source_ref: str, provider: str, stand: str) -> Document:
    """An empty document of the provider with this slug."""
    document: Document = dict.fromkeys(schema()["properties"])
    for name, rule in schema()["properties"].items():
        if rule.get("type") == "array":
            document[name] = []
    document |= {
        "schema": SCHEMA,
        "source_ref": source_ref,
        "slug": source_ref,
        "name": "",
        "kind": "traject",
        "audience": ["client"],
        "provider": provider,
        "summary": "",
        "notes": {},
        "reach": {"national": None, "regions": [], "elsewhere": None, "text": None},
        "stand": stand,
        "citations": [{"field": "provider", "source": "opgave-organisatie", "place": "Aanmelding"}],
    }
    return document


def _cite(document: Document, claims: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    """Replaces the document's citations of `claims` by those among `rows`."""
    others = [row for row in document["citations"] if row["field"] not in claims]
    document["citations"] = others + [dict(row) for row in rows if row["field"] in claims]
