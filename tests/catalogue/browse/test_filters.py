"""The list's filters against a plain Python filter over the documents of the fixtures."""

import json

import pytest
from django.conf import settings
from django.http import QueryDict
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.browse.facets import FACETS
from catalogue.browse.list_query import ListQuery
from catalogue.models import Intervention

DOCUMENTS = [
    json.loads(path.read_text()) for path in sorted(settings.FIXTURES_DIR.glob("interventions/*.json"))
]
TAXONOMY = json.loads((settings.FIXTURES_DIR / "taxonomy.json").read_text())
LEVELS = {barrier["slug"]: barrier["level"] for barrier in TAXONOMY["barriers"]}
VALUES = {
    "niveau": lambda document: {LEVELS[row["barrier"]] for row in document["coverage"] or ()},
    "doel": lambda document: {term["slug"] for term in document["goals"] or ()},
    "doelgroep": lambda document: set(document["target_groups"] or ()),
    "aanpak": lambda document: {term["slug"] for term in document["approaches"] or ()},
    "uitstroom": lambda document: set(document["outcomes"] or ()),
    "kinderopvang": lambda document: {"ja"} if document["childcare"] else set(),
    "nazorg": lambda document: {"ja"} if document["aftercare"] else set(),
    "taalles": lambda document: {"ja"} if document["language_lessons"] else set(),
    "publiek": lambda document: set(document["audience"] or ()),
    "soort": lambda document: {document["kind"]},
    "erkenning": lambda document: {document["recognition"]["level"]} if document["recognition"] else set(),
}
CHOICES = {
    name: sorted(set().union(*(values(document) for document in DOCUMENTS)))
    for name, values in VALUES.items()
}
questions = st.fixed_dictionaries(
    {},
    optional={
        name: st.sets(st.sampled_from(values), min_size=1, max_size=3) for name, values in CHOICES.items()
    },
)


def ask(question: dict) -> ListQuery:
    query = QueryDict(mutable=True)
    for name, values in question.items():
        query.setlist(name, sorted(values) if isinstance(values, set) else [values])
    return ListQuery(query)


def refs(asked: ListQuery) -> list[str]:
    return list(Intervention.objects.filter(pk__in=asked.keys).values_list("source_ref", flat=True))


def slugs_of(asked: ListQuery) -> list[str]:
    return list(Intervention.objects.filter(pk__in=asked.keys).values_list("slug", flat=True))


def fits(document: dict, question: dict) -> bool:
    return all(VALUES[name](document) & values for name, values in question.items())


def test_every_facet_has_a_plain_counterpart_here():
    assert list(VALUES) == list(FACETS)


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions)
def test_one_value_or_another_within_a_facet_and_all_facets_together(catalogue, question):
    found = refs(ask(question))
    assert sorted(found) == sorted(one["source_ref"] for one in DOCUMENTS if fits(one, question))


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=questions)
def test_each_count_is_the_number_of_items_with_that_value_that_fit_the_other_facets(catalogue, question):
    selection = ask(question)
    shown = {
        (option.name, option.value): option.count for group in selection.groups for option in group.options
    }
    expected = {}
    for name, values in CHOICES.items():
        others = {facet: chosen for facet, chosen in question.items() if facet != name}
        for value in values:
            expected[name, value] = sum(
                fits(document, others) and value in VALUES[name](document) for document in DOCUMENTS
            )
    assert shown == expected
    assert selection.total == sum(fits(document, question) for document in DOCUMENTS)


def test_it_narrows_by_words_and_by_reach_at_the_same_time(catalogue):
    found = ask(
        {"q": "alleenstaande moeders kinderopvang", "gemeente": "GRONINGEN", "soort": {"intervention"}}
    )
    slugs = slugs_of(found)
    assert "jasmijn-werkt" in slugs
    assert "op-volle-kracht-vooruit" not in slugs
    elsewhere = ask(
        {"q": "alleenstaande moeders kinderopvang", "gemeente": "Tilburg", "soort": {"intervention"}}
    )
    assert "jasmijn-werkt" not in slugs_of(elsewhere)


def test_an_unknown_municipality_is_an_error_at_its_field_and_leaves_the_other_filters(catalogue, subtests):
    for name in ("Gronigen", "Neerbosch-Zuid", "0", "GM9999"):
        with subtests.test(name):
            selection = ask({"gemeente": name, "doel": {"werkervaring"}})
            assert list(selection.form.errors) == ["gemeente"]
            assert f"We kennen geen gemeente of plaats “{name}”." in selection.form.errors["gemeente"][0]
            assert selection.total == ask({"doel": {"werkervaring"}}).total


