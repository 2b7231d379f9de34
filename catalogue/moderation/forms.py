"""The forms of the redactie."""

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms

from catalogue.documents.fields import FIELDS
from catalogue.models import Event
from catalogue.moderation.actions import Decision
from catalogue.revisions.checklist import ANSWERS, LONGEST_REMARK, keys
from catalogue.revisions.merging import SIDES


class DecisionForm(forms.Form):
    """One of the three decisions about the edit that the page showed."""

    edit_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    besluit = forms.ChoiceField(choices=Decision.choices, error_messages={"required": "Kies wat je besluit."})
    opmerking = forms.CharField(
        label="Bericht aan de organisatie",
        help_text="Verplicht bij terugsturen en afwijzen. De organisatie leest dit woord voor woord.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    @property
    def decision(self) -> dict[str, Any]:
        """The arguments of `actions.decide` in a valid form."""
        data = self.cleaned_data
        return {
            "decision": data["besluit"],
            "edit_number": data["edit_number"],
            "remark": data["opmerking"],
        }

    def refuse(self, faults: list[str]) -> None:
        """Adds the reasons of a refusal: to the message when that is missing, else to the form."""
        about_remark = self.cleaned_data["besluit"] != Decision.PUBLISH and not self.cleaned_data["opmerking"]
        for fault in faults:
            self.add_error("opmerking" if about_remark else None, fault)


class MergeForm(forms.Form):
    """The versions that the merge page showed."""

    public_version = forms.IntegerField(min_value=0)
    edit_number = forms.IntegerField(min_value=0)

    @property
    def versions(self) -> dict[str, int]:
        """Both version numbers; -1, which no version has, for one that was not posted."""
        self.full_clean()
        return {name: self.cleaned_data.get(name, -1) for name in self.fields}


class ArchiveForm(forms.Form):
    opmerking = forms.CharField(
        label="Waarom gaat dit naar het archief?",
        help_text="Verplicht. Het staat in de geschiedenis.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SlugFilter(django_filters.CharFilter):
    field_class = forms.SlugField


class EventFilter(django_filters.FilterSet):
    """Which events the query string asks for: `qs`; what it does not know is an error of `form`."""

    wat = django_filters.ChoiceFilter(
        field_name="action", label="Wat", choices=Event.Action.choices, empty_label="alles"
    )
    item = SlugFilter(field_name="source_ref", label="Sleutel van het item", max_length=60)

    class Meta:
        model = Event
        fields = []


def checklist_answers(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The answers and remarks of a posted checklist, by key of the criteria that were posted."""
    found = {}
    for key in keys():
        answer, remark = data.get(f"antwoord-{key}"), data.get(f"opmerking-{key}")
        if answer is not None or remark is not None:
            found[key] = {
                "answer": answer if answer in ANSWERS else "",
                "remark": (remark or "").replace("\x00", "").strip()[:LONGEST_REMARK],
            }
    return found


def chosen_sides(data: Mapping[str, Any]) -> dict[str, str]:
    """The chosen side per field of the merge page."""
    found = {key: data.get(f"veld-{key}") for key in FIELDS}
    return {key: side for key, side in found.items() if side in SIDES}
