"""The steps that are a fixed list of fields."""

import re

from django import forms

from catalogue.documents.schema import schema
from catalogue.models import Intervention
from catalogue.registration.fixed_terms import FIXED_APPROACHES, FIXED_GOALS
from catalogue.registration.forms.base import (
    DutchDateField,
    DutchNumberField,
    LinesField,
    StepForm,
    WholeNumberField,
    YesNoField,
    checkbox_field,
    text_field,
    textarea_field,
)
from catalogue.text import labels

MAILBOX = re.compile(schema()["properties"]["mailbox"]["pattern"])


def _capital(words):
    return [(word, word.capitalize()) for word in words]


class WebField(forms.URLField):
    """A URL, in a text input; "www.voorbeeld.nl" is accepted."""

    def __init__(self, label: str, help_text: str = "", *, longest: int = 400):
        widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
        super().__init__(label=label, help_text=help_text, assume_scheme="https", widget=widget)
        self.longest = longest
        self.error_messages["invalid"] = "Dit is geen adres van een webpagina. Begin met https://."

    def clean(self, value):
        address = super().clean(value)
        if address and not address.startswith(("http://", "https://")):
            raise forms.ValidationError(self.error_messages["invalid"])
        if len(address) > self.longest:
            raise forms.ValidationError(f"Dit adres is langer dan {self.longest} tekens.")
        return address


class OrganisationStepForm(StepForm):
    name = text_field("Naam van het traject", longest=200, autocomplete="off")
    kind = forms.ChoiceField(label="Wat voor aanbod is het?", widget=forms.RadioSelect)
    partners = textarea_field(
        "Samenwerkingspartners", "Met wie werken jullie samen? Noem organisaties, geen personen.", rows=3
    )
    url = WebField("Link naar informatie", "Een pagina over dit traject. Geen website? Laat dit leeg.")
    mailbox = text_field(
        "E-mailadres voor aanmelden en vragen",
        "Een algemeen adres van de organisatie, ook een gratis adres. Liever geen naam van een medewerker.",
        longest=254, inputmode="email", autocomplete="off",
    )  # fmt: skip
    contact_form = WebField(
        "Of een contactformulier", "Het adres van de pagina waar iemand een bericht achterlaat."
    )
    address_secret = checkbox_field(
        "Ons adres is geheim",
        "Bijvoorbeeld bij opvang. Vink dit eerst aan: dan bewaren wij het adres nergens.",
    )
    visiting_address = text_field("Bezoekadres", longest=300, autocomplete="off")
    groups = (
        ("", ("name", "kind", "partners")),
        ("Contact: vul er minstens één in", ("url", "mailbox", "contact_form")),
        ("Adres", ("address_secret", "visiting_address")),
    )

    def build_fields(self):
        self.fields["kind"].choices = [
            (value, str(label).capitalize()) for value, label in Intervention.Kind.choices
        ]

    def answers_from(self, data):
        """The posted answers without a secret address: it is dropped before anything stores it."""
        found = super().answers_from(data)
        return {**found, "visiting_address": ""} if found["address_secret"] else found

    def clean_mailbox(self):
        name, at, domain = self.cleaned_data["mailbox"].strip().rpartition("@")
        address = f"{name}{at}{domain.lower()}"
        if address and not MAILBOX.fullmatch(address):
            raise forms.ValidationError("Dit is geen e-mailadres. Een voorbeeld: info@organisatie.nl.")
        forms.EmailField(required=False).clean(address)
        return address


