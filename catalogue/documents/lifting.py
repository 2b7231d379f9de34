"""A document of an older form, stored or in a file, as one of today; what is stored is never rewritten."""

import re
from datetime import date

from catalogue.documents.fields import MAYBE_UNKNOWN, TABLE, Document
from catalogue.text.dutch import MONTHS

#: How a form once wrote "full until" as a sentence before the remark upon the places.
_FULL = re.compile(rf"Vol tot (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\.\s*")


def lifted(document: Document) -> Document:
    """`document` with every key of the table; one that has them all is returned as it is.

    A key that was not there yet is null. A document from before `full_until` had no null for a list, so that
    an empty one is unknown, and "vol tot" stood in its remark upon the places.
    """
    if all(row.key in document for row in TABLE):
        return document
    found = {**{row.key: None for row in TABLE}, **document}
    if "full_until" not in document:
        found |= {name: None for name in MAYBE_UNKNOWN if found[name] == []}
        _lift_full_until(found)
    return found


def _lift_full_until(found: Document) -> None:
    notes = found["notes"] if isinstance(found["notes"], dict) else {}
    if not (match := _FULL.match(notes.get("places") or "")):
        return
    day, month, year = match.groups()
    found["full_until"] = date(int(year), MONTHS.index(month) + 1, int(day)).isoformat()
    rest = notes["places"][match.end() :]
    found["notes"] = {name: text for name, text in {**notes, "places": rest}.items() if text}
