"""Score and order, in whole numbers only.

    need  N = sum of severity x level weight over the barriers that count
    cover P = sum of severity x level weight x coverage (0-200: hundredths, doubled so that a half is whole)
    score   = P x (100 + specificity + fit), compared as it is; as points: / (200 x N), so 0 to 125

The order of what is offered:
 1. a higher score comes first
 2. at equal scores the higher recognition (effectief, goed onderbouwd, goed beschreven, none)
 3. then the name, folded to plain lower-case letters
 4. then source_ref
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.answers import Answer
from matching.engine.conditions import Tree, evaluate, leaves, required_part, test
from matching.engine.items import Catalogue, Coverage
from matching.engine.profile import Profile
from matching.engine.vocabulary import ContextKey, Vocabulary, Weights

#: 200 = a coverage of 100 hundredths, doubled; 100 = per cent.
SCALE = 200 * 100


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    UNCERTAIN = "uncertain"
    OUT_OF_REACH = "out_of_reach"
    INELIGIBLE = "ineligible"


OFFERED = (Verdict.ELIGIBLE, Verdict.UNCERTAIN)
_CODES = {verdict: code for code, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Need:
    """The barriers that count for this profile, each with severity x level weight, and their sum."""

    weights: tuple[tuple[str, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Per item: `cover` is P, `lift` 100 + specificity + fit, `score` their product; `order` the offered."""

    need: Need
    cover: npt.NDArray[np.int64]
    lift: npt.NDArray[np.int64]
    score: npt.NDArray[np.int64]
    verdicts: npt.NDArray[np.int8]
    order: npt.NDArray[np.intp]


def need_of(profile: Profile, vocabulary: Vocabulary, weights: Weights) -> Need:
    """Barriers about the guidance itself (`own_side`) count for audience klantmanager only."""
    rows = tuple(
        (slug, severity * weights.levels[vocabulary.barriers[slug].level])
        for slug, severity in profile.barriers
        if profile.audience == "klantmanager" or not vocabulary.barriers[slug].own_side
    )
    rows = tuple((slug, weight) for slug, weight in rows if weight > 0)
    return Need(rows, sum(weight for _, weight in rows))


def coverage_answer(coverage: Coverage, profile: Profile, keys: Mapping[str, ContextKey]) -> Answer:
    """Whether the coverage's own condition is met; YES when it has none."""
    return evaluate(coverage.condition, profile.facts, keys)


def effective(coverage: Coverage, answer: Answer) -> int:
    """Doubled coverage 0-200: whole when the condition is met, half when that is unknown, else nothing."""
    return coverage.value * int(answer)


def scores(profile: Profile, catalogue: Catalogue, top: int | None = None) -> Scores:
    """Scores of all items and the order of the offered, at most `top` of them when given."""
    need = need_of(profile, catalogue.vocabulary, catalogue.weights)
    cover = cover_of(need, profile, catalogue)
    lift = lifts(profile, catalogue)
    score = cover * lift
    verdicts = verdicts_of(profile, catalogue)
    offered = np.flatnonzero(
        ((verdicts == _CODES[Verdict.ELIGIBLE]) | (verdicts == _CODES[Verdict.UNCERTAIN]))
        & catalogue.audiences[profile.audience]
    )
    if top is not None and len(offered) > top:
        # Everything as good as the top-th score, so that ties at the edge are broken by the rules too.
        edge = np.partition(score[offered], len(offered) - top)[len(offered) - top]
        offered = offered[score[offered] >= edge]
    order = offered[np.lexsort((catalogue.tiebreak[offered], -score[offered]))]
    return Scores(need, cover, lift, score, verdicts, order if top is None else order[:top])


def cover_of(need: Need, profile: Profile, catalogue: Catalogue) -> npt.NDArray[np.int64]:
    total = np.zeros(len(catalogue.items), dtype=np.int32)
    for slug, severity in need.weights:
        total += catalogue.matrix[catalogue.barrier_row[slug]] * np.int32(2 * severity)
    weight_of = dict(need.weights)
    for column, coverage in catalogue.conditional:
        weight = weight_of.get(coverage.barrier)
        if weight:
            answer = coverage_answer(coverage, profile, catalogue.vocabulary.context)
            total[column] -= weight * (2 * coverage.value - effective(coverage, answer))
    return total.astype(np.int64)


