"""What policy staff choose and type: an area, and for the memo the occasion and the size of the groups.

Nothing that is search_text is stored: the memo is made from the POST and handed back.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from catalogue.models import Intervention
from catalogue.places.fields import PlaceInput
from catalogue.places.lookup import PlaceOption
from matching import adapter as engine
from matching.policy.adapter import UnknownAreaError, find_area, policy_groups
from matching.policy.areas import NETHERLANDS, Area

TOO_LONG = "Houd het bij %(limit_value)d tekens. Dit zijn er %(show_value)d."
WHICH_AREA = "Gemeente, arbeidsmarktregio of provincie"
AREA_HELP = "Bijvoorbeeld Tilburg, arbeidsmarktregio Haaglanden of provincie Zeeland. Leeg is heel Nederland."


class AreaField(forms.CharField):
    """The name of an area; empty is the whole country. Its cleaned value is an Area.

    `offered` holds what the name may mean when it is not one area.
    """

    widget = PlaceInput
    offered: tuple[PlaceOption, ...] = ()

    def __init__(self, **kwargs: Any):
        super().__init__(required=False, max_length=100, error_messages={"max_length": TOO_LONG}, **kwargs)
        self.widget.attrs |= {"list": "gebieden", "autocomplete": "off"}

    def clean(self, value: Any) -> Area:
        text = super().clean(value)
        try:
            return find_area(text, engine.current().vocabulary)
        except UnknownAreaError as fault:
            self.offered = fault.options
            raise ValidationError(str(fault)) from fault


class AreaForm(forms.Form):
    """The choice in the address of the page: `gebied`, and `stopt`, the slug of an item that might stop."""

    gebied = AreaField(label=WHICH_AREA, help_text=AREA_HELP)
    stopt = forms.SlugField(required=False, max_length=120)

    @property
    def area(self) -> Area:
        """The chosen area; the whole country while the choice is not right."""
        return self.cleaned_data.get("gebied") or NETHERLANDS

    def clean_stopt(self) -> str:
        slug = self.cleaned_data["stopt"]
        if slug and not Intervention.objects.published().filter(slug=slug).exists():
            raise ValidationError("Dit aanbod kennen we niet. Kies er een uit de lijst.")
        return slug


class ComparisonForm(forms.Form):
    """Two areas."""

    gebied = AreaField(label="Eerste gebied")
    met = AreaField(label="Tweede gebied")

    @property
    def area(self) -> Area:
        return self.cleaned_data.get("gebied") or NETHERLANDS

    @property
    def versus(self) -> Area:
        return self.cleaned_data.get("met") or NETHERLANDS


@dataclass(frozen=True, slots=True)
class GroupFields:
    """The two fields of one target group, for the template."""

    label: str
    size: forms.BoundField
    source: forms.BoundField


class MemoForm(forms.Form):
    """The memo for the council. A size is only taken with its source: need without a source is hearsay."""

    gebied = AreaField(label=WHICH_AREA, help_text=AREA_HELP)
    aanleiding = forms.CharField(
        label="Aanleiding",
        required=False,
        max_length=2000,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Waarom komt dit nu bij de raad? Noem geen namen van personen.",
    )
    financien = forms.CharField(
        label="Financiën",
        required=False,
        max_length=2000,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wat jullie zelf weten van geld en plekken, met de bron.",
    )

    def __init__(self, data: Any = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        for group in policy_groups():
            self.fields[f"omvang-{group.slug}"] = forms.IntegerField(
                label="Aantal vrouwen",
                required=False,
                min_value=0,
                max_value=9_000_000,
                error_messages={
                    "invalid": "Vul een heel getal in, zonder punten: 1250.",
                    "min_value": "Een aantal is 0 of meer.",
                    "max_value": "Zo veel vrouwen wonen er niet in Nederland. Kijk het getal na.",
                },
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"bron-{group.slug}"] = forms.CharField(
                label="Bron en jaar", required=False, max_length=200, error_messages={"max_length": TOO_LONG}
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for group in policy_groups():
            size, source = f"omvang-{group.slug}", f"bron-{group.slug}"
            if cleaned.get(size) is not None and source in cleaned and not cleaned[source]:
                self.add_error(source, f"Noem de bron van het aantal bij “{group.label}”.")
            if size in cleaned and cleaned[size] is None and cleaned.get(source):
                self.add_error(size, f"Vul het aantal in bij “{group.label}”, of haal de bron weg.")
        return cleaned

    @property
    def group_fields(self) -> list[GroupFields]:
        return [
            GroupFields(group.label, self[f"omvang-{group.slug}"], self[f"bron-{group.slug}"])
            for group in policy_groups()
        ]

    @property
    def sizes(self) -> dict[str, tuple[int, str]]:
        """Per group its size and the source of that, where both were given."""
        found = {}
        for group in policy_groups():
            size = self.cleaned_data.get(f"omvang-{group.slug}")
            if size is not None:
                found[group.slug] = (size, self.cleaned_data[f"bron-{group.slug}"])
        return found
