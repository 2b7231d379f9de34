"""Everything a policy page, its PDF and its spreadsheet show of one area; computed once, told three times."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode

from catalogue.models import Intervention
from catalogue.text.dutch import first_upper, listed
from matching import adapter as engine
from matching.engine.items import Catalogue
from matching.engine.vocabulary import LEVELS
from matching.policy import adapter, caveats, wording
from matching.policy.analysis import (
    Addition,
    Comparison,
    Offer,
    OnlyOne,
    additions,
    contents_of,
    if_stops,
    only_ones,
)
from matching.policy.areas import Area
from matching.policy.facts import Facts
from matching.policy.groups import Served, served
from matching.policy.parts import (
    LEVEL_NAMES,
    ComparedLevel,
    LevelPart,
    ToldAddition,
    ToldStop,
    ToldTally,
    levels_of,
)
from matching.policy.source_check import Checked, check, rows_of
from matching.policy.tallies import tallies

MOST_ADDITIONS = 5


class Report:
    """The offer of `area`; `stops` is the slug of an item that might stop, `versus` an area beside it."""

    def __init__(
        self,
        area: Area,
        *,
        today: date,
        stops: str = "",
        versus: Area | None = None,
        catalogue: Catalogue | None = None,
        facts: Mapping[str, Facts] | None = None,
    ):
        self.area, self.today, self.stops, self.versus = area, today, stops, versus
        self.catalogue = catalogue or engine.current()
        self.facts = facts if facts is not None else adapter.facts()
        self.offer = Offer(self.catalogue, area)

    # Who and when

    @property
    def place(self) -> str:
        return wording.area_name(self.area)

    @property
    def title_place(self) -> str:
        return first_upper(self.place)

    @property
    def typed(self) -> str:
        return wording.typed(self.area)

    @property
    def version(self) -> str:
        return self.catalogue.version

    @property
    def query(self) -> str:
        """The selection as a query string, so that anyone can make it again."""
        return self._query()

    def _query(self, **more: str) -> str:
        chosen = {"gebied": self.typed}
        if self.versus:
            chosen["met"] = wording.typed(self.versus)
        if self.stops:
            chosen["stopt"] = self.stops
        return urlencode(chosen | more)

    @property
    def address(self) -> str:
        name = "policy-comparison" if self.versus else "policy"
        return f"{reverse(name)}?{self.query}"

    # The picture

    @cached_property
    def sentence(self) -> str:
        return wording.map_sentence(self.offer, len(self.catalogue.items))

    @cached_property
    def caution(self) -> str:
        return wording.caution(self.offer)

    @cached_property
    def levels(self) -> list[LevelPart]:
        return levels_of(self.offer)

    @property
    def open_names(self) -> str:
        """The items of which the sources do not say whether they are here."""
        return listed(one.item.name for one in self.offer.open)

    # One thread

    @cached_property
    def only(self) -> tuple[OnlyOne, ...]:
        return only_ones(self.offer)

    @property
    def only_sentence(self) -> str:
        return wording.only_sentence(self.offer, self.only)

    @cached_property
    def stop(self) -> ToldStop | None:
        """None when no item was chosen, or one that is not in the area."""
        present = [one.item for one in self.offer.present]
        item = next((item for item in present if item.slug == self.stops), None)
        if item is None:
            return None
        parts = contents_of(present)[item.source_ref]
        alone = if_stops(self.offer, {item.source_ref})
        more = wording.stop_sentence(if_stops(self.offer, {item.source_ref, *parts})) if parts else ""
        return ToldStop(item.slug, item.name, alone, wording.stop_sentence(alone), more)

    # From elsewhere

    @cached_property
    def additions(self) -> list[ToldAddition]:
        barriers = self.catalogue.vocabulary.barriers
        return [
            ToldAddition(
                addition,
                self.facts[addition.item.source_ref],
                tuple(barriers[coverage.barrier].label for coverage in addition.fills),
                wording.addition_notes(addition, self.facts[addition.item.source_ref]),
                wording.PRESENCE_WORDS[addition.presence],
            )
            for addition in self._additions[:MOST_ADDITIONS]
        ]

    @cached_property
    def _additions(self) -> tuple[Addition, ...]:
        return additions(self.offer)

    @property
    def addition_sentence(self) -> str:
        return wording.addition_sentence(self.offer, self._additions)

    # Groups and counts

    @cached_property
    def groups(self) -> list[Served]:
        items = [one.item for one in self.offer.present]
        texts = {ref: facts.target_groups for ref, facts in self.facts.items()}
        keys = self.catalogue.vocabulary.context
        return [served(group, items, texts, keys) for group in adapter.groups()]

    @property
    def group_sentence(self) -> str:
        return wording.group_sentence(self.offer, self.groups)

    @cached_property
    def tallies(self) -> list[ToldTally]:
        found = tallies(
            self.offer,
            self.facts,
            levels=LEVEL_NAMES,
            presences=wording.PRESENCE_WORDS,
            recognitions=[str(label) for label in Intervention.Recognition.labels],
        )
        return [ToldTally(tally, wording.tally_sentence(tally, self.place)) for tally in found]

    @cached_property
    def described(self) -> list[Facts]:
        """What is said of the items in the area, in the order of the picture."""
        return [self.facts[one.item.source_ref] for one in self.offer.present]

    @property
    def freshness(self) -> str:
        return caveats.freshness_sentence(self.described, self.place)

    @property
    def effect(self) -> str:
        return caveats.effect_sentence(self.described, self.place)

    @property
    def money(self) -> list[str]:
        return caveats.money_sentences(self.described)

    @property
    def funded(self) -> list[Facts]:
        """The items of which anything about places or money is known."""
        return [
            one
            for one in self.described
            if one.places is not None or one.cost_per_place or one.contract or one.funding_until
        ]

    @property
    def sources(self) -> list[str]:
        return sorted({source for facts in self.described for source in facts.sources})

    # Beside another area

    @cached_property
    def comparison(self) -> Comparison | None:
        return Comparison(self.offer, Offer(self.catalogue, self.versus)) if self.versus else None

    @property
    def versus_place(self) -> str:
        return wording.area_name(self.versus) if self.versus else ""

    @property
    def comparison_sentence(self) -> str:
        return wording.comparison_sentence(self.comparison) if self.comparison else ""

    @property
    def comparison_caution(self) -> str:
        if not self.comparison:
            return ""
        return wording.comparison_caution(
            self.comparison, lambda offer: wording.local_sources(offer, self.facts)
        )

    @cached_property
    def compared_levels(self) -> list[ComparedLevel]:
        if not self.comparison:
            return []
        one, other = self.comparison.first, self.comparison.second
        return [
            ComparedLevel(
                level,
                LEVEL_NAMES[level],
                sum(bool(row.works) for row in one.of_level(level)),
                sum(bool(row.works) for row in other.of_level(level)),
                len(one.of_level(level)),
            )
            for level in LEVELS
            if one.of_level(level)
        ]

    @cached_property
    def checked(self) -> tuple[Checked, ...]:
        """The figures of the source beside ours; the same for every area."""
        return source_check(self.catalogue, self.facts)


def source_check(catalogue: Catalogue, facts: Mapping[str, Facts]) -> tuple[Checked, ...]:
    rows = rows_of(facts, catalogue.items, catalogue.vocabulary.barriers)
    return check(adapter.source_figures(), rows)
