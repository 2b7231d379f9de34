"""The twelve parts of the form (den-haag-2024 Bijlage 2): which are filled, and what is needed to submit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.registration import questions


@dataclass(frozen=True, slots=True)
class TwelfthPart:
    """One of the twelve; filled when one of `fields` has an answer. `needed`: not without it."""

    name: str
    step: str
    fields: tuple[str, ...]
    needed: bool = False

    def filled(self, answers: Mapping[str, Any]) -> bool:
        return any(_said(answers.get(field)) for field in self.fields)


_CONDITIONS = (
    *(choice.name for choice in questions.CHOICES), "age_min", "age_max", "hours_needed",
    *questions.SPOKEN, "other_conditions", "asks_of_participant",
)  # fmt: skip
#: `_organisation` is always filled: the account belongs to one.
TWELVE = (
    TwelfthPart("Naam", "organisatie", ("name",), True),
    TwelfthPart("Organisatie", "organisatie", ("_organisation",), True),
    TwelfthPart("Samenwerkingspartners", "organisatie", ("partners",)),
    TwelfthPart("Link", "organisatie", ("url",)),
    TwelfthPart("Contact", "organisatie", ("mailbox", "contact_form", "url"), True),
    TwelfthPart("Samenvatting", "wat", ("summary",), True),
    TwelfthPart("Doelgroep", "voor-wie", ("target_groups",), True),
    TwelfthPart("Doel", "wat", ("goals", "goals_own"), True),
    TwelfthPart("Werkwijze", "wat", ("working_method",), True),
    TwelfthPart("Resultaten", "resultaten", ("result_text-0", "result_text-1", "result_text-2")),
    TwelfthPart("Voorwaarden", "voorwaarden", _CONDITIONS),
    TwelfthPart("Overige informatie", "overig", ("other",)),
)
#: Beside the twelve: without these the traject cannot be matched.
ALSO_NEEDED = (
    TwelfthPart("Plaats of bereik", "waar", ("scope",), True),
    TwelfthPart("Belemmeringen waar het aan werkt", "belemmeringen", ("barriers",), True),
)
#: Fields that submitting needs; every other field is marked as not compulsory.
NEEDED = frozenset(
    {"name", "kind", "summary", "target_groups", "goals", "working_method", "scope", "barriers"}
)
#: Of these one is needed.
CONTACTS = frozenset({"url", "mailbox", "contact_form"})


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far the answers are: "7 van 12 onderdelen ingevuld"."""

    filled: int
    missing: tuple[TwelfthPart, ...]
    total: int = len(TWELVE)

    @property
    def sentence(self) -> str:
        return f"{self.filled} van {self.total} onderdelen ingevuld"

    @property
    def still_needed(self) -> str:
        return ", ".join(part.name.lower() for part in self.missing)


def completeness(answers: Mapping[str, Any], *, stated: bool = False) -> Completeness:
    """`stated`: a source already says what the item works on, so the form need not."""
    known = {**answers, "_organisation": "ja"} | ({"barriers": ["stated"]} if stated else {})
    missing = [part for part in TWELVE + ALSO_NEEDED if part.needed and not part.filled(known)]
    return Completeness(sum(part.filled(known) for part in TWELVE), tuple(missing))


def _said(answer: object) -> bool:
    return any(str(value).strip() for value in (answer if isinstance(answer, list) else [answer or ""]))
