"""How sure the order is, said the same way every time."""

from generated import DAY, catalogue, item_lists, profiles
from hypothesis import given, settings

from matching.engine.conditions import Leaf
from matching.engine.items import TRAJECTEN, Coverage, Item
from matching.engine.matching import match
from matching.engine.profile import Profile
from matching.engine.robustness import FIELD, NECK_AND_NECK, STABLE, robustness
from matching.engine.scoring import Verdict

PROFILE = Profile("client", (("opvang", 3),), {}, None)


def words(*values):
    items = [
        Item(f"x{number}", f"x{number}", "Aap", coverage=(Coverage("opvang", value, "stated"),))
        for number, value in enumerate(values)
    ]
    found = catalogue(items)
    return {ref: sure.word for ref, sure in robustness(match(PROFILE, found, DAY), found).items()}


def test_far_apart_is_stable_on_both_sides_of_the_line():
    assert set(words(100, 90, 80, 20).values()) == {STABLE}


def test_equals_around_the_line_are_neck_and_neck():
    found = words(100, 95, 60, 60)
    assert (found["x0"], found["x2"], found["x3"]) == (STABLE, NECK_AND_NECK, NECK_AND_NECK)


@settings(max_examples=200)
@given(item_lists(), profiles())
def test_it_is_the_same_every_time_and_speaks_of_the_first_ten_that_cover_something(items, profile):
    found = catalogue(items)
    result = match(profile, found, DAY)
    sure = robustness(result, found)
    assert sure == robustness(result, catalogue(items[::-1]))
    field = result.ranked(TRAJECTEN)[:FIELD]
    assert list(sure) == [one.item.source_ref for one in field]
    assert all(0 <= one.share <= 100 for one in sure.values())
    if field and len(field) <= 3 and all(one.verdict is Verdict.ELIGIBLE for one in field):
        assert {one.share for one in sure.values()} == {100}


def test_what_is_open_is_drawn_too():
    """Whether an uncertain item is for her at all is as likely as not, so its place is never certain."""
    unsure = Leaf("in_work_track", True, "", one_of=(True,))
    items = [
        Item("a", "a", "a", coverage=(Coverage("opvang", 100, "stated"),), conditions=unsure),
        Item("b", "b", "b", coverage=(Coverage("opvang", 50, "stated"),)),
    ]
    found = catalogue(items)
    sure = robustness(match(PROFILE, found, DAY), found)
    assert (sure["b"].word, sure["a"].word) == (STABLE, NECK_AND_NECK)
