"""What she needs: the weight of her barriers and of her wishes, as whole numbers on one scale.

    barrier  severity x level weight
    base     `base_factor` x the level weights of the barriers, or `empty_base` where there is no barrier
    wish     its share of the base; the main wish whole, the others for `secondary` per cent
    limits   the accessory wishes together at most `accessory_limit` x the lowest level weight of the
    barriers,
             all wishes together at most the base; beyond a limit all of them shrink in proportion

Shrinking gives fractions. Everything is multiplied by their common denominator (`scale`), so that whole
numbers are enough from there on: at most about 1e6, with a score below 1e17.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from matching.engine.profile import Profile
from matching.engine.rules import Rules
from matching.engine.vocabulary import MatchingVocabulary
from matching.engine.weights import SECTORS, Weights, WishNeed, WishTable


@dataclass(frozen=True, slots=True)
class ProfileNeed:
    """The barriers and the wishes that count for this profile, each with its weight times `scale`.

    `barrier_total` and `wish_total` are their sums; `main` is the wish that comes first, "" when there is
    none.
    """

    weights: tuple[tuple[str, int], ...]
    wishes: tuple[tuple[WishNeed, int], ...]
    barrier_total: int
    wish_total: int
    scale: int
    main: str

    @property
    def total(self) -> int:
        return self.barrier_total + self.wish_total


def need_of(profile: Profile, vocabulary: MatchingVocabulary, weights: Weights, rules: Rules) -> ProfileNeed:
    """Barriers about the guidance itself (`own_side`) count for audience klantmanager only."""
    rows = tuple(
        (slug, severity, weights.levels[vocabulary.barriers[slug].level])
        for slug, severity in profile.barriers
        if profile.audience == "klantmanager" or not vocabulary.barriers[slug].own_side
    )
    rows = tuple(row for row in rows if row[2] > 0)
    named = _named(profile, rules.wishes)
    main = _main(profile, named)
    wished = _wish_weights(named, main, [level for _, _, level in rows], rules.wishes)
    scale = lcm(*(weight.denominator for weight in wished))
    barriers = tuple((slug, severity * level * scale) for slug, severity, level in rows)
    wishes = tuple(
        (need, int(weight * scale)) for need, weight in zip(named, wished, strict=True) if weight > 0
    )
    return ProfileNeed(
        barriers,
        wishes,
        sum(weight for _, weight in barriers),
        sum(weight for _, weight in wishes),
        scale,
        main,
    )


def _named(profile: Profile, table: WishTable) -> list[WishNeed]:
    """Her wishes that count as a need, in the order of the table."""
    wishes = set(profile.facts.get("wishes", ()))
    if profile.facts.get("sectors"):
        wishes.add(SECTORS)
    return [need for need in table.needs if need.wish in wishes]


def _main(profile: Profile, named: Sequence[WishNeed]) -> str:
    """The main wish that she named, else the heaviest; of equals the first in the table."""
    stated = profile.facts.get("main_wish")
    if stated is not None:
        return str(stated)
    return max(named, key=lambda need: need.share).wish if named else ""


def _wish_weights(
    named: Sequence[WishNeed], main: str, levels: Sequence[int], table: WishTable
) -> list[Fraction]:
    base = table.base_factor * sum(levels) if levels else table.empty_base
    wished = [
        Fraction(base * need.share * (100 if need.wish == main else table.secondary), 100 * 100)
        for need in named
    ]
    accessory = sum(weight for need, weight in zip(named, wished, strict=True) if need.accessory)
    limit = table.accessory_limit * min(levels, default=1)
    if accessory > limit:
        shrunk = Fraction(limit) / accessory
        wished = [
            weight * shrunk if need.accessory else weight for need, weight in zip(named, wished, strict=True)
        ]
    together = sum(wished, Fraction(0))
    return [weight * base / together for weight in wished] if together > base else wished
