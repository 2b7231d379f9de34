"""A profile: checked whole, completed with what its barriers imply, never guessed at."""

import pytest

from matching.engine.profile import Fault, ProfileRefused, parse, sound_facts
from matching.engine.vocabulary import Barrier, ContextKey, MatchingVocabulary, Municipality

UTRECHT = Municipality("GM0344", "Utrecht", frozenset({"municipality:GM0344"}))
BERGENS = tuple(
    Municipality(code, name, frozenset({f"municipality:{code}"}))
    for code, name in (("GM0373", "Bergen (NH)"), ("GM0893", "Bergen (L)"))
)
VOCABULARY = MatchingVocabulary(
    barriers={
        barrier.slug: barrier
        for barrier in (
            Barrier("taal", "personal", "Taal"),
            Barrier("lezen", "personal", "Lezen", implies={"low_literate": True}),
            Barrier("geweld", "personal", "Geweld", implies={"circumstances": ["geweld"]}),
            Barrier("alleen", "network", "Alleen", implies={"household": "alleen"}),
        )
    },
    context={
        key.name: key
        for key in (
            ContextKey("age", "int", minimum=15, maximum=80),
            ContextKey("hours", "number", minimum=0, maximum=40),
            ContextKey("household", "choice", values=("alleen", "samen")),
            ContextKey("low_literate", "bool"),
            ContextKey("circumstances", "list", values=("geweld", "opvang"), closed_world=True),
            ContextKey("municipality", "municipality"),
        )
    },
    places={"utrecht": (UTRECHT,), "gm0344": (UTRECHT,), "bergen": BERGENS, "zuilen": (UTRECHT,)},
)


def read(barriers=None, audience=None, **context):
    document = {"barriers": barriers if barriers is not None else {"taal": 2}, "context": context}
    return parse(document | ({"audience": audience} if audience else {}), VOCABULARY)


def faults(*args, **kwargs):
    with pytest.raises(ProfileRefused) as refused:
        read(*args, **kwargs)
    return [str(fault) for fault in refused.value.faults]


def test_the_barriers_come_in_the_order_of_the_vocabulary():
    assert read({"alleen": 1, "taal": 3}).barriers == (("taal", 3), ("alleen", 1))


def test_who_is_not_named_is_a_client():
    assert (read().audience, read(audience="klantmanager").audience) == ("client", "klantmanager")


IMPLIED = {
    "yes": ({"lezen": 1}, {}, {"low_literate": True}),
    "a choice": ({"alleen": 1}, {}, {"household": "alleen"}),
    "in a list": ({"geweld": 1}, {}, {"circumstances": ("geweld",)}),
    "in a list beside what is told": (
        {"geweld": 1}, {"circumstances": ["opvang"]}, {"circumstances": ("opvang", "geweld")},
    ),
    "in a list that holds it already": (
        {"geweld": 1}, {"circumstances": ["geweld"]}, {"circumstances": ("geweld",)},
    ),
    "what was said already": ({"lezen": 1}, {"low_literate": True}, {"low_literate": True}),
    "nothing": ({"taal": 1}, {}, {}),
}  # fmt: skip


@pytest.mark.parametrize(("barriers", "context", "facts"), IMPLIED.values(), ids=IMPLIED)
def test_a_barrier_brings_the_fact_that_it_implies(barriers, context, facts):
    assert read(barriers, **context).facts == facts


def test_a_contradiction_names_the_fact_and_the_barrier():
    assert faults({"lezen": 2, "alleen": 1}, low_literate=False, household="samen") == [
        "context.low_literate: 'False' spreekt de belemmering lezen tegen ('True')",
        "context.household: 'samen' spreekt de belemmering alleen tegen ('alleen')",
    ]


def test_what_is_left_out_or_null_is_unknown():
    assert read(age=None, household=None).facts == {}


@pytest.mark.parametrize("text", ["Utrecht", "UTRECHT", " utrecht ", "Ütrecht", "GM0344", "gm0344", "Zuilen"])
def test_a_municipality_is_known_by_every_name(text):
    profile = read(municipality=text)
    assert (profile.place, profile.facts) == (UTRECHT, {})


def test_a_name_of_two_municipalities_asks_which():
    assert faults(municipality="Bergen") == [
        "context.municipality: 'Bergen' kan meer gemeenten zijn: Bergen (NH) (GM0373), Bergen (L) (GM0893)"
    ]


@pytest.mark.parametrize("value", ["Atlantis", "", " ", "'", 344, True, ["Utrecht"], {"a": 1}, "utr"])
def test_a_municipality_is_never_guessed(value):
    assert faults(municipality=value) == [f"context.municipality: gemeente '{value}' bestaat niet"]


EDGES = [
    ("age", 15, True), ("age", 80, True), ("age", 14, False), ("age", 81, False), ("age", 30.0, False),
    ("age", "30", False), ("age", True, False), ("hours", 0, True), ("hours", 12.5, True),
    ("hours", 40.5, False),
    ("hours", float("nan"), False), ("hours", float("inf"), False), ("low_literate", 1, False),
    ("household", "", False), ("household", ["alleen"], False), ("circumstances", [], True),
    ("circumstances", "geweld", False), ("circumstances", ["anders"], False),
    ("circumstances", [["geweld"]], False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "right"), EDGES, ids=[f"{row[0]} {row[1]!r}" for row in EDGES])
def test_a_value_fits_or_is_a_fault_at_its_field(name, value, right):
    if right:
        expected = tuple(value) if isinstance(value, list) else value
        assert read(**{name: value}).facts == {name: expected}
    else:
        found = faults(**{name: value})
        assert [line.split(":")[0] for line in found] == [f"context.{name}"]


def test_all_faults_come_at_once_each_on_one_line():
    found = faults({"x\ny": 1, "taal": 4}, audience="y", age=3, naam="Jansen\nDen Haag")
    assert [line.split(": ")[0] for line in found] == [
        "audience", "barriers.x y", "barriers.taal", "context.age", "context.naam",
    ]  # fmt: skip
    assert [line for line in found if len(line.splitlines()) != 1 or "Jansen" in line] == []


def test_without_a_barrier_it_asks_for_one_but_only_when_the_rest_is_right():
    assert faults({}) == ["barriers: kies eerst een belemmering"]
    assert faults({}, age=3) == ["context.age: '3' ligt niet tussen 15 en 80"]


@pytest.mark.parametrize("document", [None, [], "x", 1, True])
def test_only_an_object_is_a_profile(document):
    with pytest.raises(ProfileRefused, match="profiel: moet een object zijn"):
        parse(document, VOCABULARY)


def test_the_facts_that_are_right_can_be_had_without_the_rest():
    document = {"age": 250, "household": "alleen", "municipality": "Zuilen", "naam": "x"}
    assert sound_facts(document, VOCABULARY) == ({"household": "alleen"}, UTRECHT)


def test_a_fault_reads_as_field_and_message():
    assert str(Fault("context.age", "klopt niet")) == "context.age: klopt niet"
