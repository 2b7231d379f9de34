"""Score and order, in whole numbers only.

    need  N = barrier weights + wish weights (needs.py); a regeling has no wishes to serve
    cover P = sum of barrier weight x coverage + sum of wish weight x how far it is served, in half per cents
    lift    = 100 + specificity + fit, at most 125
    open    = 90 when the required conditions are unknown, 85 when reach is (and when both are), else 100
    score   = P x lift x open, compared as it is; as points: / (200 x 125 x N), so 0 to 100

Every list (trajecten, regelingen) has an order of its own. What is offered and has a score above 0 is ranked:
 1. what does not wait for an answer about a group comes before what does
 2. what is open before what is paused or full
 3. a higher score
 4. at equal scores the higher recognition (effectief, goed onderbouwd, goed beschreven, none)
 5. then the name, folded to plain lower-case letters
 6. then source_ref
A right is never ranked: it is tested on stated facts only, and at best it may apply.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.answers import Answer
from matching.engine.conditions import YES, Leaf, Tree, evaluate, test, waits
from matching.engine.facts import KnownFacts, known_facts
from matching.engine.items import RECHTEN, REGELINGEN, TRAJECTEN, Catalogue, Coverage
from matching.engine.needs import ProfileNeed, need_of
from matching.engine.profile import Profile
from matching.engine.vocabulary import ContextKey, MatchingVocabulary
from matching.engine.weights import CERTAIN, FULL_LIFT, FitRule, Weights

#: 200 half per cents of coverage x the full lift x nothing open: the score of all points, per weight.
SCALE = 200 * FULL_LIFT * CERTAIN
#: Whole numbers: 32 bits where the highest possible score fits in them, else 64.
Whole = npt.NDArray[np.signedinteger[Any]]
Columns = npt.NDArray[np.intp]
RANKED_LISTS = (TRAJECTEN, REGELINGEN)


class Verdict(StrEnum):
    """From best to worst: an item gets the worst of what its conditions and its reach say."""

    ELIGIBLE = "eligible"
    UNCERTAIN = "uncertain"
    OUT_OF_REACH = "out_of_reach"
    INELIGIBLE = "ineligible"


VERDICTS = tuple(Verdict)
OFFERED = (Verdict.ELIGIBLE, Verdict.UNCERTAIN)

#: What the required conditions of an item come to.
MET, OPEN, WAITS, FAILED = range(4)
#: What its reach comes to, by answer.
REACHED, UNSURE, ELSEWHERE = range(3)
_REACH_CODE = {Answer.YES: REACHED, Answer.UNKNOWN: UNSURE, Answer.NO: ELSEWHERE}
#: By 3 x the code of the conditions + the code of the reach.
_VERDICT = np.array([0, 1, 2, 1, 1, 2, 1, 1, 2, 3, 3, 3], dtype=np.int8)
_IS_OFFERED = np.array([code <= 1 for code in _VERDICT], dtype=bool)
#: Orders of waiting and being closed, from last to first: 1 + 2 x does not wait + is open.
_GROUPS = 4
#: So many items at a time give one value in the search for the top.
_BLOCK = 512


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything that was computed, and the orders.

    Per item: `cover` is P, `lift`, `score` their product with what is open, `codes` 3 x the code of the
    conditions + that of the reach, `closed` 1 when paused or full, `places` what `placed` makes of it. Per
    distinct set of traits `fitting`, its points. `orders` has the columns of each list, ranked.
    """

    day: date
    need: ProfileNeed
    known: KnownFacts
    cover: Whole
    lift: Whole
    score: Whole
    codes: npt.NDArray[np.int8]
    closed: npt.NDArray[np.int8]
    fitting: npt.NDArray[np.int32]
    places: Whole
    orders: Mapping[str, Columns]

    @property
    def order(self) -> Columns:
        """The joined order: trajecten, then regelingen."""
        return np.concatenate([self.orders[name] for name in RANKED_LISTS])

    @property
    def verdicts(self) -> npt.NDArray[np.int8]:
        """Per item the index of its verdict in VERDICTS."""
        return _VERDICT.take(self.codes)


