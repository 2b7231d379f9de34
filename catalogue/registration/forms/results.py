"""Results, each with its year and its source."""

import re

from django import forms

from catalogue.models import Result
from catalogue.registration.forms.base import StepForm, WholeField, area, text

MORE, MOST = 2, 30
#: The field of a result's text, as the form names it; anyone may post another number.
_TEXT = re.compile(r"result_text-[0-9]{1,2}")


class ResultsForm(StepForm):
    """As many results as there are, and room for two more."""

    template = "catalogue/registration/step_results.html"

    @classmethod
    def roomy(cls, answers, data):
        texts = {name: said for name, said in data.items() if name.startswith("result_text-")}
        return {**answers, **{name: said for name, said in texts.items() if name not in answers}}

    def shape(self):
        filled = [
            int(name.partition("-")[2])
            for name, said in self.answers.items()
            if _TEXT.fullmatch(name) and str(said).strip()
        ]
        count = min(max(filled, default=-1) + 1 + MORE, MOST)
        for number in range(max(count, MORE)):
            self.fields[f"result_text-{number}"] = area(
                "Wat is het resultaat?",
                "Bijvoorbeeld: 12 van de 20 vrouwen vonden binnen een jaar werk.",
                rows=2,
            )
            self.fields[f"result_kind-{number}"] = forms.ChoiceField(
                label="Is het behaald, of is het jullie doel?",
                choices=Result.Kind.choices,
                widget=forms.RadioSelect,
            )
            self.fields[f"result_year-{number}"] = WholeField("Over welk jaar?", least=1950, most=2100)
            self.fields[f"result_source-{number}"] = text(
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
