"""Items as data: their documents as JSON, and as one line of CSV each."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from catalogue.documents.fields import FIELDS
from catalogue.documents.schema import document_of
from catalogue.models import CatalogueState, Intervention

#: What no file with data holds: the version of the form, and words that are not ours to give away.
_NOT_GIVEN = {"schema", *(key for key, field in FIELDS.items() if not field.licensed)}
#: Characters with which a spreadsheet would take a cell for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def item_row(item: Intervention) -> dict[str, Any]:
    """The item's document, with names for its keys, lower-case words for its terms, and its verification."""
    row = {key: value for key, value in document_of(item).items() if key not in _NOT_GIVEN}
    # Claims of what is left out would name what is not there.
    row["citations"] = [cite for cite in row["citations"] if cite["field"] not in _NOT_GIVEN]
    row["provider"] = item.provider.name if item.provider else None
    row["provider_slug"] = item.provider.slug if item.provider else None
    regions = [link.region for link in item.reach_rows.all()]
    row["reach"]["regions"] = [
        {"level": region.level, "name": region.short_name, "code": region.code} for region in regions
    ]
    goals, approaches = item.goal_rows.all(), item.approach_rows.all()
    row["goal_wordings"] = _unless_unknown(row["goals"], [link.wording for link in goals])
    row["approach_wordings"] = _unless_unknown(row["approaches"], [link.wording for link in approaches])
    row["goals"] = _unless_unknown(row["goals"], [link.goal.label.lower() for link in goals])
    row["approaches"] = _unless_unknown(
        row["approaches"], [link.approach.label.lower() for link in approaches]
    )
    row["version"] = item.version
    row["verified_on"] = item.verified_on.isoformat() if item.verified_on else None
    return row


def _unless_unknown(said: list[Any] | None, words: list[str]) -> list[str] | None:
    return None if said is None else words


def as_json(items: Iterable[Intervention], question: dict[str, str] | None = None) -> str:
    """`{"version", "items": [...]}`, with the `question` before the items; not stated is null."""
    rows = [item_row(item) for item in items]
    answer = {"version": CatalogueState.current(), **(question or {}), "items": rows}
    return json.dumps(answer, ensure_ascii=False, indent=2) + "\n"


def as_csv(items: Iterable[Intervention]) -> str:
    """One line per item; lists are joined by "; ", nested values are JSON, formulas are made harmless."""
    rows = [item_row(item) for item in items]
    file = io.StringIO()
    if rows:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({name: cell(value) for name, value in row.items()} for row in rows)
    return file.getvalue()


def cell(value: Any) -> str:
    """`value` as the text of one spreadsheet cell; a number stays a number, also below zero."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False) if value else ""
    return harmless(str(value))


def harmless(text: str) -> str:
    """`text` with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
