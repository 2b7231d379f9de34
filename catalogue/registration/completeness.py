"""How complete the answers are: the twelve sections of den-haag-2024 Bijlage 2, and what is required."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.models import Intervention
from catalogue.registration import questions


@dataclass(frozen=True, slots=True)
class FormSection:
    """One section; filled when one of `fields` has an answer. Submitting needs a `required` one."""

    name: str
    step: str
    fields: tuple[str, ...]
    required: bool = False

    def filled(self, answers: Mapping[str, Any]) -> bool:
        return any(_has_answer(answers.get(field)) for field in self.fields)


_CONDITIONS = (
    *(choice.name for choice in questions.CHOICES), "age_min", "age_max", "hours_needed",
    *questions.SPOKEN_CONDITIONS, "other_conditions", "asks_of_participant",
)  # fmt: skip
#: `_organisation` is always filled: the account belongs to one.
SECTIONS = (
    FormSection("Naam", "organisatie", ("name",), True),
    FormSection("Organisatie", "organisatie", ("_organisation",), True),
    FormSection("Samenwerkingspartners", "organisatie", ("partners",)),
    FormSection("Link", "organisatie", ("url",)),
    FormSection("Contact", "organisatie", ("mailbox", "contact_form", "url"), True),
    FormSection("Samenvatting", "wat", ("summary",), True),
    FormSection("Doelgroep", "voor-wie", ("target_groups",), True),
    FormSection("Doel", "wat", ("goals", "goals_own"), True),
    FormSection("Werkwijze", "wat", ("working_method",), True),
    FormSection("Resultaten", "resultaten", ("result_text-0", "result_text-1", "result_text-2")),
    FormSection("Voorwaarden", "voorwaarden", _CONDITIONS),
    FormSection("Overige informatie", "overig", ("other",)),
)
#: Beside the twelve: matching needs these.
ALSO_REQUIRED = (
    FormSection("Plaats of bereik", "waar", ("scope",), True),
    FormSection("Belemmeringen waar het aan werkt", "belemmeringen", ("barriers",), True),
)
#: Fields that submitting requires; all others are labelled optional.
REQUIRED_FIELDS = frozenset(
    {"name", "kind", "summary", "target_groups", "goals", "working_method", "scope", "barriers"}
)
#: At least one of these is required.
CONTACT_FIELDS = frozenset({"url", "mailbox", "contact_form"})


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far the answers are: "7 van 12 onderdelen ingevuld"."""

    filled: int
    missing: tuple[FormSection, ...]
    total: int = len(SECTIONS)

    @property
    def sentence(self) -> str:
        return f"{self.filled} van {self.total} onderdelen ingevuld"

    @property
    def missing_names(self) -> str:
        return ", ".join(part.name.lower() for part in self.missing)


def completeness(answers: Mapping[str, Any], *, stated: bool = False) -> Completeness:
    """`stated`: a source states coverage already, so that barriers are not required."""
    stated = stated or answers.get("kind") == Intervention.Kind.RIGHT  # a right works on no barrier
    known = {**answers, "_organisation": "ja"} | ({"barriers": ["stated"]} if stated else {})
    missing = [part for part in SECTIONS + ALSO_REQUIRED if part.required and not part.filled(known)]
    return Completeness(sum(part.filled(known) for part in SECTIONS), tuple(missing))


def _has_answer(answer: object) -> bool:
    return any(str(value).strip() for value in (answer if isinstance(answer, list) else [answer or ""]))
