"""What the order would be with another fact, without ranking again what that fact does not touch.

Every value of a fact is tried at once: arrays have a row per value and a column per item. Only items that
can come among the first at all are looked at: those that are among them now, and those that would pass the
last of these if everything that is open turned out well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.answers import Answer
from matching.engine.conditions import HELD, test
from matching.engine.facts import KnownFacts, known_facts
from matching.engine.items import TRAJECTEN, Catalogue
from matching.engine.needs import ProfileNeed, need_of
from matching.engine.profile import Profile
from matching.engine.scoring import (
    FAILED,
    MET,
    Columns,
    Scores,
    Whole,
    cover_of,
    coverage_answer,
    covers_any,
    factors,
    fitting_of,
    highest,
    met_code,
    placed,
    points,
    specificity,
    total_cover,
    total_of,
    wish_cover_of,
)
from matching.engine.weights import FULL_LIFT

#: Facts that change how much everything weighs.
WEIGHING = frozenset({"wishes", "sectors", "main_wish"})
Table = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True, slots=True)
class Leading:
    """The first of a list, at most as many as were asked: their columns and their points."""

    columns: tuple[int, ...]
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """The profile with one value of the fact: what is then known, and what it then needs."""

    known: KnownFacts
    need: ProfileNeed


class WhatIf:
    """Answers for one profile and its `found` scores what the first of a list would be."""

    def __init__(self, profile: Profile, catalogue: Catalogue, found: Scores):
        self._profile, self._catalogue, self._found = profile, catalogue, found
        self._factors = factors(catalogue.weights)
        self._audience = catalogue.audiences[profile.audience]
        self._needs: dict[Any, ProfileNeed] = {}
        self._trees_found: dict[int, tuple[int, int]] = {}

    def now(self, *, count: int, name: str = TRAJECTEN) -> Leading:
        """The first as they are."""
        columns = self._found.orders[name][:count].tolist()
        total = total_of(name, self._found.need)
        return Leading(tuple(columns), tuple(points(int(self._found.score[one]), total) for one in columns))

    def leading(
        self, fact: str, values: Sequence[Any], *, count: int, name: str = TRAJECTEN
    ) -> list[Leading]:
        """Per value of `fact` the first `count` of the list."""
        if not values:
            return []
        catalogue, found = self._catalogue, self._found
        cases = [self._case(fact, value) for value in values]
        changed = self._changed(fact, cases)
        touched = catalogue.lists[name] & self._audience
        if fact not in WEIGHING:
            touched = touched & catalogue.touched(changed)
        order = found.orders[name]
        within = order[: count + int(touched.sum())]
        rest = within[~touched[within]][:count]
        columns = np.flatnonzero(touched)
        if fact not in WEIGHING:
            columns = columns[self._may_lead(columns, order, count, replaces=fact in found.known.eligible)]
            if not len(columns):
                return [self.now(count=count, name=name)] * len(values)
        both = np.concatenate((columns, rest))
        score, codes = self._tables(changed, cases, columns, rest)
        most = max(highest(case.need) for case in cases)
        places = placed(score, codes, found.closed[both], most, np.ones(len(both), dtype=bool))
        tiebreak = np.broadcast_to(catalogue.tiebreak[both], places.shape)
        first = np.lexsort((tiebreak, -places), axis=-1)[:, :count]
        answers = []
        for row, case in enumerate(cases):
            mine = [index for index in first[row].tolist() if places[row, index] > 0]
            total = total_of(name, case.need)
            answers.append(
                Leading(
                    tuple(int(both[index]) for index in mine),
                    tuple(points(int(score[row, index]), total) for index in mine),
                )
            )
        return answers

    def _case(self, fact: str, value: Any) -> _Case:
        catalogue, found = self._catalogue, self._found
        facts = {**self._profile.facts, fact: value}
        if fact in catalogue.consequential or fact in WEIGHING:
            other = replace(self._profile, facts=facts)
            known = known_facts(other, catalogue.vocabulary, catalogue.rules)
            need = found.need
            if fact in WEIGHING:
                need = self._need(other)
            return _Case(known, need)
        eligible = {**found.known.eligible, fact: value}
        return _Case(KnownFacts(facts, eligible, found.known.assumed), found.need)

    def _need(self, other: Profile) -> ProfileNeed:
        """The need with other wishes; which sectors she names does not matter to it."""
        facts = other.facts
        key = facts.get("wishes"), bool(facts.get("sectors")), facts.get("main_wish")
        if key not in self._needs:
            catalogue = self._catalogue
            self._needs[key] = need_of(other, catalogue.vocabulary, catalogue.weights, catalogue.rules)
        return self._needs[key]

    def _changed(self, fact: str, cases: Sequence[_Case]) -> list[str]:
        """`fact` and every fact of eligibility that follows from it in one of the cases."""
        if fact not in self._catalogue.consequential:
            return [fact]
        before, changed = self._found.known.eligible, {fact}
        for case in cases:
            names = {*case.known.eligible, *before}
            changed |= {name for name in names if case.known.eligible.get(name) != before.get(name)}
        if HELD in changed:
            changed = changed - {HELD} | {self._catalogue.rules.implications.held_fact}
        return sorted(changed)

    def _may_lead(
        self, columns: Columns, order: Columns, count: int, *, replaces: bool
    ) -> npt.NDArray[np.bool_]:
        """Which of `columns` are among the first now, or may come there when all that is open turns out well.

        With `replaces` (a fact that is known now becomes another) what is ruled out may come back too.
        """
        if replaces or len(order) < count:
            return np.ones(len(columns), dtype=bool)
        return self._reachable[columns] >= self._found.places[order[count - 1]]

    @cached_property
    def _reachable(self) -> Whole:
        """Per item the number that `placed` gives it at best, for as long as nothing known becomes another.

        Never below what it has now, so what is among the first now stays in sight.
        """
        found = self._found
        codes = np.where(found.codes // 3 == FAILED, np.int8(3 * FAILED), np.int8(3 * MET)) + found.codes % 3
        score = self._fullest * self._fullest.dtype.type(FULL_LIFT * 100)
        anyone = np.ones(len(codes), dtype=bool)
        return placed(score, codes.astype(np.int8), found.closed, highest(found.need), anyone)

    @cached_property
    def _fullest(self) -> Whole:
        """P with every condition on coverage met."""
        found, catalogue = self._found, self._catalogue
        if not catalogue.conditional:
            return found.cover
        cover = np.zeros(len(catalogue.items), dtype=np.int64)
        for slug, weight in found.need.weights:
            cover += catalogue.matrix[catalogue.barrier_row[slug]] * np.int64(2 * weight)
        for _, weight in found.need.wishes:
            cover += np.int64(200 * weight)
        return cover

    def _tables(
        self, changed: Sequence[str], cases: Sequence[_Case], columns: Columns, rest: Columns
    ) -> tuple[Table, npt.NDArray[np.int8]]:
        """Score and code, [cases x columns and then rest]; of the rest they are as they were found."""
        catalogue, found = self._catalogue, self._found
        tree_of = catalogue.tree_of[columns]
        trees = sorted(set(tree_of.tolist()))
        index_of = np.zeros(len(catalogue.trees), dtype=np.intp)
        index_of[trees] = np.arange(len(trees))
        tree_index = index_of[tree_of]
        met, specific = self._by_tree(trees, changed, cases)
        codes = met[:, tree_index] * np.int8(3) + found.codes[columns] % np.int8(3)
        if any(rule.fact in changed for rule in catalogue.weights.fit):
            by_set = np.array([fitting_of(case.known.stated, catalogue) for case in cases])
            fitting = by_set[:, catalogue.traits_of[columns]]
        else:
            fitting = found.fitting[catalogue.traits_of[columns]][None, :]
        cover = self._cover(changed, cases)[:, columns].astype(np.int64)
        score = cover * (100 + specific[:, tree_index] + fitting) * self._factors[codes]
        shape = (len(cases), len(rest))
        return (
            np.concatenate((score, np.broadcast_to(found.score[rest], shape)), axis=1),
            np.concatenate((codes, np.broadcast_to(found.codes[rest], shape)), axis=1),
        )

    def _by_tree(
        self, trees: Sequence[int], changed: Sequence[str], cases: Sequence[_Case]
    ) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int32]]:
        """The code of the conditions and the points for specificity, [cases x trees].

        Cases in which the leaves on the changed facts answer alike are evaluated once.
        """
        catalogue, keys = self._catalogue, self._catalogue.vocabulary.context
        met = np.empty((len(cases), len(trees)), dtype=np.int8)
        specific = np.empty((len(cases), len(trees)), dtype=np.int32)
        for index, tree in enumerate(trees):
            mine = catalogue.leaves_on(tree, tuple(changed))
            if not mine:
                met[:, index], specific[:, index] = self._as_found(tree)
                continue
            seen: dict[Any, tuple[int, int]] = {}
            for row, case in enumerate(cases):
                eligible, stated = case.known.eligible, case.known.stated
                alike = tuple([(test(leaf, eligible, keys), test(leaf, stated, keys)) for leaf in mine])
                if alike not in seen:
                    seen[alike] = self._evaluated(tree, case.known)
                met[row, index], specific[row, index] = seen[alike]
        return met, specific

    def _as_found(self, tree: int) -> tuple[int, int]:
        """The code and the points of a tree with what is known now."""
        if tree not in self._trees_found:
            self._trees_found[tree] = self._evaluated(tree, self._found.known)
        return self._trees_found[tree]

    def _evaluated(self, tree: int, known: KnownFacts) -> tuple[int, int]:
        catalogue, keys = self._catalogue, self._catalogue.vocabulary.context
        given = specificity(catalogue.specific[tree], known.stated, keys, catalogue.weights)
        code = met_code(catalogue.required[tree], known.eligible, keys)
        return code, sum(percent for _, percent in given)

    def _cover(self, changed: Sequence[str], cases: Sequence[_Case]) -> Table:
        """P, [cases or one x items]."""
        catalogue, found = self._catalogue, self._found
        if any(catalogue.on_coverage(fact) for fact in changed):
            covers: dict[Any, Whole] = {}
            rows = []
            for case in cases:
                stated = case.known.stated
                alike = (case.need, *self._coverage_answers(stated))
                if alike not in covers:
                    covers[alike] = total_cover(case.need, stated, catalogue)
                rows.append(covers[alike])
            return np.array(rows)
        if all(case.need is found.need for case in cases):
            return found.cover[None, :]
        rows = []
        for case in cases:
            barriers = self._barrier_cover.astype(np.int64) * case.need.scale
            rows.append(barriers + wish_cover_of(case.need, case.known.stated, catalogue, self._helps))
        return np.array(rows)

    def _coverage_answers(self, stated: Mapping[str, Any]) -> list[Answer]:
        """What every condition on the coverage of a barrier of hers answers."""
        catalogue = self._catalogue
        return [
            coverage_answer(slug, condition, stated, catalogue.vocabulary)
            for slug, _ in self._found.need.weights
            for condition, _ in catalogue.conditional_columns.get(slug, ())
        ]

    @cached_property
    def _barrier_cover(self) -> Whole:
        """The part of P from barriers, for a scale of 1."""
        found = self._found
        return cover_of(found.need, found.known.stated, self._catalogue) // found.need.scale

    @cached_property
    def _helps(self) -> npt.NDArray[np.bool_]:
        return covers_any(self._found.need, self._found.known.stated, self._catalogue)
