"""Folded words of what is typed: apostrophes, plus signs, and the ages of her and not of her child."""

import pytest

from catalogue.search.typed import take_ages, words_typed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crèche, TAAL!", ["creche", "taal"]),
        ("zzp'ers", ["zzp"]), ("hbo’er", ["hbo"]), ("oma's foto's", ["oma", "foto"]), ("cv'tje", ["cv"]),
        ("'s-Gravenhage", ["s", "gravenhage"]),
        ("50+", ["50", "plus"]), ("50plus", ["50", "plus"]), ("50 plussers", ["50", "plus"]),
        ("@", []), ("🙂", []), ("", []),
    ],
)  # fmt: skip
def test_words_as_they_are_typed(text, words):
    assert words_typed(text) == words


@pytest.mark.parametrize(
    ("text", "ages", "left"),
    [
        ("vrouw 50+", (50,), ["vrouw"]),
        ("ik zoek iets voor een mevrouw van 58", (58,), ["ik", "zoek", "iets", "voor", "een", "mevrouw"]),
        ("28-jarige moeder", (28,), ["moeder"]),
        ("45 jaar en ouder", (45,), []),
        ("oudere vrouwen", (55,), ["vrouwen"]),
        ("jongeren zonder diploma", (20,), ["jongeren", "zonder", "diploma"]),
        ("kind van 3", (), ["kind"]),
        ("dochter van 17", (), ["dochter"]),
        ("al 20 jaar thuis", (), ["al", "20", "jaar", "thuis"]),
        ("20 jaar niet gewerkt", (), ["20", "jaar", "niet", "gewerkt"]),
        ("traject van 12 weken", (), ["traject", "van", "12", "weken"]),
        ("van 20 uur", (), ["van", "20", "uur"]),
        ("2020", (), ["2020"]),
    ],
)  # fmt: skip
def test_ages_are_hers_and_no_duration(text, ages, left):
    assert take_ages(words_typed(text)) == (ages, left)
