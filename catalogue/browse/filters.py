"""What the query string of the catalogue list asks: checked, and turned into a queryset."""

import difflib
from collections.abc import Collection
from functools import cached_property

import django_filters
import numpy as np
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F

from catalogue.browse.facets import FACETS
from catalogue.browse.item_index import shelf_of
from catalogue.models import Intervention, Region
from catalogue.models.querysets import plain_order
from catalogue.search import ranking, vocabulary
from catalogue.search.candidates import filter_matching
from catalogue.search.query import Query, understand
from catalogue.text.folding import fold

ORDERS = {
    "relevantie": "relevantie",
    "naam": "naam",
    "geverifieerd": "laatst geverifieerd",
    "tabel": "zoals in het onderzoek",
}
VIEWS = {"kaarten": "kaarten", "tabel": "tabel"}
UNKNOWN = "“%(value)s” kennen we niet. Deze keuze telt nu niet mee."


class TicksField(forms.MultipleChoiceField):
    """Some of the values that items have; the list says which those are (`known`)."""

    known: Collection[str] = ()

    def valid_value(self, value: str) -> bool:
        return value in self.known


class Ticks(django_filters.Filter):
    """A facet of which a visitor may tick several values; an item fits when it has one of them."""

    field_class = TicksField

    def __init__(self, name: str):
        super().__init__(label=FACETS[name].title, error_messages={"invalid_choice": UNKNOWN})
        self.name = name  # and not the facet: every question copies its filters

    def filter(self, items, values):
        return FACETS[self.name].narrow(items, values) if values else items


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

    def __init__(self, data, queryset, stamp: str | None = None):
        super().__init__(data, queryset)
        self.shelf = shelf_of(queryset, stamp)
        for name in FACETS:
            self.form.fields[name].known = self.shelf.values(name)
        self.form.municipality_names = self.shelf.municipality_names
        self.form.is_valid()

    def get_form_class(self) -> type[QueryForm]:
        """Made once: what the items have is not in the form but on the shelf."""
        kind = type(self)
        if "_form_class" not in vars(kind):
            kind._form_class = super().get_form_class()
        return kind._form_class

    @cached_property
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

    def found(self):
        """The items that fit, as a queryset."""
        items = self.queryset
        for name, value in self.asked.items():
            items = self.filters[name].filter(items, value)
        return items

    def mask(self, *, but: str | None = None) -> np.ndarray:
        """Which items of the shelf fit; with `but`, as if that one filter was not there."""
        mask = np.ones(len(self.shelf), bool)
        for name, one in self._masks.items():
            if name != but:
                mask &= one
        return mask

    @cached_property
    def _masks(self) -> dict[str, np.ndarray]:
        return {name: self._mask_of(name, value) for name, value in self.asked.items()}

    def _mask_of(self, name: str, value) -> np.ndarray:
        if name == "q":
            return self.points > 0 if self.words else np.ones(len(self.shelf), bool)
        if name == "gemeente":
            return self.shelf.holding(self.queryset.within_reach(value))
        return self.shelf.ticked(name, value)

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

    @property
    def words(self) -> Query:
        """What the words of the question ask; any of them will do when no item has them all."""
        return self._scored[0]

    @property
    def points(self) -> np.ndarray:
        """Per item of the shelf what it gets for the words; none when it does not answer them."""
        return self._scored[1]

    @cached_property
    def _scored(self) -> tuple[Query, np.ndarray]:
        text, nothing = self.asked.get("q"), np.zeros(len(self.shelf), np.int32)
        if not text:
            return Query((), ()), nothing
        query = understand(
            text,
            literally=bool(self.chosen("letterlijk", "")),
            vocabulary=vocabulary.at(self.shelf.stamp),
        )
        return ranking.score(query, self.shelf.items) if query else (query, nothing)

    def with_words(self, items, name, text):
        return filter_matching(items, self.words)

    def within_reach(self, items, name, municipality):
        return items.within_reach(municipality)
