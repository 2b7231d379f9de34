"""Dutch words for what the engine answers."""

from collections.abc import Mapping
from typing import Any

from matching.engine.answers import Answer
from matching.engine.robustness import NECK_AND_NECK, SENSITIVE, STABLE
from matching.engine.scoring import Verdict

#: What a verdict says on a card, when nothing else says more.
VERDICT_WORDS = {
    Verdict.ELIGIBLE: "Past",
    Verdict.UNCERTAIN: "Past misschien: vraag na",
    Verdict.OUT_OF_REACH: "Niet in haar gemeente",
    Verdict.INELIGIBLE: "Niet voor haar bedoeld",
}
VERDICT_ICONS = {
    Verdict.ELIGIBLE: "check",
    Verdict.UNCERTAIN: "circle-help",
    Verdict.OUT_OF_REACH: "map-pin",
    Verdict.INELIGIBLE: "x",
}
SEVERITY_WORDS = {1: "speelt mee", 2: "belemmert", 3: "blokkeert"}
ANSWER_WORDS = {Answer.YES: "ja", Answer.NO: "nee", Answer.UNKNOWN: "niet bekend"}
BASIS_WORDS = {"stated": "de bron noemt het", "declared": "volgens de organisatie", "derived": "aannemelijk"}
#: Verdicts of what is offered but waits, or comes only later.
WAITS_WORDS = "Wacht op een antwoord"
LATER_WORDS = "Kan daarna, als de opvang is geregeld"
CLOSED_WORDS = {"paused": "Op pauze tot {until}", "full": "Vol tot {until}"}
#: Why an item is not in the plan, by the reasons of matching.engine.plan.
WITHOUT_WORDS = {
    "waits": "daarvoor is eerst een antwoord nodig",
    "sector": "het gaat over een andere sector dan zij noemt",
    "main_wish": "het leidt niet naar wat voor haar voorop staat",
    "level": "het leidt op onder haar niveau",
    "activation": "het is activering, en zij staat al hoger op de participatieladder",
    "hours": "het vraagt meer uren dan zij heeft",
    "nothing_stated": "geen bron zegt dat het werkt aan wat je aankruiste",
    "less_together": "wat hier staat werkt samen aan meer",
}
#: What is open of an item, by the key of its line in the calculation.
OPEN_WORDS = {"reach": "Nog niet zeker of het hier kan", "conditions": "Nog niet zeker of het voor haar is"}
LEVEL_WORDS = {
    "personal": "Persoonlijk",
    "network": "Netwerk",
    "demand": "Vraagzijde",
    "municipal": "Gemeente",
}
MISSING_WORDS = {
    "work": "een stap naar betaald werk",
    "realism_check": "een toets of haar plan haalbaar is",
    "aftercare": "nazorg als zij werkt",
}
ROBUSTNESS_WORDS = {
    STABLE: "Vast: ook met andere gewichten verandert dit bijna nooit ({share} van 100 keer in de top 3).",
    SENSITIVE: "Nipt: met andere gewichten schuift dit soms op ({share} van 100 keer in de top 3).",
    NECK_AND_NECK: "Nek aan nek: met andere gewichten is dit vaak anders ({share} van 100 keer in de top 3).",
}
#: The same words for an item that is not among the first three.
OUTSIDE_WORDS = {
    STABLE: "Vast: ook met andere gewichten blijft dit bijna altijd buiten de eerste drie.",
    SENSITIVE: "Nipt: met andere gewichten komt dit soms bij de eerste drie ({share} van 100 keer).",
    NECK_AND_NECK: "Nek aan nek: met andere gewichten komt dit vaak bij de top 3 ({share} van 100 keer).",
}
#: One row for the sector rules, which are all alike.
EVERY_SECTOR = "elke gekozen sector"


def value_words(value: Any, labels: Mapping[str, str]) -> str:
    """The label of a value of the context, or of each of several; a value without label is shown as it is.

    Of hours by kind each kind with its hours: "taalles (6 uur)".
    """
    if isinstance(value, Mapping):
        return ", ".join(hours_words(labels.get(kind, kind), hours) for kind, hours in value.items())
    values = value if isinstance(value, tuple) else (value,)
    words = ("ja" if one is True else "nee" if one is False else str(one) for one in values)
    return ", ".join(labels.get(word, word) for word in words)


def hours_words(kind: str, hours: float | None) -> str:
    return kind if hours is None else f"{kind} ({hours:g} uur)".replace(".", ",")
