"""Bars of the summary: how many of the chosen items have each level, goal and approach."""

from dataclasses import dataclass

from catalogue.browse.list_query import ListQuery
from catalogue.models import Level
from catalogue.text.dutch import first_lower, listed

#: Widths in the chart's own units: the names, the longest bar, and the number behind it.
NAMES, LONGEST, HIGH = 250, 330, 22
#: As in static/css/tokens.css; an SVG inside a PDF takes its colours from itself only.
COLOURS = {"personal": "#2f62a8", "network": "#7a4a9e", "demand": "#a9520f", "municipal": "#2b7148"}
PLAIN = "#0b5c6b"
#: So many bars are drawn; the table under the chart has them all.
DRAWN = 12
#: More words that occur equally often are counted and not named.
NAMED = 4


@dataclass(frozen=True, slots=True)
class ChartBar:
    label: str
    count: int
    y: int
    width: float
    level: str = ""

    @property
    def colour(self) -> str:
        return COLOURS.get(self.level, PLAIN)

    @property
    def middle(self) -> int:
        return self.y + HIGH - 9

    @property
    def number_at(self) -> float:
        return NAMES + self.width + 6


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar chart with a sentence that says what it shows; `rows` are all its values, the most first."""

    key: str
    title: str
    sentence: str
    column: str
    rows: tuple[tuple[str, int, str], ...]

    @property
    def bars(self) -> list[ChartBar]:
        most = max((count for _, count, _ in self.rows), default=0) or 1
        drawn = self.rows[:DRAWN]
        return [
            ChartBar(label, count, place * HIGH, round(LONGEST * count / most, 1), level)
            for place, (label, count, level) in enumerate(drawn)
        ]

    @property
    def height(self) -> int:
        return HIGH * len(self.bars)

    @property
    def left_out(self) -> int:
        return len(self.rows) - len(self.bars)


def charts_of(query: ListQuery) -> list[Chart]:
    """All levels in their order, goals and approaches the most frequent first; nothing without values."""
    index, mask = query.index, query.mask()

    def rows(name: str) -> list[tuple[str, int, str]]:
        counts = index.counts(name, mask)
        return [(one.label, counts[one.value], one.value) for one in index.facets[name]]

    per_level = index.counts("niveau", mask)
    levels = [(label, per_level.get(level, 0), level) for level, label in Level.choices]
    goals, approaches = (
        sorted(
            ((label, count, "") for label, count, _ in rows(name) if count), key=lambda row: (-row[1], row[0])
        )
        for name in ("doel", "aanpak")
    )
    all_of_them = (
        Chart(
            "niveaus",
            "Op welk niveau werken ze?",
            _levels_sentence(levels, query.total),
            "Niveau",
            tuple(levels),
        ),
        Chart(
            "doelen",
            "Welke doelen hebben ze?",
            _most_sentence(goals, "Het doel dat het"),
            "Doel",
            tuple(goals),
        ),
        Chart(
            "aanpakken",
            "Hoe pakken ze het aan?",
            _most_sentence(approaches, "De aanpak die het"),
            "Aanpak",
            tuple(approaches),
        ),
    )
    return [chart for chart in all_of_them if any(count for _, count, _ in chart.rows)]


def _levels_sentence(rows: list[tuple[str, int, str]], total: int) -> str:
    counts = [count for _, count, _ in rows]
    high, low = max(counts), min(counts)
    if high == low:
        return f"Op elk niveau werken evenveel interventies: {high} van de {total}."
    most, least = (listed(f"“{label}”" for label, count, _ in rows if count == end) for end in (high, low))
    return (
        f"De meeste werken aan {most}: {high} van de {total}. De minste aan {least}: {low}. "
        "Een interventie kan op meer niveaus werken."
    )


def _most_sentence(rows: list[tuple[str, int, str]], what: str) -> str:
    if not rows:
        return ""
    high = rows[0][1]
    labels = [first_lower(label) for label, count, _ in rows if count == high]
    if len(labels) == 1:
        return f"{what} vaakst voorkomt is {labels[0]}: bij {high}."
    if len(labels) > NAMED:
        return f"Het vaakst komen {len(labels)} woorden voor, elk bij {high}."
    return f"Het vaakst komen voor: {listed(labels)}, elk bij {high}."
