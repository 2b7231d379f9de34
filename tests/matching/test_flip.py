"""What no rule names changes no ranking, and being a woman or a newcomer is never a merit."""

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from matching import adapter
from matching.engine.conditions import leaves
from matching.engine.items import RECHTEN
from matching.engine.matching import match
from matching.engine.profile import ProfileRefused, parse
from matching.engine.scoring import scores

DAY = date(2026, 12, 1)
KEYS = adapter.context_keys()
with_database = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def value_of(key):
    if key.type == "bool":
        return st.booleans()
    if key.type == "list":
        return st.lists(st.sampled_from(key.values), min_size=1, unique=True)
    if key.type == "hours_by_kind":
        return st.dictionaries(st.sampled_from(key.values), st.none() | st.integers(0, 40), max_size=2)
    if key.type == "municipality":
        return st.sampled_from(["Den Haag", "Rotterdam", "Groningen", "Tilburg", "Ameland"])
    if key.values:
        return st.sampled_from(key.values)
    return st.integers(int(key.minimum), int(key.maximum))


VALUES = {name: value_of(key) for name, key in KEYS.items()}
CONTEXT = st.fixed_dictionaries({}, optional=VALUES)


def named_facts(catalogue) -> set[str]:
    """Every fact that a condition, an implication, a weight or the reach looks at."""
    trees = [
        tree
        for item in catalogue.helping
        for tree in (item.conditions, *(row.condition for row in item.coverage))
    ]
    facts = {leaf.fact for tree in trees for leaf in leaves(tree)}
    facts |= {name for barrier in catalogue.vocabulary.barriers.values() for name in barrier.implies}
    facts |= set(catalogue.weights.specificity) | {rule.fact for rule in catalogue.weights.fit}
    facts |= {name for name, key in KEYS.items() if key.implies}
    return facts | {"municipality", "main_wish"}


def contents(document, catalogue):
    """Per item how much of the need it covers and what lifts it: everything of a score but what is open."""
    found = scores(parse(document, catalogue.vocabulary), catalogue, DAY)
    return {
        item.source_ref: (cover, lift)
        for item, cover, lift in zip(catalogue.items, found.cover.tolist(), found.lift.tolist(), strict=True)
    }


def ranking(document, catalogue):
    try:
        result = match(parse(document, catalogue.vocabulary), catalogue, DAY)
    except ProfileRefused:
        return None
    return [
        (row.item.source_ref, row.rank, row.score, row.verdict)
        for row in result.matches
        if row.list_name != RECHTEN
    ]


@pytest.fixture
def found(catalogue):
    return adapter.current()


def barriers(data, found):
    return data.draw(
        st.dictionaries(
            st.sampled_from(list(found.vocabulary.barriers)), st.integers(1, 3), min_size=1, max_size=5
        )
    )


def test_some_facts_are_named_by_no_rule(found):
    assert sorted(set(KEYS) - named_facts(found)) == ["children_in_care", "motives"]


@with_database
@given(data=st.data())
def test_a_fact_that_no_rule_names_changes_no_ranking(found, data):
    unnamed = sorted(set(KEYS) - named_facts(found))
    document = {"barriers": barriers(data, found), "context": data.draw(CONTEXT)}
    before = ranking(document, found)
    assume(before is not None)
    name = data.draw(st.sampled_from(unnamed))
    for value in (None, data.draw(VALUES[name])):
        assert ranking(document | {"context": document["context"] | {name: value}}, found) == before


@with_database
@given(data=st.data())
def test_a_fact_that_a_rule_names_can_change_one(found, data):
    """The test above looks at something: the same change of a fact that counts is seen."""
    document = {"barriers": barriers(data, found), "context": {"gender": "vrouw"}}
    assume(ranking(document, found) is not None)
    assert ranking(document | {"context": {"gender": "man"}}, found) != ranking(document, found)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("gender", ("vrouw", "man", "anders", None)),
        ("newcomer", ("statushouder", "gezinsmigrant", "andere-nieuwkomer", "geen", None)),
    ],
)
@with_database
@given(data=st.data())
def test_gender_and_newcomer_decide_who_is_meant_but_never_give_a_point(found, name, values, data):
    by_condition = {
        item.source_ref
        for item in found.items
        for row in item.coverage
        if name in {leaf.fact for leaf in leaves(row.condition)}
    }
    context = data.draw(CONTEXT)
    chosen = barriers(data, found)
    rows = []
    for value in values:
        try:
            of_items = contents({"barriers": chosen, "context": context | {name: value}}, found)
        except ProfileRefused:
            assume(False)
        rows.append({ref: content for ref, content in of_items.items() if ref not in by_condition})
    assert all(row == rows[0] for row in rows)
    assert len(rows[0]) > 40
