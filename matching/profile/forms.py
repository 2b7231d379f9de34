"""The profile as a form: one document with all parts, one POST that carries everything.

The form only reads; what is right or wrong is decided by `matching.engine.profile.parse`, as for every other
door. Nothing that is typed is lost: a value that is refused stands in its field with the reason beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from catalogue.models import Barrier, Level
from catalogue.text.dutch import first_upper
from catalogue.text.folding import fold
from matching.engine.profile import NO_BARRIER, Fault, Profile, ProfileRefused, parse
from matching.engine.vocabulary import Barrier as BarrierTerm
from matching.engine.vocabulary import ContextKey, MatchingVocabulary
from matching.profile.choices import BarrierChoice, LevelChoices

BARRIER = "belemmering"
SEVERITY = "ernst-"
DEFAULT_SEVERITY = 2
YES_NO = [("", "niet ingevuld"), ("ja", "ja"), ("nee", "nee")]
#: What opens the conversation, and the situation; the rest of the context stands under "meer over haar".
WISHES = ("wishes", "sectors", "participation_step", "hours_per_week", "availability")
SITUATION = (
    "gender", "age", "municipality", "household", "youngest_child_age", "childcare", "income", "dutch_level",
)  # fmt: skip
MORE = (
    "newcomer", "education", "years_without_work", "low_literate", "works", "low_income", "in_work_track",
    "children_in_care", "diploma_recognised", "languages",
)  # fmt: skip
TOLD = ("circumstances",)


class ProfileForm(forms.Form):
    """All facts of the context as optional fields; the barriers stand in `levels`."""

    #: Where a fault that belongs to no field can be mended.
    fault_anchor = "belemmeringen"

    audience = forms.ChoiceField(
        label="Voor wie zoek je?",
        choices=[
            ("client", "een vrouw die ik begeleid"),
            ("klantmanager", "mij als klantmanager, of mijn team"),
        ],
        widget=forms.RadioSelect,
        required=False,
        initial="client",
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        vocabulary: MatchingVocabulary,
        barriers: Mapping[str, Barrier],
        municipality: str = "",
    ):
        super().__init__(data, initial={"municipality": municipality})
        self.vocabulary, self._barriers = vocabulary, barriers
        self.profile: Profile | None = None
        self.barrier_faults: list[str] = []
        for name, key in vocabulary.context.items():
            self.fields[name] = _field(key)
        self.fields["gender"].initial = "vrouw"
        implied = {value for barrier in vocabulary.barriers.values() for value in _implied(barrier)}
        told = self.fields["circumstances"]
        given = data.getlist("circumstances") if data is not None else ()
        told.choices = [row for row in told.choices if row[0] not in implied or row[0] in given]

    @property
    def wish_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in WISHES]

    @property
    def situation_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in SITUATION]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in MORE]

    @property
    def told_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in TOLD]

    @property
    def more_is_used(self) -> bool:
        return any(self[name].value() not in (None, "", []) or self[name].errors for name in MORE)

    @property
    def told_is_used(self) -> bool:
        own = any(self[name].value() not in (None, "", []) or self[name].errors for name in TOLD)
        return own or any(choice.ticked for level in self.levels for choice in level.only_by_search)

    @property
    def ticked(self) -> list[BarrierChoice]:
        return [choice for level in self.levels for choice in level.choices if choice.ticked]

    @cached_property
    def levels(self) -> list[LevelChoices]:
        """The four levels with their barriers, as ticked in this form."""
        severities = self._severities()
        return [
            LevelChoices(
                level.value,
                level.label,
                tuple(
                    BarrierChoice(
                        barrier=barrier,
                        ticked=barrier.slug in severities,
                        severity=severities.get(barrier.slug, DEFAULT_SEVERITY),
                    )
                    for barrier in self._barriers.values()
                    if barrier.level == level.value
                ),
            )
            for level in Level
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            self.profile = parse(self.document(), self.vocabulary)
        except ProfileRefused as refused:
            self.refuse(refused.faults)
        return cleaned

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Puts each fault of the engine at its field; what belongs to no field stands above the form."""
        for fault in faults:
            self._refuse_one(fault)

    def _refuse_one(self, fault: Fault) -> None:
        part, _, name = fault.field.partition(".")
        if part == "context" and name in self.fields:
            hint = self._did_you_mean() if name == "municipality" else ""
            self.add_error(name, _sentence(fault.message) + hint)
            return
        message = "Kies eerst een belemmering." if fault.message == NO_BARRIER else _sentence(str(fault))
        self.barrier_faults.append(message)
        self.add_error(None, message)

    def _did_you_mean(self) -> str:
        names = {name: places[0].name for name, places in self.vocabulary.places.items()}
        close = get_close_matches(fold(str(self["municipality"].value())), names, n=1, cutoff=0.7)
        return f" Bedoel je {names[close[0]]}?" if close else " Kies er een uit de lijst."

    @property
    def sensitive_is_used(self) -> bool:
        return any(choice.barrier.sensitive for choice in self.ticked) or bool(self["circumstances"].value())

    def document(self) -> dict[str, Any]:
        """The profile as the JSON document that the other doors take; what was not filled in is left out."""
        context: dict[str, Any] = {}
        for name, key in self.vocabulary.context.items():
            value = _value(self[name].value(), key)
            if value is not None:
                context[name] = value
        return {
            "audience": self["audience"].value() or "client",
            "barriers": dict(self._severities()),
            "context": context,
        }

    def _severities(self) -> dict[str, int]:
        if not self.is_bound:
            return {}
        found = {}
        for slug in self.data.getlist(BARRIER):
            text = self.data.get(f"{SEVERITY}{slug}", str(DEFAULT_SEVERITY))
            found[slug] = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        return found