def coverage_answer(
    slug: str, condition: Tree | None, stated: Mapping[str, Any], vocabulary: MatchingVocabulary
) -> Answer:
    """Whether a condition on the coverage of this barrier is met by stated facts; YES when it has none.

    Ticking a barrier states what that barrier itself is about, for its own coverage.
    """
    if condition is None:
        return YES
    facts = stated
    for name, implied in vocabulary.barriers[slug].implies.items():
        if isinstance(implied, list | tuple):
            facts = {**facts, name: (*facts.get(name, ()), *implied)}
        elif name not in facts:
            facts = {**facts, name: implied}
    return evaluate(condition, facts, vocabulary.context)


def half_percent(coverage: Coverage, answer: Answer) -> int:
    """The coverage in half per cents (0-200): whole when the condition is met, half when unknown, else 0."""
    return coverage.percent * int(answer)


def scores(profile: Profile, catalogue: Catalogue, day: date, top: int | None = None) -> Scores:
    """Scores of all items on `day` and the orders of the offered, at most `top` of each list when given."""
    rules, weights = catalogue.rules, catalogue.weights
    known = known_facts(profile, catalogue.vocabulary, rules)
    need = need_of(profile, catalogue.vocabulary, weights, rules)
    cover = total_cover(need, known.stated, catalogue)
    specific = specific_of(catalogue.specific, known.stated, catalogue)
    fitting = fitting_of(known.stated, catalogue)
    met = met_of(catalogue.required, known.eligible, catalogue)
    reached = reached_of(profile, catalogue)
    codes = (met * np.int8(3)).take(catalogue.tree_of) + reached
    lift = (100 + specific).take(catalogue.tree_of) + fitting.take(catalogue.traits_of)
    score = cover * lift.astype(cover.dtype, copy=False) * factors(weights).astype(cover.dtype).take(codes)
    closed = catalogue.closed_on(day)
    _test_rights(codes, known, catalogue)
    places = placed(score, codes, closed, highest(need), catalogue.audiences[profile.audience])
    found = Scores(
        day=day, need=need, known=known, cover=cover, lift=lift, score=score,
        codes=codes, closed=closed, fitting=fitting, places=places, orders={},
    )  # fmt: skip
    for name in RANKED_LISTS:
        mine = places * catalogue.lists[name]
        columns = np.flatnonzero(mine) if top is None else _top(mine, catalogue.tiebreak, top)
        order = columns[np.lexsort((catalogue.tiebreak[columns], -mine[columns]))]
        found.orders[name] = order  # type: ignore[index]
    return found


def highest(need: ProfileNeed) -> int:
    """The score of all points."""
    return need.total * SCALE


def factors(weights: Weights) -> npt.NDArray[np.int64]:
    """Per code what counts of a score, in per cent; what is not offered keeps all of it."""
    by_code = []
    for conditions in (MET, OPEN, WAITS, FAILED):
        unmet = weights.open_conditions if conditions in (OPEN, WAITS) else CERTAIN
        for reach in (REACHED, UNSURE, ELSEWHERE):
            open_reach = weights.open_reach if reach == UNSURE else CERTAIN
            by_code.append(CERTAIN if conditions == FAILED or reach == ELSEWHERE else min(unmet, open_reach))
    return np.array(by_code, dtype=np.int64)


def placed(
    score: Whole,
    codes: npt.NDArray[np.int8],
    closed: npt.NDArray[np.int8],
    most: int,
    audience: npt.NDArray[np.bool_],
) -> Whole:
    """Per item one number that is higher the earlier it comes; 0 when it has no rank.

    The score, plus a whole group of scores for not waiting and half as many for being open.
    """
    whole: type[np.int32] | type[np.int64] = np.int32 if _GROUPS * (most + 1) < 2**31 else np.int64
    waiting = codes // np.int8(3) == WAITS
    group = (1 - waiting.astype(np.int8)) * np.int8(2) + (1 - closed)
    ranked = _IS_OFFERED.take(codes) & audience & (score > 0)
    return (score.astype(whole, copy=False) + group.astype(whole) * whole(most + 1)) * ranked


