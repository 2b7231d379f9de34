"""The catalogue as the engine sees it: items and, beside them, arrays made for scoring a million of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from catalogue.text.folding import fold
from matching.engine.answers import Answer
from matching.engine.conditions import Leaf, Tree, leaves, required_part
from matching.engine.vocabulary import MatchingVocabulary, Municipality, Weights

STATED, DECLARED, DERIVED = "stated", "declared", "derived"
#: The traits of an item as pairs of a kind and its values.
Traits = tuple[tuple[str, tuple[str, ...]], ...]
RECOGNITION_ORDER = {"effectief": 0, "goed-onderbouwd": 1, "goed-beschreven": 2}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What an item does for one barrier, in per cent (0-100), and on what basis.

    `condition` is a condition of the coverage itself: it counts whole when true, half when unknown, else not.
    """

    barrier: str
    percent: int
    basis: str
    role: str = ""
    note: str = ""
    cites: tuple[tuple[str, str], ...] = ()
    condition: Tree | None = None

    @property
    def counts_as_covered(self) -> bool:
        return self.basis in (STATED, DECLARED)


@dataclass(frozen=True, slots=True)
class ItemReach:
    """Where an item is offered; `elsewhere` answers for places that are not named."""

    national: bool | None = None
    keys: frozenset[str] = frozenset()
    elsewhere: Answer = Answer.UNKNOWN
    text: str = ""

    def answer(self, place: Municipality | None) -> Answer:
        """Whether `place` is in reach; without a place only a national offer is certain."""
        if self.national:
            return Answer.YES
        if place is None:
            return Answer.UNKNOWN
        return Answer.YES if self.keys & place.keys else self.elsewhere


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the catalogue.

    `traits` are its closed lists (outcomes, phases, sectors), `has` what it is known to offer ("aftercare",
    "realism_check", "handbook"), `hours` the least it asks in a week, `relations` pairs of "contains" or
    "builds-on" and a source_ref.
    """

    source_ref: str
    slug: str
    name: str
    kind: str = "intervention"
    audience: tuple[str, ...] = ("client",)
    coverage: tuple[Coverage, ...] = ()
    conditions: Tree | None = None
    reach: ItemReach = ItemReach(national=True)
    recognition: str = ""
    traits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hours: float | None = None
    has: frozenset[str] = frozenset()
    relations: tuple[tuple[str, str], ...] = ()
    provider_conditions: tuple[str, ...] = ()
    asks_of_participant: str = ""
    effect_note: str = ""


@dataclass(frozen=True, slots=True)
class Depends:
    """What depends on one fact: distinct trees and sets of traits by their place, the coverage of some item
    or of none, and of the items which are `touched`, as a mask and as `columns`.
    """

    trees: list[int]
    traits: list[int]
    coverage: bool
    touched: npt.NDArray[np.bool_]
    columns: npt.NDArray[np.intp]


class Catalogue:
    """Items with their coverage matrix: one byte per barrier and item, one row per barrier.

    What recurs (condition trees, places, traits) is kept once and pointed at, so that eligibility and lifts
    are computed once per distinct tree, reach and set of traits, whatever the number of items.
    """

    def __init__(
        self, items: Sequence[Item], vocabulary: MatchingVocabulary, weights: Weights, version: str = ""
    ):
        self.items = sorted(items, key=lambda item: item.source_ref)
        self.vocabulary, self.weights, self.version = vocabulary, weights, version
        self.barrier_row = {slug: row for row, slug in enumerate(vocabulary.barriers)}
        count = len(self.items)
        self.matrix: npt.NDArray[np.uint8] = np.zeros((len(self.barrier_row), count), dtype=np.uint8)
        self.conditional: list[tuple[int, Coverage]] = []
        self.trees, self.tree_of = _distinct([item.conditions for item in self.items])
        self.reaches, self.reach_of = _distinct([item.reach for item in self.items])
        self.traits, self.traits_of = _distinct(
            [tuple(sorted((kind, values) for kind, values in item.traits.items())) for item in self.items]
        )
        self.audiences = {
            name: np.array([name in item.audience for item in self.items], dtype=bool)
            for name in ("client", "klantmanager")
        }
        self.tiebreak = _tiebreak(self.items)
        for column, item in enumerate(self.items):
            for coverage in item.coverage:
                self.matrix[self.barrier_row[coverage.barrier], column] = coverage.percent
                if coverage.condition is not None:
                    self.conditional.append((column, coverage))

    @cached_property
    def column_of(self) -> dict[str, int]:
        return {item.source_ref: column for column, item in enumerate(self.items)}

    @cached_property
    def required(self) -> list[Tree | None]:
        """Of each distinct tree the part that can exclude."""
        return [required_part(tree) for tree in self.trees]

    @cached_property
    def specific(self) -> list[tuple[Leaf, ...]]:
        """Of each distinct tree the leaves that can give points for specificity."""
        return [
            tuple(leaf for leaf in leaves(tree) if leaf.fact in self.weights.specificity)
            for tree in self.trees
        ]

    @cached_property
    def leaves(self) -> list[tuple[Leaf, ...]]:
        """The leaves of each distinct tree."""
        return [tuple(leaves(tree)) for tree in self.trees]

    @cached_property
    def depends(self) -> dict[str, "Depends"]:
        """Per fact of the context what would have to be looked at again if that fact were another."""
        return {fact: self._depends(fact) for fact in self.vocabulary.context}

    def _depends(self, fact: str) -> "Depends":
        trees = [tree for tree, mine in enumerate(self.leaves) if any(leaf.fact == fact for leaf in mine)]
        wanted = {(rule.trait, rule.item_value) for rule in self.weights.fit if rule.fact == fact}
        sets = [
            index
            for index, traits in enumerate(self.traits)
            if any((kind, value) in wanted for kind, values in traits for value in values)
        ]
        conditional = [
            column
            for column, coverage in self.conditional
            if any(leaf.fact == fact for leaf in leaves(coverage.condition))
        ]
        touched = np.isin(self.tree_of, trees) | np.isin(self.traits_of, sets)
        touched[conditional] = True
        return Depends(trees, sets, bool(conditional), touched, np.flatnonzero(touched))

    @cached_property
    def conditional_columns(self) -> dict[str, list[tuple[Tree, npt.NDArray[np.intp]]]]:
        """Per barrier the distinct conditions on its coverage, each with the columns it holds for."""
        columns: dict[str, dict[Tree, list[int]]] = {}
        for column, coverage in self.conditional:
            if coverage.condition is not None:
                mine = columns.setdefault(coverage.barrier, {})
                mine.setdefault(coverage.condition, []).append(column)
        return {
            slug: [(condition, np.array(places, dtype=np.intp)) for condition, places in mine.items()]
            for slug, mine in columns.items()
        }


def _distinct(values: Sequence[Any]) -> tuple[list[Any], npt.NDArray[np.int32]]:
    """The distinct values in order of first appearance, and for each value its place among them."""
    places: dict[Any, int] = {}
    pointers = np.empty(len(values), dtype=np.int32)
    for index, value in enumerate(values):
        pointers[index] = places.setdefault(value, len(places))
    return list(places), pointers


def _tiebreak(items: Sequence[Item]) -> npt.NDArray[np.int32]:
    """Per item its place when scores are equal: recognition, then folded name, then source_ref."""
    order = sorted(
        range(len(items)),
        key=lambda index: (
            RECOGNITION_ORDER.get(items[index].recognition, len(RECOGNITION_ORDER)),
            fold(items[index].name),
            items[index].source_ref,
        ),
    )
    places = np.empty(len(items), dtype=np.int32)
    places[order] = np.arange(len(items), dtype=np.int32)
    return places
