"""Dutch words as the search compares them, stemmed the way PostgreSQL stems Dutch."""

import json

import pytest
from django.conf import settings
from django.db import connection

from catalogue.search.stemming import STEM, forms_of, stem, words_of

#: Pairs of the Dutch Porter stemmer, as PostgreSQL's dictionary dutch_stem gives them.
STEMS = {
    "lichamelijk": "licham", "lichamelijke": "licham", "lichamelijkheden": "licham",
    "moeder": "moeder", "moeders": "moeder",
    "kind": "kind", "kinderen": "kinder",
    "vrouw": "vrouw", "vrouwen": "vrouw",
    "werken": "werk", "werkt": "werkt", "werkervaring": "werkervar",
    "training": "training", "trainingen": "training",
    "netwerken": "netwerk", "gevangenis": "gevangenis", "gedetineerde": "gedetineerd",
    "taal": "tal", "talen": "tal", "uitkering": "uitker", "uitkeringen": "uitker",
    "vluchtelingen": "vluchtel", "statushouders": "statushouder", "regio": "regio", "regios": "regios",
    "brood": "brod", "broden": "brod", "belemmeringen": "belemmer",
}  # fmt: skip


@pytest.mark.parametrize(("word", "expected"), STEMS.items())
def test_a_word_is_stemmed_the_dutch_way(word, expected):
    assert stem(word) == expected


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
def test_postgresql_stems_the_same_way(db):
    paths = (settings.FIXTURES_DIR / "interventions").glob("*.json")
    texts = [json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False) for path in paths]
    words = sorted({word for word in words_of(*texts) if word.isalpha()} | set(STEMS))
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, ts_lexize('dutch_stem', word) FROM unnest(%s) AS word", [words])
        theirs = dict(cursor.fetchall())
    assert len(words) > 2000
    # A stop word has no stem there; here it keeps its own.
    assert {word: found for word, found in theirs.items() if found and found != [stem(word)]} == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Moeders én moeder", ["moeders", "en", "moeder"]),
        ("  moeder, MOEDER! ", ["moeder"]),
        ("coördinatör", ["coordinator"]),
        ("%_'\"", []),
        ("", []),
    ],
)
def test_a_text_is_its_folded_words_each_once(text, words):
    assert words_of(text) == words


def test_a_stem_is_marked_so_that_it_is_no_word():
    assert forms_of("Taal", "trainingen") == {"taal", f"{STEM}tal", "trainingen", f"{STEM}training"}
    assert forms_of() == set()
