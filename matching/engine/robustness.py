"""How sure the order is: the same match with level weights and coverage a fifth lower or higher.

500 draws with a constant seed, in whole per cents from 80 to 120, coverage clipped at 100; over the ten that
come first. The draws say how much the place depends on our weights, not how half_percent an item is.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from matching.engine.items import Catalogue
from matching.engine.matching import MatchResult
from matching.engine.scoring import coverage_answer, need_of
from matching.engine.vocabulary import LEVELS

SEED = 2020
DRAWS = 500
FIELD = 10
TOP = 3
STABLE, SENSITIVE, NECK_AND_NECK = "stabiel", "gevoelig", "nek aan nek"


@dataclass(frozen=True, slots=True)
class Robustness:
    """`share`: per cent of the draws (0-100) in which the item is in the top three, and a word for it.

    "stabiel" when it stays on its side of the line in at least 90 of 100 draws, "gevoelig" from 60, else
    "nek aan nek".
    """

    share: int
    word: str


def robustness(result: MatchResult, catalogue: Catalogue) -> dict[str, Robustness]:
    """Per source_ref of the offered top ten how often it is in the top three."""
    field = [match for match in result.offered[:FIELD] if match.score > 0]
    if not field:
        return {}
    columns = [catalogue.column_of[match.item.source_ref] for match in field]
    need = need_of(result.profile, catalogue.vocabulary, catalogue.weights)
    slugs = [slug for slug, _ in need.weights]
    per_level, factors = _draws(len(field), len(slugs))
    level_of = [LEVELS.index(catalogue.vocabulary.barriers[slug].level) for slug in slugs]
    weights = per_level[:, level_of] * np.array([weight for _, weight in need.weights])
    rows = [catalogue.barrier_row[slug] for slug in slugs]
    cover = catalogue.matrix[np.ix_(rows, columns)].T.astype(np.int64)
    answers = np.full(cover.shape, 2, dtype=np.int64)
    for column, coverage in catalogue.conditional:
        if column in columns and coverage.barrier in slugs:
            answer = coverage_answer(coverage, result.profile, catalogue.vocabulary.context)
            answers[columns.index(column), slugs.index(coverage.barrier)] = int(answer)
    drawn = np.minimum(cover * factors, 100 * 100) * answers
    lift = np.array([100 + sum(line.percent for line in match.lines) for match in field])
    score = (drawn * weights[:, None, :]).sum(axis=2) * lift
    tiebreak = catalogue.tiebreak[columns]
    order = np.lexsort((np.broadcast_to(tiebreak, score.shape), -score), axis=1)
    in_top = np.zeros(score.shape, dtype=bool)
    np.put_along_axis(in_top, order[:, :TOP], True, axis=1)
    shares = in_top.sum(axis=0) * 100 // DRAWS
    return {
        match.item.source_ref: Robustness(int(share), _word(int(share), in_front=place < TOP))
        for place, (match, share) in enumerate(zip(field, shares, strict=True))
    }


@lru_cache(maxsize=16)
def _draws(items: int, barriers: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Per draw the factor of each level and of each item's coverage of each barrier, in per cents."""
    chance = np.random.default_rng(SEED)
    per_level = chance.integers(80, 121, size=(DRAWS, len(LEVELS)))
    return per_level, chance.integers(80, 121, size=(DRAWS, items, barriers))


def _word(share: int, *, in_front: bool) -> str:
    kept = share if in_front else 100 - share
    if kept >= 90:
        return STABLE
    return SENSITIVE if kept >= 60 else NECK_AND_NECK
