"""Which words count as a word of the question: its forms, compounds, synonyms, and what was meant."""

import json

import pytest
from django.conf import settings

from catalogue.search.correction import distance, meant
from catalogue.search.query import understand
from catalogue.search.vocabulary import Vocabulary
from catalogue.text.folding import fold
from tests.factories import publish
from tests.searching import ask

SYNONYMS = json.loads((settings.FIXTURES_DIR / "synonyms.json").read_text())["groups"]


def matching(text: str) -> list[str]:
    """The names of the items in which every word of `text` occurs as it is typed."""
    query = ask(text, letterlijk="ja")
    return [item.name for item, _ in query.every_item()] if query.answer.exact else []


def vocabulary(*words, synonyms=()) -> Vocabulary:
    return Vocabulary(sorted(words), dict(synonyms))


@pytest.mark.parametrize(
    ("word", "compounds"),
    [
        ("opvang", ["kinderopvang", "opvangplek"]),
        ("kinderen", ["kinderopvang"]),
        ("taal", ["taalles"]),
        ("werk", ["groepswerk"]),  # joined by an s; "netwerk" is no compound, "net" is not a word here
        ("les", []),  # three letters are too few to look for inside a word
        ("les op", []),
    ],
)
def test_a_word_is_found_inside_compounds_of_known_words_only(word, compounds):
    known = vocabulary(
        "opvang", "kinderen", "kinderopvang", "plek", "opvangplek", "taalles", "lessen", "les", "groep",
        "netwerk",
        "groepswerk", "vertaalles",
    )  # fmt: skip
    assert known.compounds_of(word) == compounds


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("werk", "werk", 0), ("werk", "wrek", 1), ("werk", "werkt", 1), ("werk", "wek", 1), ("werk",
            "werf", 1),
        ("empowrment", "empowerment", 1), ("kinderopvagn", "kinderopvang", 1), ("abc", "cab", 2), ("",
            "ab", 2),
    ],
)  # fmt: skip
def test_the_distance_counts_slips_and_a_swap_is_one(one, other, slips):
    assert distance(one, other) == distance(other, one) == slips


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("moders", ["moeders"]), ("modeers", ["moeders"]), ("mdr", []), ("1998", []), ("zelfvrtruwen",
            ["zelfvertrouwen"]),
        ("mdrs", []), ("xylofoon", []), ("vrouwn", []),
    ],
)  # fmt: skip
def test_one_slip_up_to_six_letters_and_two_above(db, typed, expected):
    assert meant(typed, vocabulary("moeders", "zelfvertrouwen", "vrouw", "1999")) == expected


def test_of_words_equally_near_the_one_in_most_items_wins_and_the_other_is_offered(reference):
    for name in ("Baken", "Baken twee", "Beken"):
        publish(name=name)
    (corrected,) = understand("bxken").corrected
    assert (corrected.typed, corrected.used, corrected.others) == ("bxken", "baken", ("beken",))
    assert understand("bxken", literally=True).corrected == ()


def test_a_known_word_is_never_corrected(catalogue):
    for text in ("moeder", "moed", "zelfvertrouwen", "nugger", "taal les", "opvang"):
        assert understand(text).corrected == ()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("moeder", True), ("moeders", True), ("moed", True), ("oeders", False),
        ("training moeders", True), ("training vaders", False), ("TRAININGEN", True), ("trainíng", True),
        ("moed training", False), ("de training van moeders", True), ("%", False), ("_", False), ("", True),
    ],
)  # fmt: skip
def test_it_finds_other_forms_of_every_word_and_what_begins_with_the_last(reference, query, found):
    publish(name="Kracht", summary="Training voor moeders.")
    assert bool(matching(query)) is found


@pytest.mark.parametrize("group", SYNONYMS, ids=lambda group: group["woorden"][0])
def test_a_group_of_synonyms_has_a_reason_and_no_word_twice(group):
    assert set(group) <= {"woorden", "vindt_ook", "waarom"}
    assert group["waarom"].endswith(".")
    words = group["woorden"] + group.get("vindt_ook", [])
    assert len({fold(word) for word in words}) == len(words)
    assert len(words) > 1


def test_synonyms_find_each_other_for_half_and_one_way_only_when_said_so(reference):
    publish(name="Voor nuggers")
    publish(name="Voor de statushouder")
    publish(name="Voor wie inburgert: inburgering")

    def found(text):
        return sorted(matching(text))

    assert found("niet-uitkeringsgerechtigden") == ["Voor nuggers"]
    assert found("nug") == ["Voor nuggers"]
    assert found("inburgering") == ["Voor de statushouder", "Voor wie inburgert: inburgering"]
    assert found("statushouder") == ["Voor de statushouder"]
