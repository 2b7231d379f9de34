"""Ranking N items against a bare weighted sum over the same rows of the same matrix, and its memory."""

import tracemalloc
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from bench import catalogues
from bench.catalogues import DAY
from bench.measure import Row, in_turn, with_growth
from matching.engine.items import Catalogue
from matching.engine.profile import Profile
from matching.engine.scoring import scores

TOP = 50
BOUND = 3.0
REFERENCE = "bare weighted sum and argpartition"


def rows(*, quick: bool) -> Iterator[Row]:
    sizes = (3_000, 30_000) if quick else (10_000, 1_000_000)
    runs = 5 if quick else 15
    table = catalogues.the_table()
    six, all_barriers = catalogues.profile(), catalogues.profile_with_everything()
    ranked = [_row("rank, 6 barriers", table, six, 20 * runs)]
    made = {size: catalogues.generated(size) for size in sizes}
    ranked += [_row("rank, 6 barriers", catalogue, six, runs) for catalogue in made.values()]
    # Under a million the fixed cost of looking at every distinct tree once outweighs the arrays.
    ranked[-1].bound = None if quick else BOUND
    ranked[0].note = f"absolute, bound 1 ms: {'ok' if ranked[0].milliseconds < 1 else 'MISSED'}"
    yield from with_growth(ranked)
    every = [_row("rank, all barriers", catalogue, all_barriers, runs) for catalogue in made.values()]
    every[-1].bound = None if quick else BOUND
    yield from with_growth(every)
    yield from _memory(made, six)


def bare(catalogue: Catalogue, weights: list[tuple[int, int]]) -> npt.NDArray[np.intp]:
    """The least that any ranking of these items costs: `weights` are pairs of matrix row and weight."""
    total = np.zeros(catalogue.matrix.shape[1], dtype=np.int32)
    for row, weight in weights:
        total += catalogue.matrix[row] * np.int32(weight)
    return np.argpartition(total, max(len(total) - TOP, 0))[-TOP:]


def _row(what: str, catalogue: Catalogue, profile: Profile, runs: int) -> Row:
    found, top = scores(profile, catalogue, DAY), scores(profile, catalogue, DAY, TOP)
    for name, order in found.orders.items():
        assert (top.orders[name] == order[:TOP]).all(), "the top is not the head of all"
    weights = [(catalogue.barrier_row[slug], weight) for slug, weight in found.need.weights]
    mine, reference = in_turn(
        lambda: scores(profile, catalogue, DAY, TOP), lambda: bare(catalogue, weights), runs=runs
    )
    return Row("rank", what, len(catalogue.items), mine, REFERENCE, reference, mine / reference)


def _memory(made: dict[int, Catalogue], profile: Profile) -> Iterator[Row]:
    """Bytes count here; the ratio is the peak per item of the large catalogue to that of the small."""
    peaks = {size: _peak(catalogue, profile) for size, catalogue in made.items()}
    (small, low), (large, high) = peaks.items()
    catalogue = made[large]
    pointers = [
        catalogue.tree_of, catalogue.reach_of, catalogue.traits_of, catalogue.closing_of, catalogue.tiebreak,
    ]  # fmt: skip
    masks = [*catalogue.audiences.values(), *catalogue.lists.values()]
    index = sum(array.nbytes for array in [*pointers, *masks]) / large
    (mine,) = in_turn(lambda: scores(profile, catalogue, DAY, TOP), runs=3)
    cell = (catalogue.matrix.nbytes + catalogue.covered.nbytes) / catalogue.matrix.size
    yield Row(
        "rank",
        "memory",
        large,
        mine,
        f"peak per item at {small:,}",
        ratio=(high / large) / (low / small),
        bound=1.1,
        note=f"{cell:g} bytes per cell, index {index:g} bytes per item, peak {high / large:.0f}",
    )


def _peak(catalogue: Catalogue, profile: Profile) -> int:
    """The most bytes in use at once while ranking, beyond the catalogue itself."""
    tracemalloc.start()
    scores(profile, catalogue, DAY, TOP)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
