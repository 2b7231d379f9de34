"""What the cards say of an item to everyone, rendered once per catalogue version."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from catalogue.documents.citations import cites_text
from catalogue.models import Intervention
from catalogue.rendering.fragments import Fragment, render_fragment, render_fragments
from catalogue.rendering.per_version import per_version
from catalogue.vocabulary.cached import shared_vocabulary
from matching.engine.conditions import ConditionGroup, Tree, leaves
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


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One thing that must hold by itself, "of" kept as it is; `required`, or for whom it is meant."""

    tree: Tree
    text: str
    required: bool


def conditions_of(tree: Tree | None) -> list[ConditionLine]:
    """The conditions of `tree` that each stand by themselves."""
    if tree is None:
        return []
    if isinstance(tree, ConditionGroup) and tree.operator == "all":
        return [one for part in tree.parts for one in conditions_of(part)]
    return [ConditionLine(tree, _sentence(tree), any(leaf.required for leaf in leaves(tree)))]


def _sentence(tree: Tree) -> str:
    if not isinstance(tree, ConditionGroup):
        return tree.text
    parts = [_sentence(part) for part in tree.parts]
    if tree.operator == "not":
        return f"niet: {parts[0]}"
    return (", of " if tree.operator == "any" else " en ").join(parts)


class ResultItem:
    """The rendered fragments of one item, shared by all visitors: nothing of a profile may be in them."""

    def __init__(
        self,
        intervention: Intervention,
        item: Item,
        tree: Tree | None,
        vocabulary: MatchingVocabulary,
        sources: Mapping[str, str],
    ):
        self.intervention, self._item, self.conditions = intervention, item, conditions_of(tree)
        self._vocabulary, self._sources = vocabulary, sources

    @cached_property
    def address(self) -> str:
        return self.intervention.get_absolute_url()

    @cached_property
    def card(self) -> Fragment:
        return render_fragment("matching/card.html", {"row": self.intervention, "item": self._item})

    @cached_property
    def parts(self) -> Mapping[str, Fragment]:
        """The next step, and the fragments per barrier and per condition, whatever the profile asks."""
        context = {
            "reasons": self._reasons(),
            "conditions": self.conditions,
            "row": self.intervention,
            "step": self._item.next_step,
        }
        return render_fragments("matching/item_parts.html", context)

    @cached_property
    def not_offered(self) -> Mapping[str, Fragment]:
        context = {"row": self.intervention, "item": self._item, "conditions": self.conditions}
        return render_fragments("matching/not_offered.html", context)

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
    found = {}
    for row in rows:
        if (column := catalogue.column_of.get(row.source_ref)) is not None:
            tree = catalogue.trees[catalogue.tree_of[column]]
            item = ResultItem(row, catalogue.items[column], tree, catalogue.vocabulary, sources)
            found[row.source_ref] = item
    return found
