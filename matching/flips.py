"""How often changing one fact of a client alone changes the first three trajecten, and by which rule.

The clients are made up: for each of the municipalities a fixed number of profiles with barriers and a
situation drawn by a constant seed, in the same way for everybody. What is counted says how much a fact
decides in this model; it says nothing of how often such women come.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from catalogue.text.folding import fold
from matching.engine.items import Catalogue
from matching.engine.matching import Match, MatchResult, match
from matching.engine.profile import Profile
from matching.engine.scoring import OFFERED

SEED = 2026
#: Where the clients live: places with much, little and no local offer.
MUNICIPALITIES = ("Den Haag", "Rotterdam", "Tilburg", "Groningen", "Eindhoven", "Amsterdam", "Ameland")
AGES = (19, 24, 30, 38, 46, 57)
#: Per fact the values between which it is changed.
CHANGED: Mapping[str, Sequence[Any]] = {
    "gender": ("vrouw", "man", "anders"),
    "newcomer": ("geen", "statushouder", "gezinsmigrant"),
    "age": AGES,
    "household": ("alleenstaand", "alleenstaande-ouder", "samenwonend", "samenwonend-met-kinderen"),
}
#: Why a change brings an item in or takes it out of the first three.
WHO_IT_IS_FOR, WAITS, POINTS, OTHERS = "conditions", "waits", "points", "others"
REASONS = (WHO_IT_IS_FOR, WAITS, POINTS, OTHERS)


@dataclass(frozen=True, slots=True)
class Flips:
    """Of one fact: `pairs` of values compared, in how many the first three `differ`, and by which rule.

    `rules` counts the items that come in or go out: because they are or are not for her (a condition of the
    item), because they wait for an answer, because of points for her group or fit, or only because another
    item made place.
    """

    fact: str
    pairs: int
    differ: int
    rules: Mapping[str, int]


def flips(catalogue: Catalogue, day: date, per_municipality: int = 30) -> list[Flips]:
    """The figures per fact of CHANGED, over `per_municipality` made-up clients in each municipality."""
    clients = list(made_up_clients(catalogue, per_municipality))
    return [_flips_of(fact, values, clients, catalogue, day) for fact, values in CHANGED.items()]


def made_up_clients(catalogue: Catalogue, per_municipality: int) -> Iterator[Profile]:
    chance, vocabulary = Random(SEED), catalogue.vocabulary  # noqa: S311 - no secret
    slugs = [
        slug for slug, barrier in vocabulary.barriers.items() if not (barrier.own_side or barrier.sensitive)
    ]
    for name in MUNICIPALITIES:
        (place,) = vocabulary.places[fold(name)]
        for _ in range(per_municipality):
            chosen = set(chance.sample(slugs, chance.randint(2, 4)))
            facts = {
                "gender": "vrouw",
                "newcomer": "geen",
                "age": chance.choice(AGES),
                "household": chance.choice(CHANGED["household"]),
                "income": chance.choice(vocabulary.context["income"].values[:3]),
                "dutch_level": chance.choice(("A2", "B1", "C1")),
            }
            barriers = tuple((slug, chance.randint(1, 3)) for slug in slugs if slug in chosen)
            yield Profile("client", barriers, facts, place)


def _flips_of(
    fact: str, values: Sequence[Any], clients: Sequence[Profile], catalogue: Catalogue, day: date
) -> Flips:
    pairs = differ = 0
    rules: Counter[str] = Counter()
    for client in clients:
        before = match(client, catalogue, day)
        for value in values:
            if value == client.facts[fact]:
                continue
            after = match(replace(client, facts={**client.facts, fact: value}), catalogue, day)
            pairs += 1
            moved = set(_first(before)) ^ set(_first(after))
            differ += bool(moved)
            rules.update(_rule(ref, before, after) for ref in moved)
    return Flips(fact, pairs, differ, {name: rules[name] for name in REASONS})


def _first(result: MatchResult) -> dict[str, Match]:
    return {one.item.source_ref: one for one in result.leading if not one.waits}


def _rule(ref: str, before: MatchResult, after: MatchResult) -> str:
    """By which rule this item is among the first three in only one of the two."""
    one, other = (
        next(match for match in result.matches if match.item.source_ref == ref) for result in (before, after)
    )
    if (one.verdict in OFFERED) is not (other.verdict in OFFERED):
        return WHO_IT_IS_FOR
    if one.waits is not other.waits:
        return WAITS
    same = one.score == other.score and one.verdict is other.verdict
    return OTHERS if same else POINTS if one.verdict is other.verdict else WHO_IT_IS_FOR
