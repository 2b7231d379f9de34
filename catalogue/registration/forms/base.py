"""What all steps share: a form that is bound to stored answers and returns whatever is posted."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from catalogue.registration.completeness import CONTACT_FIELDS, REQUIRED_FIELDS
from catalogue.registration.conversion import Answers, clean_text
from catalogue.registration.conversion.parts import normalised
from catalogue.text.dutch import read_date
from catalogue.text.folding import slugify

YES_NO = (("", "niet ingevuld"), ("ja", "ja"), ("nee", "nee"))


class StepForm(forms.Form):
    """One step, bound to the answers of the whole form; `by_editors`: the redactie writes it.

    `groups` are its fields as the page shows them: pairs of a heading ("" for none) and names.
    """

    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()
    #: Fields that only apply when the question before them is not answered with "nee".
    dependent: frozenset[str] = frozenset()
    template = "catalogue/registration/step_fields.html"

    def __init__(self, answers: Mapping[str, Any], *, by_editors: bool = False, search: str = ""):
        self.answers, self.by_editors, self.search = answers, by_editors, search
        rows = {name: value if isinstance(value, list) else [value] for name, value in answers.items()}
        super().__init__(MultiValueDict(rows))
        self.build_fields()
        for name, value in self.defaults().items():
            if not answers.get(name):
                self.data.setlist(name, [value])
        for field in self.fields.values():
            field.required = False
            field.widget.is_required = False

    def build_fields(self) -> None:
        """Adds the fields that depend on the answers."""

    def defaults(self) -> dict[str, str]:
        """The option selected at first, per field; leaving it selected is no answer."""
        return {}

    @property
    def rows(self) -> list[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """Per group its heading, and each field with its label for optional ("" for none)."""
        return [
            (heading, [(self[name], self._mark(name)) for name in names]) for heading, names in self.groups
        ]

    def _mark(self, name: str) -> str:
        """ "niet verplicht", except for required fields and questions that offer "nee"."""
        asks = isinstance(self.fields[name], forms.ChoiceField | forms.BooleanField)
        return "" if asks or name in REQUIRED_FIELDS | CONTACT_FIELDS else "niet verplicht"

    @classmethod
    def grow_for(cls, answers: Mapping[str, Any], data: QueryDict) -> Mapping[str, Any]:
        """The stored answers, with the extra rows of `data` in a step that grows."""
        return answers

    def answers_from(self, data: QueryDict) -> Answers:
        """The answers of this step as typed; a text field that is not in `data` keeps its answer."""
        found = {name: self._posted(name, field, data) for name, field in self.fields.items()}
        unchanged = {name for name, value in self.defaults().items() if found[name] == value}
        return {
            name: "" if name in unchanged and not self.answers.get(name) else value
            for name, value in found.items()
        }

    def _posted(self, name: str, field: forms.Field, data: QueryDict) -> Any:
        if isinstance(field, forms.MultipleChoiceField):
            return list(dict.fromkeys(clean_text(data.getlist(name))))
        if isinstance(field, forms.BooleanField):
            return "ja" if data.get(name) else ""
        return clean_text(data[name]) if name in data else self.answers.get(name, "")

    def differences(self, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[str]:
        """The fields of this step in which two sets of answers differ."""
        return [
            name for name in self.fields if normalised(theirs.get(name, "")) != normalised(mine.get(name, ""))
        ]

    def label_of(self, name: str) -> str:
        """The label of a field where it is shown outside its group."""
        return str(self.fields[name].label)

    def display_answer(self, name: str, answer: object) -> str:
        """An answer as Dutch text."""
        choices = dict(getattr(self.fields[name], "choices", ()))
        values = answer if isinstance(answer, list) else [answer]
        words = [str(choices.get(value, value)) for value in values if value]
        return ", ".join(words) or "niets ingevuld"

    def check_range(self, least: str, most: str) -> None:
        low, high = self.cleaned_data.get(least), self.cleaned_data.get(most)
        if low is not None and high is not None and low > high:
            self.add_error(most, "Dit is minder dan het minimum.")


def text_field(label: str, help_text: str = "", *, longest: int = 4000, **attrs: Any) -> forms.CharField:
    """A line of text; more than `longest` characters is an error, but is stored."""
    field = forms.CharField(label=label, help_text=help_text, max_length=longest, strip=True)
    field.widget.attrs.pop("maxlength", None)
    field.widget.attrs |= attrs
    return field


def textarea_field(label: str, help_text: str = "", *, rows: int = 4, longest: int = 8000) -> forms.CharField:
    field = forms.CharField(
        label=label, help_text=help_text, max_length=longest, widget=forms.Textarea(attrs={"rows": rows})
    )
    field.widget.attrs.pop("maxlength", None)
    return field


def checkbox_field(label: str, help_text: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=help_text)


class YesNoField(forms.ChoiceField):
    """Ja, nee or no answer; cleans to True, False or None."""

    def __init__(self, label: str, help_text: str = ""):
        super().__init__(label=label, help_text=help_text, choices=YES_NO, widget=forms.RadioSelect)

    def clean(self, value):
        return {"ja": True, "nee": False}.get(super().clean(value))


class LinesField(forms.CharField):
    """Short texts, one per line; cleans to a list. With `words` each needs a letter."""

    def __init__(self, label: str, help_text: str = "", *, longest: int, rows: int = 3, words: bool = False):
        super().__init__(label=label, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows}))
        self.longest, self.words = longest, words

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        lines = [line.strip(" \t-•*") for line in super().clean(value).split("\n")]
        lines = list(dict.fromkeys(filter(None, lines)))
        for line in lines:
            if len(line) > self.longest:
                raise forms.ValidationError(f"“{line[:40]}…” is langer dan {self.longest} tekens.")
            if self.words and not slugify(line):
                raise forms.ValidationError(f"“{line}” heeft geen letters. Schrijf het in letters.")
        return lines


class DutchNumberField(forms.FloatField):
    """A number with a decimal comma, in a text input so that an invalid one is shown again."""

    def __init__(self, label: str, help_text: str = "", *, most: float = 1000):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 8})
        super().__init__(
            label=label, help_text=help_text, min_value=0, max_value=most, localize=True, widget=widget
        )

    def clean(self, value):
        number = super().clean(value)
        return int(number) if number is not None and number.is_integer() else number


class WholeNumberField(forms.IntegerField):
    def __init__(self, label: str, help_text: str = "", *, least: int = 0, most: int = 32767):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "size": 8})
        super().__init__(label=label, help_text=help_text, min_value=least, max_value=most, widget=widget)


class DutchDateField(forms.DateField):
    def __init__(self, label: str, help_text: str = ""):
        widget = forms.DateInput(attrs={"placeholder": "dd-mm-jjjj", "autocomplete": "off"})
        super().__init__(
            label=label,
            help_text=help_text,
            widget=widget,
            input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
            error_messages={"invalid": "Dit is geen datum. Een voorbeeld: 31-12-2026 of 31 december 2026."},
        )

    def to_python(self, value):
        return read_date(value or "") or super().to_python(value)
