"""The combination plan by the engine's own search against OR-Tools CP-SAT on the same problems.

OR-Tools is no dependency of the project. To compare, install it aside and name the folder:
`pip install --target /tmp/ortools ortools`, then `PYTHONPATH=/tmp/ortools python -m bench plan`.
"""

from collections.abc import Iterator

import numpy as np

from bench.measure import Row, in_turn, with_growth
from matching.engine.combination import PlanProblem, solve

try:
    from ortools.sat.python import cp_model
except ImportError:
    cp_model = None

VALUES = 2 * np.array([0, 30, 60, 80, 100])
#: Most items do nothing for a barrier: the other values share what is left.
NOTHING = 0.6
SIZE = 3
PROBLEMS = 8
REFERENCE = "CP-SAT, worst of all problems"


def rows(*, quick: bool) -> Iterator[Row]:
    sizes = (27, 100) if quick else (27, 100, 1_000, 10_000)
    for what, sparse, limited in (
        ("plan, k=3", True, False),
        ("plan, k=3, hours and conflicts", True, True),
        ("plan, k=3, dense", False, False),
    ):
        number = 2 if quick else PROBLEMS
        found = [
            _row(what, size, [problem(size, seed, sparse=sparse, limited=limited) for seed in range(number)])
            for size in sizes
        ]
        yield from with_growth(found)


def problem(count: int, seed: int, *, sparse: bool, limited: bool) -> PlanProblem:
    """`count` items, three to eight barriers; `limited` adds hours and pairs that exclude each other."""
    numbers = np.random.default_rng([seed, count])
    barriers = 3 + seed % 6
    weights = numbers.integers(1, 4, size=barriers)
    cover = numbers.choice(VALUES, size=(count, barriers))
    if sparse:
        cover[numbers.random(cover.shape) < NOTHING] = 0
    hours = np.zeros((count, 2), dtype=np.int64)
    if limited:
        blocks = numbers.integers(0, 2, size=count)
        hours[np.arange(count), blocks] = numbers.choice([0, 400, 800, 1200, 2000], size=count)
    pairs = numbers.integers(0, count, size=(count // 10, 2)) if limited else ()
    return PlanProblem(
        cover=cover.astype(np.int64),
        weights=weights.astype(np.int64),
        cost=2 * int(weights.sum()),
        size=SIZE,
        hours=hours,
        limit=1600 if limited else -1,
        conflicts=frozenset((int(min(pair)), int(max(pair))) for pair in pairs if pair[0] != pair[1]),
    )


def _row(what: str, size: int, problems: list[PlanProblem]) -> Row:
    """The problem that goes worst for us beside CP-SAT; without OR-Tools the slowest one."""
    found = [_measured(what, size, one) for one in problems]
    return max(found, key=lambda row: row.milliseconds if row.ratio is None else row.ratio)


def _measured(what: str, size: int, one: PlanProblem) -> Row:
    if cp_model is None:
        (mine,) = in_turn(lambda: solve(one), runs=3)
        return Row("plan", what, size, mine, note="OR-Tools: not installed")
    model, variables = _model(one)
    optima, _ = solve(one)
    solver = _solved(model)
    assert round(solver.objective_value) == _value(one, optima[0]), "CP-SAT finds another optimum"
    assert sum(solver.value(variable) for variable in variables) <= one.size
    runs = 5 if size <= 100 else 1
    mine, reference = in_turn(lambda: solve(one), lambda: _solved(model), runs=runs)
    return Row("plan", what, size, mine, REFERENCE, reference, mine / reference, bound=1.0)


def _value(one: PlanProblem, chosen: tuple[int, ...]) -> int:
    if not chosen:
        return 0
    return int(one.cover[list(chosen)].max(axis=0) @ one.weights) - one.cost * len(chosen)


def _model(one: PlanProblem):
    """The problem for CP-SAT: a step per barrier and height that is reached when a chosen item reaches it."""
    model = cp_model.CpModel()
    chosen = [model.new_bool_var(f"item {row}") for row in range(len(one.cover))]
    model.add(sum(chosen) <= one.size)
    for low, high in one.conflicts:
        model.add_bool_or(~chosen[low], ~chosen[high])
    if one.limit >= 0:
        for block in one.hours.T.tolist():
            model.add(sum(hours * item for hours, item in zip(block, chosen, strict=True)) <= one.limit)
    gains = [-one.cost * item for item in chosen]
    for column, weight in enumerate(one.weights.tolist()):
        below = 0
        for height in np.unique(one.cover[:, column]).tolist():
            if height:
                step = model.new_bool_var(f"barrier {column} at {height}")
                model.add_bool_or(
                    [*(chosen[row] for row in np.flatnonzero(one.cover[:, column] >= height)), ~step]
                )
                gains.append(weight * (height - below) * step)
                below = height
    model.maximize(sum(gains))
    return model, chosen


def _solved(model):
    """Building the model is not timed, which is in favour of CP-SAT."""
    solver = cp_model.CpSolver()
    status = solver.solve(model)
    assert status == cp_model.OPTIMAL
    return solver
