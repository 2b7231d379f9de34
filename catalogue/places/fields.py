"""The field in which a person types a municipality, or a place in it."""

from typing import Any

from django import forms

from catalogue.models import Region
from catalogue.places.lookup import PlaceOption, look_up

#: Behind the name of the field: the button of one option, which then stands for what was typed.
CHOSEN = "-kies"


class PlaceInput(forms.TextInput):
    """A text field whose value is that of the pressed button, if one was."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name + CHOSEN) or super().value_from_datadict(data, files, name)


class MunicipalityField(forms.CharField):
    """What is typed is looked up; its cleaned value is a Region, or None when it is empty.

    When it is not one municipality, `offered` holds the options; the template shows them as buttons.
    `stamp` is that of the catalogue, if the page knows it.
    """

    widget = PlaceInput
    offered: tuple[PlaceOption, ...] = ()
    stamp = ""

    def __init__(self, **kwargs: Any):
        super().__init__(**{"max_length": 100, **kwargs})
        self.widget.attrs |= {"list": "gemeenten", "autocomplete": "off"}

    def clean(self, value: Any) -> Region | None:
        text = super().clean(value)
        if not text:
            return None
        place = look_up(text, self.stamp)
        self.offered = place.options
        if not place.code:
            raise forms.ValidationError(place.message)
        places = Region.objects.municipalities().select_related("labour_region", "province")
        return places.get(code=place.code)