def _implied(barrier: BarrierTerm) -> list[Any]:
    """The circumstances that ticking this barrier tells already."""
    return list(barrier.implies.get("circumstances", ()))


def as_post(document: Mapping[str, Any]) -> QueryDict:
    """A profile document as the POST that the form would have sent ("open bestand")."""
    post = QueryDict(mutable=True)
    post["audience"] = document.get("audience", "client")
    for slug, severity in document.get("barriers", {}).items():
        post.appendlist(BARRIER, slug)
        post[f"{SEVERITY}{slug}"] = str(severity)
    for name, value in document.get("context", {}).items():
        if isinstance(value, list | tuple):
            post.setlist(name, [str(item) for item in value])
        elif isinstance(value, bool):
            post[name] = "ja" if value else "nee"
        else:
            post[name] = str(value)
    return post


def situation_of(form: ProfileForm) -> Iterator[tuple[str, str]]:
    """Every name and value of a bound form but its barriers, to be carried along in hidden fields."""
    for name, values in as_post(form.document()).lists():
        if name != BARRIER and not name.startswith(SEVERITY):
            for value in values:
                yield name, value


def _field(key: ContextKey) -> forms.Field:
    """The field of one fact. Its choices are made when they are shown: a ranking shows none of them."""
    words = [(str(value), key.value_labels.get(str(value), str(value))) for value in key.values]
    options: dict[str, Any] = {"label": key.label, "required": False}
    if key.type == "list":
        return _Choices(choices=lambda: words, widget=forms.CheckboxSelectMultiple, **options)
    if key.type == "choice":
        return _Choice(choices=lambda: [("", "niet ingevuld"), *words], widget=forms.Select, **options)
    if key.type == "bool":
        return _Choice(choices=lambda: YES_NO, widget=forms.Select, **options)
    if key.type == "municipality":
        attributes = {"list": "gemeenten", "spellcheck": "false"}
        return forms.CharField(widget=forms.TextInput(attributes), **options)
    if key.value_labels:
        steps = key.value_labels.items()
        return _Choice(choices=lambda: [("", "niet ingevuld"), *steps], widget=forms.Select, **options)
    attributes = {"inputmode": "numeric" if key.type == "int" else "decimal"}
    return forms.CharField(widget=forms.TextInput(attributes), **options)


class _Choice(forms.ChoiceField):
    """A choice whose values are judged by the engine, not here."""

    def valid_value(self, value: Any) -> bool:
        return True


class _Choices(forms.MultipleChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True


def _value(raw: Any, key: ContextKey) -> Any:
    """What was typed as a JSON value: a number where it is one, else the text as it is."""
    if raw in (None, "", []):
        return None
    if key.type == "list":
        return list(raw)
    text = str(raw).strip()
    if not text:
        return None
    if key.type == "bool":
        return {"ja": True, "nee": False}.get(text, text)
    if key.type in ("int", "number"):
        return _number(text)
    return text


def _number(text: str) -> Any:
    plain = text.replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return text
    if number != number or number in (float("inf"), float("-inf")):
        return text
    return int(number) if number.is_integer() else number


def _sentence(text: str) -> str:
    return f"{first_upper(text)}."
