"""The query string of the list as a form: what it may ask, and the messages for what it may not."""

from collections.abc import Collection

from django import forms
from django.http import QueryDict

from catalogue.browse.facets import FACETS
from catalogue.browse.item_index import ItemIndex
from catalogue.places.fields import MunicipalityField

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


class FacetField(forms.MultipleChoiceField):
    """Some of the values that items have in a facet."""

    def __init__(self, label: str, values: Collection[str]):
        super().__init__(label=label, required=False, error_messages={"invalid_choice": UNKNOWN})
        self._values = values

    def valid_value(self, value: str) -> bool:
        return value in self._values


class ListForm(forms.Form):
    """One question. A field with a value that does not exist is an error and takes no part; the others do."""

    q = forms.CharField(label="Zoekwoorden", required=False, max_length=200)
    gemeente = MunicipalityField(label="Gemeente", required=False)

    def __init__(self, data: QueryDict, index: ItemIndex):
        super().__init__(data)
        self.fields["gemeente"].stamp = index.stamp
        for name, facet in FACETS.items():
            self.fields[name] = FacetField(facet.title, index.values(name))
        for name, choices in PRESENTATION.items():
            self.fields[name] = forms.ChoiceField(
                label=name.capitalize(),
                choices=list(choices.items()),
                required=False,
                error_messages={"invalid_choice": UNKNOWN},
            )
