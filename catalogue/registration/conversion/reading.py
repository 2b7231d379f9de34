"""Answers out of a document, and a document out of answers."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from catalogue.documents.fields import Document
from catalogue.documents.schema import schema
from catalogue.registration.conversion.plain import Answers, Clean
from catalogue.registration.conversion.table import PARTS


def answers_of(document: Document) -> Answers:
    """What the form shows of `document`, as if it had been typed."""
    found: Answers = {}
    for part in PARTS:
        found |= part.read(part.get(document))
    return found


def document_from(
    answers: Mapping[str, Any], clean: Clean, *, current: Document, public: Document | None = None, stand: str
) -> Document:
    """`current` with what the answers say.

    `clean` holds the values of the fields without a fault; a field with one says nothing in the document.
    Per part: unchanged answers keep the part of `current`; answers that are those of the `public` version get
    that part back, with the sources it had; any other part is written anew, as the organisation's own
    statement of the year `stand`.
    """
    document = copy.deepcopy(current)
    changed = False
    for part in PARTS:
        typed = part.relevant(answers)
        if typed == part.relevant(part.read(part.get(current))):
            continue
        changed = True
        if public is not None and typed == part.relevant(part.read(part.get(public))):
            part.put(document, copy.deepcopy(part.get(public)))
            _cite(document, part.claims, public["citations"])
        else:
            part.put(document, part.make(clean, part.get(current)))
            said = [name for name in part.claims if part.says(document, name)]
            _cite(document, part.claims, [{"field": name, **part.cite} for name in said])
    if public is not None and {**document, "stand": public["stand"]} == public:
        return copy.deepcopy(public)
    return {**document, "stand": stand} if changed else document


def skeleton(*, source_ref: str, provider: str, stand: str) -> Document:
    """A document that says no more than whose it is."""
    document: Document = dict.fromkeys(schema()["properties"])
    for name, rule in schema()["properties"].items():
        if rule.get("type") == "array":
            document[name] = []
    document |= {
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
    """Puts the citations among `rows` that are of `claims` in place of those the document has for them."""
    kept = [row for row in document["citations"] if row["field"] not in claims]
    document["citations"] = kept + [dict(row) for row in rows if row["field"] in claims]
