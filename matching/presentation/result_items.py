"""What the cards say of an item to everyone, rendered once per catalogue version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.documents.citations import cites_text
from catalogue.models import Intervention
from catalogue.rendering.fragments import Fragment, render_fragment, render_fragments
from catalogue.rendering.per_version import per_version
from catalogue.vocabulary.cached import shared_vocabulary
from matching.engine.conditions import leaves
from matching.engine.items import Catalogue, Item
from matching.engine.vocabulary import MatchingVocabulary
from matching.wording import BASIS_WORDS


@dataclass(frozen=True, slots=True)
class Reason:
    """What an item does for one barrier; `half` is shown when it counts half."""

    barrier: str
    label: str
    sensitive: bool
    note: str
    basis: str
    half: str
    cites: str


class ResultItem:
    """The rendered fragments of one item, shared by all visitors: nothing of a profile may be in them."""

    def __init__(
        self,
        intervention: Intervention,
        item: Item,
        vocabulary: MatchingVocabulary,
        sources: Mapping[str, str],
    ):
        self.intervention, self._item = intervention, item
        self._vocabulary, self._sources = vocabulary, sources

    @cached_property
    def address(self) -> str:
        return self.intervention.get_absolute_url()

    @cached_property
    def card(self) -> Fragment:
        return render_fragment("matching/card.html", {"row": self.intervention, "item": self._item})

    @cached_property
    def parts(self) -> Mapping[str, Fragment]:
        """The fragments per barrier and per condition of the item, whatever the profile asks."""
        context = {"reasons": self._reasons(), "conditions": list(leaves(self._item.conditions))}
        return render_fragments("matching/item_parts.html", context)

    @cached_property
    def not_offered(self) -> Mapping[str, Fragment]:
        return render_fragments("matching/not_offered.html", {"row": self.intervention, "item": self._item})

    def _reasons(self) -> list[Reason]:
        barriers = self._vocabulary.barriers
        return [
            Reason(
                barrier=coverage.barrier,
                label=barriers[coverage.barrier].label,
                sensitive=barriers[coverage.barrier].sensitive,
                note=coverage.note,
                basis=BASIS_WORDS[coverage.basis],
                half="telt half: niet bekend of dit klopt: "
                + getattr(coverage.condition, "text", "voorwaarde"),
                cites=cites_text(coverage.cites, self._sources),
            )
            for coverage in self._item.coverage
        ]


@per_version()
def result_items(stamp: str, catalogue: Catalogue) -> Mapping[str, ResultItem]:
    """All items of `catalogue`, which is that of `stamp`, by source_ref; two queries the first time."""
    rows, sources = Intervention.objects.for_places(), shared_vocabulary(stamp).sources
    column_of, items, vocabulary = catalogue.column_of, catalogue.items, catalogue.vocabulary
    return {
        row.source_ref: ResultItem(row, items[column_of[row.source_ref]], vocabulary, sources)
        for row in rows
        if row.source_ref in column_of
    }
