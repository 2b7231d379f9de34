"""Which words are Dutch, and of which word each is a form."""

import pytest

from catalogue.search import dictionary


@pytest.mark.parametrize(
    "word", ["rouw", "doof", "geent", "fiets", "wees", "pesten", "depressie", "syrische"]
)
def test_a_dutch_word_is_known_without_its_accents(word):
    assert dictionary.is_dutch(word)


@pytest.mark.parametrize("word", ["kinderopfang", "zelfvertouwen", "ndrlands", "x" * 5000, ""])
def test_a_slip_is_not(word):
    assert not dictionary.is_dutch(word)


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("durft", "durven"), ("mishandelde", "mishandelen"), ("getraumatiseerd", "traumatiseren"),
        ("vluchtelinge", "vluchteling"), ("kapster", "kapper"),
        ("wees", "wees"),  # too short: a form of "wijzen" would find what points somewhere
        ("kinderopfang", "kinderopfang"),
    ],
)  # fmt: skip
def test_a_form_leads_to_its_word(word, lemma):
    assert dictionary.lemma(word) == lemma


def test_the_list_is_small_in_memory():
    assert sum(array.nbytes for array in dictionary._packed()) < 12_000_000