class DescriptionStepForm(StepForm):
    summary = textarea_field(
        "Korte samenvatting", "Twee of drie zinnen: wat doet een vrouw bij jullie, en wat heeft zij eraan?"
    )
    aim = textarea_field("Doel in jullie woorden", "Wat wil je met dit traject bereiken?", rows=3)
    goals = forms.MultipleChoiceField(
        label="Waaraan werken jullie?", choices=_capital(FIXED_GOALS), widget=forms.CheckboxSelectMultiple,
        help_text="Kies er minstens één, of schrijf er zelf een op. Klantmanagers zoeken met deze woorden.",
    )  # fmt: skip
    goals_own = LinesField(
        "Een ander doel", "In één of twee woorden, één op een regel.", longest=80, words=True, rows=2
    )
    working_method = textarea_field(
        "Werkwijze en activiteiten", "Wat gebeurt er, in welke volgorde en met wie?", rows=7
    )
    approaches = forms.MultipleChoiceField(
        label="Hoe doen jullie dat?", choices=_capital(FIXED_APPROACHES), widget=forms.CheckboxSelectMultiple
    )
    approaches_own = LinesField(
        "Op een andere manier", "In één of twee woorden, één op een regel.", longest=80, words=True, rows=2
    )
    phases = forms.MultipleChoiceField(
        label="Voor welk stuk van de weg naar werk is het?",
        choices=[(value, label.capitalize()) for value, label in labels.PHASES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    outcomes = forms.MultipleChoiceField(
        label="Waar leidt het naartoe?",
        choices=[(value, label.capitalize()) for value, label in labels.OUTCOMES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    groups = (
        ("", ("summary",)),
        ("Doel", ("aim", "goals", "goals_own")),
        ("Werkwijze", ("working_method", "approaches", "approaches_own")),
        ("Weg naar werk", ("phases", "outcomes")),
    )


class AudienceStepForm(StepForm):
    target_groups = LinesField(
        "Doelgroep",
        "In je eigen woorden, bijvoorbeeld: moeders met jonge kinderen in de bijstand. Eén op een regel.",
        longest=200,
    )  # fmt: skip
    audience = forms.MultipleChoiceField(
        label="Wie doet er mee?", choices=_capital(labels.AUDIENCES), widget=forms.CheckboxSelectMultiple
    )
    groups = (("", ("target_groups", "audience")),)

    def build_fields(self):
        self.fields["audience"].choices = [
            (value, label.capitalize()) for value, label in labels.AUDIENCES.items()
        ]


class PracticalStepForm(StepForm):
    duration_text = text_field(
        "Hoe lang duurt het?", "Bijvoorbeeld: een half jaar, één dag per week.", longest=1000
    )
    duration_weeks_min = DutchNumberField("Weken, minstens")
    duration_weeks_max = DutchNumberField("Weken, hoogstens")
    hours_per_week_min = DutchNumberField("Uren per week, minstens", most=168)
    hours_per_week_max = DutchNumberField("Uren per week, hoogstens", most=168)
    sessions = WholeNumberField("Aantal bijeenkomsten")
    group = YesNoField("In een groep")
    individual = YesNoField("Een-op-een begeleiding")
    childcare = YesNoField("Is er kinderopvang bij?")
    aftercare = YesNoField("Is er nazorg?")
    language_lessons = YesNoField("Zit er taalles bij?")
    work_experience_place = YesNoField("Is er een werkervaringsplek?")
    benefit_kept = YesNoField("Kan het met behoud van uitkering?")
    costs_participant = text_field(
        "Kosten voor de deelneemster", "Bijvoorbeeld: geen, of € 15 voor het boek.", longest=1000
    )
    referral = text_field(
        "Hoe meldt iemand zich aan?", "Bijvoorbeeld: zelf bellen, of via de klantmanager.", longest=1000
    )
    start_moments = text_field(
        "Wanneer begint het?", "Bijvoorbeeld: elke eerste maandag van de maand.", longest=1000
    )
    places = WholeNumberField("Vrije plaatsen")
    as_of = DutchDateField("Peildatum", "Op welke dag klopte dit aantal?")
    full_until = DutchDateField("Vol tot", "Vul dit in als er nu geen plaats is.")
    paused = checkbox_field("Het traject staat nu op pauze")
    funding_until = DutchDateField(
        "Financiering zeker tot", "Zo weet een klantmanager of het straks nog loopt."
    )
    groups = (
        ("Hoe lang", (
            "duration_text", "duration_weeks_min", "duration_weeks_max", "hours_per_week_min",
            "hours_per_week_max", "sessions",
        )),
        ("Wat erbij hoort", (
            "group", "individual", "childcare", "aftercare", "language_lessons", "work_experience_place",
            "benefit_kept",
        )),
        ("Meedoen", ("costs_participant", "referral", "start_moments")),
        ("Plaats en zekerheid", ("places", "as_of", "full_until", "paused", "funding_until")),
    )  # fmt: skip

    def clean(self):
        self.check_range("duration_weeks_min", "duration_weeks_max")
        self.check_range("hours_per_week_min", "hours_per_week_max")
        undated = not (self.cleaned_data.get("as_of") or "as_of" in self.errors)
        if undated and self.cleaned_data.get("places") is not None:
            self.add_error("as_of", "Vul in op welke dag dit aantal klopte.")
        return self.cleaned_data


class OtherStepForm(StepForm):
    other = textarea_field("Overige informatie", "Wat hoort een klantmanager nog te weten?", rows=5)
    handbook = YesNoField("Is er een handboek of lesmateriaal?")
    transferability = textarea_field(
        "Kan een andere gemeente het ook gebruiken?", "Wat is daarvoor nodig?", rows=3
    )
    cost_per_place = text_field("Kosten per plaats voor de gemeente", longest=1000)
    contract_here = text_field("Contract of subsidie", "Met welke gemeente is er een afspraak?", longest=1000)
    groups = (
        ("", ("other",)),
        ("Voor gemeenten", ("handbook", "transferability", "cost_per_place", "contract_here")),
    )
