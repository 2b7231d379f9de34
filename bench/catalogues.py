"""The real catalogue in a database in memory, and generated ones of any size with the same make-up."""

import functools
import io
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import numpy as np
from django.core.management import call_command

from matching import adapter
from matching.engine.conditions import ConditionGroup, Leaf, Tree
from matching.engine.items import RECHTEN, REGELINGEN, TRAJECTEN, Catalogue, ItemReach
from matching.engine.profile import Profile, parse

SEED = 2026
DAY = date(2026, 12, 1)
#: So many different condition trees, reaches and sets of traits a large catalogue has.
DISTINCT = 400
#: The share of the items that is paused or full.
CLOSED = 0.05
#: Coverage up to this many per cent is only plausible.
HIGHEST_DERIVED = 40
SCENARIO = {
    "barriers": {
        "zorg-voor-kinderen": 3,
        "kinderopvang-niet-geregeld": 3,
        "weinig-zelfvertrouwen": 2,
        "geen-beroepsbeeld": 2,
        "werkgevers-niet-in-beeld": 1,
        "beperkte-sollicitatievaardigheden": 2,
    },
    "context": {
        "gender": "vrouw",
        "age": 33,
        "municipality": "Maastricht",
        "household": "alleenstaande-ouder",
        "youngest_child_age": 3,
        "income": "bijstand",
        "dutch_level": "B1",
        "wishes": ["betaald-werk"],
    },
}


@functools.cache
def real() -> Catalogue:
    """The catalogue of the fixtures, loaded into the (empty) database of this process."""
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=io.StringIO())
    return adapter.current()


def profile() -> Profile:
    """A client with six barriers and a known situation."""
    return parse(SCENARIO, real().vocabulary)


def profile_with_everything() -> Profile:
    """A made-up client with every barrier there is."""
    slugs = real().vocabulary.barriers
    return replace(profile(), barriers=tuple((slug, 1 + row % 3) for row, slug in enumerate(slugs)))


def the_table() -> Catalogue:
    """The 27 items of the table in the source."""
    known = real()
    items = [item for item in known.items if item.source_ref.startswith("ks2020-")][:27]
    return Catalogue(items, known.vocabulary, known.weights, rules=known.rules)


def generated(count: int) -> Catalogue:
    """`count` items as dense as the real ones, put together as arrays: a million Item objects are not needed.

    Only what `scores` reads is filled; the items themselves are one and the same.
    """
    known, chance, numbers = real(), Random(SEED), np.random.default_rng(SEED)
    made = Catalogue((), known.vocabulary, known.weights, rules=known.rules)
    made.items = [known.items[0]] * count
    made.trees = _distinct_trees(known, chance)
    made.reaches = _distinct_reaches(known, chance)
    made.traits = _distinct_traits(known, chance)
    for name, values in (("tree_of", made.trees), ("reach_of", made.reaches), ("traits_of", made.traits)):
        setattr(made, name, numbers.integers(0, len(values), size=count, dtype=np.int32))
    made.audiences = {"client": numbers.random(count) < 0.85, "klantmanager": numbers.random(count) < 0.3}
    schemes = numbers.random(count) < known.lists[REGELINGEN].mean()
    made.lists = {TRAJECTEN: ~schemes, REGELINGEN: schemes, RECHTEN: np.zeros(count, dtype=bool)}
    made.closings = [(None, None), (DAY + timedelta(days=60), None)]
    made.closing_of = (numbers.random(count) < CLOSED).astype(np.int32)
    made.tiebreak = numbers.permutation(count).astype(np.int32)
    made.matrix = np.zeros((len(known.barrier_row), count), dtype=np.uint8)
    made.covered = np.zeros((len(known.barrier_row), count), dtype=bool)
    for row, values in enumerate(known.matrix):
        share = max(np.count_nonzero(values), 1) / len(known.items)
        columns = np.flatnonzero(numbers.random(count) < share)
        made.matrix[row, columns] = numbers.choice(known.matrix[known.matrix > 0], size=len(columns))
        made.covered[row] = made.matrix[row] > HIGHEST_DERIVED
    _add_conditions(made, known, numbers)
    return made


def _distinct_trees(known: Catalogue, chance: Random) -> list[Tree | None]:
    """The real trees, and each again with an age that varies."""
    trees = dict.fromkeys(known.trees)
    while len(trees) < DISTINCT:
        base, low = chance.choice(known.trees), chance.randrange(16, 60)
        age = Leaf("age", required=True, text="leeftijd", minimum=low, maximum=low + chance.randrange(5, 40))
        trees[ConditionGroup("all", (base, age) if base else (age,))] = None
    return list(trees)


def _distinct_reaches(known: Catalogue, chance: Random) -> list[ItemReach]:
    keys = sorted(
        {key for places in known.vocabulary.places.values() for place in places for key in place.keys}
    )
    reaches = dict.fromkeys(known.reaches)
    while len(reaches) < DISTINCT:
        base = chance.choice(known.reaches)
        reaches[replace(base, keys=frozenset(chance.sample(keys, chance.randrange(1, 6))))] = None
    return list(reaches)


def _distinct_traits(known: Catalogue, chance: Random) -> list[tuple]:
    pieces = {
        kind: sorted({dict(traits).get(kind, ()) for traits in known.traits})
        for kind in ("outcomes", "phases", "sectors")
    }
    traits = dict.fromkeys(known.traits)
    while len(traits) < DISTINCT:
        traits[tuple((kind, chance.choice(values)) for kind, values in pieces.items())] = None
    return list(traits)


def _add_conditions(made: Catalogue, known: Catalogue, numbers: np.random.Generator) -> None:
    """As large a share of the coverage has a condition of its own as in the real catalogue."""
    share = len(known.conditional) / np.count_nonzero(known.matrix)
    for _, coverage in known.conditional:
        row = made.matrix[made.barrier_row[coverage.barrier]]
        covered = np.flatnonzero(row)
        wanted = round(share * np.count_nonzero(made.matrix) / len(known.conditional))
        columns = numbers.choice(covered, size=min(wanted, len(covered)), replace=False)
        made.conditional += [
            (column, replace(coverage, percent=int(row[column]))) for column in columns.tolist()
        ]
