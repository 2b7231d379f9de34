"""The profile as a form: it carries everything, loses nothing that was typed, and judges nothing itself."""

from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.models import Barrier, CatalogueState
from catalogue.vocabulary.cached import shared_vocabulary
from matching import adapter
from matching.engine.profile import Fault, ProfileRefused, parse
from matching.profile.forms import (
    BARRIER,
    MORE,
    NOTHING_TOLD,
    SEVERITY,
    SITUATION,
    VOLUNTEERED,
    WISHES,
    ProfileForm,
    as_post,
    situation_of,
)

with_database = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
TEXT_FIELDS = ("age", "municipality", "youngest_child_age", "years_without_work", "hours_per_week")


@pytest.fixture
def form_of(catalogue):
    vocabulary = adapter.vocabulary()

    def build(data=None):
        if isinstance(data, str):
            data = QueryDict(data)
        return ProfileForm(
            data, vocabulary=vocabulary, barriers=shared_vocabulary(CatalogueState.stamp()).barriers
        )

    return build


def value_of(key):
    if key.type == "bool":
        return st.booleans()
    if key.type == "list":
        return st.lists(st.sampled_from(key.values), min_size=1, unique=True)
    if key.type == "choice":
        return st.sampled_from(key.values)
    if key.type == "municipality":
        return st.sampled_from(
            ["Den Haag", "Súdwest-Fryslân", "GM0014", "'s-Gravenhage", "Bergen (NH)", "Weesp"]
        )
    low, high = int(key.minimum), int(key.maximum)
    if key.type == "hours_by_kind":
        hours = st.none() | st.integers(low, high) | st.sampled_from([0.5, 7.5])
        return st.dictionaries(st.sampled_from(key.values), hours, min_size=1, max_size=3)
    whole = st.integers(low, high)
    return whole if key.type == "int" else whole | st.floats(low, high).filter(lambda number: number > 1e-300)


CONTEXT = st.fixed_dictionaries(
    {}, optional={name: value_of(key) for name, key in adapter.context_keys().items()}
)


def profiles(slugs):
    return st.fixed_dictionaries(
        {
            "audience": st.sampled_from(["client", "klantmanager"]),
            "barriers": st.dictionaries(st.sampled_from(slugs), st.integers(1, 3), max_size=6),
            "context": CONTEXT,
        }
    )


def parsed(document, vocabulary):
    """What the engine makes of it: a profile, or the faults."""
    try:
        return parse(document, vocabulary)
    except ProfileRefused as refused:
        return [str(fault) for fault in refused.faults]


@with_database
@given(data=st.data())
def test_a_profile_goes_through_the_form_and_comes_out_the_same(form_of, data):
    vocabulary = form_of().vocabulary
    document = data.draw(profiles(list(vocabulary.barriers)))
    form = form_of(as_post(document))
    assert form.document() == document
    assert parsed(form.document(), vocabulary) == parsed(document, vocabulary)
    again = QueryDict(mutable=True)
    for name, value in situation_of(form):
        again.appendlist(name, value)
    for choice in form.ticked:
        again.appendlist(BARRIER, choice.barrier.slug)
        again[f"{SEVERITY}{choice.barrier.slug}"] = str(choice.severity)
    assert form_of(again).document() == document


@with_database
@given(data=st.data())
def test_the_form_finds_what_the_engine_finds(form_of, data):
    vocabulary = form_of().vocabulary
    document = data.draw(profiles(list(vocabulary.barriers)))
    form = form_of(as_post(document))
    expected = parsed(document, vocabulary)
    told = {"wishes", "sectors", "municipality"} & set(document["context"]) or any(
        document["audience"] == "klantmanager" or not vocabulary.barriers[slug].own_side
        for slug in document["barriers"]
    )
    assert form.is_valid() is (not isinstance(expected, list) and bool(told))
    assert form.profile == (None if isinstance(expected, list) else expected)


def test_every_fact_has_one_place_on_the_page(catalogue):
    assert sorted(WISHES + SITUATION + MORE + VOLUNTEERED) == sorted(adapter.context_keys())


def test_an_empty_form_says_nothing(form_of):
    assert form_of("").document() == {"audience": "client", "barriers": {}, "context": {}}
    assert form_of().document()["barriers"] == {}


def test_nothing_is_filled_in_but_the_woman_it_is_about(form_of):
    form = form_of()
    filled = {field.name: field.value() for field in form if field.value() not in (None, "", [])}
    assert filled == {"audience": "client", "gender": "vrouw"}


READ = {
    "belemmering=weinig-motivatie": {"weinig-motivatie": 2},
    "belemmering=weinig-motivatie&ernst-weinig-motivatie=3": {"weinig-motivatie": 3},
    "ernst-weinig-motivatie=3": {},
    "belemmering=weinig-motivatie&ernst-weinig-motivatie=drie": {"weinig-motivatie": 0},
    "belemmering=weinig-motivatie&ernst-weinig-motivatie=": {"weinig-motivatie": 0},
    "belemmering=weinig-motivatie&ernst-weinig-motivatie=99999999": {"weinig-motivatie": 0},
    "belemmering=weinig-motivatie&ernst-weinig-motivatie=-1": {"weinig-motivatie": 0},
    "belemmering=weinig-motivatie&belemmering=weinig-motivatie": {"weinig-motivatie": 2},
}


