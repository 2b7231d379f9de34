"""The parts of a document that the form shows: plain fields by the table of fields, the others one by one."""

from typing import Any

from catalogue.documents.fields import FIELDS, Field, Kind
from catalogue.registration.conversion.cited_parts import (
    DeclaredCoveragePart,
    LinksPart,
    NextAfterPart,
    ReachPart,
    ResultsPart,
    SpokenConditionsPart,
)
from catalogue.registration.conversion.condition_parts import AgePart, ConditionPart, HoursPart
from catalogue.registration.conversion.parts import (
    AgreedPart,
    DocumentPart,
    KeyPart,
    LinesPart,
    RemarkPart,
    SentencePart,
    TermsPart,
    TickPart,
)
from catalogue.registration.fixed_terms import FIXED_APPROACHES, FIXED_GOALS, TITLES
from catalogue.registration.questions import CHOICES

PAUSED = "Het traject staat nu op pauze."

#: Kinds that a single field of the form answers; the others have a part of their own below.
PLAIN = frozenset({Kind.TEXT, Kind.NUMBER, Kind.WHOLE, Kind.DATE, Kind.FLAG, Kind.CHOICE, Kind.CHOICES})


def _key(field: Field) -> KeyPart:
    empty: Any = None
    if field.always:
        empty = {"kind": "traject"}.get(field.key, [] if field.kind is Kind.CHOICES else "")
    kind = {"address_secret": TickPart, "participant_words": AgreedPart}.get(field.key, KeyPart)
    return kind(field.key, TITLES[field.step], empty, field.many)


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
        "paused", "start_moments", "Praktisch", pattern=rf"({PAUSED})",
        write=lambda value: PAUSED, parse=lambda text: "ja",
    ),
    DeclaredCoveragePart(),
    ResultsPart(),
    NextAfterPart(),
    LinksPart(),
    RemarkPart("other", "working_method", "Overig"),
)  # fmt: skip
