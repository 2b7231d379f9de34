"""The printed figures are those of the source's table, read a second time; a difference is explained."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from matching import adapter as engine
from matching.policy import adapter
from matching.policy.report import source_check
from matching.policy.source_check import DIFFERS, HIGHEST, NO_NUMBER, TESTS, check_figures, source_table_rows

TABLE = json.loads((Path(__file__).parents[2] / "data" / "source_table.json").read_text(encoding="utf-8"))[
    "rows"
]
FIXED = {
    "Empowerment",
    "Arbeidsvaardigheden",
    "Bewustwording",
    "Netwerkversterking",
    "Motivatie",
    "Werkervaring",
}


def figures():
    return {figure.slug: figure for figure in adapter.source_figures()}


@pytest.fixture
def checked(catalogue):
    return {one.figure.slug: one for one in source_check(engine.current(), adapter.item_facts())}


def test_every_word_of_the_fixed_choice_is_counted_as_the_table_prints_it():
    goals = Counter(goal for row in TABLE for goal in row["goals"])
    approaches = Counter(word for row in TABLE for word in row["approaches"])
    printed = {one.what: one.number for one in figures().values() if one.count in ("goal", "approach")}
    assert printed == {word: {**approaches, **goals}[word] for word in printed if word != "Werkervaring"} | {
        "Werkervaring": goals["Werkervaring"]
    }
    own = sum(bool(set(row["goals"]) - FIXED - {"Motivering"}) for row in TABLE)
    assert figures()["doel-eigen"].number == own


def test_the_other_numbers_are_those_of_the_table():
    numbers = {slug: figure.number for slug, figure in figures().items()}
    assert numbers["gekozen"] == len(TABLE)
    assert numbers["landelijk"] == sum(row["reach"].startswith("Landelijk") for row in TABLE)
    assert numbers["meeste-doelen"] == max(len(row["goals"]) for row in TABLE)
    assert numbers["meeste-aanpakken"] == max(len(row["approaches"]) for row in TABLE)


def test_a_figure_that_differs_says_why(checked):
    different = {slug for slug, one in checked.items() if one.verdict == DIFFERS}
    assert different == {
        "doel-motivatie", "aanpak-training", "landelijk", "gemeente-doet-mee", "kinderopvang",
    }  # fmt: skip
    assert all(checked[slug].figure.why for slug in different)


def test_what_the_source_says_in_words_gets_no_verdict(checked):
    words = {slug for slug, one in checked.items() if one.verdict == NO_NUMBER}
    assert {"vraagzijde", "gemeentelijk", "bovenlokaal", "uitkering"} <= words


def test_few_of_the_27_mean_to_reach_demand_or_the_municipality(checked):
    counts = {slug: (one.counted, one.total) for slug, one in checked.items()}
    assert counts["persoonlijk"] == (26, 27)
    assert counts["vraagzijde-hoofddoel"] == (2, 27)
    assert counts["gemeentelijk-hoofddoel"] == (2, 27)


def test_every_kind_of_count_is_used_and_known():
    assert {figure.count for figure in figures().values()} == {*TESTS, *HIGHEST}


def test_only_the_items_of_the_table_are_counted(catalogue):
    current, facts = engine.current(), adapter.item_facts()
    facts["ks2020-01"] = replace(facts["ks2020-01"], table_position=None)
    rows = source_table_rows(facts, current.items, current.vocabulary.barriers)
    assert {one.figure.slug: one.counted for one in check_figures(adapter.source_figures(), rows)}[
        "gekozen"
    ] == 26


def test_every_figure_cites_a_place():
    assert all(figure.place and figure.printed for figure in figures().values())
