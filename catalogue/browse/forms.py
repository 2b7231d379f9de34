"""The query string of the list as a form: what it may ask, and the messages for what it may not."""

import difflib
from collections.abc import Collection

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from catalogue.browse.facets import FACETS
from catalogue.browse.item_index import ItemIndex
from catalogue.models import Region
from catalogue.text.folding import fold

ORDERS = {
    "relevantie": "relevantie",
    "naam": "naam",
    "geverifieerd": "laatst geverifieerd",
    "tabel": "zoals in het onderzoek",
}
VIEWS = {"kaarten": "kaarten", "tabel": "tabel"}
#: How the items are shown; these leave alone which items are found.
PRESENTATION = {"volgorde": ORDERS, "weergave": VIEWS, "letterlijk": {"ja": "ja"}}
#: All that the list can be asked, in the order of its address.
NAMES = ("q", "gemeente", *FACETS, *PRESENTATION)
UNKNOWN = "“%(value)s” kennen we niet. Deze keuze telt nu niet mee."


class MunicipalityLookup(forms.Form):
    """A form with a field `gemeente`, of which the cleaned value is a Region, or None when it is empty."""

    municipality_names: tuple[str, ...] = ()

    def clean_gemeente(self) -> Region | None:
        name = self.cleaned_data["gemeente"]
        if not name:
            return None
        found = list(Region.objects.named(name).select_related("labour_region", "province")[:3])
        if len(found) == 1:
            return found[0]
        if found:
            names = " of ".join(region.short_name for region in found)
            raise ValidationError(f"Er is meer dan één gemeente {name}. Kies {names}.")
        raise ValidationError(f"We kennen geen gemeente “{name}”. {self._did_you_mean(name)}")

    def _did_you_mean(self, name: str) -> str:
        folded = {fold(known): known for known in self.municipality_names}
        close = difflib.get_close_matches(fold(name), folded, n=1, cutoff=0.7)
        return f"Bedoel je {folded[close[0]]}?" if close else "Kies er een uit de lijst."


class FacetField(forms.MultipleChoiceField):
    """Some of the values that items have in a facet."""

    def __init__(self, label: str, values: Collection[str]):
        super().__init__(label=label, required=False, error_messages={"invalid_choice": UNKNOWN})
        self._values = values

    def valid_value(self, value: str) -> bool:
        return value in self._values


class ListForm(MunicipalityLookup):
    """One question. A field with a value that does not exist is an error and takes no part; the others do."""

    q = forms.CharField(label="Zoekwoorden", required=False, max_length=200)
    gemeente = forms.CharField(label="Gemeente", required=False, max_length=100)

    def __init__(self, data: QueryDict, index: ItemIndex):
        super().__init__(data)
        self.municipality_names = index.municipality_names
        for name, facet in FACETS.items():
            self.fields[name] = FacetField(facet.title, index.values(name))
        for name, choices in PRESENTATION.items():
            self.fields[name] = forms.ChoiceField(
                label=name.capitalize(),
                choices=list(choices.items()),
                required=False,
                error_messages={"invalid_choice": UNKNOWN},
            )
