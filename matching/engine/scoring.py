"""Score and order, in whole numbers only.

    need  N = sum of severity x level weight over the barriers that count
    cover P = sum of severity x level weight x coverage (0-200 half per cents, so that half of it is whole)
    score   = P x (100 + specificity + fit), compared as it is; as points: / (200 x N), so 0 to 125

The order of what is offered:
 1. a higher score comes first
 2. at equal scores the higher recognition (effectief, goed onderbouwd, goed beschreven, none)
 3. then the name, folded to plain lower-case letters
 4. then source_ref
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.answers import Answer
from matching.engine.conditions import YES, Leaf, Tree, evaluate, test
from matching.engine.items import Catalogue, Coverage, Traits
from matching.engine.profile import Profile
from matching.engine.vocabulary import ContextKey, FitRule, MatchingVocabulary, Weights

#: 200 half per cents of coverage x 100 per cent of lift.
SCALE = 200 * 100


#: Whole numbers: 32 bits where the highest possible score fits in them, else 64.
Whole = npt.NDArray[np.signedinteger[Any]]


class Verdict(StrEnum):
    """From best to worst: an item gets the worst of what its conditions and its reach say."""

    ELIGIBLE = "eligible"
    UNCERTAIN = "uncertain"
    OUT_OF_REACH = "out_of_reach"
    INELIGIBLE = "ineligible"


VERDICTS = tuple(Verdict)
OFFERED = (Verdict.ELIGIBLE, Verdict.UNCERTAIN)
_CODES = {verdict: code for code, verdict in enumerate(Verdict)}
_BY_CONDITIONS = {
    Answer.YES: _CODES[Verdict.ELIGIBLE],
    Answer.UNKNOWN: _CODES[Verdict.UNCERTAIN],
    Answer.NO: _CODES[Verdict.INELIGIBLE],
}
_BY_REACH = _BY_CONDITIONS | {Answer.NO: _CODES[Verdict.OUT_OF_REACH]}
#: So many items at a time give one value in the search for the top.
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class ProfileNeed:
    """The barriers that count for this profile, each with severity x level weight, and their sum."""

    weights: tuple[tuple[str, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Scores:
    """Per item: `cover` is P, `lift` 100 + specificity + fit, `score` their product; `order` the offered.

    `met` has the code of each distinct tree, `reached` that of each item's reach; `specific` the points of
    each distinct tree, `fitting` those of each distinct set of traits.
    """

    need: ProfileNeed
    cover: Whole
    lift: Whole
    score: Whole
    verdicts: npt.NDArray[np.int8]
    order: npt.NDArray[np.intp]
    met: npt.NDArray[np.int8]
    reached: npt.NDArray[np.int8]
    specific: npt.NDArray[np.int32]
    fitting: npt.NDArray[np.int32]


def need_of(profile: Profile, vocabulary: MatchingVocabulary, weights: Weights) -> ProfileNeed:
    """Barriers about the guidance itself (`own_side`) count for audience klantmanager only."""
    rows = tuple(
        (slug, severity * weights.levels[vocabulary.barriers[slug].level])
        for slug, severity in profile.barriers
        if profile.audience == "klantmanager" or not vocabulary.barriers[slug].own_side
    )
    rows = tuple((slug, weight) for slug, weight in rows if weight > 0)
    return ProfileNeed(rows, sum(weight for _, weight in rows))


def coverage_answer(coverage: Coverage, profile: Profile, keys: Mapping[str, ContextKey]) -> Answer:
    """Whether the coverage's own condition is met; YES when it has none."""
    return evaluate(coverage.condition, profile.facts, keys)


def half_percent(coverage: Coverage, answer: Answer) -> int:
    """The coverage in half per cents (0-200): whole when the condition is met, half when unknown, else 0."""
    return coverage.percent * int(answer)


def scores(profile: Profile, catalogue: Catalogue, top: int | None = None) -> Scores:
    """Scores of all items and the order of the offered, at most `top` of them when given."""
    need = need_of(profile, catalogue.vocabulary, catalogue.weights)
    cover = cover_of(need, profile, catalogue)
    specific = specific_of(catalogue.specific, profile, catalogue)
    fitting = fitting_of(catalogue.traits, profile, catalogue)
    lift = (100 + specific).take(catalogue.tree_of) + fitting.take(catalogue.traits_of)
    score = cover * lift
    met = met_of(catalogue.required, profile, catalogue)
    reached = reached_of(profile, catalogue)
    verdicts = np.maximum(met.take(catalogue.tree_of), reached)
    offered = is_offered(verdicts) & catalogue.audiences[profile.audience]
    columns = np.flatnonzero(offered) if top is None else _top(score, offered, catalogue.tiebreak, top)
    order = columns[np.lexsort((catalogue.tiebreak[columns], -score[columns]))]
    return Scores(need, cover, lift, score, verdicts, order, met, reached, specific, fitting)


def is_offered(verdicts: npt.NDArray[np.int8]) -> npt.NDArray[np.bool_]:
    return verdicts <= _CODES[Verdict.UNCERTAIN]


