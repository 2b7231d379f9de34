"""Results, each with its year and its source."""

import re

from django import forms

from catalogue.models import Result
from catalogue.registration.forms.base import StepForm, WholeNumberField, text_field, textarea_field

EMPTY_ROWS, MAX_RESULTS = 2, 30
#: The field of a result's text; anyone may post other numbers.
_TEXT = re.compile(r"result_text-[0-9]{1,2}")


class ResultsStepForm(StepForm):
    """The results, and two empty rows for more."""

    template = "catalogue/registration/step_results.html"

    @classmethod
    def grow_for(cls, answers, data):
        texts = {name: value for name, value in data.items() if name.startswith("result_text-")}
        return {**answers, **{name: value for name, value in texts.items() if name not in answers}}

    def build_fields(self):
        filled = [
            int(name.partition("-")[2])
            for name, value in self.answers.items()
            if _TEXT.fullmatch(name) and str(value).strip()
        ]
        count = min(max(filled, default=-1) + 1 + EMPTY_ROWS, MAX_RESULTS)
        for number in range(max(count, EMPTY_ROWS)):
            self.fields[f"result_text-{number}"] = textarea_field(
                "Wat is het resultaat?",
                "Bijvoorbeeld: 12 van de 20 vrouwen vonden binnen een jaar werk.",
                rows=2,
            )
            self.fields[f"result_kind-{number}"] = forms.ChoiceField(
                label="Is het behaald, of is het jullie doel?",
                choices=Result.Kind.choices,
                widget=forms.RadioSelect,
            )
            self.fields[f"result_year-{number}"] = WholeNumberField("Over welk jaar?", least=1950, most=2100)
            self.fields[f"result_source-{number}"] = text_field(
                "Waar staat dat?", "De bron: een onderzoek, een jaarverslag of eigen registratie.", longest=80
            )

    def label_of(self, name):
        return f"Resultaat {int(name.partition('-')[2]) + 1}: {self.fields[name].label}"

    def defaults(self):
        return {name: "result" for name in self.fields if name.startswith("result_kind-")}

    @property
    def results(self) -> list[list[forms.BoundField]]:
        numbers = [name.partition("-")[2] for name in self.fields if name.startswith("result_text-")]
        kinds = ("text", "kind", "year", "source")
        return [[self[f"result_{kind}-{number}"] for kind in kinds] for number in numbers]