def verdicts_of(profile: Profile, catalogue: Catalogue) -> npt.NDArray[np.int8]:
    """Per item the code of its verdict; each distinct tree and reach is looked at once."""
    keys = catalogue.vocabulary.context
    tree_answers = np.array(
        [evaluate(required_part(tree), profile.facts, keys) for tree in catalogue.trees], dtype=np.int8
    )
    reach_answers = np.array([reach.answer(profile.place) for reach in catalogue.reaches], dtype=np.int8)
    meant, reached = tree_answers[catalogue.tree_of], reach_answers[catalogue.reach_of]
    for column, item in enumerate(catalogue.items) if profile.bought_in else ():
        if item.source_ref in profile.bought_in:
            reached[column] = Answer.YES
    return np.select(
        [meant == Answer.NO, reached == Answer.NO, (meant == Answer.UNKNOWN) | (reached == Answer.UNKNOWN)],
        [
            np.int8(_CODES[Verdict.INELIGIBLE]),
            np.int8(_CODES[Verdict.OUT_OF_REACH]),
            np.int8(_CODES[Verdict.UNCERTAIN]),
        ],
        np.int8(_CODES[Verdict.ELIGIBLE]),
    )


def verdict(code: int) -> Verdict:
    return list(Verdict)[code]


def lifts(profile: Profile, catalogue: Catalogue) -> npt.NDArray[np.int64]:
    """100 + specificity + fit per item, in per cent."""
    keys, weights = catalogue.vocabulary.context, catalogue.weights
    specific = np.array(
        [
            sum(points for _, points in specificity(tree, profile.facts, keys, weights))
            for tree in catalogue.trees
        ],
        dtype=np.int64,
    )
    fitting = np.array(
        [
            sum(points for _, points in fit(dict(traits), profile.facts, weights))
            for traits in catalogue.traits
        ],
        dtype=np.int64,
    )
    return 100 + specific[catalogue.tree_of] + fitting[catalogue.traits_of]


def specificity(
    tree: Tree | None, facts: Mapping[str, Any], keys: Mapping[str, ContextKey], weights: Weights
) -> list[tuple[str, int]]:
    """Points per kind of condition that is known to be true, together at most the cap.

    Gender and newcomer status have no row in the table: a traject for women is not the better for being one.
    """
    met = dict.fromkeys(
        leaf.fact
        for leaf in leaves(tree)
        if leaf.fact in weights.specificity and test(leaf, facts, keys) is Answer.YES
    )
    return _capped([(fact, weights.specificity[fact]) for fact in met], weights.specificity_cap)


def fit(
    traits: Mapping[str, tuple[str, ...]], facts: Mapping[str, Any], weights: Weights
) -> list[tuple[str, int]]:
    """Points for wishes, sectors and phase, the best rule per wish or step, together at most the cap."""
    best: dict[str, int] = {}
    for rule in weights.fit:
        stated = facts.get(rule.fact)
        holds = (
            rule.value in stated if isinstance(stated, tuple) else stated is not None and stated == rule.value
        )
        if holds and rule.item_value in traits.get(rule.trait, ()):
            name = f"{rule.fact}:{rule.value}"
            best[name] = max(best.get(name, 0), rule.points)
    return _capped(list(best.items()), weights.fit_cap)


def _capped(rows: list[tuple[str, int]], cap: int) -> list[tuple[str, int]]:
    left, kept = cap, []
    for name, points in sorted(rows, key=lambda row: (-row[1], row[0])):
        given = min(points, left)
        if given > 0:
            kept.append((name, given))
            left -= given
    return kept


def points(score: int, need: Need) -> int:
    """The score as whole points, 0 to 125, rounded half up."""
    whole = SCALE * need.total
    return (2 * 100 * score + whole) // (2 * whole)
