"""The figures that the source prints, beside what the catalogue counts. Pure; the figures are in
`fixtures/source_figures.json`, with their place. Counted are the items of the source's own table (§4.2).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matching.engine.conditions import leaves, required_part
from matching.engine.items import Item
from matching.engine.vocabulary import Barrier
from matching.policy.item_facts import ItemFacts

SAME, DIFFERS, NO_NUMBER = "same", "differs", "no-number"
FIXED_GOALS = frozenset(
    {"bewustwording", "motivatie", "empowerment", "arbeidsvaardigheden", "netwerkversterking", "werkervaring"}
)


@dataclass(frozen=True, slots=True)
class SourceFigure:
    """What the source prints: `number` is None where it says it in words only; `of` narrows the count."""

    slug: str
    section: str
    what: str
    printed: str
    number: int | None
    source: str
    place: str
    count: str
    of: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure beside the count of the catalogue out of `total`; `verdict` is same, differs or no-number."""

    figure: SourceFigure
    counted: int
    total: int

    @property
    def verdict(self) -> str:
        if self.figure.number is None:
            return NO_NUMBER
        return SAME if self.figure.number == self.counted else DIFFERS


@dataclass(frozen=True, slots=True)
class SourceTableRow:
    """One item of the source's table as engine and policy see it, with the levels it covers and means to."""

    facts: ItemFacts
    item: Item
    levels: frozenset[str]
    main_levels: frozenset[str]


def source_table_rows(
    facts: Mapping[str, ItemFacts], items: Sequence[Item], barriers: Mapping[str, Barrier]
) -> list[SourceTableRow]:
    found = []
    for item in items:
        described = facts[item.source_ref]
        if described.table_position is None:
            continue
        covered = [coverage for coverage in item.coverage if coverage.counts_as_covered]
        levels = frozenset(barriers[coverage.barrier].level for coverage in covered)
        main = frozenset(barriers[one.barrier].level for one in covered if one.role == "main")
        found.append(SourceTableRow(described, item, levels, main))
    return found


def _wider(row: SourceTableRow) -> bool:
    return bool(row.facts.national) or bool({"province", "labour-region"} & set(row.facts.region_levels))


#: Per name in the data whether an item counts, given what the figure is about.
TESTS: dict[str, Callable[[SourceTableRow, str], bool]] = {
    "items": lambda row, of: True,
    "section": lambda row, of: row.facts.section == of,
    "goal": lambda row, of: of in row.facts.goal_slugs,
    "own_goals": lambda row, of: bool(set(row.facts.goal_slugs) - FIXED_GOALS),
    "approach": lambda row, of: of in row.facts.approach_slugs,
    "training_or_coaching": lambda row, of: bool({"training", "coaching"} & set(row.facts.approach_slugs)),
    "national": lambda row, of: bool(row.facts.national),
    "above_local": lambda row, of: _wider(row),
    "several_places": lambda row, of: not _wider(row) and len(row.facts.region_levels) > 1,
    "level": lambda row, of: of in row.levels,
    "main_level": lambda row, of: of in row.main_levels,
    "municipality": lambda row, of: bool(row.facts.municipality_takes_part),
    "childcare": lambda row, of: bool(row.facts.childcare),
    "no_income_condition": lambda row, of: all(
        leaf.fact != "income" for leaf in leaves(required_part(row.item.conditions))
    ),
    "handbook": lambda row, of: bool(row.facts.handbook),
    "recognised": lambda row, of: bool(row.facts.recognition),
}
#: Counts that are a highest value and not a number of items.
HIGHEST: dict[str, Callable[[SourceTableRow], int]] = {
    "most_goals": lambda row: len(row.facts.goal_slugs),
    "most_approaches": lambda row: len(row.facts.approach_slugs),
}


def check_figures(
    figures: Sequence[SourceFigure], rows: Sequence[SourceTableRow]
) -> tuple[CheckedFigure, ...]:
    """Each figure with what the catalogue counts; an unknown kind of count is a KeyError."""
    return tuple(CheckedFigure(figure, _counted(figure, rows), len(rows)) for figure in figures)


def _counted(figure: SourceFigure, rows: Sequence[SourceTableRow]) -> int:
    if figure.count in HIGHEST:
        return max((HIGHEST[figure.count](row) for row in rows), default=0)
    test = TESTS[figure.count]
    return sum(test(row, figure.of) for row in rows)
