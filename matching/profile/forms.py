"""The profile as a form: one page, one POST with all answers.

The form only collects; `matching.engine.profile.parse` validates, as for the command and the API. A refused
value stays in its field, with the reason beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict

from catalogue.models import Barrier, Level
from catalogue.places.fields import PlaceInput
from catalogue.places.lookup import Place, look_up, name_of
from catalogue.text.dutch import first_upper, read_number
from catalogue.text.folding import fold
from matching.engine.profile import Fault, Profile, ProfileRefused, parse
from matching.engine.vocabulary import Barrier as BarrierTerm
from matching.engine.vocabulary import ContextKey, MatchingVocabulary
from matching.profile.choices import BarrierChoice, LevelChoices

BARRIER = "belemmering"
NOTHING_TOLD = "Kies een belemmering, of vul in wat zij wil of waar zij woont."
SEVERITY = "ernst-"
DEFAULT_SEVERITY = 2
YES_NO = [("", "niet ingevuld"), ("ja", "ja"), ("nee", "nee")]
#: The fields of the first two steps; the others are folded under "meer over haar situatie".
WISHES = (
    "wishes", "main_wish", "motives", "sectors", "hours_per_week", "availability", "already",
    "participation_step",
)  # fmt: skip
SITUATION = (
    "gender", "age", "municipality", "household", "youngest_child_age", "childcare", "income", "dutch_level",
    "newcomer",
)  # fmt: skip
MORE = (
    "education", "years_without_work", "low_literate", "works", "low_income", "in_work_track",
    "children_in_care", "diploma_recognised", "languages",
)  # fmt: skip
#: Never asked about: filled in only when she tells it herself.
VOLUNTEERED = ("circumstances",)


HELP = {
    "main_wish": "Deze wens telt heel mee, de andere voor de helft.",
    "motives": "Kruis alleen aan wat zij zelf zegt. Telt niet mee in de volgorde.",
    "hours_per_week": "Wat zij over heeft naast wat al loopt.",
    "already": "Uren mag je leeg laten.",
}
#: Numbers of hours; the other numbers are of years.
HOURS = frozenset({"hours_per_week"})


class ProfileForm(forms.Form):
    """All facts of the context as optional fields; the barriers are in `levels`."""

    #: HTML id to which an error without a field links.
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
        circumstances = self.fields["circumstances"]
        given = data.getlist("circumstances") if data is not None else ()
        circumstances.choices = [
            row for row in circumstances.choices if row[0] not in implied or row[0] in given
        ]

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
    def volunteered_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in VOLUNTEERED]

    @property
    def more_is_used(self) -> bool:
        return self._is_used(MORE)

    @property
    def volunteered_is_used(self) -> bool:
        ticked = any(choice.ticked for level in self.levels for choice in level.only_by_search)
        return ticked or self._is_used(VOLUNTEERED)

    def _is_used(self, names: Iterable[str]) -> bool:
        return any(self[name].value() or self[name].errors for name in names)

    @property
    def running(self) -> Iterator[tuple[str, str, bool, str]]:
        """Per kind that may run already: its value, its name, whether it is ticked, the hours as typed."""
        key, filled = self.vocabulary.context["already"], self["already"].value() or {}
        for kind in key.values:
            yield kind, key.value_labels.get(kind, kind), kind in filled, filled.get(kind, "")

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
        if self.place.message:
            self.fields["municipality"].offered = self.place.options
            self.add_error("municipality", self.place.message)
        try:
            self.profile = parse(self.document(), self.vocabulary)
        except ProfileRefused as refused:
            self.refuse(refused.faults)
        else:
            if not self._tells():
                self.barrier_faults.append(NOTHING_TOLD)
                self.add_error(None, NOTHING_TOLD)
        return cleaned

    def _tells(self) -> bool:
        """Whether there is anything to go by: a barrier that counts for this audience, a wish or a place."""
        profile, barriers = self.profile, self.vocabulary.barriers
        return profile is not None and (
            bool(profile.place or profile.facts.get("wishes") or profile.facts.get("sectors"))
            or any(
                profile.audience == "klantmanager" or not barriers[slug].own_side
                for slug, _ in profile.barriers
            )
        )

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Adds each fault of the engine as an error of its field, or of the form."""
        for fault in faults:
            self._refuse_one(fault)

    def _refuse_one(self, fault: Fault) -> None:
        part, _, name = fault.field.partition(".")
        if part == "context" and name in self.fields:
            if name != "municipality" or not self.place.message:
                self.add_error(name, self._in_words(name, fault.message))
            return
        message = _sentence(str(fault))
        self.barrier_faults.append(message)
        self.add_error(None, message)

    def _in_words(self, name: str, message: str) -> str:
        """The message of the engine about a fact, in the words of the form."""
        if name == "main_wish" and message.endswith("staat niet bij wat zij wil"):
            field = "sectors" if self[name].value() == "sectors" else "wishes"
            return f"Kruis dit ook aan bij “{self[field].label}”."
        if name == "already":
            kind, _, about = message.partition(": ")
            labels = self.vocabulary.context[name].value_labels
            about = "vul de uren in als getal, of laat ze leeg" if "null" in about else about
            return _sentence(f"{labels.get(kind, kind)}: {about}" if about else message)
        return _sentence(message)

    @cached_property
    def place(self) -> Place:
        """What was typed as her municipality."""
        text = str(self["municipality"].value() or "").strip()
        return look_up(text) if text else Place()

    @property
    def sensitive_is_used(self) -> bool:
        return any(choice.barrier.sensitive for choice in self.ticked) or bool(self["circumstances"].value())

    def document(self) -> dict[str, Any]:
        """The profile as the JSON document that `parse` takes, without the facts that were left empty."""
        context: dict[str, Any] = {}
        for name, key in self.vocabulary.context.items():
            value = _value(self[name].value(), key)
            if value is not None:
                context[name] = value
        if self.place.code and fold(context["municipality"]) not in self.vocabulary.places:
            context["municipality"] = name_of(self.place.code)
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
    """The circumstances that this barrier implies."""
    return list(barrier.implies.get("circumstances", ()))


