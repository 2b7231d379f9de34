"""The tables of facts: how long it takes, and practical matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalogue.documents.fields import BY_KEY, FIELDS, IN_WORDS, PRACTICAL, YES_OR_NO, Kind
from catalogue.documents.words import lines_of
from catalogue.models import Intervention
from catalogue.text import labels
from catalogue.text.dutch import number, span


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a table of facts. `answer` is empty when the sources do not mention it."""

    key: str
    label: str
    answer: str
    remark: str = ""


def durations(item: Intervention, phases: Sequence[str] | None) -> list[Fact]:
    """How long, how often and in which part of the way; what is not mentioned has no row."""
    remarks = item.notes
    sessions = number(item.sessions) if item.sessions is not None else ""
    step = span(item.ladder_from, item.ladder_to, "", "").strip()
    in_phases = ", ".join(labels.PHASES[value] for value in phases or ())
    facts = [
        _spanned(item, "duration_weeks", "In weken", "week", "weken"),
        Fact("sessions", "Bijeenkomsten", sessions, remarks.get("sessions", "")),
        _spanned(item, "hours_per_week", "Uren", "uur per week", "uur per week"),
        Fact("phases", "Fase", in_phases, remarks.get("phases", "")),
        Fact("ladder_from", "Participatieladder", step and f"trede {step}", remarks.get("ladder_from", "")),
    ]
    return [fact for fact in facts if fact.answer or fact.remark]


def _spanned(item: Intervention, key: str, label: str, one: str, many: str) -> Fact:
    least, most = f"{key}_min", f"{key}_max"
    remarks = [item.notes[name] for name in (least, most) if name in item.notes]
    return Fact(key, label, span(getattr(item, least), getattr(item, most), one, many), " ".join(remarks))


def of_part(item: Intervention, part: str) -> list[Fact]:
    """What is mentioned of the plain fields of one part, but for the practical one, which has its table."""
    rows = [row for row in FIELDS.values() if row.part == part != PRACTICAL and row.public and not row.drawn]
    return [fact for row in rows if (fact := fact_of(item, row.key)).answer or fact.remark]


def yes_or_no(item: Intervention) -> list[Fact]:
    """What is not mentioned is said to be so, never "nee"."""
    return [fact_of(item, name) for name in YES_OR_NO]


def in_words(item: Intervention) -> list[Fact]:
    return [fact_of(item, name) for name in IN_WORDS]


def fact_of(item: Intervention, name: str) -> Fact:
    return Fact(name, BY_KEY[name].label, fact_words(item, name), item.notes.get(name, ""))


def fact_words(item: Intervention, name: str) -> str:
    """What `item` says of a plain field; empty when the sources do not mention it."""
    value = getattr(item, name)
    field = BY_KEY[name]
    lines = lines_of(field, value.isoformat() if isinstance(value, date) else value)
    said = ("; " if field.kind is Kind.OTHER else ", ").join(lines)
    return f"{said} (op {item.as_of:%d-%m-%Y})" if name == "places" and said and item.as_of else said
