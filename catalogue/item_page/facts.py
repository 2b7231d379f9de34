"""The tables of facts: how long it takes, and practical matters."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.models import Intervention
from catalogue.text import labels
from catalogue.text.dutch import number, span

#: Yes-or-no facts in the order of the table; what is not mentioned is said to be so, never "nee".
YES_OR_NO = (
    "childcare", "language_lessons", "aftercare", "work_experience_place", "realism_check", "group",
    "individual", "volunteers", "benefit_kept", "municipality_takes_part", "counts_as_work_track", "handbook",
)  # fmt: skip
#: Facts in words; those that are not mentioned are named together under the table.
IN_WORDS = (
    "asks_of_participant", "referral", "decided_by", "permission_needed", "costs_participant",
    "start_moments", "waiting_time", "places", "cost_per_place",
    "contract_here", "funding_until", "transferability",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a table of facts. `answer` is empty when the sources do not mention it."""

    key: str
    label: str
    answer: str
    remark: str = ""


def durations(item: Intervention, phases: Sequence[str]) -> list[Fact]:
    """How long, how often and in which part of the way; what is not mentioned has no row."""
    remarks = item.notes
    sessions = number(item.sessions) if item.sessions is not None else ""
    step = span(item.ladder_from, item.ladder_to, "", "").strip()
    in_phases = ", ".join(labels.PHASES[value] for value in phases)
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


def yes_or_no(item: Intervention) -> list[Fact]:
    return [_fact(item, name, {True: "ja", False: "nee"}.get(getattr(item, name), "")) for name in YES_OR_NO]


def in_words(item: Intervention) -> list[Fact]:
    return [_fact(item, name, fact_words(item, name)) for name in IN_WORDS]


def _fact(item: Intervention, name: str, answer: str) -> Fact:
    label = labels.FIELDS[name]
    return Fact(name, label[:1].upper() + label[1:], answer, item.notes.get(name, ""))


def fact_words(item: Intervention, name: str) -> str:
    """What `item` says of one of IN_WORDS; empty when the sources do not mention it."""
    value = getattr(item, name)
    if name == "places" and value is not None:
        return f"{value} (op {item.as_of:%d-%m-%Y})" if item.as_of else str(value)
    if name == "funding_until":
        return f"{value:%d-%m-%Y}" if value else ""
    return value or ""
