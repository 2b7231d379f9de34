"""What a text denies is not found; what it says of her is."""

import pytest

from catalogue.search.denial import affirmed, affirmed_remarks, including


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Geen vaste nazorg genoemd; er is nazorg.", []),
        ("De kinderopvangregeling geldt niet voor participatietrajecten. Wel taal.", ["Wel taal."]),
        ("Elke week begeleiding.", ["Elke week begeleiding."]),
    ],
)
def test_a_remark_that_denies_is_left_out(text, left):
    assert list(affirmed_remarks([text])) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Voor wie nog geen diploma heeft.", ["Voor wie nog geen diploma heeft."]),
        ("Houdt loon. Het geldt niet voor een eigen bedrijf.", ["Houdt loon."]),
        ("Over verslaving is de bron niet eenduidig.", []),
    ],
)
def test_running_text_loses_only_what_it_is_not_for(text, left):
    assert list(affirmed([text])) == left


def test_a_condition_that_excludes_is_left_out():
    assert list(including(["Geen verslaving", "Kan een VOG laten zien"])) == ["Kan een VOG laten zien"]
