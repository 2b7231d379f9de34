"""The next best question: the open fact whose answers would change the first three trajecten most.

Only what may be asked: never a closed-world fact, never what is assumed already, never reach (that is for the
provider). Of every possible answer it is computed whether the first three differ, and by how many points; the
question with the most differing answers wins, then the most points, then the order of the form. A number is
asked by interval between the thresholds that matter, and answered by a bound ("minstens 16").
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.engine.answers import Answer
from matching.engine.conditions import test
from matching.engine.items import TRAJECTEN, Catalogue
from matching.engine.matching import MatchResult
from matching.engine.options import Option
from matching.engine.scoring import FAILED, MET, coverage_answer, factors, highest, placed
from matching.engine.vocabulary import ContextKey
from matching.engine.what_if import WEIGHING, Leading, WhatIf

LEADING = 3


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """`changes`: with so many of the options the first three differ from what they are now."""

    fact: str
    text: str
    options: tuple[Option, ...]
    changes: int


def next_question(result: MatchResult, catalogue: Catalogue) -> NextQuestion | None:
    """The best question for this answer; None when no single answer changes the first three."""
    what_if = WhatIf(result.profile, catalogue, result.scores)
    now = what_if.now(count=LEADING)
    best: tuple[int, int] = (0, 0)
    found: NextQuestion | None = None
    for key, options in _candidates(result, catalogue):
        values = [option.value for option in options]
        then = what_if.leading(key.name, values, count=LEADING)
        changed = [one for one in then if one.columns != now.columns]
        merit = len(changed), sum(_moved(now, one) for one in then)
        if changed and merit > best:
            best, found = merit, NextQuestion(key.name, key.question, options, len(changed))
    return found


def _moved(now: Leading, then: Leading) -> int:
    """How many points the first three places differ, place by place."""
    pairs = [
        (now.points[index : index + 1] or (0,), then.points[index : index + 1] or (0,))
        for index in range(LEADING)
    ]
    return sum(abs(before[0] - after[0]) for before, after in pairs)


def _candidates(result: MatchResult, catalogue: Catalogue) -> Iterator[tuple[ContextKey, tuple[Option, ...]]]:
    """The facts that may be asked in the order of the form, each with its answers."""
    eligible = result.scores.known.eligible
    for name, options in catalogue.options.items():
        if name not in eligible:
            yield catalogue.vocabulary.context[name], options


def settled(result: MatchResult, catalogue: Catalogue) -> bool:
    """Whether no answers at all, however many, can change the first three trajecten.

    So it is when each of the three, at its worst, still comes before everything after it at its best.
    True is a promise, False is none: while her wishes or sectors are open it is always False.
    """
    eligible = result.scores.known.eligible
    if any(name in catalogue.options and name not in eligible for name in WEIGHING):
        return False
    extremes = _Extremes(result, catalogue)
    rest = {match.column for match in result.matches if match.list_name == TRAJECTEN and match.offered}
    for match in result.leading:
        rest.discard(match.column)
        worst = extremes.worst(match.column)
        if not worst or any(extremes.best(column) >= worst for column in rest):
            return False
    return len(result.leading) == LEADING or not any(extremes.best(column) for column in rest)


class _Extremes:
    """Per item the number that `placed` gives it at best and at worst, over everything that is open."""

    def __init__(self, result: MatchResult, catalogue: Catalogue):
        self._catalogue, self._found = catalogue, result.scores
        self._keys, self._facts = catalogue.vocabulary.context, result.profile.facts
        self._factors = factors(catalogue.weights).tolist()
        self._weights = dict(result.scores.need.weights)

    def best(self, column: int) -> int:
        code = int(self._found.codes[column])
        conditions = FAILED if code // 3 == FAILED else MET
        return self._placed(
            column, 3 * conditions + code % 3, self._cover(column, Answer.YES), self._lift(column)
        )

    def worst(self, column: int) -> int:
        """0 when an answer can rule it out."""
        catalogue, eligible = self._catalogue, self._found.known.eligible
        tree = catalogue.tree_of[column]
        open_hours = any(leaf.only_if_stated and leaf.fact not in eligible for leaf in catalogue.leaves[tree])
        code = int(self._found.codes[column])
        if code // 3 != MET or open_hours:
            return 0
        return self._placed(column, code, self._cover(column, Answer.NO), int(self._found.lift[column]))

    def _placed(self, column: int, code: int, cover: int, lift: int) -> int:
        found = self._found
        score = np.array([cover * lift * self._factors[code]], dtype=np.int64)
        codes = np.array([code], dtype=np.int8)
        return int(
            placed(score, codes, found.closed[[column]], highest(found.need), np.ones(1, dtype=bool))[0]
        )

    def _cover(self, column: int, unknown: Answer) -> int:
        """P with every open condition on its coverage answered `unknown`."""
        cover = int(self._found.cover[column])
        for coverage in self._catalogue.items[column].coverage:
            weight = self._weights.get(coverage.barrier)
            if not weight:
                continue
            vocabulary = self._catalogue.vocabulary
            answer = coverage_answer(coverage.barrier, coverage.condition, self._facts, vocabulary)
            if answer is Answer.UNKNOWN:
                cover += weight * coverage.percent * (int(unknown) - int(Answer.UNKNOWN))
        return cover

    def _lift(self, column: int) -> int:
        """The highest lift that open facts can bring."""
        catalogue, weights = self._catalogue, self._catalogue.weights
        leaves = catalogue.specific[catalogue.tree_of[column]]
        may_be_met = {leaf.fact for leaf in leaves if test(leaf, self._facts, self._keys) is not Answer.NO}
        specific = sum(weights.specificity[fact] for fact in may_be_met)
        traits = catalogue.items[column].traits
        fits: dict[str, int] = {}
        for rule in weights.fit:
            stated = self._facts.get(rule.fact)
            in_force = stated is None or (
                rule.value in stated if isinstance(stated, tuple) else rule.value == stated
            )
            if in_force and rule.item_value in traits.get(rule.trait, ()):
                name = f"{rule.fact}:{rule.value}"
                fits[name] = max(fits.get(name, 0), rule.points)
        return 100 + min(specific, weights.specificity_cap) + min(sum(fits.values()), weights.fit_cap)
