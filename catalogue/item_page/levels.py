"""What an item works on, level by level."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.documents.conditions import sentence
from catalogue.documents.fields import Document
from catalogue.knowledge.reading import Knowledge, Tips
from catalogue.knowledge.safety import may_meet_violence
from catalogue.models import Barrier, Coverage, Level
from catalogue.vocabulary.cached import SharedVocabulary


@dataclass(frozen=True, slots=True)
class LevelBar:
    """One bar of partials/level_bars.html.

    `value` and `derived` (drawn hatched behind it) are percents; `text` is the number beside the bar, `title`
    what the bar says to someone who cannot see it.
    """

    level: str
    label: str
    value: int
    text: str = ""
    derived: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class WorksOn:
    """One barrier that the item works on: how, on whose word, and under which condition ("" for none)."""

    barrier: Barrier
    role: str
    basis: str
    note: str
    condition: str


@dataclass(slots=True)
class LevelGroup:
    """What the item does on one level: what is said, and what its goals and approaches make plausible."""

    level: str
    label: str
    covered: list[WorksOn] = field(default_factory=list)
    plausible: list[Barrier] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BarrierAdvice:
    """What the sources say of one barrier that the item works on."""

    barrier: Barrier
    tips: Tips


def levels_of(document: Document, terms: SharedVocabulary) -> list[LevelGroup]:
    """The levels on which something is said of an item; empty while nothing is."""
    groups = {level: LevelGroup(level, label) for level, label in Level.choices}
    for row in document["coverage"]:
        barrier = terms.barriers[row["barrier"]]
        groups[barrier.level].covered.append(_works_on(barrier, row))
    covered = {row["barrier"] for row in document["coverage"]}
    goals, approaches = ([term["slug"] for term in document[name] or ()] for name in ("goals", "approaches"))
    for barrier in terms.plausible(goals, approaches) if covered else ():
        if barrier.slug not in covered:
            groups[barrier.level].plausible.append(barrier)
    return [group for group in groups.values() if group.covered or group.plausible]


def advice_of(document: Document, terms: SharedVocabulary, known: Knowledge) -> list[BarrierAdvice]:
    """Per barrier that the item works on its tips; without partner and family where she may not be free."""
    told = [(terms.barriers[row["barrier"]], known.tips(row["barrier"])) for row in document["coverage"]]
    if may_meet_violence(document):
        told = [(barrier, tips.without_family()) for barrier, tips in told]
    return [BarrierAdvice(barrier, tips) for barrier, tips in told if tips.for_the_talk]


def _works_on(barrier: Barrier, row: dict) -> WorksOn:
    basis = Coverage.Basis(row["basis"])
    return WorksOn(
        barrier,
        Coverage.Role(row["role"]).label,
        basis.label if basis == Coverage.Basis.DECLARED else "",
        row["note"] or "",
        sentence(row["condition"]) if row["condition"] else "",
    )


def bars_of(groups: Sequence[LevelGroup], terms: SharedVocabulary) -> list[LevelBar]:
    """Per level how many of its barriers an item works on, and how many more are plausible; none of none."""
    if not groups:
        return []
    known = {group.level: group for group in groups}
    return [
        _bar(level, label, known.get(level, LevelGroup(level, label)), terms.per_level.get(level, 0))
        for level, label in Level.choices
    ]


def _bar(level: str, label: str, group: LevelGroup, total: int) -> LevelBar:
    covered, plausible = len(group.covered), len(group.plausible)
    title = f"{label}: werkt aan {covered} van de {total} belemmeringen"
    if plausible:
        title += f", en aannemelijk aan nog {plausible}"
    share, more = _percent(covered, total), _percent(covered + plausible, total)
    return LevelBar(level, label, share, f"{covered} van {total}", more, title)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
