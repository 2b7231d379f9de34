"""Advice on the text of the form, never an error: plain words, short sentences, nothing personal."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.registration import questions
from catalogue.text.contact_patterns import MAIL_ADDRESS, PHONE

MAX_SENTENCE_WORDS = 25
#: Difficult words and their plain alternative.
PLAIN_ALTERNATIVES = {
    "additioneel": "extra", "adequaat": "goed", "ambulant": "bij haar thuis", "arbeidsparticipatie": "werk",
    "begeleidingstraject": "begeleiding", "betreffende": "over", "bewerkstelligen": "zorgen voor",
    "competenties": "wat zij kan", "conform": "volgens", "continueren": "doorgaan met", "creëren": "maken",
    "cruciaal": "belangrijk", "deelname": "meedoen", "diversiteit": "verschillen",
    "doelgroepgericht": "voor deze groep", "door middel van": "met",
    "economische zelfstandigheid": "eigen inkomen", "effectief": "werkt goed", "empoweren": "sterker maken",
    "evalueren": "bespreken hoe het ging", "expertise": "kennis", "faciliteren": "mogelijk maken",
    "frequent": "vaak", "functioneren": "werken", "implementeren": "invoeren", "inclusief": "voor iedereen",
    "indien": "als", "initiatief nemen": "zelf beginnen", "integraal": "alles samen",
    "intensief": "veel tijd", "interveniëren": "ingrijpen", "inzake": "over",
    "kwetsbare positie": "lastige plek", "laagdrempelig": "makkelijk om mee te beginnen",
    "maatschappelijke participatie": "meedoen", "methodiek": "manier van werken", "middels": "met",
    "monitoren": "volgen", "multiproblematiek": "veel problemen tegelijk",
    "ondersteuningsbehoefte": "hulp die zij nodig heeft", "optimaliseren": "beter maken",
    "outreachend": "wij gaan naar haar toe", "participeren": "meedoen", "perspectief": "kans",
    "primair": "eerst", "problematiek": "problemen", "realiseren": "bereiken",
    "reflecteren": "nadenken over", "regievoering": "zelf beslissen", "relevant": "belangrijk",
    "re-integratie": "terug naar werk", "stimuleren": "helpen", "structureel": "steeds", "teneinde": "om",
    "traject op maat": "wat bij haar past", "uitstroom": "werk vinden", "vaardigheden": "wat zij kan",
    "verwerven": "krijgen", "zelfredzaamheid": "zichzelf redden", "zorgdragen voor": "zorgen voor",
}  # fmt: skip
STEP_OF_FIELD = {
    "summary": "wat", "aim": "wat", "working_method": "wat", "partners": "organisatie", "other": "overig",
    "asks_of_participant": "voorwaarden", "other_conditions": "voorwaarden", "referral": "praktisch",
    "transferability": "overig", "target_groups": "voor-wie", "women_why": "voorwaarden",
    "costs_participant": "praktisch", "start_moments": "praktisch", "contract_here": "overig",
}  # fmt: skip
_ALL = re.compile(r"\b100\s?(?:%|procent)")
_DIFFICULT = re.compile(
    rf"\b({'|'.join(map(re.escape, sorted(PLAIN_ALTERNATIVES, key=len, reverse=True)))})\b"
)


@dataclass(frozen=True, slots=True)
class WritingHint:
    """Advice about one field of one step."""

    step: str
    field: str
    text: str


def writing_hints(answers: Mapping[str, Any]) -> list[WritingHint]:
    """All advice on these answers; empty fields give none, except for the contact."""
    return [*_about_contact(answers), *_about_prose(answers), *_about_conditions(answers)]


def _about_contact(answers: Mapping[str, Any]) -> Iterator[WritingHint]:
    if not any(str(answers.get(name) or "").strip() for name in ("mailbox", "contact_form")):
        text = "Je noemt nog geen e-mailadres of contactformulier. Zo weet niemand hoe je te bereiken bent."
        yield WritingHint("organisatie", "mailbox", text)


def _about_prose(answers: Mapping[str, Any]) -> Iterator[WritingHint]:
    for field, step in STEP_OF_FIELD.items():
        text = str(answers.get(field) or "")
        for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
            words = sentence.split()
            if len(words) > MAX_SENTENCE_WORDS:
                start = " ".join(words[:6])[:60]
                yield WritingHint(
                    step,
                    field,
                    f"De zin die begint met “{start}” heeft {len(words)} woorden. Maak er twee van.",
                )
        for word in dict.fromkeys(_DIFFICULT.findall(text.lower())):
            yield WritingHint(
                step, field, f"“{word}” is een moeilijk woord. Misschien: “{PLAIN_ALTERNATIVES[word]}”."
            )
        if _ALL.search(text):
            yield WritingHint(step, field, "Een cijfer als 100% hoort bij Resultaten, met de bron erbij.")
        if PHONE.search(text):
            yield WritingHint(
                step, field, "Hier staat een telefoonnummer. Is het van een persoon? Haal het dan weg."
            )
        if MAIL_ADDRESS.search(text):
            yield WritingHint(
                step,
                field,
                "Hier staat een e-mailadres. Zet een algemeen adres bij Contact, nooit dat van een persoon.",
            )


def _about_conditions(answers: Mapping[str, Any]) -> Iterator[WritingHint]:
    asked = [answers.get(name) for name in (questions.LANGUAGE.name, questions.LITERACY.name)]
    written = f"{answers.get('other_conditions') or ''} {answers.get('target_groups') or ''}".lower()
    if not any(asked) and "taal" not in written and "nederlands" not in written:
        text = (
            "Bij taalniveau staat “nee, niet nodig”. Klopt dat? Zet het dan ook bij Andere voorwaarden, want "
            "klantmanagers vragen ernaar."
        )
        yield WritingHint("voorwaarden", "language", text)
