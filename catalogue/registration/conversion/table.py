"""All parts of a document that the form shows, in the order of its steps."""

from datetime import date

from catalogue.registration.conversion.claims import Declared, Reach, Results, Spoken
from catalogue.registration.conversion.conditions import Age, Hours, Question
from catalogue.registration.conversion.plain import Key, Lines, Note, Part, Sentence, Terms
from catalogue.registration.questions import CHOICES
from catalogue.registration.words import FIXED_APPROACHES, FIXED_GOALS, MONTHS


def _date_in_words(value: date) -> str:
    return f"Vol tot {value.day} {MONTHS[value.month - 1]} {value.year}."


def _date_of_words(text: str) -> str:
    day, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(day)).isoformat()


PAUSED = "Het traject staat nu op pauze."

PARTS: tuple[Part, ...] = (
    Key("name", "Organisatie", empty=""),
    Key("kind", "Organisatie", empty="traject"),
    Note("partners", "provider", "Organisatie"),
    Key("url", "Organisatie"),
    Key("mailbox", "Organisatie"),
    Sentence(
        "contact_form", "mailbox", "Organisatie", pattern=r"Contactformulier: (\S+)",
        write=lambda value: f"Contactformulier: {value}",
    ),
    Key("visiting_address", "Organisatie"),
    Key("summary", "Wat het is", empty=""),
    Note("aim", "goals", "Wat het is"),
    Terms("goals", "Wat het is", FIXED_GOALS),
    Key("working_method", "Wat het is"),
    Terms("approaches", "Wat het is", FIXED_APPROACHES),
    Key("phases", "Wat het is", empty=[]),
    Key("outcomes", "Wat het is", empty=[]),
    Key("audience", "Voor wie", empty=[]),
    Lines("target_groups", "Voor wie"),
    *map(Question, CHOICES),
    Age(),
    Hours(),
    Spoken(),
    Key("asks_of_participant", "Voorwaarden"),
    Reach(),
    *(
        Key(name, "Praktisch")
        for name in (
            "duration_text", "duration_weeks_min", "duration_weeks_max", "hours_per_week_min",
            "hours_per_week_max", "sessions", "group", "individual", "childcare", "aftercare",
            "language_lessons", "work_experience_place", "benefit_kept", "costs_participant", "start_moments",
            "places", "as_of", "funding_until", "referral",
        )
    ),
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
    *(
        Key(name, "Overig") for name in ("handbook", "transferability", "cost_per_place", "contract_here")
    ),
    Note("other", "working_method", "Overig"),
)  # fmt: skip
