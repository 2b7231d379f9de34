"""What the policy page, its PDF and its spreadsheet show of one area, computed once for all three."""

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
    AreaComparison,
    Offer,
    SingleProvider,
    TransferCandidate,
    contents_of,
    effect_of_stopping,
    single_providers,
    transfer_candidates,
)
from matching.policy.areas import Area
from matching.policy.item_facts import ItemFacts
from matching.policy.report_parts import (
    LEVEL_NAMES,
    DescribedCandidate,
    DescribedTally,
    LevelComparison,
    LevelOffer,
    StopScenario,
    levels_of,
)
from matching.policy.source_check import CheckedFigure, check_figures, source_table_rows
from matching.policy.tallies import tallies
from matching.policy.target_groups import Served, served

MAX_CANDIDATES = 5


class Report:
    """The offer of `area`; `stops` is the slug of an item that might stop, `versus` an area to compare."""

    def __init__(
        self,
        area: Area,
        *,
        today: date,
        stops: str = "",
        versus: Area | None = None,
        catalogue: Catalogue | None = None,
        facts: Mapping[str, ItemFacts] | None = None,
    ):
        self.area, self.today, self.stops, self.versus = area, today, stops, versus
        self.catalogue = catalogue or engine.current()
        self.facts = facts if facts is not None else adapter.item_facts()
        self.offer = Offer(self.catalogue, area)

    # The selection

    @property
    def place(self) -> str:
        return wording.area_name(self.area)

    @property
    def title_place(self) -> str:
        return first_upper(self.place)

    @property
    def search_text(self) -> str:
        return wording.search_text(self.area)

    @property
    def version(self) -> str:
        return self.catalogue.version

    @property
    def query(self) -> str:
        """The selection as a query string, to open the same report again."""
        return self._query()

    def _query(self, **more: str) -> str:
        selection = {"gebied": self.search_text}
        if self.versus:
            selection["met"] = wording.search_text(self.versus)
        if self.stops:
            selection["stopt"] = self.stops
        return urlencode(selection | more)

    @property
    def address(self) -> str:
        name = "policy-comparison" if self.versus else "policy"
        return f"{reverse(name)}?{self.query}"

    # The heat map

    @cached_property
    def sentence(self) -> str:
        return wording.map_sentence(self.offer, len(self.catalogue.helping))

    @cached_property
    def caution(self) -> str:
        return wording.caution(self.offer)

    @cached_property
    def levels(self) -> list[LevelOffer]:
        return levels_of(self.offer)

    @property
    def unknown_names(self) -> str:
        """The items of which no source says whether they are available here."""
        return listed(one.item.name for one in self.offer.unknown)

    # Single providers, and what stops

    @cached_property
    def single_providers(self) -> tuple[SingleProvider, ...]:
        return single_providers(self.offer)

    @property
    def single_provider_sentence(self) -> str:
        return wording.single_provider_sentence(self.offer, self.single_providers)

    @cached_property
    def stop(self) -> StopScenario | None:
        """None when no item was chosen, or one that is not in the area."""
        present = [one.item for one in self.offer.present]
        item = next((item for item in present if item.slug == self.stops), None)
        if item is None:
            return None
        parts = contents_of(present)[item.source_ref]
        alone = effect_of_stopping(self.offer, {item.source_ref})
        more = (
            wording.stop_sentence(effect_of_stopping(self.offer, {item.source_ref, *parts})) if parts else ""
        )
        return StopScenario(item.slug, item.name, alone, wording.stop_sentence(alone), more)

    # What to bring in from elsewhere

    @cached_property
    def transfer_candidates(self) -> list[DescribedCandidate]:
        barriers = self.catalogue.vocabulary.barriers
        return [
            DescribedCandidate(
                candidate,
                self.facts[candidate.item.source_ref],
                tuple(barriers[coverage.barrier].label for coverage in candidate.fills),
                wording.transfer_notes(candidate, self.facts[candidate.item.source_ref]),
                wording.PRESENCE_WORDS[candidate.presence],
            )
            for candidate in self._candidates[:MAX_CANDIDATES]
        ]

    @cached_property
    def _candidates(self) -> tuple[TransferCandidate, ...]:
        return transfer_candidates(self.offer)

    @property
    def candidate_sentence(self) -> str:
        return wording.candidate_sentence(self.offer, self._candidates)

    # Groups and counts

    @cached_property
    def groups(self) -> list[Served]:
        items = [one.item for one in self.offer.present]
        texts = {ref: facts.target_groups for ref, facts in self.facts.items()}
        keys = self.catalogue.vocabulary.context
        return [served(group, items, texts, keys) for group in adapter.policy_groups()]

    @property
    def group_sentence(self) -> str:
        return wording.group_sentence(self.offer, self.groups)

    @cached_property
    def tallies(self) -> list[DescribedTally]:
        found = tallies(
            self.offer,
            self.facts,
            levels=LEVEL_NAMES,
            presences=wording.PRESENCE_WORDS,
            recognitions=[str(label) for label in Intervention.Recognition.labels],
        )
        return [DescribedTally(tally, wording.tally_sentence(tally, self.place)) for tally in found]

    @cached_property
    def area_facts(self) -> list[ItemFacts]:
        """The facts of the items in the area, in the order of the heat map."""
        return [self.facts[one.item.source_ref] for one in self.offer.present]

    @property
    def freshness(self) -> str:
        return caveats.freshness_sentence(self.area_facts, self.place)

    @property
    def effect(self) -> str:
        return caveats.effect_sentence(self.area_facts, self.place)

    @property
    def money(self) -> list[str]:
        return caveats.money_sentences(self.area_facts)

    @property
    def with_funding(self) -> list[ItemFacts]:
        """The items of which places, cost, contract or end of funding is known."""
        return [
            one
            for one in self.area_facts
            if one.places is not None or one.cost_per_place or one.contract or one.funding_until
        ]

    @property
    def sources(self) -> list[str]:
        return sorted({source for facts in self.area_facts for source in facts.sources})

    # Compared with another area

    @cached_property
    def comparison(self) -> AreaComparison | None:
        return AreaComparison(self.offer, Offer(self.catalogue, self.versus)) if self.versus else None

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
    def compared_levels(self) -> list[LevelComparison]:
        if not self.comparison:
            return []
        one, other = self.comparison.first, self.comparison.second
        return [
            LevelComparison(
                level,
                LEVEL_NAMES[level],
                sum(bool(row.contributions) for row in one.of_level(level)),
                sum(bool(row.contributions) for row in other.of_level(level)),
                len(one.of_level(level)),
            )
            for level in LEVELS
            if one.of_level(level)
        ]

    @cached_property
    def checked_figures(self) -> tuple[CheckedFigure, ...]:
        """The figures that the source prints beside ours; the same for every area."""
        return source_check(self.catalogue, self.facts)


def source_check(catalogue: Catalogue, facts: Mapping[str, ItemFacts]) -> tuple[CheckedFigure, ...]:
    rows = source_table_rows(facts, catalogue.helping, catalogue.vocabulary.barriers)
    return check_figures(adapter.source_figures(), rows)
