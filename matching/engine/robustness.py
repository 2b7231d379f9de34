"""How sure the order of trajecten is: the same match with other weights, other coverage and what is open
drawn.

500 draws with a constant seed: level weights, wishes and coverage in whole per cents from 80 to 120, coverage
clipped at 100; of an item that is uncertain the answer is drawn too: in her favour, or out. Over the ten that
come first. The draws say how much the place depends on our weights, not how effective an item is.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from matching.engine.items import TRAJECTEN, Catalogue
from matching.engine.matching import MatchResult
from matching.engine.scoring import Verdict, coverage_answer
from matching.engine.vocabulary import LEVELS

SEED = 2020
DRAWS = 500
FIELD = 10
TOP = 3
STABLE, SENSITIVE, NECK_AND_NECK = "vast", "nipt", "nek aan nek"


@dataclass(frozen=True, slots=True)
class Robustness:
    """`share`: per cent of the draws (0-100) in which the item is in the top three, and a word for it.

    "vast" when it stays on its side of the line in at least 90 of 100 draws, "nipt" from 60, else "nek aan
    nek".
    """

    share: int
    word: str


def robustness(result: MatchResult, catalogue: Catalogue) -> dict[str, Robustness]:
    """Per source_ref of the first ten trajecten how often it is in the top three."""
    field = result.ranked(TRAJECTEN)[:FIELD]
    if not field:
        return {}
    columns = [match.column for match in field]
    need, facts = result.scores.need, result.profile.facts
    slugs, wishes = [slug for slug, _ in need.weights], len(need.wishes)
    per_level, factors, answered = _draws(len(field), len(slugs) + wishes)
    level_of = [LEVELS.index(catalogue.vocabulary.barriers[slug].level) for slug in slugs]
    level_of += [len(LEVELS) + index for index in range(wishes)]
    weights = [weight for _, weight in (*need.weights, *need.wishes)]
    drawn_weights = per_level[:, level_of] * np.array(weights, dtype=np.int64)
    rows = [catalogue.barrier_row[slug] for slug in slugs]
    cover = np.zeros((len(field), len(slugs) + wishes), dtype=np.int64)
    cover[:, : len(slugs)] = catalogue.matrix[np.ix_(rows, columns)].T
    for index, match in enumerate(field):
        cover[index, len(slugs) :] = [served.percent for served in match.served]
    answers = np.full(cover.shape, 2, dtype=np.int64)
    for column, coverage in catalogue.conditional:
        if column in columns and coverage.barrier in slugs:
            answer = coverage_answer(coverage.barrier, coverage.condition, facts, catalogue.vocabulary)
            answers[columns.index(column), slugs.index(coverage.barrier)] = int(answer)
    drawn = np.minimum(cover * factors, 100 * 100) * answers
    score = (drawn * drawn_weights[:, None, :]).sum(axis=2) * result.scores.lift[columns]
    uncertain = np.array([match.verdict is Verdict.UNCERTAIN for match in field])
    score = np.where(uncertain & ~answered, -1, score)
    # What waits or is closed stays behind what does not, whatever is drawn.
    group = np.array([2 * match.waits + (match.closed is not None) for match in field])
    group = np.where(score < 0, 4, np.broadcast_to(group, score.shape))
    tiebreak = np.broadcast_to(catalogue.tiebreak[columns], score.shape)
    order = np.lexsort((tiebreak, -score, group), axis=1)
    in_top = np.zeros(score.shape, dtype=bool)
    np.put_along_axis(in_top, order[:, :TOP], True, axis=1)
    shares = (in_top & (score >= 0)).sum(axis=0) * 100 // DRAWS
    return {
        match.item.source_ref: Robustness(int(share), _word(int(share), in_front=index < TOP))
        for index, (match, share) in enumerate(zip(field, shares, strict=True))
    }


@lru_cache(maxsize=16)
def _draws(
    items: int, needs: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Per draw the factor (per cent) of each level and wish and of each item's coverage of each need, and
    whether an open item is answered in her favour."""
    chance = np.random.default_rng(SEED)
    per_level = chance.integers(80, 121, size=(DRAWS, len(LEVELS) + needs))
    factors = chance.integers(80, 121, size=(DRAWS, items, needs))
    return per_level, factors, chance.integers(0, 2, size=(DRAWS, items)).astype(bool)


def _word(share: int, *, in_front: bool) -> str:
    same_side = share if in_front else 100 - share
    if same_side >= 90:
        return STABLE
    return SENSITIVE if same_side >= 60 else NECK_AND_NECK
