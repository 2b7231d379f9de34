"""Timing two things in turn, and the rows in which the outcome is told."""

import gc
import math
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any


@dataclass(slots=True)
class Row:
    """One figure: `milliseconds` (median) of `what` at `size`, beside `reference_ms` of `reference`.

    `ratio` is the one divided by the other and may be at most `bound` (None: told, not bounded). `growth` is
    by how much the cost is multiplied when the size is multiplied by ten, since the row before.
    """

    bench: str
    what: str
    size: int
    milliseconds: float
    reference: str = ""
    reference_ms: float | None = None
    ratio: float | None = None
    bound: float | None = None
    growth: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.ratio is None or self.bound is None:
            return ""
        return "ok" if self.ratio <= self.bound else "MISSED"

    def line(self) -> str:
        parts = [f"{self.bench:<8} {self.what:<34} {self.size:>9,} {self.milliseconds:>10.3f} ms"]
        if self.ratio is not None:
            parts.append(f"{self.ratio:7.2f} x {self.reference}")
        if self.bound is not None:
            parts.append(f"bound {self.bound:g} {self.verdict}")
        if self.growth is not None:
            parts.append(f"10 N costs {self.growth:.1f} x")
        if self.note:
            parts.append(self.note)
        return " | ".join(parts)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "verdict": self.verdict}


def in_turn(
    *calls: Callable[[], object], runs: int, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """The median milliseconds of each call. They are timed in turn, so that a slow spell hits them all.

    With `clock` time.process_time only what this process computed counts: on a busy machine a long call waits
    for its turn more often than a short one. Not for calls that leave their work to another process.

    The first run of each warms up and does not count; the garbage collector rests meanwhile.
    """
    times: list[list[float]] = [[] for _ in calls]
    gc.collect()
    gc.disable()
    try:
        for run in range(runs + 1):
            for call, mine in zip(calls, times, strict=True):
                start = clock()
                call()
                if run:
                    mine.append((clock() - start) * 1000)
    finally:
        gc.enable()
    return [statistics.median(mine) for mine in times]


def growth(small: Row, large: Row) -> float:
    """By how much the cost is multiplied when the size is multiplied by ten, between two rows."""
    tens = math.log10(large.size / small.size)
    return (large.milliseconds / small.milliseconds) ** (1 / tens)


def with_growth(rows: list[Row]) -> list[Row]:
    """The rows of one figure by rising size, each with its growth since the one before."""
    for small, large in pairwise(rows):
        large.growth = growth(small, large)
    return rows
