"""The calculation of a score, line by line, in whole points that add up to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.engine.answers import Answer
from matching.engine.items import Coverage
from matching.engine.needs import ProfileNeed
from matching.engine.scoring import SCALE, half_percent
from matching.engine.vocabulary import ContextKey
from matching.engine.weights import CERTAIN, SECTORS


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of the calculation; the `points` of all lines add up to the score.

    `kind` is "barrier", "wish", "specificity", "fit" or "open". For a barrier and a wish `weight` is its
    weight (on the scale of ProfileNeed) and `half_percent` the coverage or how far it is served (0-200); for
    the others `percent` is what the line adds, for "open" a negative number. `key` of "open" is "conditions"
    or "reach".
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


@dataclass(frozen=True, slots=True)
class ServedWish:
    """A wish of hers and how far the item serves it, in per cent; `known` is False when no source says so."""

    wish: str
    label: str
    percent: int
    known: bool


def lines(
    met: Sequence[Covered],
    served: Sequence[ServedWish],
    lifted: Sequence[tuple[str, str, int]],
    *,
    total: int,
    need: ProfileNeed,
    need_total: int,
    factor: int,
    open_key: str,
    keys: Mapping[str, ContextKey],
) -> tuple[ScoreLine, ...]:
    """The lines of a score of `total` points (largest remainder).

    `lifted` are kind, key and per cents; `factor` is what counts of it (per cent) because of `open_key`.
    """
    barriers = dict(need.weights)
    wishes = {wish.wish: weight for wish, weight in need.wishes}
    rows = [
        ScoreLine("barrier", row.barrier, row.label, 0, barriers[row.barrier],
                  half_percent(row.coverage, row.answer), 0, row.coverage.basis)
        for row in met
    ]  # fmt: skip
    rows += [
        ScoreLine("wish", row.wish, row.label, 0, wishes[row.wish], 2 * row.percent)
        for row in served
        if row.percent
    ]
    cover = sum(row.weight * row.half_percent for row in rows)
    rows += [
        ScoreLine(kind, key, _fact_label(key, keys), 0, percent=percent) for kind, key, percent in lifted
    ]
    shares = [
        (row.weight * row.half_percent * 100 if row.weight else cover * row.percent) * CERTAIN for row in rows
    ]
    if factor != CERTAIN and cover:
        rows.append(ScoreLine("open", open_key, "", 0, percent=factor - CERTAIN))
        shares.append(cover * (100 + sum(percent for _, _, percent in lifted)) * (factor - CERTAIN))
    given = _in_points(shares, SCALE * need_total, total)
    return tuple(_with_points(row, points) for row, points in zip(rows, given, strict=True))


def _in_points(shares: Sequence[int], whole: int, total: int) -> list[int]:
    """`shares` of `whole` as whole points that add up to `total`, by the largest remainder."""
    given = [100 * share // whole for share in shares] if whole else []
    by_remainder = sorted(range(len(given)), key=lambda index: (-(100 * shares[index] % whole), index))
    for index in by_remainder[: total - sum(given)]:
        given[index] += 1
    return given


def _with_points(row: ScoreLine, points: int) -> ScoreLine:
    return ScoreLine(
        row.kind, row.key, row.label, points, row.weight, row.half_percent, row.percent, row.basis
    )


def wish_label(wish: str, keys: Mapping[str, ContextKey]) -> str:
    """What a wish is called: "Wat zij wil: een opleiding"; for "sectors" the name of that fact."""
    return _fact_label(wish if wish == SECTORS else f"wishes:{wish}", keys)


def _fact_label(key: str, keys: Mapping[str, ContextKey]) -> str:
    """ "wishes:betaald-werk" → "Wat zij wil: betaald werk"; a bare fact → its label."""
    fact, _, value = key.partition(":")
    known = keys[fact]
    if not value:
        return known.label or fact
    return f"{known.label or fact}: {known.value_labels.get(value, value)}"
