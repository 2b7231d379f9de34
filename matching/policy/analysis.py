"""The analysis of the offer in an area: gaps, single providers, what stops, what to bring in, two areas.

Pure: takes the engine's catalogue, returns dataclasses. Only stated and declared coverage counts as offer;
derived coverage is listed apart and never counted.
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

#: Minimum number of items named for the area itself before anything is concluded about what is missing there.
MIN_LOCAL_ITEMS = 5
#: Minimum number of items before shares, or a "most" and a "least", are given.
MIN_ITEMS = 10


@dataclass(frozen=True, slots=True)
class ItemPresence:
    """An item, and whether the sources say that it is available in the area."""

    item: Item
    presence: Presence


@dataclass(frozen=True, slots=True)
class Contribution:
    """How one item of the area covers one barrier; `strength` is 0-200, in half percents as in the engine."""

    item_presence: ItemPresence
    coverage: Coverage

    @property
    def item(self) -> Item:
        return self.item_presence.item

    @property
    def conditional(self) -> bool:
        return self.coverage.condition is not None

    @property
    def strength(self) -> int:
        return half_percent(self.coverage, Answer.UNKNOWN if self.conditional else Answer.YES)


@dataclass(frozen=True, slots=True)
class BarrierOffer:
    """One barrier: what covers it, and what is only plausible (derived), each from strong to weak."""

    barrier: Barrier
    contributions: tuple[Contribution, ...]
    plausible: tuple[Contribution, ...]

    @property
    def max_strength(self) -> int:
        return max((contribution.strength for contribution in self.contributions), default=0)


class Offer:
    """The items by area: `present` counts as offer, `unknown` may be available, `elsewhere` is not."""

    def __init__(self, catalogue: Catalogue, area: Area):
        self.area = area
        everything = [ItemPresence(item, presence_of(item.reach, area)) for item in catalogue.helping]
        order = {presence: index for index, presence in enumerate(Presence)}
        everything.sort(key=lambda one: (order[one.presence], fold(one.item.name), one.item.source_ref))
        self.present = tuple(one for one in everything if one.presence in COUNTED)
        self.unknown = tuple(one for one in everything if one.presence is Presence.UNKNOWN)
        self.elsewhere = tuple(one for one in everything if one.presence is Presence.NOT_HERE)
        self.rows = _rows(catalogue, self.present)

    @cached_property
    def local(self) -> tuple[ItemPresence, ...]:
        return tuple(one for one in self.present if one.presence in LOCAL)

    @cached_property
    def gaps(self) -> tuple[BarrierOffer, ...]:
        """The barriers that nothing in the area covers."""
        return tuple(row for row in self.rows if not row.contributions)

    @property
    def covered(self) -> tuple[BarrierOffer, ...]:
        return tuple(row for row in self.rows if row.contributions)

    @property
    def locally_covered(self) -> int:
        """How many barriers are covered without counting what is national or may be done elsewhere."""
        return sum(
            any(contribution.item_presence.presence in LOCAL for contribution in row.contributions)
            for row in self.rows
        )

    @property
    def too_few_local(self) -> bool:
        """Whether the catalogue names too little in the area itself to conclude what is missing there."""
        return len(self.local) < MIN_LOCAL_ITEMS

    def of_level(self, level: str) -> tuple[BarrierOffer, ...]:
        return tuple(row for row in self.rows if row.barrier.level == level)


def _rows(catalogue: Catalogue, present: Iterable[ItemPresence]) -> tuple[BarrierOffer, ...]:
    found: dict[str, list[Contribution]] = {slug: [] for slug in catalogue.vocabulary.barriers}
    for one in present:
        for coverage in one.item.coverage:
            found[coverage.barrier].append(Contribution(one, coverage))
    rows = []
    for slug, barrier in catalogue.vocabulary.barriers.items():
        contributions = sorted(
            found[slug],
            key=lambda contribution: (
                -contribution.strength,
                fold(contribution.item.name),
                contribution.item.source_ref,
            ),
        )
        rows.append(
            BarrierOffer(
                barrier,
                tuple(
                    contribution for contribution in contributions if contribution.coverage.counts_as_covered
                ),
                tuple(
                    contribution
                    for contribution in contributions
                    if not contribution.coverage.counts_as_covered
                ),
            )
        )
    rank = {level: index for index, level in enumerate(LEVELS)}
    return tuple(sorted(rows, key=lambda row: rank[row.barrier.level]))


# Single providers


@dataclass(frozen=True, slots=True)
class SingleProvider:
    """A barrier that only `item` covers; `parts` are items that `item` contains and that cover it too."""

    row: BarrierOffer
    item: Item
    parts: tuple[Item, ...] = ()


def single_providers(offer: Offer) -> tuple[SingleProvider, ...]:
    """Barriers that one item covers, or one item together with what it contains (that is one offer)."""
    contents = contents_of([one.item for one in offer.present])
    found = []
    for row in offer.covered:
        covering = {contribution.item.source_ref: contribution.item for contribution in row.contributions}
        if len(covering) == 1:
            found.append(SingleProvider(row, next(iter(covering.values()))))
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
            found.append(SingleProvider(row, whole, parts))
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


# What an area loses when items stop


@dataclass(frozen=True, slots=True)
class Loss:
    """One barrier when items stop: maximum strength `before` and `after` (0-200), and what remains."""

    row: BarrierOffer
    before: int
    after: int
    next_best: Contribution | None


@dataclass(frozen=True, slots=True)
class StopEffect:
    """`lost` barriers lose their only offer, `weaker` ones their strongest; `untouched` counts the others."""

    items: tuple[Item, ...]
    lost: tuple[Loss, ...]
    weaker: tuple[Loss, ...]
    untouched: int


def effect_of_stopping(offer: Offer, refs: Collection[str]) -> StopEffect:
    """What the area loses when the items with these source_refs stop; other items of the area stay."""
    lost, weaker, untouched = [], [], 0
    for row in offer.covered:
        if not any(contribution.item.source_ref in refs for contribution in row.contributions):
            continue
        left = [
            contribution for contribution in row.contributions if contribution.item.source_ref not in refs
        ]
        after = left[0].strength if left else 0
        loss = Loss(row, row.max_strength, after, left[0] if left else None)
        if not left:
            lost.append(loss)
        elif after < row.max_strength:
            weaker.append(loss)
        else:
            untouched += 1
    items = tuple(one.item for one in offer.present if one.item.source_ref in refs)
    return StopEffect(items, tuple(lost), tuple(weaker), untouched)


# What to bring in from elsewhere


@dataclass(frozen=True, slots=True)
class TransferCandidate:
    """An item from elsewhere: the coverage that fills gaps, and how many other barriers it improves."""

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


def transfer_candidates(offer: Offer) -> tuple[TransferCandidate, ...]:
    """Items that do not reach the area, or of which that is unknown, and that fill a gap. The order:

    1. the most gaps filled 2. the highest sum of strength on them 3. the most other barriers improved
    4. the name 5. source_ref.
    """
    best = {row.barrier.slug: row.max_strength for row in offer.rows}
    found = []
    for one in (*offer.unknown, *offer.elsewhere):
        covers = [coverage for coverage in one.item.coverage if coverage.counts_as_covered]
        fills = tuple(coverage for coverage in covers if not best[coverage.barrier])
        improves = sum(
            0 < best[coverage.barrier] < Contribution(one, coverage).strength for coverage in covers
        )
        if fills:
            found.append(TransferCandidate(one.item, one.presence, fills, improves))
    found.sort(
        key=lambda one: (
            -len(one.fills), -one.strength, -one.improves, fold(one.item.name), one.item.source_ref
        )
    )  # fmt: skip
    return tuple(found)


# Two areas


@dataclass(frozen=True, slots=True)
class AreaComparison:
    """Two areas side by side; each list holds pairs of rows (first area, second area)."""

    first: Offer
    second: Offer

    @property
    def pairs(self) -> tuple[tuple[BarrierOffer, BarrierOffer], ...]:
        return tuple(zip(self.first.rows, self.second.rows, strict=True))

    @property
    def only_first(self) -> tuple[Barrier, ...]:
        return tuple(
            one.barrier for one, other in self.pairs if one.contributions and not other.contributions
        )

    @property
    def only_second(self) -> tuple[Barrier, ...]:
        return tuple(
            one.barrier for one, other in self.pairs if other.contributions and not one.contributions
        )

    @property
    def both(self) -> tuple[Barrier, ...]:
        return tuple(one.barrier for one, other in self.pairs if one.contributions and other.contributions)

    @property
    def neither(self) -> tuple[Barrier, ...]:
        return tuple(
            one.barrier for one, other in self.pairs if not one.contributions and not other.contributions
        )
