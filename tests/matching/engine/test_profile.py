"""A profile: checked whole, never guessed at."""

import pytest

from matching.engine.profile import Fault, ProfileRefused, number_of, parse, sound_facts
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
            ContextKey(
                "dutch_level", "choice", values=("A1", "C1"), ordered=True, aliases={"moedertaal": "C1"}
            ),
            ContextKey("wishes", "list", values=("opleiding", "eigen-bedrijf")),
            ContextKey("main_wish", "choice", values=("opleiding", "eigen-bedrijf", "sectors")),
            ContextKey("sectors", "list", values=("zorg", "ict")),
            ContextKey("already", "hours_by_kind", values=("taalles", "werk"), minimum=0, maximum=40),
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


def test_a_profile_holds_what_was_stated_and_nothing_that_follows():
    assert read({"lezen": 1, "geweld": 1}, circumstances=["opvang"]).facts == {"circumstances": ("opvang",)}


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
    ("age", "dertig", False), ("age", True, False), ("hours", 0, True), ("hours", 12.5, True),
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


def test_a_profile_without_a_barrier_is_no_fault():
    assert (read({}).barriers, read({}, age=30).facts) == ((), {"age": 30})


@pytest.mark.parametrize("document", [None, [], "x", 1, True])
def test_only_an_object_is_a_profile(document):
    with pytest.raises(ProfileRefused, match="profiel: moet een object zijn"):
        parse(document, VOCABULARY)


def test_the_facts_that_are_right_can_be_had_without_the_rest():
    document = {"age": 250, "household": "alleen", "municipality": "Zuilen", "naam": "x"}
    assert sound_facts(document, VOCABULARY) == ({"household": "alleen"}, UTRECHT)


def test_a_fault_reads_as_field_and_message():
    assert str(Fault("context.age", "klopt niet")) == "context.age: klopt niet"


WRITTEN = {
    "28": 28, "28 jaar": 28, " 28 Jaar ": 28, "2½": 2.5, "2 ½ jaar": 2.5, "2,5": 2.5, "2.5 uur": 2.5,
    "½": 0.5, "6 maanden": 0.5, "18 maanden": 1.5, "16 uur": 16,
    "": None, "jaar": None, "1e1": None, "-3": None, "2,5½": None, ",5": None, "²": None, "2 dagen": None,
    "9" * 40: None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), WRITTEN.items(), ids=[repr(text[:12]) for text in WRITTEN])
def test_a_number_is_read_as_people_write_it(text, number):
    assert number_of(text) == number


def test_a_written_number_is_held_to_the_same_bounds():
    assert read(age="28 jaar", hours="16 uur").facts == {"age": 28, "hours": 16}
    assert faults(age="6 maanden") == ["context.age: moet een heel getal zijn"]
    assert faults(age="250 jaar") == ["context.age: '250' ligt niet tussen 15 en 80"]


def test_an_old_value_stays_valid_and_is_kept_as_the_one_that_replaced_it():
    assert read(dutch_level="moedertaal").facts == {"dutch_level": "C1"}


def test_what_runs_already_has_hours_or_none():
    assert read(already={"taalles": 6, "werk": None}).facts == {"already": {"taalles": 6, "werk": None}}
    assert faults(already=["taalles"]) == ["context.already: moet een object zijn, geen lijst"]
    assert faults(already={"zang": 2}) == ["context.already: 'zang' is geen van taalles, werk"]
    assert faults(already={"werk": 41}) == ["context.already: werk: '41' ligt niet tussen 0 en 40"]
    assert faults(already={"werk": True}) == ["context.already: werk: uren moeten een getal zijn, of null"]


def test_the_main_wish_is_one_of_her_wishes():
    stated = read(wishes=["opleiding"], main_wish="opleiding").facts
    assert stated == {"wishes": ("opleiding",), "main_wish": "opleiding"}
    assert read(sectors=["zorg"], main_wish="sectors").facts["main_wish"] == "sectors"
    assert faults(wishes=["opleiding"], main_wish="eigen-bedrijf") == [
        "context.main_wish: 'eigen-bedrijf' staat niet bij wat zij wil"
    ]
