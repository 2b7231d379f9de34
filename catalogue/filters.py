"""What the query string of the catalogue list asks: checked, and turned into a queryset."""

import difflib
from functools import cached_property

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F

from catalogue import facets
from catalogue.facets import FACETS
from catalogue.folding import fold
from catalogue.models import Intervention, Region
from catalogue.models.interventions import plain_order
from catalogue.search.query import Query, understand

ORDERS = {
    "relevantie": "relevantie",
    "naam": "naam",
    "geverifieerd": "laatst geverifieerd",
    "tabel": "plaats in de tabel",
}
VIEWS = {"kaarten": "kaarten", "tabel": "tabel"}
UNKNOWN = "“%(value)s” kennen we niet. Deze keuze telt nu niet mee."


class Ticks(django_filters.MultipleChoiceFilter):
    """A facet of which a visitor may tick several values; an item fits when it has one of them."""

    def __init__(self, name: str):
        self.facet = FACETS[name]
        super().__init__(label=self.facet.title, error_messages={"invalid_choice": UNKNOWN})

    def filter(self, items, values):
        return self.facet.narrow(items, values) if values else items


class Presentation(django_filters.ChoiceFilter):
    """A choice of how the items are shown; it leaves which items alone."""

    def __init__(self, label: str, choices: dict[str, str]):
        super().__init__(
            label=label, choices=list(choices.items()), error_messages={"invalid_choice": UNKNOWN}
        )

    def filter(self, items, value):
        return items


class QueryForm(forms.Form):
    """Adds to the form of the filters what only the database can check."""

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


class InterventionFilter(django_filters.FilterSet):
    """The filters of the list: one value or another within a facet, all facets together.

    A filter with a value that does not exist is an error of the form and does not take part; the others do.
    """

    q = django_filters.CharFilter(label="Zoekwoorden", method="with_words", max_length=200)
    gemeente = django_filters.CharFilter(label="Gemeente", method="within_reach", max_length=100)
    niveau = Ticks("niveau")
    doel = Ticks("doel")
    doelgroep = Ticks("doelgroep")
    aanpak = Ticks("aanpak")
    uitstroom = Ticks("uitstroom")
    kinderopvang = Ticks("kinderopvang")
    nazorg = Ticks("nazorg")
    taalles = Ticks("taalles")
    publiek = Ticks("publiek")
    soort = Ticks("soort")
    erkenning = Ticks("erkenning")
    volgorde = Presentation("Volgorde", ORDERS)
    weergave = Presentation("Weergave", VIEWS)
    letterlijk = Presentation("Letterlijk", {"ja": "ja"})

    class Meta:
        model = Intervention
        form = QueryForm
        fields: list[str] = []

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        self.everything = facets.everything(queryset)
        for name in FACETS:
            words = self.everything[name]
            self.filters[name].extra["choices"] = [(word.value, word.label) for word in words]
        self.form.municipality_names = self.municipality_names
        self.form.is_valid()

    @property
    def municipality_names(self) -> tuple[str, ...]:
        return tuple(word.value for word in self.everything["gemeente"])

    @property
    def asked(self) -> dict:
        """The filters that take part, by name, with their checked values."""
        checked = self.form.cleaned_data.items()
        return {
            name: value
            for name, value in checked
            if value and not isinstance(self.filters[name], Presentation)
        }

    def chosen(self, name: str, default: str) -> str:
        """The checked value of one Presentation."""
        return self.form.cleaned_data.get(name) or default

    def found(self, *, but: str | None = None):
        """The items that fit; with `but`, as if that one filter was not there."""
        items = self.queryset
        for name, value in self.asked.items():
            if name != but:
                items = self.filters[name].filter(items, value)
        return items

    @property
    def order(self) -> str:
        """The checked order; without words there is no relevance."""
        default = "relevantie" if self.words else "naam"
        order = self.chosen("volgorde", default)
        return default if order == "relevantie" else order

    def in_order(self, items):
        """`items` in the chosen order; relevance is a matter of `catalogue.search.ranking`."""
        if self.order == "tabel":
            return items.order_by(F("table_position").asc(nulls_last=True), "source_ref")
        by_name = plain_order("sort_name"), plain_order("source_ref")
        if self.order == "geverifieerd":
            return items.order_by(F("verified_on").desc(nulls_last=True), *by_name)
        return items.order_by(*by_name)

    @cached_property
    def words(self) -> Query:
        """What the words of the question ask; any of them will do when no item has them all."""
        text = self.asked.get("q")
        if not text:
            return Query((), ())
        query = understand(text, literally=bool(self.chosen("letterlijk", "")))
        several = len(query.units) > 1
        return query.with_any() if several and not self.queryset.answering(query).exists() else query

    def with_words(self, items, name, text):
        return items.answering(self.words)

    def within_reach(self, items, name, municipality):
        return items.within_reach(municipality)
