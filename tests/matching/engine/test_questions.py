"""The next best question really changes the first three, and none is asked in vain."""

from dataclasses import replace

import pytest
from generated import DAY, KEYS, RULES, WEIGHTS, catalogue, item_lists, profiles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.engine.conditions import Leaf
from matching.engine.items import TRAJECTEN, Coverage, Item, ItemReach
from matching.engine.matching import match
from matching.engine.options import options_for
from matching.engine.profile import Profile
from matching.engine.questions import LEADING, next_question, settled
from matching.engine.vocabulary import ContextKey

some = settings(max_examples=100, suppress_health_check=list(HealthCheck))


def first_three(profile, found):
    return [one.item.source_ref for one in match(profile, found, DAY).ranked(TRAJECTEN)[:LEADING]]


def moved(profile, other, found):
    """How many points the first three places differ, place by place."""
    now, then = (
        [one.score for one in match(one, found, DAY).ranked(TRAJECTEN)[:LEADING]] for one in (profile, other)
    )
    padded = [(row + [0] * LEADING)[:LEADING] for row in (now, then)]
    return sum(abs(mine - theirs) for mine, theirs in zip(*padded, strict=True))


@some
@given(item_lists(max_size=10), profiles())
def test_it_is_the_question_that_changes_most_by_ranking_again_for_every_answer(items, profile):
    found = catalogue(items)
    result = match(profile, found, DAY)
    now = first_three(profile, found)
    merits = {}
    for name, options in found.options.items():
        if name not in result.scores.known.eligible:
            others = [replace(profile, facts={**profile.facts, name: option.value}) for option in options]
            changed = sum(first_three(other, found) != now for other in others)
            merits[name] = changed, sum(moved(profile, other, found) for other in others)
    asked = next_question(result, found)
    best = max((merit for merit in merits.values() if merit[0]), default=None)
    if best is None:
        assert asked is None
    else:
        assert asked.fact == next(name for name, merit in merits.items() if merit == best)
        assert asked.changes == best[0]
        assert not KEYS[asked.fact].closed_world
        assert asked.fact not in profile.facts


@some
@given(item_lists(max_size=8), profiles(), st.data())
def test_where_it_is_settled_no_answers_together_change_the_first_three(items, profile, data):
    found = catalogue(items)
    result = match(profile, found, DAY)
    if not settled(result, found):
        return
    facts = dict(profile.facts)
    for name, options in found.options.items():
        if name not in result.scores.known.eligible and data.draw(st.booleans()):
            facts[name] = data.draw(st.sampled_from(options)).value
    assert first_three(replace(profile, facts=facts), found) == first_three(profile, found)


STATED = dict.fromkeys(("wishes", "sectors"), ())
PROFILE = Profile("client", (("netwerk", 2),), STATED, None)


def item(ref, percent, **more):
    return Item(ref, ref, ref, coverage=(Coverage("netwerk", percent, "stated"),), **more)


def asked_of(*items, profile=PROFILE):
    found = catalogue(list(items))
    return next_question(match(profile, found, DAY), found)


def test_one_answer_that_brings_an_item_among_the_first_is_asked():
    track = Leaf("in_work_track", True, "volgt een traject", one_of=(True,))
    found = asked_of(item("a", 90), item("b", 80), item("c", 70), item("d", 75, conditions=track))
    assert (found.fact, found.changes) == ("in_work_track", 1)
    assert [(option.value, option.label) for option in found.options] == [(True, "ja"), (False, "nee")]


def test_where_no_answer_changes_the_first_three_nothing_is_asked():
    track = Leaf("in_work_track", True, "volgt een traject", one_of=(True,))
    items = [item("a", 90), item("b", 80), item("c", 70), item("d", 20, conditions=track)]
    found = catalogue(items)
    result = match(PROFILE, found, DAY)
    assert next_question(result, found) is None
    assert settled(result, found)
    assert not settled(match(replace(PROFILE, facts={}), found, DAY), found)


def test_reach_and_closed_world_facts_are_never_asked():
    elsewhere = ItemReach(national=False, keys=frozenset({"municipality:GM1"}))
    told = Leaf("circumstances", True, "heeft geweld meegemaakt", has=("geweld",))
    assert asked_of(item("a", 90, reach=elsewhere), item("b", 80, conditions=told)) is None


def test_what_is_assumed_is_not_asked():
    poor = Leaf("low_income", True, "laag inkomen", one_of=(True,))
    income = {**STATED, "income": "bijstand"}
    assert asked_of(item("a", 90, conditions=poor), profile=replace(PROFILE, facts=income)) is None
    assert asked_of(item("a", 90, conditions=poor)).fact == "low_income"


def test_hours_are_asked_by_interval_and_kept_as_the_bound():
    found = asked_of(item("a", 90, hours=12.0), item("b", 80, hours=30.0))
    assert found.fact == "hours_per_week"
    assert [(option.value, option.label) for option in found.options] == [
        (11, "minder dan 12"), (12, "12 tot 30"), (30, "minstens 30"),
    ]  # fmt: skip


AGES = {
    "one bound": ([Leaf("age", True, "", minimum=27)], [(26, "minder dan 27"), (27, "minstens 27")]),
    "a range": (
        [Leaf("age", True, "", minimum=18, maximum=35)],
        [(17, "minder dan 18"), (18, "18 tot 36"), (36, "minstens 36")],
    ),
    "nothing that makes a difference": ([Leaf("age", True, "", minimum=15)], []),
}


@pytest.mark.parametrize(("leaves", "options"), AGES.values(), ids=AGES)
def test_a_number_has_one_option_per_interval(leaves, options):
    found = options_for(KEYS["age"], leaves, WEIGHTS, ())
    assert [(option.value, option.label) for option in found] == options


def test_a_scale_has_one_option_per_stretch_that_answers_alike():
    found = options_for(KEYS["dutch_level"], [Leaf("dutch_level", True, "", minimum="A2")], WEIGHTS, ())
    assert [(option.value, option.label) for option in found] == [
        ("A0", "A0 tot en met A1"), ("A2", "A2 tot en met B1"),
    ]  # fmt: skip


def test_a_wish_is_asked_value_by_value_and_an_unscored_fact_never():
    wishes = {need.wish for need in RULES.wishes.needs}
    found = options_for(KEYS["wishes"], [], WEIGHTS, wishes)
    assert ("eigen-bedrijf",) in [option.value for option in found]
    motives = ContextKey("motives", "list", values=("trots",), unscored=True)
    assert options_for(motives, [Leaf("motives", False, "", has=("trots",))], WEIGHTS, ()) == ()
