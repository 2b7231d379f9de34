"""The numbers of the score as data: level weights, lift, open factors and the wish table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: The lift of an item on which every condition and wish fits, in per cent: 100 points means this.
FULL_LIFT = 125
#: The factor of an item on which nothing is open, in per cent.
CERTAIN = 100
HIGHEST_SHARE = 100


@dataclass(frozen=True, slots=True)
class FitRule:
    """Points (per cent) when `fact` is or holds `value` and the item's list `trait` holds `item_value`."""

    fact: str
    value: Any
    trait: str
    item_value: str
    points: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Level weights (whole numbers); specificity and fit in per cent with their caps, together at most 25.

    `open_conditions` and `open_reach` are the factors (per cent) of an item of which the required conditions
    or the reach are unknown. See docs/matching.md.
    """

    levels: Mapping[str, int]
    specificity: Mapping[str, int]
    specificity_cap: int
    fit: tuple[FitRule, ...]
    fit_cap: int
    open_conditions: int = 90
    open_reach: int = 85


@dataclass(frozen=True, slots=True)
class WishNeed:
    """One wish that counts as a need: `share` of the base in per cent.

    `serves` are triples of an item's trait, its value and how far that serves the wish in per cent. An
    `accessory` wish falls under the limit of the table. `leads_elsewhere`: a main traject that is known not
    to serve this wish contradicts it when it is her main one. The wish "sectors" stands for all her sectors.
    """

    wish: str
    share: int
    accessory: bool = True
    leads_elsewhere: bool = False
    serves: tuple[tuple[str, str, int], ...] = ()

    @property
    def traits(self) -> frozenset[str]:
        return frozenset(trait for trait, _, _ in self.serves)


SECTORS = "sectors"


@dataclass(frozen=True, slots=True)
class WishTable:
    """`base_factor` x the level weights of the barriers is the base, `empty_base` where there is no barrier.

    `secondary` (per cent) is what counts of a wish that is not the main one, `accessory_limit` x the lowest
    level weight the most that the accessory wishes weigh together, `unknown` (per cent) how far an item
    serves a wish when that is not known and it covers a barrier of hers.
    """

    needs: tuple[WishNeed, ...] = ()
    base_factor: int = 2
    empty_base: int = 6
    secondary: int = 50
    accessory_limit: int = 2
    unknown: int = 25


def wish_table(document: Mapping[str, Any]) -> WishTable:
    """The table of `fixtures/wish_needs.json`; ValueError names what is out of bounds."""
    needs = tuple(
        WishNeed(
            wish=row["wish"],
            share=row["share"],
            accessory=row["accessory"],
            leads_elsewhere=row.get("leads_elsewhere", False),
            serves=tuple((one["trait"], one["value"], one["percent"]) for one in row["serves"]),
        )
        for row in document["wishes"]
    )
    table = WishTable(
        needs,
        document["base_factor"],
        document["empty_base"],
        document["secondary"],
        document["accessory_limit"],
        document["unknown"],
    )
    for need in needs:
        within(f"{need.wish}.share", need.share, 1, HIGHEST_SHARE)
        for trait, value, percent in need.serves:
            within(f"{need.wish}.{trait}.{value}", percent, 0, 100)
    within("secondary", table.secondary, 0, 100)
    within("unknown", table.unknown, 0, 50)
    within("base_factor", table.base_factor, 1, 3)
    within("empty_base", table.empty_base, 1, 30)
    # Below the weight of one blocking barrier, so that accessory wishes never outweigh it.
    within("accessory_limit", table.accessory_limit, 0, 2)
    return table


def within(name: str, number: Any, lowest: int, highest: int) -> None:
    """ValueError unless `number` is a whole number from `lowest` to `highest`."""
    if type(number) is not int or not lowest <= number <= highest:
        raise ValueError(f"{name}: {number} is geen heel getal van {lowest} tot en met {highest}")