def _top(places: Whole, tiebreak: npt.NDArray[np.int32], top: int) -> Columns:
    """The columns of the `top` first, in no particular order; all when there are no more.

    Every block of items has one best, so at least `top` items reach the top-th of these bests: what stays
    below it is out after one look.
    """
    blocks = len(places) // _BLOCK
    floor = 1
    if blocks >= top:
        bests = places[: blocks * _BLOCK].reshape(blocks, _BLOCK).max(axis=1)
        floor = max(floor, int(np.partition(bests, blocks - top)[blocks - top]))
    columns = np.flatnonzero(places >= floor)
    if len(columns) <= top:
        return columns
    values = places[columns]
    edge = np.partition(values, len(values) - top)[len(values) - top]
    above, tied = columns[values > edge], columns[values == edge]
    wanted = top - len(above)
    return np.concatenate((above, tied[np.argpartition(tiebreak[tied], wanted - 1)[:wanted]]))


def total_cover(need: ProfileNeed, stated: Mapping[str, Any], catalogue: Catalogue) -> Whole:
    """Per item the whole of P: barriers and, for trajecten, wishes."""
    cover = cover_of(need, stated, catalogue)
    if not need.wishes:
        return cover
    return cover + wish_cover_of(need, stated, catalogue, covers_any(need, stated, catalogue))


def cover_of(need: ProfileNeed, stated: Mapping[str, Any], catalogue: Catalogue) -> Whole:
    """Per item the sum of barrier weight x coverage."""
    whole: type[np.int32] | type[np.int64] = np.int32 if highest(need) < 2**31 else np.int64
    total: Whole = np.zeros(len(catalogue.items), dtype=whole)
    for slug, weight in need.weights:
        row = catalogue.matrix[catalogue.barrier_row[slug]]
        np.add(total, row * whole(2 * weight), out=total)
        for condition, columns in catalogue.conditional_columns.get(slug, ()):
            lost = Answer.YES - coverage_answer(slug, condition, stated, catalogue.vocabulary)
            if lost:
                total[columns] -= row[columns] * whole(weight * lost)
    return total


