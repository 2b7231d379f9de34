"""Questions on which the search was found wrong, each as a small test."""

import pytest

from tests.searching import ask, refs_found

DUTCH = (
    "rouw", "doof", "geënt", "fiets", "wees", "pesten", "vervoer", "varen", "hond", "depressie",
    "reïntegratie", "mantelzorg", "loonkostensubsidie", "huisvrouw", "weduwe", "overgang", "autisme",
)  # fmt: skip


@pytest.mark.parametrize("word", DUTCH)
def test_a_dutch_word_is_never_replaced(catalogue, word):
    assert ask(word).search.corrected == ()


@pytest.mark.parametrize(
    "word", ["rouw", "doof", "geënt", "fiets", "wees", "pesten", "varen", "hond", "depressie"]
)
def test_a_word_that_no_item_has_finds_no_item(catalogue, word):
    assert refs_found(word) == []


@pytest.mark.parametrize(
    "spellings",
    [
        ("job coach", "job-coach", "jobcoach"), ("taal les", "taal-les", "taalles"),
        ("leer-werktraject", "leerwerktraject", "leer werk traject"),
        ("reïntegratie", "reintegratie", "re-integratie"), ("50+", "50plus", "50 plus"),
        ("alleenstaandemoeder", "alleenstaande moeder"),
    ],
)  # fmt: skip
def test_one_word_in_several_spellings_finds_the_same(catalogue, spellings):
    first, *others = (refs_found(text) for text in spellings)
    assert first
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    "text", ["taalcursus", "taalmaatje", "schuldhulpverlening", "zzp'ers", "zzper", "hbo'er"]
)
def test_a_word_in_the_questions_own_form_finds_something(catalogue, text):
    assert refs_found(text)


def test_apostrophes_cut_no_word_in_two(catalogue):
    for text in ("oma's", "foto's", "WW'er"):
        assert len(refs_found(text)) < 15, text
    assert refs_found("zzp'ers") == refs_found("zzp")


def test_the_scheme_that_applies_comes_before_what_says_it_does_not(catalogue):
    found = refs_found("kinderopvangregeling")
    assert found[0] == "dh2024-r-6"
    assert not {"dh2024-b1-3", "dh2024-b1-4"} & set(found[:3])


@pytest.mark.parametrize(
    "text", ["Syrische vrouwen", "Turkse vrouwen", "terugkeer naar werk", "@", "🙂", "beschut werk"]
)
def test_no_question_is_answered_by_everything(catalogue, text):
    assert ask(text).total < 10
    assert "49 van de 49" not in ask(text).sentence


@pytest.mark.parametrize("text", ["@", "%", "🙂"])
def test_signs_alone_ask_for_a_word(catalogue, text):
    assert ask(text).sentence == "Typ een woord om te zoeken"


@pytest.mark.parametrize(
    ("text", "barrier"),
    [
        ("mantelzorg", "mantelzorg"), ("trauma", "psychische-gezondheid"),
        ("depressie", "psychische-gezondheid"),
        ("partnergeweld", "geweldservaring"), ("schuldhulpverlening", "financiele-problemen"),
        ("rouw", "ingrijpende-gebeurtenis"), ("computerles", "beperkte-digitale-vaardigheden"),
        ("motivatie", "weinig-motivatie"), ("verslaving", "psychische-gezondheid"),
    ],
)  # fmt: skip
def test_a_barrier_stands_beside_what_is_found(catalogue, text, barrier):
    assert barrier in [one.slug for one in ask(text).barriers]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("vrouw 50+", "ks2020-24"), ("oudere vrouwen", "ks2020-24"), ("50 plus", "ks2020-24"),

        ("ik zoek iets voor een mevrouw van 58", "ks2020-24"), ("blijf van mijn lijf", "ks2020-18"),
        ("werk in de horeca rotterdam", "ks2020-04"),
        ("geen uitkering", "dh2024-b1-1c"), ("nuggers traject", "dh2024-b1-1c"),
        ("mijn klant durft niet te bellen", "ks2020-15"),
    ],
)  # fmt: skip
def test_the_right_item_comes_first(catalogue, text, first):
    assert refs_found(text)[0] == first


def test_an_age_leaves_out_what_asks_another(catalogue):
    assert not {"ks2020-11", "ks2020-12", "ks2020-08"} & set(refs_found("vrouw van 58"))
    assert "ks2020-08" not in refs_found("statushouder 45 jaar")


def test_benefit_items_are_no_answer_to_having_none(catalogue):
    assert not {"dh2024-r-5", "dh2024-r-6", "dh2024-r-8"} & set(refs_found("zonder uitkering"))


def test_what_excludes_addiction_is_no_hit_for_it(catalogue):
    assert not {"dh2024-b1-1", "dh2024-b1-1a", "dh2024-b1-1b"} & set(refs_found("verslaving"))


def test_an_item_that_says_it_has_none_is_no_hit(catalogue):
    assert "ks2020-22" not in refs_found("nazorg")[:3]
    assert "ks2020-16" not in refs_found("nazorg")


def test_a_place_in_words_puts_what_is_near_first_and_offers_the_filter(catalogue):
    asked = ask("welk traject is er in Rotterdam")
    assert set(refs_found("welk traject is er in Rotterdam")) == {"ks2020-04", "ks2020-24"}
    assert [link.query for link in asked.asked_places] == [
        "q=welk+traject+is+er+in+Rotterdam&gemeente=Rotterdam"
    ]


def test_what_is_for_professionals_comes_after_what_is_for_her(catalogue):
    for text in ("statushouders", "inburgering"):
        assert "ks2020-27" in refs_found(text)[-1:] or "ks2020-27" not in refs_found(text)
    assert refs_found("training voor klantmanagers")[0] == "ks2020-27"


def test_the_remark_names_what_no_item_has(catalogue):
    assert ask("afghaanse statushouders").remarks == [
        "Geen interventie noemt “afghaanse”. Je ziet wat de rest van je vraag heeft."
    ]


def test_the_training_after_violence_stands_among_the_first_three(catalogue):
    assert "ks2020-18" in refs_found("huiselijk geweld opvang")[:3]
