"""Who can take part: questions that are each one leaf of the condition tree."""

from django import forms

from catalogue.documents.fields import BY_KEY
from catalogue.registration import questions
from catalogue.registration.forms.base import (
    LinesField,
    StepForm,
    WholeNumberField,
    checkbox_field,
    text_field,
    textarea_field,
)

LEVELS = tuple(BY_KEY["language_to"].choices)


class ConditionsStepForm(StepForm):
    women_why = text_field(
        "Waarom?", "Bijvoorbeeld: in een groep met alleen vrouwen praten zij vrijer.", longest=300
    )
    age_min = WholeNumberField("Leeftijd, vanaf", least=12, most=100)
    age_max = WholeNumberField("Leeftijd, tot en met", least=12, most=100)
    hours_needed = WholeNumberField("Hoeveel uur per week moet zij kunnen?", most=40)
    language_to = forms.ChoiceField(
        label="Tot welk niveau Nederlands is het bedoeld?", widget=forms.RadioSelect,
        choices=[("", "geen grens, of niet ingevuld"), *((level, f"tot en met {level}") for level in LEVELS)],
    )  # fmt: skip
    own_transport = checkbox_field("Eigen vervoer is nodig")
    residence_permit = checkbox_field("Een geldige verblijfsvergunning is nodig")
    certificate = checkbox_field("Een verklaring omtrent het gedrag (VOG) is nodig")
    other_conditions = LinesField(
        "Andere voorwaarden", "Eén op een regel. De klantmanager bespreekt deze zelf.", longest=1000, rows=4
    )
    asks_of_participant = textarea_field(
        "Wat vraagt het van haar?", "Bijvoorbeeld: elke week oefenen, ook thuis.", rows=3
    )

    dependent = frozenset({*(choice.strength for choice in questions.CHOICES), "women_why"})
    groups = (
        ("Vrouwen", ("women", "women_strength", "women_why")),
        ("Leeftijd en tijd", ("age_min", "age_max", "hours_needed")),
        ("Taal", ("language", "language_strength", "language_to", "low_literate", "low_literate_strength")),
        ("Thuis", ("children", "children_strength", "care_arranged", "care_arranged_strength")),
        ("Inkomen", ("benefit", "benefit_strength")),
        ("Verblijf", ("newcomer", "newcomer_strength", "residence_permit")),
        ("Wat er nog meer nodig is", (
            "own_transport", "certificate", "other_conditions", "asks_of_participant",
        )),
    )  # fmt: skip

    def build_fields(self):
        for choice in questions.CHOICES:
            options = [("", "nee, niet nodig"), *((row.value, row.label) for row in choice.options)]
            self.fields[choice.name] = forms.ChoiceField(
                label=choice.label, choices=options, widget=forms.RadioSelect, help_text=choice.help
            )
            self.fields[choice.strength] = forms.ChoiceField(
                label="Is dat een eis?", choices=questions.STRENGTHS, widget=forms.RadioSelect
            )

    def label_of(self, name):
        asked = name.removesuffix("_strength")
        return (
            f"{self.fields[asked].label} {self.fields[name].label}"
            if asked != name
            else super().label_of(name)
        )

    def defaults(self):
        return {choice.strength: "required" for choice in questions.CHOICES}

    def clean(self):
        self.check_range("age_min", "age_max")
        return self.cleaned_data
