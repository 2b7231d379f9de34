"""The calculation of a score, line by line, in whole points that add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.engine.answers import Answer
from matching.engine.items import Coverage
from matching.engine.scoring import ProfileNeed, half_percent
from matching.engine.vocabulary import ContextKey


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of the calculation; the `points` of all lines add up to the score.

    `kind` is "barrier", "specificity" or "fit". For a barrier `weight` is severity x level weight and
    `half_percent` its coverage in half per cents (0-200); for the other two `percent` is what the line adds.
    """

    kind: str
    key: str
    label: str
    points: int
    weight: int = 0
    half_percent: int = 0
    percent: int = 0
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """A barrier of the profile that the item works on; `answer` is that of the coverage's own condition."""

    barrier: str
    label: str
    level: str
    severity: int
    coverage: Coverage
    answer: Answer


def lines(
    met: Sequence[Covered],
    lifted: Sequence[tuple[str, str, int]],
    *,
    cover: int,
    total: int,
    need: ProfileNeed,
    keys: Mapping[str, ContextKey],
) -> tuple[ScoreLine, ...]:
    """The lines of a score of `total` points (largest remainder); `lifted` are kind, key and per cents."""
    counted, whole = dict(need.weights), 200 * need.total
    half_percents = [half_percent(row.coverage, row.answer) for row in met]
    shares = [counted[row.barrier] * cells * 100 for row, cells in zip(met, half_percents, strict=True)]
    shares += [cover * percent for _, _, percent in lifted]
    given = [share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda index: (-(shares[index] % whole), index))
    for index in by_remainder[: total - sum(given)]:
        given[index] += 1
    of_barriers = [
        ScoreLine(
            "barrier", row.barrier, row.label, points, counted[row.barrier], cells, 0, row.coverage.basis
        )
        for row, cells, points in zip(met, half_percents, given, strict=False)
    ]
    of_lifts = [
        ScoreLine(kind, key, _fact_label(key, keys), points, percent=percent)
        for (kind, key, percent), points in zip(lifted, given[len(met) :], strict=True)
    ]
    return (*of_barriers, *of_lifts)


def _fact_label(key: str, keys: Mapping[str, ContextKey]) -> str:
    """ "wishes:betaald-werk" → "Wat zij wil: betaald werk"; a bare fact → its label."""
    fact, _, value = key.partition(":")
    known = keys[fact]
    if not value:
        return known.label or fact
    return f"{known.label or fact}: {known.value_labels.get(value, value)}"