def wish_cover_of(
    need: ProfileNeed, stated: Mapping[str, Any], catalogue: Catalogue, helps: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Per item the sum of wish weight x how far it is served; only trajecten serve wishes.

    `helps` is what covers_any says.
    """
    total = np.zeros(len(catalogue.items), dtype=np.int64)
    for wish, weight in need.wishes:
        percent = served(catalogue.serving(wish, stated.get("sectors", ())), helps, catalogue)
        total += percent * np.int64(2 * weight)
    return total * catalogue.lists[TRAJECTEN]


def served(
    serving: npt.NDArray[np.int16], helps: npt.NDArray[np.bool_], catalogue: Catalogue
) -> npt.NDArray[np.int64]:
    """Per item how far a wish is served in per cent; not known counts a little where it helps otherwise."""
    return np.where(serving < 0, catalogue.rules.wishes.unknown * helps, serving).astype(np.int64)


def covers_any(need: ProfileNeed, stated: Mapping[str, Any], catalogue: Catalogue) -> npt.NDArray[np.bool_]:
    """Per item whether it covers (stated or declared) any barrier that counts."""
    found = np.zeros(len(catalogue.items), dtype=bool)
    for slug, _ in need.weights:
        found |= covers(slug, stated, catalogue)
    return found


def covers(slug: str, stated: Mapping[str, Any], catalogue: Catalogue) -> npt.NDArray[np.bool_]:
    """Per item whether it covers this barrier, with the conditions of its coverage."""
    mine = catalogue.covered[catalogue.barrier_row[slug]]
    for condition, columns in catalogue.conditional_columns.get(slug, ()):
        if coverage_answer(slug, condition, stated, catalogue.vocabulary) is Answer.NO:
            mine = mine.copy()
            mine[columns] = False
    return mine


def met_of(
    required: Iterable[Tree | None], eligible: Mapping[str, Any], catalogue: Catalogue
) -> npt.NDArray[np.int8]:
    """Per tree (its required part) the code of what the facts of eligibility make of it."""
    keys = catalogue.vocabulary.context
    return np.array([met_code(tree, eligible, keys) for tree in required], dtype=np.int8)


def met_code(tree: Tree | None, eligible: Mapping[str, Any], keys: Mapping[str, ContextKey]) -> int:
    answer = evaluate(tree, eligible, keys)
    if answer is Answer.UNKNOWN:
        return WAITS if waits(tree, eligible, keys) else OPEN
    return MET if answer is YES else FAILED


def reached_of(profile: Profile, catalogue: Catalogue) -> npt.NDArray[np.int8]:
    """Per item the code of its reach; each distinct reach is looked at once."""
    by_reach = np.array(
        [_REACH_CODE[reach.answer(profile.place)] for reach in catalogue.reaches], dtype=np.int8
    )
    reached = by_reach.take(catalogue.reach_of)
    for column, item in enumerate(catalogue.items) if profile.bought_in else ():
        if item.source_ref in profile.bought_in:
            reached[column] = REACHED
    return reached


def _test_rights(codes: npt.NDArray[np.int8], known: KnownFacts, catalogue: Catalogue) -> None:
    """Gives rights the code of what is stated: at best unknown, as it is the municipality that decides."""
    keys = catalogue.vocabulary.context
    for column in np.flatnonzero(catalogue.lists[RECHTEN]).tolist():
        answer = evaluate(catalogue.required[catalogue.tree_of[column]], known.stated, keys)
        codes[column] = 3 * (FAILED if answer is Answer.NO else OPEN) + codes[column] % 3


def specific_of(
    known: Iterable[tuple[Leaf, ...]], stated: Mapping[str, Any], catalogue: Catalogue
) -> npt.NDArray[np.int32]:
    """Per tree, given as the leaves that can give points, those points in per cent."""
    weights, keys = catalogue.weights, catalogue.vocabulary.context
    return np.array([_sum(specificity(leaves, stated, keys, weights)) for leaves in known], dtype=np.int32)


def fitting_of(stated: Mapping[str, Any], catalogue: Catalogue) -> npt.NDArray[np.int32]:
    """Per set of traits the points for fit, in per cent."""
    total = np.zeros(len(catalogue.traits), dtype=np.int32)
    for (fact, value), points_of in catalogue.fit_points.items():
        if fact in stated and _holds(stated[fact], value):
            total += points_of
    return np.minimum(total, np.int32(catalogue.weights.fit_cap))


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
    return [rule for rule in weights.fit if rule.fact in facts and _holds(facts[rule.fact], rule.value)]


def _holds(stated: Any, value: Any) -> bool:
    return value in stated if isinstance(stated, tuple) else bool(stated == value)


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
    left, given = cap, []
    for name, points in sorted(rows, key=lambda row: (-row[1], row[0])):
        part = min(points, left)
        if part > 0:
            given.append((name, part))
            left -= part
    return given


def total_of(name: str, need: ProfileNeed) -> int:
    """The need that the items of this list are measured by: a regeling serves no wishes."""
    return need.barrier_total if name == REGELINGEN else need.total


def points(score: int, total: int) -> int:
    """The score as whole points, 0 to 100, rounded half up; `total` is the need it is measured by."""
    whole = SCALE * total
    return (2 * 100 * score + whole) // (2 * whole) if whole else 0