@pytest.mark.parametrize(("query", "barriers"), READ.items())
def test_a_ticked_barrier_has_the_severity_beside_it(form_of, query, barriers):
    assert form_of(query).document()["barriers"] == barriers


NUMBERS = {
    "12": 12, "12,5": 12.5, "12.5": 12.5, " 7 ": 7, "7.0": 7, "zeven": "zeven", "nan": "nan", "inf": "inf",
    "1e999": "1e999", "1e1": "1e1", "--1": "--1", "16 uur": 16, "16 maanden": "16 maanden",
}  # fmt: skip
AGES = {
    "6 maanden": 0.5, "2 jaar": 2, "2½": 2.5, "2,5": 2.5, "2.5": 2.5, "½ jaar": 0.5, "18 mnd.": 1.5, "½": 0.5,
    "1e1": "1e1", "2 uur": "2 uur", "jaar": "jaar",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "read"), AGES.items())
def test_the_age_of_a_child_is_read_as_people_say_it(form_of, typed, read):
    form = form_of(as_post({"context": {"youngest_child_age": typed}}))
    assert form.document()["context"] == {"youngest_child_age": read}


def test_an_age_may_be_followed_by_the_word_for_it(form_of):
    assert form_of(as_post({"context": {"age": "28 jaar"}})).document()["context"] == {"age": 28}


@pytest.mark.parametrize(("typed", "read"), NUMBERS.items())
def test_a_number_is_read_as_people_type_it(form_of, typed, read):
    form = form_of(as_post({"context": {"hours_per_week": typed}}))
    assert form.document()["context"] == {"hours_per_week": read}
    assert form["hours_per_week"].value() == typed


@pytest.mark.parametrize("empty", ["", " ", "\t"])
def test_what_is_left_empty_is_unknown(form_of, empty):
    assert form_of(as_post({"context": {"age": empty, "works": empty}})).document()["context"] == {}


FAULTS = [
    ("age", "250", "'250' ligt niet tussen 15 en 80."),
    ("age", "zeven", "Moet een heel getal zijn."),
    ("age", "30,5", "Moet een heel getal zijn."),
    ("hours_per_week", "41", "'41' ligt niet tussen 0 en 40."),
    ("hours_per_week", "veel", "Moet een getal zijn."),
    ("municipality", "Atlantis", "We kennen geen gemeente of plaats “Atlantis”."),
    (
        "municipality",
        "Den Haag Zuid",
        "We kennen geen gemeente of plaats “Den Haag Zuid”. Bedoel je",
    ),
    ("municipality", "Bergen", "Er is meer dan één Bergen. Welke bedoel je?"),
    ("municipality", "Laren", "Er is meer dan één Laren. Welke bedoel je?"),
    ("municipality", "Bonaire", "Bonaire hoort bij Caribisch Nederland."),
    ("works", "soms", "'soms' is geen van geen, deeltijd, voltijd."),
    ("wishes", "rijk-worden", "'rijk-worden' is geen van "),
]


@pytest.mark.parametrize(("name", "typed", "said"), FAULTS, ids=[f"{row[0]} {row[1]}" for row in FAULTS])
def test_a_fault_stands_at_its_own_field_and_nowhere_else(form_of, name, typed, said):
    form = form_of(as_post({"barriers": {"weinig-motivatie": 2}}))
    form.data.setlist(name, [typed])
    assert not form.is_valid()
    assert list(form.errors) == [name]
    assert len(form.errors[name]) == 1
    assert form.errors[name][0].startswith(said)


def test_a_barrier_that_does_not_go_with_an_answer_is_no_fault(form_of):
    assert form_of("belemmering=laaggeletterdheid&low_literate=nee").is_valid()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("age=30", [NOTHING_TOLD]),
        ("belemmering=aannames-klantmanager", [NOTHING_TOLD]),
        ("belemmering=geldgebrek", ["Barriers.geldgebrek: deze belemmering bestaat niet."]),
        (
            "belemmering=weinig-motivatie&ernst-weinig-motivatie=7",
            ["Barriers.weinig-motivatie: ernst '7' moet 1, 2 of 3 zijn."],
        ),
    ],
)
def test_what_belongs_to_no_field_stands_above_the_form(form_of, query, said):
    form = form_of(query)
    assert not form.is_valid()
    assert form.errors == {"__all__": said}
    assert form.barrier_faults == said


def test_a_fault_of_the_engine_finds_its_field(form_of):
    form = form_of("belemmering=weinig-motivatie")
    assert form.is_valid()
    form.refuse([Fault("context.age", "klopt niet"), Fault("barriers", "klopt ook niet")])
    assert form.errors == {"age": ["Klopt niet."], "__all__": ["Barriers: klopt ook niet."]}


