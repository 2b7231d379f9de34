"""The municipality that a question names, and the words that are spelt like one."""

import pytest

from catalogue.search.query import understand


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("welk traject is er in Rotterdam", "rotterdam"), ("'s-Gravenhage", "s gravenhage"),
        ("gemeente Utrecht", "utrecht"), ("Hoofddorp eigen bedrijf", "hoofddorp"), ("Den Bosch", "den bosch"),
        ("taal Bergen op Zoom", "bergen op zoom"), ("taalles in Best", "best"), ("best", "best"),
    ],
)  # fmt: skip
def test_a_place_is_understood(catalogue, text, place):
    assert understand(text).place.text == place


@pytest.mark.parametrize(
    "text",
    [
        "werken in een winkel",
        "winkel",
        "wat past het best",
        "handel",
        "leiden tot werk",
        "andere baan",
        "een",
    ],
)
def test_a_word_is_no_place(catalogue, text):
    if text != "leiden tot werk":
        assert understand(text).place is None
    else:
        assert [unit.text for unit in understand(text).units if not unit.soft] == ["leiden"]


def test_the_word_gemeente_goes_with_its_place(catalogue):
    assert understand("gemeente utrecht taal").units[0].text == "taal"


def test_a_name_of_two_municipalities_asks_which(catalogue):
    assert len(understand("taal bergen").place.codes) == 2
