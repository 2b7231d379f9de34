"""The items in an answer as they are for everyone: each process reads and draws them once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from catalogue.models import Intervention
from catalogue.rendering.fragments import Fragment, render_fragment, render_fragments
from catalogue.vocabulary.cached import SharedVocabulary
from matching.engine.conditions import leaves
from matching.engine.items import Catalogue, Item
from matching.engine.vocabulary import MatchingVocabulary
from matching.presentation.cites import cites_text
from matching.wording import BASIS_WORDS


@dataclass(frozen=True, slots=True)
class Reason:
    """What an item does for one barrier; `half` is said when it is not known whether it counts."""

    barrier: str
    label: str
    sensitive: bool
    note: str
    basis: str
    half: str
    cites: str


class Row:
    """One item with what a card says of it to everyone. Nothing of a profile may be put on it."""

    def __init__(
        self, row: Intervention, item: Item, vocabulary: MatchingVocabulary, sources: Mapping[str, str]
    ):
        self.row, self._item, self._vocabulary, self._sources = row, item, vocabulary, sources

    @cached_property
    def address(self) -> str:
        return self.row.get_absolute_url()

    @cached_property
    def card(self) -> Fragment:
        return render_fragment("matching/card.html", {"row": self.row, "item": self._item})

    @cached_property
    def parts(self) -> Mapping[str, Fragment]:
        """What is said per barrier and per condition, of all of them and not only of what was asked."""
        context = {"reasons": self._reasons(), "conditions": list(leaves(self._item.conditions))}
        return render_fragments("matching/item_parts.html", context)

    @cached_property
    def why_not(self) -> Mapping[str, Fragment]:
        return render_fragments("matching/why_not.html", {"row": self.row, "item": self._item})

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


@lru_cache(maxsize=2)
def _read(stamp: str, version: str) -> dict[str, Row]:
    """What was read of the catalogue as it is at `stamp`; `rows_of` adds to it."""
    return {}


def rows_of(
    refs: Collection[str], stamp: str, catalogue: Catalogue, terms: SharedVocabulary
) -> Mapping[str, Row]:
    """The rows of `refs` at `stamp` (CatalogueState.stamp); what is new takes two queries."""
    known = _read(stamp, catalogue.version)
    if missing := set(refs) - known.keys():
        for row in Intervention.objects.for_places().filter(source_ref__in=missing):
            item = catalogue.items[catalogue.column_of[row.source_ref]]
            known[row.source_ref] = Row(row, item, catalogue.vocabulary, terms.sources)
    return {ref: known[ref] for ref in refs}