def test_it_proposes_the_municipality_that_was_meant(catalogue):
    assert ask({"gemeente": "Gronigen"}).form.errors["gemeente"] == [
        "We kennen geen gemeente of plaats “Gronigen”. Bedoel je Groningen?"
    ]


def test_a_name_that_recurs_gets_a_link_for_each(catalogue, client):
    selection = ask({"gemeente": "Laren", "doel": {"werkervaring"}})
    assert selection.form.errors["gemeente"] == ["Er is meer dan één Laren. Welke bedoel je?"]
    assert [(one.label, one.query) for one in selection.places] == [
        ("Laren (Noord-Holland)", "gemeente=Laren+%28NH%29&doel=werkervaring"),
        ("Laren (gemeente Lochem)", "gemeente=Lochem&doel=werkervaring"),
    ]
    text = client.get("/interventies/", {"gemeente": "Laren"}).content.decode()
    assert 'href="?gemeente=Lochem">Laren (gemeente Lochem)</a>' in text


@pytest.mark.parametrize(
    "name",
    [
        "Hoofddorp",
        "gemeente Den Haag",
        "Scheveningen",
        "GM0017",
        "groningen",
        "GM0014",
        " Groningen ",
        "'s-Gravenhage",
        "den bosch",
    ],
)
def test_a_municipality_may_be_written_in_any_known_way(reference, name):
    assert ask({"gemeente": name}).form.errors == {}


def test_an_unknown_value_gets_a_clear_message_and_narrows_nothing(catalogue, subtests):
    for name in (*FACETS, "volgorde", "weergave"):
        with subtests.test(name):
            selection = ask({name: "onzin<script>"})
            assert selection.form.errors[name] == [
                "“onzin<script>” kennen we niet. Deze keuze telt nu niet mee."
            ]
            assert selection.total == len(DOCUMENTS)
            assert (selection.view, selection.order) == ("kaarten", "naam")


def test_nothing_found_says_which_filter_to_leave_out_and_what_that_gives(catalogue):
    question = {"erkenning": {"goed-onderbouwd"}, "doel": {"werkervaring"}}
    selection = ask(question)
    assert selection.total == 0
    assert [(way.title, way.count) for way in selection.relaxations] == [
        ("erkenning “Goed onderbouwd”", ask({"doel": {"werkervaring"}}).total),
        ("doel “Werkervaring”", ask({"erkenning": {"goed-onderbouwd"}}).total),
    ]
    assert [way.without for way in selection.relaxations] == [
        "doel=werkervaring",
        "erkenning=goed-onderbouwd",
    ]


def test_a_chip_takes_away_one_value_and_keeps_the_rest(catalogue):
    selection = ask({"doel": {"werkervaring", "motivatie"}, "q": "werk", "pagina": "2"})
    chips = {chip.label: chip.without for chip in selection.chips}
    assert chips == {
        "“werk”": "doel=motivatie&doel=werkervaring",
        "Motivatie": "q=werk&doel=werkervaring",
        "Werkervaring": "q=werk&doel=motivatie",
    }


def test_the_clean_question_has_no_empty_or_foreign_values(catalogue):
    selection = ask({"q": "", "doel": {"werkervaring"}, "utm_source": "x", "gemeente": ""})
    assert selection.clean.urlencode() == "doel=werkervaring"


#: What is asked again, and how many queries that costs: one for the stamp of the catalogue, one for a
#: municipality; nothing for its reach, for words that were asked before or for what is ticked.
COSTS = [
    ({}, 1),
    ({"q": "training motivatie"}, 1),
    ({"doel": {"motivatie"}, "niveau": {"personal", "network"}, "kinderopvang": {"ja"}}, 1),
    ({"q": "training", "gemeente": "Groningen", "doel": {"motivatie"}}, 2),
]


@pytest.mark.parametrize(("question", "cost"), COSTS)
def test_what_a_question_costs_depends_on_neither_items_nor_ticks(
    catalogue, django_assert_num_queries, question, cost
):
    def whole():
        selection = ask(question)
        return [*selection.page("1")], selection.groups, selection.total

    whole()  # reads the items, the words and the cards, once after every change
    with django_assert_num_queries(cost):
        whole()
    assert whole()[2] > 0


def test_the_words_that_are_sought_are_no_filter(catalogue):
    asked = ask({"q": "werk", "doel": {"werkervaring", "motivatie"}, "gemeente": "Groningen"})
    assert asked.active_filters == 3
    assert ask({"q": "werk"}).active_filters == 0
