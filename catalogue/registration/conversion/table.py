"""All parts of a document that the form shows: the plain fields by the table, the others one by one."""

from datetime import date
from typing import Any

from catalogue.documents.fields import FIELDS, Field, Kind
from catalogue.registration.conversion.claims import Declared, Reach, Results, Spoken
from catalogue.registration.conversion.conditions import Age, Hours, Question
from catalogue.registration.conversion.plain import Key, Lines, Note, Part, Sentence, Terms
from catalogue.registration.questions import CHOICES
from catalogue.registration.words import FIXED_APPROACHES, FIXED_GOALS, MONTHS, TITLES


def _date_in_words(value: date) -> str:
    return f"Vol tot {value.day} {MONTHS[value.month - 1]} {value.year}."


def _date_of_words(text: str) -> str:
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day)).isoformat()


PAUSED = "Het traject staat nu op pauze."

#: Kinds that a single field of the form answers; the others have a part of their own below.
PLAIN = frozenset({Kind.TEXT, Kind.NUMBER, Kind.WHOLE, Kind.DATE, Kind.FLAG, Kind.CHOICE, Kind.CHOICES})


def _key(field: Field) -> Key:
    empty: Any = None
    if field.always:
        empty = {"kind": "traject"}.get(field.key, [] if field.kind is Kind.CHOICES else "")
    return Key(field.key, TITLES[field.step], empty=empty)


PARTS: tuple[Part, ...] = (
    *(_key(field) for field in FIELDS.values() if field.step and field.kind in PLAIN),
    Note("partners", "provider", "Organisatie"),
    Sentence(
        "contact_form", "mailbox", "Organisatie", pattern=r"Contactformulier: (\S+)",
        write=lambda value: f"Contactformulier: {value}",
    ),
    Note("aim", "goals", "Wat het is"),
    Terms("goals", "Wat het is", FIXED_GOALS),
    Terms("approaches", "Wat het is", FIXED_APPROACHES),
    Lines("target_groups", "Voor wie"),
    *map(Question, CHOICES),
    Age(),
    Hours(),
    Spoken(),
    Reach(),
    Sentence(
        "full_until", "places", "Praktisch", pattern=rf"Vol tot (\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}})\.",
        write=_date_in_words, parse=_date_of_words,
    ),
    Sentence(
        "paused", "start_moments", "Praktisch", pattern=rf"({PAUSED})",
        write=lambda value: PAUSED, parse=lambda text: "ja",
    ),
    Declared(),
    Results(),
    Note("other", "working_method", "Overig"),
)  # fmt: skip
