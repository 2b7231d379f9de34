"""The coverage matrix as a page: per barrier which items work on it, and on what grounds."""

from dataclasses import dataclass

from catalogue.models import Level
from matching.engine.items import DERIVED, Catalogue
from matching.engine.vocabulary import Barrier
from matching.wording import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class Working:
    """One item that works on a barrier: `value` 0-100 and what that value stands for."""

    name: str
    slug: str
    value: int
    word: str
    note: str
    conditional: bool


@dataclass(frozen=True, slots=True)
class BarrierRow:
    barrier: Barrier
    covered: list[Working]
    plausible: list[Working]


@dataclass(frozen=True, slots=True)
class LevelRows:
    level: str
    label: str
    rows: list[BarrierRow]

    @property
    def without(self) -> int:
        return sum(not row.covered for row in self.rows)


def coverage_rows(catalogue: Catalogue) -> list[LevelRows]:
    """The whole matrix, level by level; within a barrier the highest value first, then by name."""
    by_barrier: dict[str, BarrierRow] = {
        slug: BarrierRow(barrier, [], []) for slug, barrier in catalogue.vocabulary.barriers.items()
    }
    for item in catalogue.items:
        for coverage in item.coverage:
            row = by_barrier[coverage.barrier]
            word = ROLE_WORDS.get(coverage.role, "aannemelijk")
            working = Working(
                item.name, item.slug, coverage.value, word, coverage.note, coverage.condition is not None
            )
            (row.plausible if coverage.basis == DERIVED else row.covered).append(working)
    for row in by_barrier.values():
        for found in (row.covered, row.plausible):
            found.sort(key=lambda working: (-working.value, working.name.casefold(), working.slug))
    return [
        LevelRows(
            level.value, level.label, [row for row in by_barrier.values() if row.barrier.level == level.value]
        )
        for level in Level
    ]
