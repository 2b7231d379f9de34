"""What would change it is true, and only ever something that can be changed."""

from dataclasses import replace

from generated import DAY, KEYS, PLACES, SOON, catalogue, item_lists, profiles
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.answers import Answer
from matching.engine.changes import BUY_IN, MOST_FACTS, changes
from matching.engine.conditions import Leaf, candidate_values
from matching.engine.items import REGELINGEN, TRAJECTEN, Coverage, Item, ItemReach
from matching.engine.matching import match
from matching.engine.profile import Profile
from matching.engine.scoring import scores
from matching.engine.what_if import WhatIf


def changed(profile, item, change):
    """`profile` as it would be with `change`."""
    facts = {name: value for name, value in change.facts if name != BUY_IN}
    bought_in = {item.source_ref} if len(facts) < len(change.facts) else set()
    return replace(profile, facts={**profile.facts, **facts}, bought_in=frozenset(bought_in))


def by_ref(result):
    return {one.item.source_ref: one for one in result.matches}


@settings(max_examples=200)
@given(item_lists(), profiles())
def test_every_change_gives_what_it_promises(items, profile):
    found = catalogue(items)
    result = match(profile, found, DAY)
    for ref, mine in changes(result, found).items():
        before = by_ref(result)[ref]
        for change in mine:
            after = by_ref(match(changed(profile, before.item, change), found, DAY))[ref]
            if change.gives == "offered":
                assert (before.offered, after.offered) == (False, True)
            else:
                assert before.rank not in (None, 1)
                assert after.rank == 1


@settings(max_examples=200)
@given(item_lists(), profiles())
def test_only_what_can_be_changed_or_arranged_is_named_and_at_most_two_things(items, profile):
    found = catalogue(items)
    for mine in changes(match(profile, found, DAY), found).values():
        for change in mine:
            assert 1 <= len(change.facts) <= MOST_FACTS
            for fact, value in change.facts:
                if change.kind == "answer":
                    assert profile.facts.get(fact) is None
                elif fact != BUY_IN:
                    key = KEYS[fact]
                    assert key.changeable or key.arrangeable
                    now = profile.facts.get(fact)
                    assert now is None or not key.ordered or key.position(value) > key.position(now)


@settings(max_examples=250)
@given(item_lists(max_size=12), profiles(), st.data())
def test_with_one_fact_changed_the_first_are_those_of_ranking_everything_again(items, profile, data):
    """Whatever the fact is now, and for every value that can make a difference."""
    found = catalogue(items)
    what_if = WhatIf(profile, found, scores(profile, found, DAY))
    fact = data.draw(st.sampled_from([name for name in KEYS if name not in ("municipality", "already")]))
    trees = [item.conditions for item in found.items] + [row.condition for _, row in found.conditional]
    values = {value for tree in trees for value in candidate_values(tree, KEYS[fact])}
    values |= {option.value for option in found.options.get(fact, ())}
    values = sorted(values, key=repr)
    for name in (TRAJECTEN, REGELINGEN):
        for count in (1, 3):
            leading = what_if.leading(fact, values, count=count, name=name)
            for value, first in zip(values, leading, strict=True):
                other = replace(profile, facts={**profile.facts, fact: value})
                again = match(other, found, DAY).ranked(name)[:count]
                assert first.columns == tuple(one.column for one in again)
                assert first.points == tuple(one.score for one in again)


PROFILE = Profile("client", (("opvang", 3),), {"age": 40, "dutch_level": "A1"}, None)
COVERS = (Coverage("opvang", 100, "stated"),)


def changes_of(item, profile=PROFILE):
    found = catalogue([item])
    return [change.facts for change in changes(match(profile, found, DAY), found).get(item.source_ref, ())]


def test_an_item_for_another_age_has_no_way_in():
    assert (
        changes_of(Item("a", "a", "a", coverage=COVERS, conditions=Leaf("age", True, "", maximum=30))) == []
    )


def test_dutch_lessons_can_open_an_item():
    item = Item("a", "a", "a", coverage=COVERS, conditions=Leaf("dutch_level", True, "", minimum="A2"))
    assert changes_of(item) == [(("dutch_level", "A2"),)]


def test_an_item_from_elsewhere_can_be_bought_in():
    item = Item("a", "a", "a", coverage=COVERS, reach=ItemReach(national=False, elsewhere=Answer.NO))
    placed = Profile("client", PROFILE.barriers, PROFILE.facts, PLACES[0])
    assert changes_of(item, placed) == [((BUY_IN, True),)]


def test_what_asks_more_hours_than_she_has_says_how_many():
    item = Item("a", "a", "a", coverage=COVERS, hours=24.0)
    busy = replace(PROFILE, facts={"hours_per_week": 16, "childcare": "geregeld"})
    assert changes_of(item, busy) == [(("hours_per_week", 24.0),)]


def test_it_never_proposes_that_she_wants_something_else():
    item = Item("a", "a", "a", coverage=COVERS, traits={"women_only": ("nee",)})
    among_women = replace(PROFILE, facts={"wishes": ("alleen-vrouwen",)})
    assert changes_of(item, among_women) == []
    assert match(among_women, catalogue([item]), DAY).matches[0].excluded_by == ("wishes",)


def test_a_right_has_no_way_in():
    item = Item("a", "a", "a", kind="right", conditions=Leaf("dutch_level", True, "", minimum="A2"))
    assert changes_of(item) == []


def test_what_is_closed_does_not_come_first_by_an_answer():
    asks = Leaf("in_work_track", True, "", one_of=(True,))
    closed = Item("a", "a", "a", coverage=COVERS, conditions=asks, paused_until=SOON)
    item = Item("b", "b", "b", coverage=(replace(COVERS[0], percent=10),))
    found = catalogue([closed, item])
    assert changes(match(PROFILE, found, DAY), found) == {}
