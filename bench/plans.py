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
    blocking = numbers.random(barriers) < 0.2
    return PlanProblem(
        cover=cover.astype(np.int64),
        weights=weights.astype(np.int64),
        size=SIZE,
        hours=hours,
        limit=1600 if limited else -1,
        conflicts=frozenset((int(min(pair)), int(max(pair))) for pair in pairs if pair[0] != pair[1]),
        slot=np.where(numbers.random(count) < 0.6, numbers.integers(0, 2, size=count), -1),
        blocking=blocking,
        barriers=np.ones(barriers, dtype=bool),
        easy=numbers.random(count) < 0.2,
        least=-(-int(weights.sum()) * 200 // 10),
        lead=bool(seed % 2 and cover[0].any() and (not limited or hours[0].max() <= 1600)),
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
    return Row("plan", what, size, mine, REFERENCE, reference, mine / reference, bound=0.5)


def _value(one: PlanProblem, chosen: tuple[int, ...]) -> int:
    return int(one.cover[list(chosen)].max(axis=0) @ one.weights) if chosen else 0


def _model(one: PlanProblem):
    """The problem for CP-SAT. Per column and height two steps: some chosen row reaches it, only one does.

    What a row loses when it is taken out is the weight of the steps that it alone reaches.
    """
    model = cp_model.CpModel()
    chosen = [model.new_bool_var(f"item {row}") for row in range(len(one.cover))]
    model.add(sum(chosen) <= one.size)
    if one.lead:
        model.add(chosen[0] == 1)
    single = model.new_bool_var("single")
    model.add(sum(chosen) <= 1).only_enforce_if(single)
    for low, high in one.conflicts:
        model.add_bool_or(~chosen[low], ~chosen[high])
    for slot in set(one.slot.tolist()) - {-1}:
        model.add_at_most_one(chosen[row] for row in np.flatnonzero(one.slot == slot))
    if one.limit >= 0:
        for block in one.hours.T.tolist():
            model.add(sum(hours * item for hours, item in zip(block, chosen, strict=True)) <= one.limit)
    gains, loses, alone = [], [[] for _ in chosen], [[] for _ in chosen]
    for column, weight in enumerate(one.weights.tolist()):
        below = 0
        for height in np.unique(one.cover[:, column]).tolist():
            if not height:
                continue
            rows = np.flatnonzero(one.cover[:, column] >= height).tolist()
            reached = model.new_bool_var(f"column {column} at {height}")
            only = model.new_bool_var(f"column {column} at {height} by one")
            model.add_bool_or([*(chosen[row] for row in rows), ~reached])
            model.add(sum(chosen[row] for row in rows) <= 1).only_enforce_if(only)
            gain = weight * (height - below)
            gains.append(gain * reached)
            for row in rows:
                loses[row].append(gain * only)
                if not below:
                    alone[row].append((column, only))
            below = height
    for row, item in enumerate(chosen):
        enough = model.new_bool_var(f"item {row} adds enough")
        model.add(sum(loses[row]) >= one.least).only_enforce_if(enough)
        special = [
            only
            for column, only in alone[row]
            if one.blocking[column] or (one.easy[row] and one.barriers[column])
        ]
        model.add_bool_or([single, enough, *special, ~item])
        model.add_bool_or([single, *(only for _, only in alone[row]), ~item])
    model.maximize(sum(gains))
    return model, chosen


def _solved(model):
    """Building the model is not timed, which is in favour of CP-SAT."""
    solver = cp_model.CpSolver()
    status = solver.solve(model)
    assert status == cp_model.OPTIMAL
    return solver
