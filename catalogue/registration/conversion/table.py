"""The parts of a document that the form shows: plain fields by the table of fields, the others one by one."""

from datetime import date
from typing import Any

from catalogue.documents.fields import FIELDS, Field, Kind
from catalogue.registration.conversion.cited_parts import (
    DeclaredCoveragePart,
    ReachPart,
    ResultsPart,
    SpokenConditionsPart,
)
from catalogue.registration.conversion.condition_parts import AgePart, ConditionPart, HoursPart
from catalogue.registration.conversion.parts import (
    DocumentPart,
    KeyPart,
    LinesPart,
    RemarkPart,
    SentencePart,
    TermsPart,
)
from catalogue.registration.fixed_terms import FIXED_APPROACHES, FIXED_GOALS, MONTHS, TITLES
from catalogue.registration.questions import CHOICES


def _date_in_words(value: date) -> str:
    return f"Vol tot {value.day} {MONTHS[value.month - 1]} {value.year}."


def _date_of_words(text: str) -> str:
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day)).isoformat()


PAUSED = "Het traject staat nu op pauze."

#: Kinds that a single field of the form answers; the others have a part of their own below.
PLAIN = frozenset({Kind.TEXT, Kind.NUMBER, Kind.WHOLE, Kind.DATE, Kind.FLAG, Kind.CHOICE, Kind.CHOICES})


def _key(field: Field) -> KeyPart:
    empty: Any = None
    if field.always:
        empty = {"kind": "traject"}.get(field.key, [] if field.kind is Kind.CHOICES else "")
    return KeyPart(field.key, TITLES[field.step], empty=empty)


PARTS: tuple[DocumentPart, ...] = (
    *(_key(field) for field in FIELDS.values() if field.step and field.kind in PLAIN),
    RemarkPart("partners", "provider", "Organisatie"),
    SentencePart(
        "contact_form", "mailbox", "Organisatie", pattern=r"Contactformulier: (\S+)",
        write=lambda value: f"Contactformulier: {value}",
    ),
    RemarkPart("aim", "goals", "Wat het is"),
    TermsPart("goals", "Wat het is", FIXED_GOALS),
    TermsPart("approaches", "Wat het is", FIXED_APPROACHES),
    LinesPart("target_groups", "Voor wie"),
    *map(ConditionPart, CHOICES),
    AgePart(),
    HoursPart(),
    SpokenConditionsPart(),
    ReachPart(),
    SentencePart(
        "full_until", "places", "Praktisch", pattern=rf"Vol tot (\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}})\.",
        write=_date_in_words, parse=_date_of_words,
    ),
    SentencePart(
        "paused", "start_moments", "Praktisch", pattern=rf"({PAUSED})",
        write=lambda value: PAUSED, parse=lambda text: "ja",
    ),
    DeclaredCoveragePart(),
    ResultsPart(),
    RemarkPart("other", "working_method", "Overig"),
)  # fmt: skip
