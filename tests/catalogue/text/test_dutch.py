from types import SimpleNamespace

import pytest

from catalogue.text.dutch import duration_words

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
