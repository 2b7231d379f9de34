"""Where: national, or regions that are searched by name and ticked."""

from django import forms

from catalogue.documents.lifting import lifted_answers
from catalogue.models import Region
from catalogue.places.lookup import bare_name
from catalogue.registration.forms.base import StepForm

MAX_FOUND = 12


def key_of(region: Region) -> str:
    """How a ticked region is posted and stored: "municipality:GM0518"."""
    return region.key


def label_of(region: Region) -> str:
    return f"{region.short_name} ({region.get_level_display()})"


class PlacesStepForm(StepForm):
    scope = forms.ChoiceField(
        label="In heel Nederland, of in bepaalde plaatsen?",
        choices=[("plaatsen", "In bepaalde plaatsen"), ("landelijk", "In heel Nederland")],
        widget=forms.RadioSelect,
    )
    places_reached = forms.MultipleChoiceField(
        label="Plaatsen", widget=forms.CheckboxSelectMultiple,
        help_text="Gemeenten, arbeidsmarktregio’s of provincies. Zoek hieronder en vink aan wat klopt.",
    )  # fmt: skip
    elsewhere = forms.ChoiceField(
        label="Kan iemand van buiten deze plaatsen ook meedoen?",
        choices=[("", "niet ingevuld"), ("yes", "ja"), ("no", "nee"), ("unknown", "in overleg")],
        widget=forms.RadioSelect,
    )
    groups = (("", ("scope",)), ("In welke plaatsen?", ("places_reached", "elsewhere")))
    template = "catalogue/registration/step_places.html"

    def build_fields(self):
        ticked = self.answers.get("places_reached") or []
        wanted = {key.partition(":")[::2] for key in ticked if isinstance(key, str)}
        known = Region.objects.by_keys(wanted)
        rows = [region for key, region in known.items() if key == (region.level, region.code)]
        found = Region.objects.search(bare_name(self.search), MAX_FOUND)
        self.found = [region for region in found if region not in rows]
        choices = [(key_of(region), label_of(region)) for region in [*rows, *self.found]]
        self.fields["places_reached"].choices = choices

    def answers_from(self, data):
        """A form that was opened, or kept in the login page, before an upgrade may still name the regions."""
        return lifted_answers(super().answers_from(data))

    def clean(self):
        none = not (self.cleaned_data.get("places_reached") or "places_reached" in self.errors)
        if none and self.cleaned_data.get("scope") == "plaatsen":
            self.add_error("places_reached", "Zoek een plaats en vink die aan.")
        return self.cleaned_data