def _top(
    score: Whole, offered: npt.NDArray[np.bool_], tiebreak: npt.NDArray[np.int32], top: int
) -> npt.NDArray[np.intp]:
    """The columns of the `top` first of the offered, in no particular order; all when there are no more.

    Every block of items has one best, so at least `top` items reach the top-th of these bests: what stays
    below it is out after one look.
    """
    ranked = (score + 1) * offered  # 0: not offered
    blocks = len(ranked) // _BLOCK
    floor = 1
    if blocks >= top:
        bests = ranked[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
        floor = max(floor, int(np.partition(bests, blocks - top)[blocks - top]))
    columns = np.flatnonzero(ranked >= floor)
    if len(columns) <= top:
        return columns
    values = ranked[columns]
    edge = np.partition(values, len(values) - top)[len(values) - top]
    above, tied = columns[values > edge], columns[values == edge]
    wanted = top - len(above)
    return np.concatenate((above, tied[np.argpartition(tiebreak[tied], wanted - 1)[:wanted]]))


def cover_of(need: ProfileNeed, profile: Profile, catalogue: Catalogue) -> Whole:
    weights = catalogue.weights
    highest = need.total * 200 * (100 + weights.specificity_cap + weights.fit_cap)
    whole: type[np.int32] | type[np.int64] = np.int32 if highest < 2**31 else np.int64
    total: Whole = np.zeros(len(catalogue.items), dtype=whole)
    for slug, weight in need.weights:
        row = catalogue.matrix[catalogue.barrier_row[slug]]
        np.add(total, row * whole(2 * weight), out=total)
        for condition, columns in catalogue.conditional_columns.get(slug, ()):
            lost = Answer.YES - evaluate(condition, profile.facts, catalogue.vocabulary.context)
            if lost:
                total[columns] -= row[columns] * whole(weight * lost)
    return total


def met_of(required: Iterable[Tree | None], profile: Profile, catalogue: Catalogue) -> npt.NDArray[np.int8]:
    """Per tree (its required part) the code of the verdict that its answer gives."""
    facts, keys = profile.facts, catalogue.vocabulary.context
    return np.array([_BY_CONDITIONS[evaluate(tree, facts, keys)] for tree in required], dtype=np.int8)


def reached_of(profile: Profile, catalogue: Catalogue) -> npt.NDArray[np.int8]:
    """Per item the code of the verdict that its reach gives; each distinct reach is looked at once."""
    by_reach = np.array(
        [_BY_REACH[reach.answer(profile.place)] for reach in catalogue.reaches], dtype=np.int8
    )
    reached = by_reach.take(catalogue.reach_of)
    for column, item in enumerate(catalogue.items) if profile.bought_in else ():
        if item.source_ref in profile.bought_in:
            reached[column] = _BY_REACH[Answer.YES]
    return reached


def verdict(code: int) -> Verdict:
    return VERDICTS[code]


def specific_of(
    known: Iterable[tuple[Leaf, ...]], profile: Profile, catalogue: Catalogue
) -> npt.NDArray[np.int32]:
    """Per tree, given as the leaves that can give points, those points in per cent."""
    weights, keys = catalogue.weights, catalogue.vocabulary.context
    return np.array(
        [_sum(specificity(leaves, profile.facts, keys, weights)) for leaves in known], dtype=np.int32
    )


def fitting_of(traits: Iterable[Traits], profile: Profile, catalogue: Catalogue) -> npt.NDArray[np.int32]:
    """Per set of traits the points for fit, in per cent."""
    rules, cap = rules_for(profile.facts, catalogue.weights), catalogue.weights.fit_cap
    return np.array([_sum(fit(dict(mine), rules, cap)) for mine in traits], dtype=np.int32)


def specificity(
    known: Iterable[Leaf], facts: Mapping[str, Any], keys: Mapping[str, ContextKey], weights: Weights
) -> list[tuple[str, int]]:
    """Points per kind of condition that is known to be true, together at most the cap.

    `known` are the leaves whose fact stands in the table. Gender and newcomer status do not: a traject for
    women is not the better for being one.
    """
    met = dict.fromkeys(leaf.fact for leaf in known if test(leaf, facts, keys) is YES)
    return _capped([(fact, weights.specificity[fact]) for fact in met], weights.specificity_cap)


def rules_for(facts: Mapping[str, Any], weights: Weights) -> list[FitRule]:
    """The rules for fit that these facts bring in force."""
    return [rule for rule in weights.fit if _holds(rule, facts)]


def _holds(rule: FitRule, facts: Mapping[str, Any]) -> bool:
    stated = facts.get(rule.fact)
    if isinstance(stated, tuple):
        return rule.value in stated
    return stated is not None and bool(stated == rule.value)


def fit(traits: Mapping[str, tuple[str, ...]], rules: Iterable[FitRule], cap: int) -> list[tuple[str, int]]:
    """Points for wishes, sectors and phase, the best of `rules` per wish or step, together at most `cap`."""
    best: dict[str, int] = {}
    for rule in rules:
        if rule.item_value in traits.get(rule.trait, ()):
            name = f"{rule.fact}:{rule.value}"
            best[name] = max(best.get(name, 0), rule.points)
    return _capped(list(best.items()), cap)


def _sum(rows: list[tuple[str, int]]) -> int:
    return sum(points for _, points in rows)


def _capped(rows: list[tuple[str, int]], cap: int) -> list[tuple[str, int]]:
    if not rows:
        return rows
    left, kept = cap, []
    for name, points in sorted(rows, key=lambda row: (-row[1], row[0])):
        given = min(points, left)
        if given > 0:
            kept.append((name, given))
            left -= given
    return kept


def points(score: int, need: ProfileNeed) -> int:
    """The score as whole points, 0 to 125, rounded half up."""
    whole = SCALE * need.total
    return (2 * 100 * score + whole) // (2 * whole)