def as_post(document: Mapping[str, Any]) -> QueryDict:
    """The POST that the form would have sent for a profile document ("open bestand")."""
    post = QueryDict(mutable=True)
    post["audience"] = document.get("audience", "client")
    for slug, severity in document.get("barriers", {}).items():
        post.appendlist(BARRIER, slug)
        post[f"{SEVERITY}{slug}"] = str(severity)
    for name, value in document.get("context", {}).items():
        if isinstance(value, list | tuple):
            post.setlist(name, [str(item) for item in value])
        elif isinstance(value, Mapping):
            post.setlist(name, list(value))
            for kind, hours in value.items():
                post[f"{name}-{kind}"] = "" if hours is None else str(hours)
        elif isinstance(value, bool):
            post[name] = "ja" if value else "nee"
        else:
            post[name] = str(value)
    return post


def situation_of(form: ProfileForm) -> Iterator[tuple[str, str]]:
    """Name and value of every answer of a bound form but the barriers, for hidden fields."""
    for name, values in as_post(form.document()).lists():
        if name != BARRIER and not name.startswith(SEVERITY):
            for value in values:
                yield name, value


def _field(key: ContextKey) -> forms.Field:
    """The form field of one fact. Choices are callables: the result page never renders them."""
    words = [(str(value), key.value_labels.get(str(value), str(value))) for value in key.values]
    options: dict[str, Any] = {
        "label": key.label, "required": False, "help_text": HELP.get(key.name, "")
    }  # fmt: skip
    if key.type == "hours_by_kind":
        return forms.Field(widget=_HoursInput(key.values), **options)
    if key.type == "list":
        return _UncheckedMultipleChoiceField(
            choices=lambda: words, widget=forms.CheckboxSelectMultiple, **options
        )
    if key.type == "choice":
        return _UncheckedChoiceField(
            choices=lambda: [("", "niet ingevuld"), *words],
            widget=forms.Select,
            aliases=key.aliases,
            **options,
        )
    if key.type == "bool":
        return _UncheckedChoiceField(choices=lambda: YES_NO, widget=forms.Select, **options)
    if key.type == "municipality":
        attributes = {"list": "gemeenten", "spellcheck": "false"}
        return forms.CharField(widget=PlaceInput(attributes), **options)
    if key.value_labels:
        steps = key.value_labels.items()
        return _UncheckedChoiceField(
            choices=lambda: [("", "niet ingevuld"), *steps], widget=forms.Select, **options
        )
    return forms.CharField(**options)


class _HoursInput(forms.Widget):
    """Kinds to tick, each with hours a week; a kind with hours counts as ticked."""

    use_fieldset = True

    def __init__(self, kinds: Iterable[str]):
        super().__init__()
        self.kinds = tuple(kinds)

    def value_from_datadict(self, data: QueryDict, files: Any, name: str) -> dict[str, str]:
        """Kind to hours as typed, "" for none, in the order of the form."""
        ticked = data.getlist(name)
        hours = {kind: data.get(f"{name}-{kind}", "").strip() for kind in (*self.kinds, *ticked)}
        return {kind: text for kind, text in hours.items() if text or kind in ticked}


class _UncheckedChoiceField(forms.ChoiceField):
    """A choice field that leaves validation of the value to the engine and shows an old value as the new."""

    def __init__(self, *, aliases: Mapping[str, str] | None = None, **options: Any):
        super().__init__(**options)
        self.aliases = aliases or {}

    def prepare_value(self, value: Any) -> Any:
        return self.aliases.get(value, value) if isinstance(value, str) else value

    def valid_value(self, value: Any) -> bool:
        return True


class _UncheckedMultipleChoiceField(forms.MultipleChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True


def _value(raw: Any, key: ContextKey) -> Any:
    """The typed value as JSON; text that is no number stays text, for `parse` to refuse."""
    if not raw:
        return None
    if key.type == "list":
        return list(raw)
    if key.type == "hours_by_kind":
        return {kind: _number(hours, "uur") if hours else None for kind, hours in raw.items()}
    text = str(raw).strip()
    if not text:
        return None
    if key.type == "bool":
        return {"ja": True, "nee": False}.get(text, text)
    if key.type in ("int", "number"):
        return _number(text, "uur" if key.name in HOURS else "jaar")
    return text


def _number(text: str, unit: str) -> Any:
    number = read_number(text, unit)
    if number is None:
        return text
    return int(number) if number.is_integer() else number


def _sentence(text: str) -> str:
    return f"{first_upper(text)}."
