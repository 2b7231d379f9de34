"""The catalogue as the engine sees it: items and, beside them, arrays made for scoring a million of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from catalogue.text.folding import fold
from matching.engine.answers import Answer
from matching.engine.conditions import ConditionGroup, Leaf, Tree, leaves, required_part
from matching.engine.options import Option, options_for
from matching.engine.rules import Rules
from matching.engine.vocabulary import ARRANGED, MatchingVocabulary, Municipality
from matching.engine.weights import SECTORS, Weights, WishNeed

STATED, DECLARED, DERIVED = "stated", "declared", "derived"
#: So many different wishes (sectors in every combination) are remembered per catalogue.
MOST_SERVINGS = 256
TRAJECTEN, REGELINGEN, RECHTEN = LISTS = ("trajecten", "regelingen", "rechten")
LIST_OF_KIND = {"scheme": REGELINGEN, "right": RECHTEN}
#: The wish that is a condition: only with women.
ONLY_WOMEN = "alleen-vrouwen"
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
class Closed:
    """Why an item is not open now: "paused" or "full", up to the day `until`."""

    state: str
    until: date


@dataclass(frozen=True, slots=True)
class Caution:
    """A line to show amber: a condition of the provider that the facts answer with no (`condition`)."""

    text: str
    condition: Tree | None = None
    cites: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """How to go on: who may refer, how to sign up, phone, mailbox and site; empty is what no source says."""

    referral: str = ""
    sign_up: str = ""
    phone: str = ""
    mailbox: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the catalogue.

    `traits` are what is known of it as lists: outcomes, phases, sectors, section, women_group, women_only,
    benefit_kept. A kind that is left out is not known, an empty tuple is known to be none. `has` is what it
    is known to offer or to be ("aftercare", "realism_check", "handbook", "home_visits",
    "neighbourhood_group"), `hours` the least it asks in a week, `dagdelen` the same in half days where the
    source counts those. `training_level` is what a course trains for ("mbo-1"). `relations` are pairs of
    "contains" or "builds-on" and a source_ref. `paused_until` and `full_until` are the day on which it is
    open again, `valid_until` is the last day for which a right was checked.
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
    dagdelen: int | None = None
    training_level: str = ""
    has: frozenset[str] = frozenset()
    relations: tuple[tuple[str, str], ...] = ()
    provider_conditions: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    asks_of_participant: str = ""
    effect_note: str = ""
    paused_until: date | None = None
    full_until: date | None = None
    valid_until: date | None = None
    next_step: NextStep | None = None

    def __post_init__(self) -> None:
        if self.list_name == RECHTEN and self.coverage:
            raise ValueError(f"{self.source_ref}: a right has conditions and no coverage")

    @property
    def list_name(self) -> str:
        return LIST_OF_KIND.get(self.kind, TRAJECTEN)

    def closed_on(self, day: date) -> Closed | None:
        """Whether it is paused or full on `day`; None when it is open."""
        if self.paused_until is not None and day < self.paused_until:
            return Closed("paused", self.paused_until)
        if self.full_until is not None and day < self.full_until:
            return Closed("full", self.full_until)
        return None

    def least_hours(self, dagdeel_hours: int) -> float | None:
        """The least hours a week it asks; a dagdeel compared as `dagdeel_hours`. None when not known."""
        if self.hours is None and self.dagdelen is not None:
            return self.dagdelen * dagdeel_hours
        return self.hours


class Catalogue:
    """Items with their coverage matrix (per cent) and which of it is covered (stated or declared): one row
    per barrier, one byte each per item.

    What recurs (condition trees, reaches, traits, days) is stored once and pointed at, so that eligibility
    and lifts are computed once per distinct value, whatever the number of items. The `trees` are the
    conditions of an item with the leaves that its hours and its group add.
    """

    def __init__(
        self,
        items: Sequence[Item],
        vocabulary: MatchingVocabulary,
        weights: Weights,
        version: str = "",
        rules: Rules | None = None,
    ):
        self.items = sorted(items, key=lambda item: item.source_ref)
        self.vocabulary, self.weights, self.version = vocabulary, weights, version
        self.rules = rules or Rules()
        self.barrier_row = {slug: row for row, slug in enumerate(vocabulary.barriers)}
        count = len(self.items)
        self.matrix: npt.NDArray[np.uint8] = np.zeros((len(self.barrier_row), count), dtype=np.uint8)
        self.covered: npt.NDArray[np.bool_] = np.zeros((len(self.barrier_row), count), dtype=bool)
        self.conditional: list[tuple[int, Coverage]] = []
        self.trees, self.tree_of = _distinct([self._with_own_leaves(item) for item in self.items])
        self.reaches, self.reach_of = _distinct([item.reach for item in self.items])
        self.traits, self.traits_of = _distinct(
            [tuple(sorted((kind, values) for kind, values in item.traits.items())) for item in self.items]
        )
        self.audiences = {
            name: np.array([name in item.audience for item in self.items], dtype=bool)
            for name in ("client", "klantmanager")
        }
        self.lists = {
            name: np.array([item.list_name == name for item in self.items], dtype=bool) for name in LISTS
        }
        self.closings, self.closing_of = _distinct(
            [(item.paused_until, item.full_until) for item in self.items]
        )
        self.tiebreak = _tiebreak(self.items)
        for column, item in enumerate(self.items):
            for coverage in item.coverage:
                row = self.barrier_row[coverage.barrier]
                self.matrix[row, column] = coverage.percent
                self.covered[row, column] = coverage.counts_as_covered
                if coverage.condition is not None:
                    self.conditional.append((column, coverage))

    def _with_own_leaves(self, item: Item) -> Tree | None:
        """The conditions of `item` with what its hours and its group ask; of a right the conditions alone."""
        own: list[Tree] = [item.conditions] if item.conditions is not None else []
        if item.list_name == RECHTEN:
            return item.conditions
        hours = item.least_hours(self.rules.plan.dagdeel_hours)
        held_fact = self.rules.implications.held_fact
        if hours is not None and held_fact in self.vocabulary.context:
            text = f"minstens {hours:g} uur per week"
            own.append(Leaf(held_fact, required=True, text=text, minimum=hours, only_if_stated=True))
        wishes = self.vocabulary.context.get("wishes")
        if wishes is not None and ONLY_WOMEN in wishes.values:
            group = item.traits.get("women_only")
            if group is None or "ja" not in group:
                answer = Answer.UNKNOWN if group is None else Answer.NO
                own.append(
                    Leaf(
                        "wishes", required=True, text="alleen met vrouwen", has=(ONLY_WOMEN,), if_named=answer
                    )
                )
        if len(own) < 2:
            return own[0] if own else None
        return ConditionGroup("all", tuple(own))

    @cached_property
    def column_of(self) -> dict[str, int]:
        return {item.source_ref: column for column, item in enumerate(self.items)}

    @cached_property
    def helping(self) -> list[Item]:
        """The items but the rights: those give room and are no help."""
        return [item for item in self.items if item.list_name != RECHTEN]

    @cached_property
    def required(self) -> list[Tree | None]:
        """Of each distinct tree the part that can exclude."""
        return [required_part(tree) for tree in self.trees]

    def closed_on(self, day: date) -> npt.NDArray[np.int8]:
        """1 per item that is paused or full on `day`, else 0."""
        closed = [any(until is not None and day < until for until in pair) for pair in self.closings]
        return np.array(closed, dtype=np.int8).take(self.closing_of)

    def serving(self, need: WishNeed, sectors: tuple[str, ...]) -> npt.NDArray[np.int16]:
        """Per item how far it serves a wish, in per cent; -1 where that is not known."""
        values = need.serves
        if need.wish == SECTORS:
            values = tuple((SECTORS, sector, 100) for sector in sectors)
        key = need.wish, values
        if key not in self._serving:
            fact, named = ("sectors", set(sectors)) if need.wish == SECTORS else ("wishes", {need.wish})
            by_tree = [
                max((100 for leaf in mine if leaf.fact == fact and _names(leaf, named)), default=-1)
                for mine in self.leaves
            ]
            by_traits = [_served_by(dict(traits), values) for traits in self.traits]
            tree, trait = np.array(by_tree, dtype=np.int16), np.array(by_traits, dtype=np.int16)
            found = np.maximum(tree.take(self.tree_of), trait.take(self.traits_of))
            if len(self._serving) > MOST_SERVINGS:
                self._serving.clear()
            self._serving[key] = found
        return self._serving[key]

    @cached_property
    def _serving(self) -> dict[Any, npt.NDArray[np.int16]]:
        return {}

    @cached_property
    def specific(self) -> list[tuple[Leaf, ...]]:
        """Of each distinct tree the leaves that can give points for specificity."""
        return [
            tuple(leaf for leaf in _of_a_group(tree) if leaf.fact in self.weights.specificity)
            for tree in self.trees
        ]

    @cached_property
    def leaves(self) -> list[tuple[Leaf, ...]]:
        """The leaves of each distinct tree."""
        return [tuple(leaves(tree)) for tree in self.trees]

    @cached_property
    def options(self) -> dict[str, tuple[Option, ...]]:
        """Per fact that may be asked and that anything looks at its possible answers, in the order of the
        form.
        """
        mine: dict[str, list[Leaf]] = {}
        trees = [*self.trees, *(coverage.condition for _, coverage in self.conditional)]
        for leaf in dict.fromkeys(leaf for tree in trees for leaf in leaves(tree)):
            mine.setdefault(leaf.fact, []).append(leaf)
        wished = {need.wish for need in self.rules.wishes.needs}
        found = {}
        for name, key in self.vocabulary.context.items():
            wishes = {"wishes": wished, SECTORS: set(key.values) if SECTORS in wished else set()}.get(
                name, set()
            )
            found[name] = options_for(key, mine.get(name, ()), self.weights, wishes)
        return {name: options for name, options in found.items() if options}

    @cached_property
    def fit_points(self) -> dict[tuple[str, Any], npt.NDArray[np.int32]]:
        """Per fact and value that a rule for fit names, the points of each distinct set of traits."""
        found: dict[tuple[str, Any], npt.NDArray[np.int32]] = {}
        for rule in self.weights.fit:
            has = [
                any(kind == rule.trait and rule.item_value in values for kind, values in mine)
                for mine in self.traits
            ]
            best = found.setdefault((rule.fact, rule.value), np.zeros(len(self.traits), dtype=np.int32))
            np.maximum(best, np.array(has, dtype=np.int32) * np.int32(rule.points), out=best)
        return found

    @cached_property
    def consequential(self) -> frozenset[str]:
        """The facts from which another follows."""
        implications = self.rules.implications
        found = {clue.fact for row in implications.rows for one in row.when for clue in one}
        found |= {clue.fact for one in implications.held for clue in one} | {implications.held_question}
        return frozenset(found | {name for name, key in self.vocabulary.context.items() if key.implies})

    def leaves_on(self, tree: int, facts: tuple[str, ...]) -> tuple[Leaf, ...]:
        """The leaves of one distinct tree that look at one of these facts."""
        key = tree, facts
        if key not in self._leaves_on:
            self._leaves_on[key] = tuple(leaf for leaf in self.leaves[tree] if leaf.fact in facts)
        return self._leaves_on[key]

    @cached_property
    def _leaves_on(self) -> dict[tuple[int, tuple[str, ...]], tuple[Leaf, ...]]:
        return {}

    def on_coverage(self, fact: str) -> bool:
        """Whether the coverage of any item depends on this fact."""
        return fact in self._coverage_facts

    @cached_property
    def _coverage_facts(self) -> frozenset[str]:
        return frozenset(leaf.fact for _, one in self.conditional for leaf in leaves(one.condition))

    def touched(self, facts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Per item whether anything of it depends on one of these facts."""
        found = np.zeros(len(self.items), dtype=bool)
        for fact in facts:
            if fact not in self._touched:
                self._touched[fact] = self._touched_by(fact)
            found |= self._touched[fact]
        return found

    @cached_property
    def _touched(self) -> dict[str, npt.NDArray[np.bool_]]:
        return {}

    def _touched_by(self, fact: str) -> npt.NDArray[np.bool_]:
        trees = [tree for tree, mine in enumerate(self.leaves) if any(leaf.fact == fact for leaf in mine)]
        wanted = {(rule.trait, rule.item_value) for rule in self.weights.fit if rule.fact == fact}
        sets = [
            index
            for index, traits in enumerate(self.traits)
            if any((kind, value) in wanted for kind, values in traits for value in values)
        ]
        found = np.isin(self.tree_of, trees) | np.isin(self.traits_of, sets)
        found[
            [
                column
                for column, coverage in self.conditional
                if any(leaf.fact == fact for leaf in leaves(coverage.condition))
            ]
        ] = True
        return found

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


def _of_a_group(tree: Tree | None) -> Iterator[Leaf]:
    """The leaves that say for whom it is. Not those of an "any" with what can be arranged: "childcare is
    arranged, or no children at home" is about what must be in order, for whoever she is.
    """
    if isinstance(tree, Leaf):
        yield tree
    elif tree is not None and not (tree.operator == "any" and any(map(_asks_arranging, leaves(tree)))):
        for part in tree.parts:
            yield from _of_a_group(part)


def _asks_arranging(leaf: Leaf) -> bool:
    return leaf.fact in ARRANGED and ARRANGED[leaf.fact] in (leaf.one_of or ())


def _names(leaf: Leaf, named: set[str]) -> bool:
    """Whether a leaf on her wishes or sectors, without conditions of its own, names one of these."""
    return leaf.if_named is None and bool(named & set(leaf.has or ()))


def _served_by(traits: Mapping[str, tuple[str, ...]], values: tuple[tuple[str, str, int], ...]) -> int:
    """The best that `traits` say; 0 when they are known and say nothing, -1 when they are not known."""
    found = [percent for trait, value, percent in values if value in traits.get(trait, ())]
    if found:
        return max(found)
    return 0 if all(trait in traits for trait, _, _ in values) else -1


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
