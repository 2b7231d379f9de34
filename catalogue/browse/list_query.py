"""One question to the list: which items it finds, in which order, and how it is said and written."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from django.core.paginator import Page, Paginator
from django.http import QueryDict

from catalogue.browse.answer import ListAnswer, place_options
from catalogue.browse.beside import Beside, beside
from catalogue.browse.facets import FACETS, PROVISIONS
from catalogue.browse.forms import NAMES, ORDERS, PRESENTATION, ListForm
from catalogue.browse.item_index import Nearness, item_index_for
from catalogue.browse.results import (
    PROVISIONS_TITLE,
    Chip,
    FacetGroup,
    FacetOption,
    FoundItem,
    QueryLink,
    Relaxation,
)
from catalogue.models import CatalogueState, Intervention
from catalogue.places import lookup
from catalogue.places.lookup import municipality_names, name_of
from catalogue.rendering import page_cache
from catalogue.search import ranking, vocabulary
from catalogue.search.query import Query, understand
from catalogue.search.snippets import snippet
from catalogue.text.dutch import count, first_upper, listed

PAGE_SIZE = 12


def count_of_items(number: int) -> str:
    return f"{number} interventie{'' if number == 1 else 's'}"


class ListQuery:
    """What the query string `data` asks of the public items: any value within a facet, all facets together.

    What the list does not know is an error of `form` and takes no part. `stamp`, that of CatalogueState, is
    asked of the database when it is not given.
    """

    def __init__(self, data: QueryDict, stamp: str | None = None):
        self.data = data
        self.index = item_index_for(stamp or CatalogueState.stamp())
        self.form = ListForm(data, self.index)
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        #: What narrows the list, by name, with the checked values.
        self.asked = {name: value for name, value in cleaned.items() if value and name not in PRESENTATION}
        self.view = cleaned.get("weergave") or "kaarten"

    # Which items

    @cached_property
    def answer(self) -> ListAnswer:
        """What the words of the question ask and find."""
        literally = bool(self.form.cleaned_data.get("letterlijk"))
        words = vocabulary.at(self.index.stamp)
        query = understand(self.asked.get("q", ""), literally=literally, vocabulary=words)
        return ListAnswer(query, self.index, self._reach)

    @property
    def search(self) -> Query:
        return self.answer.query

    @property
    def says_nothing(self) -> bool:
        """Whether something was typed that holds no word."""
        return "q" in self.asked and not self.search

    @cached_property
    def _reach(self) -> Nearness | None:
        """Of the municipality of the filter."""
        return self.index.reach(self.asked["gemeente"]) if "gemeente" in self.asked else None

    @cached_property
    def _masks(self) -> dict[str, np.ndarray]:
        return {name: self._mask_of(name, value) for name, value in self.asked.items()}

    def _mask_of(self, name: str, value) -> np.ndarray:
        if name == "q":
            return self.answer.points > 0
        if name == "gemeente":
            return self._reach.within
        return self.index.with_values(name, value)

    def mask(self, *, but: str | None = None) -> np.ndarray:
        """Which items of the index fit; with `but`, as if that one filter was not there."""
        mask = np.ones(len(self.index), bool)
        for name, one in self._masks.items():
            if name != but:
                mask &= one
        return mask

    @cached_property
    def _fits(self) -> np.ndarray:
        return self.mask()

    @property
    def total(self) -> int:
        return int(np.count_nonzero(self._fits))

    @property
    def everything(self) -> int:
        return len(self.index)

    @cached_property
    def part(self) -> int:
        """How many of what is found have a part of the question only."""
        return int(np.count_nonzero(self._fits & ~self.answer.all_of_it)) if "q" in self.asked else 0

    @property
    def sentence(self) -> str:
        """The count, with no more fit in it than there is."""
        total, number = self.total, count_of_items(self.total)
        if self.says_nothing:
            return "Typ een woord om te zoeken"
        if not total:
            return "Geen interventies gevonden"
        if not self.chips:
            return f"{number} in de catalogus"
        if "q" in self.asked and total == self.everything > 1:
            return f"Alle {number}: zo’n vraag past op alles"
        of_all = f"{total} van de {count_of_items(self.everything)}"
        if "q" in self.asked and self.part:
            least = "minstens " if self.part < total else ""
            return f"{of_all} {'heeft' if total == 1 else 'hebben'} {least}een deel van je vraag"
        return f"{of_all} {'past' if total == 1 else 'passen'} bij je vraag"

    @property
    def remarks(self) -> list[str]:
        """How the words were understood, but for what was corrected."""
        answer, said = self.answer, []
        if 0 < self.part < self.total:
            whole = count(self.total - self.part, "interventie heeft", "interventies hebben")
            said.append(f"{first_upper(whole)} alles wat je vraagt. Daarna komt wat er een deel van heeft.")
        elif self.part:
            missed = listed(f"“{unit.text}”" for unit in answer.missed)
            said.append(
                f"Geen interventie noemt {missed}. Je ziet wat de rest van je vraag heeft."
                if missed
                else "Geen interventie heeft alles wat je vraagt. Je ziet wat er het meest van heeft."
            )
        if self.search.ages:
            ages = listed(str(age) for age in self.search.ages)
            said.append(f"Leeftijd {ages}: wat een andere leeftijd vraagt, staat er niet bij.")
        if self.total and (place := answer.municipality) and "gemeente" not in self.asked:
            said.append(f"Eerst wat bij {place.short_name} hoort.")
        return said

    def every_item(self) -> Iterator[tuple[Intervention, bool]]:
        """All that is found, in order, and whether it is near the municipality that is asked."""
        for key, row in zip(self.keys, self.rows(), strict=True):
            yield self.index.items([key])[0], self.answer.is_near(row)

    @property
    def _default_order(self) -> str:
        return "relevantie" if self.search else "naam"

    @property
    def order(self) -> str:
        """The checked order, a key of ORDERS; without words there is no relevance."""
        order = self.form.cleaned_data.get("volgorde") or self._default_order
        return self._default_order if order == "relevantie" else order

    def rows(self, start: int = 0, stop: int | None = None) -> np.ndarray:
        """The rows of the index that fit, in order, from place `start` up to `stop`."""
        if self.order == "relevantie":
            found = np.where(self._fits, self.answer.points, 0)
            return ranking.best(found, start, len(found) if stop is None else stop)
        if self.order == "naam":
            return self._by_name[start:stop]
        index = self.index
        order = index.by_verification if self.order == "geverifieerd" else index.by_table_position
        return order[self._fits[order]][start:stop]

    @cached_property
    def _by_name(self) -> np.ndarray:
        """The rows that fit by name; what is near comes first when a municipality is asked."""
        rows = np.flatnonzero(self._fits)
        return rows[np.argsort(~self._reach.near[rows], kind="stable")] if self._reach else rows

    @cached_property
    def keys(self) -> list[int]:
        """The primary keys of all items found, in order."""
        return self.index.keys(self.rows())

    def page(self, number: str | None) -> Page:
        """One page of the items; a number that is none gives the first page, one too high the last."""
        page = Paginator(range(self.total), PAGE_SIZE).get_page(number)
        places = page.object_list
        items = self.index.items(self.index.keys(self.rows(places.start, places.stop)))
        page.object_list = [
            FoundItem(item, snippet(item, self.search) if self.search else "") for item in items
        ]
        return page

    # The facets

    @property
    def shows_levels(self) -> bool:
        """Whether it is known of any item what it works on."""
        return bool(self.index.facets["niveau"])

    @cached_property
    def groups(self) -> list[FacetGroup]:
        """The facets of which at least one item has a value, in the order of the screen."""
        options = {name: self._options(name) for name in FACETS}
        groups = [
            FacetGroup(name, facet.title, options[name])
            for name, facet in FACETS.items()
            if name not in PROVISIONS
        ]
        provisions = [option for name in PROVISIONS for option in options[name]]
        groups.insert(1, FacetGroup("voorzieningen", PROVISIONS_TITLE, provisions))
        return [group for group in groups if group.options]

    def _options(self, name: str) -> list[FacetOption]:
        """The values of a facet with what ticking gives: its own ticks are left out of the question."""
        ticked = self.asked.get(name, [])
        counts = self.index.counts(name, self.mask(but=name) if ticked else self._fits)
        return [
            FacetOption(name, one.value, one.label, counts[one.value], one.value in ticked)
            for one in self.index.facets[name]
        ]

    def _labels(self, name: str) -> dict[str, str]:
        return {one.value: one.label for one in self.index.facets[name]}

    # What is asked, and the same without a part of it

    @cached_property
    def chips(self) -> list[Chip]:
        return list(self._chips())

    def _chips(self) -> Iterator[Chip]:
        for name, value in self.asked.items():
            if name == "q":
                yield Chip(name, "Zoekwoorden", f"“{value}”", self.without("q"))
            elif name == "gemeente":
                yield Chip(name, "Gemeente", value.short_name, self.without("gemeente"))
            else:
                labels = self._labels(name)
                title = PROVISIONS_TITLE if name in PROVISIONS else FACETS[name].title
                for one in value:
                    yield Chip(name, title, labels[one], self.without(name, one))

    @property
    def active_filters(self) -> int:
        """How many values narrow the list, the words that are sought not counted."""
        return sum(chip.name != "q" for chip in self.chips)

    @cached_property
    def relaxations(self) -> list[Relaxation]:
        """For a question without an answer: what leaving out one filter gives, most items first."""
        if self.total or len(self.asked) < 2:
            return []
        counts = {name: int(np.count_nonzero(self.mask(but=name))) for name in self.asked}
        names = sorted(filter(counts.get, counts), key=lambda name: -counts[name])
        return [Relaxation(self._named(name), counts[name], self.without(name)) for name in names]

    def _named(self, name: str) -> str:
        value = self.asked[name]
        if name == "q":
            return f"de zoekwoorden “{value}”"
        if name == "gemeente":
            return f"gemeente {value.short_name}"
        if name in PROVISIONS:
            return f"“met {FACETS[name].title.lower()}”"
        labels = self._labels(name)
        return f"{FACETS[name].title.lower()} “{' of '.join(labels[one] for one in value)}”"

    @property
    def orders(self) -> list[QueryLink]:
        """The orders one can choose from."""
        return [
            QueryLink(
                label, name == self.order, self._with(volgorde="" if name == self._default_order else name)
            )
            for name, label in ORDERS.items()
            if name != "relevantie" or self.search
        ]

    @property
    def literally(self) -> bool:
        return bool(self.search) and bool(self.form.cleaned_data.get("letterlijk"))

    @property
    def exactly(self) -> str:
        """The query string that seeks the words as they were typed."""
        return self._with(letterlijk="ja")

    @cached_property
    def meant(self) -> list[QueryLink]:
        """Other words that may have been meant."""
        if self.literally and not self.total:
            better = understand(self.asked["q"])
            texts = [better.text] if better.corrected else []
        else:
            texts = [
                self.search.with_word(one.used, other)
                for one in self.search.corrected
                for other in one.others
            ]
        return [QueryLink(text, False, self._with(letterlijk="", q=text)) for text in texts]

    @cached_property
    def beside(self) -> list[Beside]:
        """What the site knows beside items about what is asked: barriers first."""
        return beside(self.search, self.index.stamp)

    @property
    def barriers(self) -> list[Beside]:
        return [one for one in self.beside if one.kind == "belemmering"]

    @property
    def other_knowledge(self) -> list[Beside]:
        return [one for one in self.beside if one.kind != "belemmering"]

    @property
    def asked_places(self) -> list[QueryLink]:
        """The filters that the place in the words offers; none when the filter is set."""
        if "gemeente" in self.asked or not self.search.place:
            return []
        if municipality := self.answer.municipality:
            name = name_of(municipality.code, self.index.stamp)
            return [QueryLink(f"alleen wat in {name} kan", False, self._with(gemeente=name))]
        options = place_options(self.search, lookup.index(self.index.stamp))
        return [QueryLink(one.label, False, self._with(gemeente=one.name)) for one in options]

    @property
    def municipality_names(self) -> list[str]:
        return municipality_names(self.index.stamp)

    @property
    def places(self) -> list[QueryLink]:
        """The municipalities that the typed place may be."""
        offered = self.form.fields["gemeente"].offered
        return [QueryLink(one.label, False, self._with(gemeente=one.name)) for one in offered]

    def _with(self, **values: str) -> str:
        """The query string with other values; an empty one takes its name out."""
        query = self.clean.copy()
        for name, value in values.items():
            if value:
                query[name] = value
            else:
                query.pop(name, None)
        return query.urlencode()

    def without(self, name: str, value: str | None = None) -> str:
        """The query string without a filter, or without one value of it; from the first page."""
        if value is None:
            return self._with(**{name: ""}, **({"letterlijk": ""} if name == "q" else {}))
        query = self.clean.copy()
        query.setlist(name, [one for one in query.getlist(name) if one != value])
        return query.urlencode()

    @cached_property
    def clean(self) -> QueryDict:
        """The question without what is empty or foreign, so that it has one address; no page number."""
        return page_cache.known(self.data, NAMES)

    # The question in words and in one way to write it, for files and commands

    @property
    def faults(self) -> list[str]:
        """What the list does not know, one line per fault."""
        errors = self.form.errors.items()
        return [f"{name}: {message}" for name, messages in errors for message in messages]

    @cached_property
    def canonical(self) -> str:
        """The query string of what takes part, in a fixed order, each value once."""
        query = QueryDict(mutable=True)
        for name, value in self.asked.items():
            if name == "q":
                query[name] = " ".join(value.split())
            elif name == "gemeente":
                query[name] = name_of(value.code, self.index.stamp)
            else:
                query.setlist(name, sorted(set(value)))
        if self.order != self._default_order:
            query["volgorde"] = self.order
        if self.literally:
            query["letterlijk"] = "ja"
        return query.urlencode()

    @cached_property
    def in_words(self) -> list[tuple[str, str]]:
        """Pairs of a title and what was chosen under it."""
        labels: dict[str, list[str]] = {}
        for chip in self.chips:
            labels.setdefault(chip.title, []).append(chip.label)
        return [
            (title, (" en " if title == PROVISIONS_TITLE else " of ").join(found))
            for title, found in labels.items()
        ]

    @property
    def order_in_words(self) -> str:
        return ORDERS[self.order]
