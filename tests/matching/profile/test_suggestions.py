"""What may follow from the situation: offered from one table, never assumed."""

from dataclasses import replace

import pytest

from matching import adapter
from matching.engine.profile import sound_facts
from matching.profile.suggestions import rules, suggestions

TABLE = rules()
IDS = [f"{rule['when']}" for rule in TABLE]


def offered(chosen=(), **context):
    vocabulary = adapter.vocabulary()
    facts, _ = sound_facts(context, vocabulary)
    return [
        (row.barrier.slug, row.because) for row in suggestions(facts, dict.fromkeys(chosen, 2), vocabulary)
    ]


def slugs(chosen=(), **context):
    return [slug for slug, _ in offered(chosen, **context)]


def example(test, key):
    """A value for which one test of the table holds."""
    if isinstance(test, list):
        return list(test[:1]) if key.type == "list" else test[0]
    return test["max"] if "max" in test else test["min"]


@pytest.mark.parametrize("rule", TABLE, ids=IDS)
def test_every_rule_of_the_table_fires_on_its_facts_and_says_why(catalogue, rule):
    keys = adapter.context_keys()
    context = {name: example(test, keys[name]) for name, test in rule["when"].items()}
    found = offered(**context)
    for slug in rule["suggest"]:
        assert slug in [one for one, _ in found]
    assert rule["because"] in [because for _, because in found]


@pytest.mark.parametrize("rule", TABLE, ids=IDS)
def test_a_rule_needs_all_of_its_facts(catalogue, rule):
    keys = adapter.context_keys()
    context = {name: example(test, keys[name]) for name, test in rule["when"].items()}
    for name in context:
        rest = {other: value for other, value in context.items() if other != name}
        assert rule["because"] not in [because for _, because in offered(**rest)]


def test_the_table_holds_only_what_exists(catalogue):
    vocabulary = adapter.vocabulary()
    assert {slug for rule in TABLE for slug in rule["suggest"]} <= set(vocabulary.barriers)
    for rule in TABLE:
        for name, test in rule["when"].items():
            key = vocabulary.context[name]
            named = test if isinstance(test, list) else list(test.values())
            if key.values:
                assert set(named) <= set(key.values)
            assert isinstance(test, list) or set(test) <= {"min", "max"}


def test_gender_origin_and_what_she_told_are_never_a_cause():
    causes = {name for rule in TABLE for name in rule["when"]}
    assert causes & {"gender", "newcomer", "languages", "circumstances", "municipality", "age"} == set()


def test_nothing_sensitive_is_ever_suggested(catalogue):
    barriers = adapter.vocabulary().barriers
    assert [slug for rule in TABLE for slug in rule["suggest"] if barriers[slug].own_side] == []
    sensitive = {slug for rule in TABLE for slug in rule["suggest"] if barriers[slug].sensitive}
    assert sensitive & {"detentieverleden", "geweldservaring", "sekswerkverleden"} == set()


EDGES = [
    ({"youngest_child_age": 3}, ["kinderopvang-niet-geregeld", "weet-weg-niet-in-opvang"]),
    ({"youngest_child_age": 3.5}, []),
    ({"youngest_child_age": 0}, ["kinderopvang-niet-geregeld", "weet-weg-niet-in-opvang"]),
    (
        {"household": "alleenstaande-ouder", "youngest_child_age": 12},
        ["alleenstaand-ouderschap", "zorg-voor-kinderen"],
    ),
    ({"household": "alleenstaande-ouder", "youngest_child_age": 13}, ["alleenstaand-ouderschap"]),
    ({"household": "samenwonend-met-kinderen", "youngest_child_age": 8}, ["zorg-voor-kinderen"]),
    ({"household": "samenwonend-met-kinderen"}, []),
    ({"dutch_level": "A2"}, ["beperkte-taalvaardigheid"]),
    ({"dutch_level": "A0"}, ["beperkte-taalvaardigheid"]),
    ({"dutch_level": "B1"}, []),
    ({"low_literate": True}, ["laaggeletterdheid"]),
    ({"low_literate": False}, []),
    ({"diploma_recognised": False}, ["diploma-sluit-niet-aan"]),
    ({"diploma_recognised": True}, []),
    ({"years_without_work": 2}, ["weinig-werkervaring"]),
    ({"years_without_work": 1.5}, []),
    ({"years_without_work": 0}, []),
    ({"participation_step": 2}, ["klein-netwerk"]),
    ({"participation_step": 3}, []),
    ({"wishes": ["betaald-werk", "nog-onbekend"]}, ["geen-beroepsbeeld"]),
    ({"wishes": []}, []),
    ({"gender": "vrouw", "newcomer": "statushouder", "circumstances": ["zwanger"]}, []),
    ({"youngest_child_age": 250}, []),
    ({}, []),
]


@pytest.mark.parametrize(("context", "expected"), EDGES, ids=[str(context) for context, _ in EDGES])
def test_what_a_situation_suggests(catalogue, context, expected):
    assert slugs(**context) == expected


def test_what_was_chosen_is_not_suggested_again(catalogue):
    assert slugs(["alleenstaand-ouderschap"], household="alleenstaande-ouder") == []


def test_each_barrier_is_suggested_once_for_the_first_reason(catalogue):
    found = offered(youngest_child_age=1, childcare="niet-geregeld")
    assert [slug for slug, _ in found] == [
        "kinderopvang-niet-geregeld", "weet-weg-niet-in-opvang", "kinderopvang-te-duur",
    ]  # fmt: skip
    assert found[0][1] == "Haar jongste kind gaat nog niet naar school."


def test_a_barrier_that_was_removed_is_no_longer_suggested(catalogue):
    before = slugs(dutch_level="A1")
    assert before
    found = replace(adapter.vocabulary(), barriers={})
    facts, _ = sound_facts({"dutch_level": "A1"}, found)
    assert suggestions(facts, {}, found) == []
