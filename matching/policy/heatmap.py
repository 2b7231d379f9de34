"""The geometry of the heat map. Pure; all measures in units of the drawing (CSS pixels on screen).

A filled square is stated, an outlined one declared, a hatched one derived; its side shows the coverage in
three sizes, so that meaning never depends on colour alone. A dot means "under a condition".
"""

from collections import Counter
from dataclasses import dataclass, replace

from matching.engine.items import DECLARED, DERIVED
from matching.policy.analysis import BarrierOffer, Contribution, Offer
from matching.policy.areas import Presence

#: With more columns the drawing is unreadable and left out; the table stays.
MAX_COLUMNS = 80


@dataclass(frozen=True, slots=True)
class HeatmapSize:
    """Cell width and height, width of labels, height of head, font size, longest name in characters."""

    across: int
    down: int
    labels: int
    head: int
    letters: int
    name_length: int
    upright: bool = False


SCREEN = HeatmapSize(across=24, down=26, labels=392, head=196, letters=13, name_length=30)
UPRIGHT = HeatmapSize(across=22, down=19, labels=356, head=200, letters=12, name_length=30, upright=True)
LANDSCAPE = HeatmapSize(across=20, down=13, labels=262, head=132, letters=9, name_length=28)
#: Width of an A4 between its margins, upright and landscape, in CSS pixels.
UPRIGHT_WIDTH, LANDSCAPE_WIDTH = 657, 1010
#: A page whose columns would be narrower than this is printed landscape.
MIN_PRINT_COLUMN_WIDTH = 16


@dataclass(frozen=True, slots=True)
class HeatmapColumn:
    """One item; `new_group` draws a line before the first item of another presence."""

    x: float
    middle: float
    name: str
    full_name: str
    new_group: bool


@dataclass(frozen=True, slots=True)
class HeatmapCell:
    """`kind` is stated, declared or derived; `hatch` the strokes of a derived one; `dot` its condition."""

    x: float
    y: float
    side: float
    kind: str
    title: str
    hatch: str
    dot: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class HeatmapRow:
    """One barrier: label and number of items that cover it."""

    y: float
    baseline: float
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The heat map of one level."""

    level: str
    size: HeatmapSize
    width: int
    height: int
    columns: tuple[HeatmapColumn, ...]
    lines: tuple[HeatmapRow, ...]
    cells: tuple[HeatmapCell, ...]

    @property
    def all_width(self) -> int:
        return self.size.labels + self.width

    @property
    def name_end(self) -> int:
        """Where the names over the columns begin, read from below."""
        return self.size.head - 5

    @property
    def number_at(self) -> int:
        return self.size.labels - 10

    @property
    def dot(self) -> float:
        return round(min(self.size.across, self.size.down) * 0.16, 1)


def print_size(columns: int) -> HeatmapSize:
    """The sizes in print: portrait when `columns` columns fit beside the labels, else landscape."""
    share = (UPRIGHT_WIDTH - UPRIGHT.labels) // max(columns, 1)
    if share >= MIN_PRINT_COLUMN_WIDTH:
        return replace(UPRIGHT, across=min(UPRIGHT.across, share))
    share = (LANDSCAPE_WIDTH - LANDSCAPE.labels) // columns
    return replace(LANDSCAPE, across=max(12, min(LANDSCAPE.across, share)))


def heatmap_of(offer: Offer, level: str, size: HeatmapSize) -> Heatmap | None:
    """The heat map of one level in an area; None without items or above MAX_COLUMNS."""
    if not 0 < len(offer.present) <= MAX_COLUMNS:
        return None
    index_of = {one.item.source_ref: index for index, one in enumerate(offer.present)}
    rows = offer.of_level(level)
    cells = tuple(
        _cell(contribution, index_of[contribution.item.source_ref], line, row, size)
        for line, row in enumerate(rows)
        for contribution in (*row.contributions, *row.plausible)
    )
    return Heatmap(
        level=level,
        size=size,
        width=len(index_of) * size.across + 8,
        height=size.head + len(rows) * size.down + 2,
        columns=_columns(offer, size),
        lines=tuple(
            HeatmapRow(
                y=size.head + index * size.down,
                baseline=size.head + (index + 0.5) * size.down + size.letters * 0.35,
                label=row.barrier.label,
                number=len(row.contributions),
            )
            for index, row in enumerate(rows)
        ),
        cells=cells,
    )


def _columns(offer: Offer, size: HeatmapSize) -> tuple[HeatmapColumn, ...]:
    columns = []
    before: Presence | None = None
    shared = Counter(_family(one.item.name) for one in offer.present)
    for index, one in enumerate(offer.present):
        name = one.item.name
        columns.append(
            HeatmapColumn(
                x=index * size.across,
                middle=index * size.across + size.across / 2 + size.letters * 0.35,
                name=_short(name, size.name_length, shared[_family(name)] > 1),
                full_name=name,
                new_group=before is not None and one.presence is not before,
            )
        )
        before = one.presence
    return tuple(columns)


def _family(name: str) -> str:
    """ "Regeling" of "Regeling: onderdeel"."""
    return name.partition(": ")[0]


def _short(name: str, most: int, has_siblings: bool) -> str:
    """A name of at most `most` characters; of "Regeling: onderdeel" beside its siblings only the part."""
    if len(name) > most and has_siblings:
        name = name.partition(": ")[2] or name
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _cell(
    contribution: Contribution, column: int, line: int, row: BarrierOffer, size: HeatmapSize
) -> HeatmapCell:
    whole = min(size.across, size.down) - 3
    value = contribution.coverage.percent
    side = whole if value >= 90 else whole * 0.75 if value >= 70 else whole * 0.55
    x = column * size.across + (size.across - side) / 2
    y = size.head + line * size.down + (size.down - side) / 2
    derived, declared = contribution.coverage.basis == DERIVED, contribution.coverage.basis == DECLARED
    kind = "derived" if derived else "declared" if declared else "stated"
    middle = (round(x + side / 2, 2), round(y + side / 2, 2))
    word = "aannemelijk, telt niet mee" if derived else str(value)
    limit = ", onder voorwaarde" if contribution.conditional else ""
    return HeatmapCell(
        x=round(x, 2),
        y=round(y, 2),
        side=round(side, 2),
        kind=kind,
        title=f"{row.barrier.label}: {contribution.item.name}, {word}{limit}",
        hatch=_hatch(x, y, side) if derived else "",
        dot=middle if contribution.conditional else None,
    )


def _hatch(x: float, y: float, side: float) -> str:
    """Three strokes at 45 degrees through the square."""
    half = side / 2
    strokes = (
        (x, y + half, x + half, y),
        (x, y + side, x + side, y),
        (x + half, y + side, x + side, y + half),
    )
    return "".join(f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for a, b, c, d in strokes)
