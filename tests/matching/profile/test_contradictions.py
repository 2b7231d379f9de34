import pytest

from matching.profile.contradictions import contradictions

POSSIBLE = [
    {},
    {"age": 34, "youngest_child_age": 3, "household": "alleenstaande-ouder", "years_without_work": 8},
    {"age": 60, "youngest_child_age": 30, "household": "alleenstaand"},
    {"age": 30, "youngest_child_age": 18, "years_without_work": 18},
    {"youngest_child_age": 4, "household": "samenwonend-met-kinderen"},
]


@pytest.mark.parametrize("facts", POSSIBLE)
def test_what_can_be_is_not_doubted(facts):
    assert list(contradictions(facts)) == []


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        ({"age": 20, "youngest_child_age": 19}, "Zij is 20 jaar en haar jongste kind is 19 jaar. Klopt dat?"),
        ({"age": 25, "years_without_work": 13.5}, "Zij is 25 jaar en werkte 13,5 jaar niet. Klopt dat?"),
        (
            {"youngest_child_age": 0.5, "household": "samenwonend"},
            "Haar jongste kind is 0,5 jaar, maar er wonen geen kinderen thuis. Klopt dat?",
        ),
    ],
)
def test_what_can_hardly_be_is_asked_about(facts, asked):
    assert list(contradictions(facts)) == [asked]
