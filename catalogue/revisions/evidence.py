"""What a document must have before an editor may publish it: a source for each claim, and a contact."""

import re

from catalogue.documents.fields import FIELDS, Document, Field, is_silent

FORM_ADDRESS = re.compile(r"https?://\S")


def without_source(document: Document) -> list[Field]:
    """The fields that say something and cite nothing, in the order of the page."""
    cited = {row["field"] for row in document["citations"]}
    claims = [field for field in FIELDS.values() if field.sourced and not field.cites_itself]
    return [field for field in claims if not is_silent(document[field.key]) and field.key not in cited]


def has_contact(document: Document) -> bool:
    """Whether there is a website or a mailbox, or a form whose address is the remark upon the mailbox."""
    return bool(
        document["url"] or document["mailbox"] or FORM_ADDRESS.search(document["notes"].get("mailbox", ""))
    )


def missing_evidence(document: Document) -> list[str]:
    """What keeps `document` from being published, one sentence each; empty when nothing does."""
    faults = []
    if not has_contact(document):
        faults.append("Er is geen contact: een website, een algemene mailbox of een contactformulier.")
    bare = without_source(document)
    if bare:
        named = ", ".join(field.label.lower() for field in bare)
        faults.append(f"Er staat geen bron bij: {named}.")
    return faults
