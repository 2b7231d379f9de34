"""What is asked of an organisation that registers, and of a colleague who is invited."""

from django import forms


class NewOrganisationForm(forms.Form):
    name = forms.CharField(
        label="Naam van de organisatie",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    website = forms.URLField(
        label="Website",
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text="Bijvoorbeeld www.jouworganisatie.nl",
    )
    about = forms.CharField(
        label="Wat doet de organisatie?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Een of twee zinnen.",
    )
    agree = forms.BooleanField(
        label="Ik weet dat wat we aanmelden voor iedereen te lezen is, na controle door de redactie."
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label="E-mailadres van je collega",
        max_length=254,
        help_text="Je collega krijgt een mail met een link.",
    )
