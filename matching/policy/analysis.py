"""The offer in an area as a picture of barriers and items. Pure: the engine's catalogue in, dataclasses out.

Only *covered* (stated or declared) counts as offer. Derived coverage is kept beside it and never counted.
A coverage with a condition of its own counts as covered; where strengths are compared it counts half, as in a
match in which the condition is unknown (`matching.engine.scoring.half_percent`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue.text.folding import fold
from matching.engine.answers import Answer
from matching.engine.items import Catalogue, Coverage, Item
from matching.engine.scoring import half_percent
from matching.engine.vocabulary import LEVELS, Barrier
from matching.policy.areas import COUNTED, LOCAL, Area, Presence, presence_of

#: Fewer items that are named for an area itself, and nothing is concluded about what is missing there.
FEW_LOCAL = 5
#: Fewer items, and no shares or "most" and "least" are given.
FEW_ITEMS = 10


@dataclass(frozen=True, slots=True)
class Present:
    """An item and what the sources say of it in the area."""

    item: Item
    presence: Presence


@dataclass(frozen=True, slots=True)
class Work:
    """What one item of the area does for one barrier; `strength` is 0-200, doubled as in the engine."""

    present: Present
    coverage: Coverage

    @property
    def item(self) -> Item:
        return self.present.item

    @property
    def conditional(self) -> bool:
        return self.coverage.condition is not None

    @property
    def strength(self) -> int:
        return half_percent(self.coverage, Answer.UNKNOWN if self.conditional else Answer.YES)


@dataclass(frozen=True, slots=True)
class Row:
    """One barrier: the offer that covers it and what is only plausible, each from strong to weak."""

    barrier: Barrier
    works: tuple[Work, ...]
    plausible: tuple[Work, ...]

    @property
    def best(self) -> int:
        return max((work.strength for work in self.works), default=0)


class Offer:
    """What there is in one area: `present` counts, `open` may be there, `elsewhere` is not."""

    def __init__(self, catalogue: Catalogue, area: Area):
        self.area = area
        everything = [Present(item, presence_of(item.reach, area)) for item in catalogue.items]
        order = {presence: place for place, presence in enumerate(Presence)}
        everything.sort(key=lambda one: (order[one.presence], fold(one.item.name), one.item.source_ref))
        self.present = tuple(one for one in everything if one.presence in COUNTED)
        self.open = tuple(one for one in everything if one.presence is Presence.UNKNOWN)
        self.elsewhere = tuple(one for one in everything if one.presence is Presence.NOT_HERE)
        self.rows = _rows(catalogue, self.present)

    @cached_property
    def local(self) -> tuple[Present, ...]:
        return tuple(one for one in self.present if one.presence in LOCAL)

    @cached_property
    def white(self) -> tuple[Row, ...]:
        """The barriers that nothing in the area covers."""
        return tuple(row for row in self.rows if not row.works)

    @property
    def covered(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.works)

    @property
    def locally_covered(self) -> int:
        """How many barriers are covered without counting what is national or may be done elsewhere."""
        return sum(any(work.present.presence in LOCAL for work in row.works) for row in self.rows)

    @property
    def says_little(self) -> bool:
        """Whether the catalogue names too little in the area itself to conclude what is missing there."""
        return len(self.local) < FEW_LOCAL

    def of_level(self, level: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.barrier.level == level)


def _rows(catalogue: Catalogue, present: Iterable[Present]) -> tuple[Row, ...]:
    found: dict[str, list[Work]] = {slug: [] for slug in catalogue.vocabulary.barriers}
    for one in present:
        for coverage in one.item.coverage:
            found[coverage.barrier].append(Work(one, coverage))
    rows = []
    for slug, barrier in catalogue.vocabulary.barriers.items():
        works = sorted(
            found[slug], key=lambda work: (-work.strength, fold(work.item.name), work.item.source_ref)
        )
        rows.append(
            Row(
                barrier,
                tuple(work for work in works if work.coverage.counts_as_covered),
                tuple(work for work in works if not work.coverage.counts_as_covered),
            )
        )
    rank = {level: place for place, level in enumerate(LEVELS)}
    return tuple(sorted(rows, key=lambda row: rank[row.barrier.level]))


# Hanging by one thread


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """A barrier that hangs on `item` alone; `parts` are items that `item` contains and that cover it too."""

    row: Row
    item: Item
    parts: tuple[Item, ...] = ()


def only_ones(offer: Offer) -> tuple[OnlyOne, ...]:
    """Barriers that one item covers, or one item together with what it contains (that is one offer)."""
    contents = contents_of([one.item for one in offer.present])
    found = []
    for row in offer.covered:
        covering = {work.item.source_ref: work.item for work in row.works}
        if len(covering) == 1:
            found.append(OnlyOne(row, next(iter(covering.values()))))
            continue
        whole = next(
            (
                one.item
                for one in offer.present
                if set(covering) <= {one.item.source_ref, *contents[one.item.source_ref]}
            ),
            None,
        )
        if whole is not None:
            parts = tuple(item for ref, item in covering.items() if ref != whole.source_ref)
            found.append(OnlyOne(row, whole, parts))
    return tuple(found)


def contents_of(items: Sequence[Item]) -> dict[str, frozenset[str]]:
    """Per item what it contains, directly or through a part, among `items`."""
    direct = {item.source_ref: {to for kind, to in item.relations if kind == "contains"} for item in items}
    found = {}
    for ref in direct:
        inside: set[str] = set()
        todo = list(direct[ref])
        while todo:
            part = todo.pop()
            if part in direct and part not in inside:
                inside.add(part)
                todo += direct[part]
        found[ref] = frozenset(inside - {ref})
    return found


# What if it stops


@dataclass(frozen=True, slots=True)
class Loss:
    """What a barrier keeps when items stop: strength `before` and `after`, and what is left, if anything."""

    row: Row
    before: int
    after: int
    instead: Work | None


@dataclass(frozen=True, slots=True)
class Stop:
    """`lost` barriers lose their only offer, `weaker` ones their best; `untouched` keep an equal."""

    items: tuple[Item, ...]
    lost: tuple[Loss, ...]
    weaker: tuple[Loss, ...]
    untouched: int


def if_stops(offer: Offer, refs: Collection[str]) -> Stop:
    """What the area loses when the items with these source_refs stop."""
    lost, weaker, untouched = [], [], 0
    for row in offer.covered:
        if not any(work.item.source_ref in refs for work in row.works):
            continue
        left = [work for work in row.works if work.item.source_ref not in refs]
        after = left[0].strength if left else 0
        loss = Loss(row, row.best, after, left[0] if left else None)
        if not left:
            lost.append(loss)
        elif after < row.best:
            weaker.append(loss)
        else:
            untouched += 1
    items = tuple(one.item for one in offer.present if one.item.source_ref in refs)
    return Stop(items, tuple(lost), tuple(weaker), untouched)


# What to bring in


@dataclass(frozen=True, slots=True)
class Addition:
    """An item from elsewhere: the white spots it would fill, and how many other barriers it would improve."""

    item: Item
    presence: Presence
    fills: tuple[Coverage, ...]
    improves: int

    @property
    def strength(self) -> int:
        return sum(
            half_percent(coverage, Answer.UNKNOWN if coverage.condition is not None else Answer.YES)
            for coverage in self.fills
        )


def additions(offer: Offer) -> tuple[Addition, ...]:
    """Items that do not reach the area, or of which that is unknown, and fill a white spot. The order:

    1. the most white spots filled 2. the highest sum of strength on them 3. the most other barriers improved
    4. the name 5. source_ref.
    """
    best = {row.barrier.slug: row.best for row in offer.rows}
    found = []
    for one in (*offer.open, *offer.elsewhere):
        covers = [coverage for coverage in one.item.coverage if coverage.counts_as_covered]
        fills = tuple(coverage for coverage in covers if not best[coverage.barrier])
        improves = sum(0 < best[coverage.barrier] < Work(one, coverage).strength for coverage in covers)
        if fills:
            found.append(Addition(one.item, one.presence, fills, improves))
    found.sort(
        key=lambda one: (
            -len(one.fills), -one.strength, -one.improves, fold(one.item.name), one.item.source_ref
        )
    )  # fmt: skip
    return tuple(found)


# Two areas


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two areas side by side; each list holds pairs of rows (first area, second area)."""

    first: Offer
    second: Offer

    @property
    def pairs(self) -> tuple[tuple[Row, Row], ...]:
        return tuple(zip(self.first.rows, self.second.rows, strict=True))

    @property
    def only_first(self) -> tuple[Barrier, ...]:
        return tuple(one.barrier for one, other in self.pairs if one.works and not other.works)

    @property
    def only_second(self) -> tuple[Barrier, ...]:
        return tuple(one.barrier for one, other in self.pairs if other.works and not one.works)

    @property
    def both(self) -> tuple[Barrier, ...]:
        return tuple(one.barrier for one, other in self.pairs if one.works and other.works)

    @property
    def neither(self) -> tuple[Barrier, ...]:
        return tuple(one.barrier for one, other in self.pairs if not one.works and not other.works)
