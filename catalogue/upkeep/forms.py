from typing import Any

from django import forms

from catalogue.models import ErrorReport
from catalogue.text.contact_patterns import LONG_NUMBER, MAIL_ADDRESS


class ErrorReportForm(forms.Form):
    """A report of an error in an item, without data of the visitor.

    Text that looks personal is refused until the visitor ticks that it is of an organisation.
    """

    text = forms.CharField(
        label="Wat klopt er niet?",
        help_text="Bijvoorbeeld: de cursus bestaat niet meer, of het adres is veranderd. "
        "Noem geen namen van inwoners.",
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Schrijf op wat er niet klopt.",
            "min_length": "Schrijf iets meer op, zodat we weten wat we moeten nakijken.",
        },
    )
    # Honeypot: invisible, so that only programs fill it in.
    website = forms.CharField(label="Laat dit veld leeg", required=False)
    no_person = forms.BooleanField(
        label="Dit adres of nummer is van een organisatie, niet van een persoon", required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.looks_personal and not cleaned.get("no_person"):
            self.add_error(
                "text",
                "Er staat een mailadres of een lang nummer in. Haal het weg als het van een persoon is. "
                "Is het van een organisatie? Zet dan onderaan een vinkje.",
            )
        return cleaned

    @property
    def looks_personal(self) -> bool:
        text = self.data.get("text", "")[: self.fields["text"].max_length]
        return bool(MAIL_ADDRESS.search(text) or LONG_NUMBER.search(text))

    @property
    def is_spam(self) -> bool:
        return bool(self.data.get("website"))


class CloseReportForm(forms.Form):
    """The outcome of a report, and what was done."""

    state = forms.ChoiceField(
        label="Hoe liep het af?",
        choices=[
            (ErrorReport.State.FIXED, "Het klopte niet en is hersteld"),
            (ErrorReport.State.WAS_CORRECT, "Het klopte toch"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe het afliep."},
    )
    answer = forms.CharField(
        label="Wat is ermee gedaan?",
        help_text="Kort, voor je collega's. Noem geen namen van inwoners.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Schrijf kort op wat ermee is gedaan."},
    )