@pytest.mark.parametrize("query", ["municipality=Assen", "wishes=opleiding", "sectors=zorg"])
def test_where_she_lives_or_what_she_wants_is_enough(form_of, query):
    assert form_of(query).is_valid()


RUNNING = {
    "already=taalles": {"taalles": None},
    "already=taalles&already-taalles=6 uur": {"taalles": 6},
    "already-taalles=2½": {"taalles": 2.5},
    "already=stage&already-taalles=4&already-stage=": {"taalles": 4, "stage": None},
    "already-taalles= ": None,
}


@pytest.mark.parametrize(("query", "read"), RUNNING.items())
def test_what_runs_is_ticked_or_has_hours(form_of, query, read):
    assert form_of(query).document()["context"].get("already") == read


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        (
            "already-betaald-werk=veel",
            "already",
            "Betaald werk: vul de uren in als getal, of laat ze leeg.",
        ),
        ("already-taalles=60", "already", "Taalles: '60' ligt niet tussen 0 en 40."),
        ("main_wish=opleiding", "main_wish", "Kruis dit ook aan bij “Wat zij wil”."),
        ("main_wish=sectors", "main_wish", "Kruis dit ook aan bij “Sector die haar trekt”."),
    ],
)
def test_what_she_runs_and_wants_is_refused_in_plain_words(form_of, query, field, said):
    form = form_of(f"belemmering=weinig-motivatie&{query}")
    assert not form.is_valid()
    assert form.errors == {field: [said]}


def test_an_old_answer_about_her_language_stands_as_the_new_one(form_of):
    form = form_of("dutch_level=moedertaal")
    assert form.document()["context"] == {"dutch_level": "C1"}
    assert "moedertaal" not in str(form["dutch_level"])
    assert '<option value="C1" selected>Nederlands is geen drempel</option>' in str(form["dutch_level"])


def test_the_barriers_stand_on_four_levels_and_the_untold_ones_apart(form_of):
    levels = form_of("belemmering=detentieverleden&belemmering=klein-netwerk&ernst-klein-netwerk=3").levels
    assert [level.level for level in levels] == ["personal", "network", "demand", "municipal"]
    assert sum(len(level.choices) for level in levels) == 71
    assert [level.ticked for level in levels] == [1, 1, 0, 0]
    hidden = Barrier.objects.filter(level="personal", only_by_search=True)
    assert [choice.barrier.slug for choice in levels[0].only_by_search] == [row.slug for row in hidden]
    assert "detentieverleden" in [row.slug for row in hidden]
    ticked = form_of("belemmering=klein-netwerk&ernst-klein-netwerk=3").ticked
    assert [(choice.barrier.slug, choice.severity_word) for choice in ticked] == [
        ("klein-netwerk", "blokkeert")
    ]


def test_a_part_that_was_used_stands_open(form_of):
    assert not form_of().more_is_used
    assert not form_of().volunteered_is_used
    assert form_of("works=geen").more_is_used
    assert form_of("belemmering=detentieverleden").volunteered_is_used
    assert form_of("circumstances=zwanger").volunteered_is_used


class Inputs(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "input" and found.get("type") == "text":
            self.values[found["name"]] = found.get("value") or ""


TYPED = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.fixed_dictionaries(dict.fromkeys(TEXT_FIELDS, TYPED)))
def test_what_was_typed_survives_every_fault(catalogue, client, typed):
    response = client.post(reverse("matching-result"), typed)  # without a barrier: always a fault
    assert response.status_code == 422
    page = Inputs()
    page.feed(response.content.decode())
    assert {name: page.values[name] for name in TEXT_FIELDS} == typed


class Controls(HTMLParser):
    """What a browser would send of the first form with the id `profiel`, untouched."""

    def __init__(self):
        super().__init__()
        self.inside, self.select, self.sent = False, "", QueryDict(mutable=True)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.inside = found.get("id") == "profiel"
        elif self.inside and tag == "select":
            self.select = found["name"]
        elif self.inside and tag == "option" and "selected" in found:
            self.sent.appendlist(self.select, found["value"])
        elif self.inside and tag == "input" and "name" in found:
            self._input(found)

    def _input(self, found):
        if found.get("type") not in ("checkbox", "radio") or "checked" in found:
            self.sent.appendlist(found["name"], found.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_page_sends_back_what_it_was_given(form_of, client, data):
    """Nothing that was filled in, opened or imported is lost because the page has no place for it."""
    document = data.draw(profiles(list(form_of().vocabulary.barriers)))
    page = Controls()
    page.feed(client.post(reverse("matching"), dict(as_post(document).lists())).content.decode())
    sent = form_of(page.sent).document()
    vocabulary = form_of().vocabulary
    before, after = parsed(document, vocabulary), parsed(sent, vocabulary)
    if isinstance(before, list):
        assert after == before
    else:
        assert (after.audience, after.barriers, after.place) == (
            before.audience,
            before.barriers,
            before.place,
        )
        assert {name: unordered(value) for name, value in after.facts.items()} == {
            name: unordered(value) for name, value in before.facts.items()
        }


def unordered(value):
    return frozenset(value) if isinstance(value, tuple) else value
