from datetime import date
from types import SimpleNamespace

import pytest

from catalogue.text.dutch import count, duration_words, first_lower, first_upper, listed, read_date

NOTHING = dict.fromkeys(
    ["duration_weeks_min", "duration_weeks_max", "sessions", "hours_per_week_min", "hours_per_week_max"]
)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, ""),
        ({"duration_weeks_min": 20.0}, "minstens 20 weken"),
        ({"duration_weeks_max": 35.0}, "hoogstens 35 weken"),
        ({"duration_weeks_min": 6.0, "duration_weeks_max": 12.0}, "6 tot 12 weken"),
        ({"duration_weeks_min": 1.0, "duration_weeks_max": 1.0}, "1 week"),
        ({"sessions": 1}, "1 bijeenkomst"),
        (
            {"sessions": 9, "hours_per_week_min": 3.5, "hours_per_week_max": 3.5},
            "9 bijeenkomsten, 3,5 uur per week",
        ),
    ],
)
def test_it_says_how_long_in_words(values, words):
    assert duration_words(SimpleNamespace(**NOTHING | values)) == words


@pytest.mark.parametrize(
    ("words", "most", "said"),
    [
        ([], 0, ""),
        (["a"], 0, "a"),
        (["a", "b"], 0, "a en b"),
        (["a", "b", "c"], 0, "a, b en c"),
        (["a, of b", "c", "d"], 0, "a, of b; c en d"),
        (["a", "b", "c", "d"], 2, "a, b en nog 2"),
        (["a", "b", "c"], 2, "a, b en c"),
    ],
)
def test_it_lists_words(words, most, said):
    assert listed(words, most) == said


def test_capitals_are_right_at_both_ends_of_a_sentence():
    assert [first_upper(text) for text in ("één", "taal", "ĳs", "")] == ["Eén", "Taal", "Ĳs", ""]
    assert [first_lower(text) for text in ("Beperkte taal", "NT2", "")] == ["beperkte taal", "NT2", ""]


def test_small_numbers_are_words():
    said = [count(number, "traject", "trajecten") for number in (0, 1, 3, 11)]
    assert said == ["geen trajecten", "één traject", "drie trajecten", "11 trajecten"]


@pytest.mark.parametrize(
    ("typed", "day"),
    {
        "1 mei 2027": date(2027, 5, 1),
        "3 mrt. 2026": date(2026, 3, 3),
        "31 December 2025": date(2025, 12, 31),
        "9 sept 2026": date(2026, 9, 9),
        "31 februari 2026": None,
        "1 mijn 2026": None,
        "1 meisje 2026": None,
        "mei 2026": None,
        "1-5-2027": None,
    }.items(),
)
def test_a_date_in_words_is_read(typed, day):
    assert read_date(typed) == day
