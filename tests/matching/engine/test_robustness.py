"""How sure the order is, said the same way every time."""

from generated import catalogue, item_lists, profiles
from hypothesis import given, settings

from matching.engine.items import Coverage, Item
from matching.engine.matching import match
from matching.engine.profile import Profile
from matching.engine.robustness import FIELD, NECK_AND_NECK, STABLE, robustness

PROFILE = Profile("client", (("opvang", 3),), {}, None)


def words(*values):
    items = [
        Item(f"x{number}", f"x{number}", "Aap", coverage=(Coverage("opvang", value, "stated"),))
        for number, value in enumerate(values)
    ]
    found = catalogue(items)
    return {ref: sure.word for ref, sure in robustness(match(PROFILE, found), found).items()}


def test_far_apart_is_stable_on_both_sides_of_the_line():
    assert set(words(100, 90, 80, 20).values()) == {STABLE}


def test_equals_around_the_line_are_neck_and_neck():
    found = words(100, 95, 60, 60)
    assert (found["x0"], found["x2"], found["x3"]) == (STABLE, NECK_AND_NECK, NECK_AND_NECK)


@settings(max_examples=200)
@given(item_lists(), profiles())
def test_it_is_the_same_every_time_and_speaks_of_the_first_ten_that_cover_something(items, profile):
    found = catalogue(items)
    result = match(profile, found)
    sure = robustness(result, found)
    assert sure == robustness(result, catalogue(items[::-1]))
    field = [one.item.source_ref for one in result.offered[:FIELD] if one.score > 0]
    assert list(sure) == field
    assert all(0 <= one.share <= 100 for one in sure.values())
    if field and len(field) <= 3:
        assert {one.share for one in sure.values()} == {100}
