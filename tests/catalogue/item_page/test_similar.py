import html

import pytest

from catalogue.item_page import ItemPage
from catalogue.item_page.similar import GROUPS, MOST, groups_of, reasons, similar_items
from catalogue.models import CatalogueState, Intervention
from catalogue.revisions import actions
from tests.factories import covers, publish, term

CITE = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
MOTHERS = ("household", "alleenstaande-ouder")
GRONINGEN, TILBURG = (
    {"national": None, "regions": [{"level": "municipality", "name": name}], "elsewhere": "no", "text": name}
    for name in ("Groningen", "Tilburg")
)


def condition(fact: str, *values: str, key: str = "in") -> dict:
    return {"fact": fact, key: list(values), "strength": "required", "text": "…", "cite": CITE}


def similar(slug: str) -> list:
    items = Intervention.objects.published()
    item = items.marking_professionals().with_document().for_places().get(slug=slug)
    return similar_items(ItemPage(item, CatalogueState.stamp()))


def test_points_are_added_up(reference):
    """A tenth of the lower value per barrier, 3 for a group, 3 for a place, 1 for the kind."""
    own = publish(
        coverage=[covers("weinig-zelfvertrouwen", value=100), covers("klein-netwerk", value=80)],
        conditions=condition(*MOTHERS),
        reach=GRONINGEN,
    )
    shared = [covers("weinig-zelfvertrouwen", value=65)]
    by_place = publish(
        name="C", coverage=shared, conditions=condition(*MOTHERS), reach=GRONINGEN
    )  # 6 + 3 + 3 + 1
    by_barriers = publish(
        name="B", kind="scheme", coverage=[*shared, covers("klein-netwerk", value=60)], reach=TILBURG
    )  # 6 + 6
    by_group = publish(name="A", coverage=shared, conditions=condition(*MOTHERS), reach=TILBURG)  # 6 + 3 + 1
    least = publish(name="D", kind="scheme", coverage=shared, reach=TILBURG)  # 6
    assert [one.slug for one in similar(own.slug)] == [
        each.slug for each in (by_place, by_barriers, by_group, least)
    ]


def test_a_shared_place_kind_or_group_alone_is_no_reason(reference):
    own = publish(reach=GRONINGEN, coverage=[covers("klein-netwerk")], conditions=condition(*MOTHERS))
    publish(reach=GRONINGEN, coverage=[covers("weinig-zelfvertrouwen")], conditions=condition(*MOTHERS))
    assert similar(own.slug) == []


def test_the_strongest_shared_barrier_comes_first_and_the_order_is_by_name(reference):
    weak, strong = covers("klein-netwerk", value=60), covers("weinig-zelfvertrouwen", value=100)
    own = publish(coverage=[weak, strong])
    for name in ("D", "B", "C", "E", "F"):
        publish(name=name, coverage=[weak, strong])
    found = similar(own.slug)
    assert [one.name for one in found] == ["B", "C", "D", "E"]
    assert found[0].reasons == ("werkt ook aan: weinig zelfvertrouwen en klein netwerk of isolement",)


def test_reasons_are_sentences():
    barriers = ["Taal", "Weinig zelfvertrouwen", "Geen zakelijk netwerk", "VOG", "Rijbewijs"]
    assert reasons(barriers, ["alleenstaande moeders", "statushouders"]) == (
        "werkt ook aan: taal, weinig zelfvertrouwen, geen zakelijk netwerk en nog 2",
        "ook voor alleenstaande moeders en statushouders",
    )
    assert reasons(["VOG"], []) == ("werkt ook aan: VOG",)


@pytest.mark.parametrize(
    ("tree", "groups"),
    [
        (condition("household", "alleenstaande-ouder"), {MOTHERS}),
        (condition("circumstances", "zwanger", key="has"), {("circumstances", "zwanger")}),
        ({"not": condition("household", "alleenstaande-ouder")}, set()),
        ({"all": [condition("gender", "vrouw"), {"any": [condition("newcomer", "statushouder")]}]},
         {("newcomer", "statushouder")}),
        (None, set()),
    ],
    ids=["in", "has", "not", "nested", "none"],
)  # fmt: skip
def test_groups_are_read_from_the_conditions(tree, groups):
    assert groups_of(tree) == groups


def test_every_group_is_a_value_that_the_facts_know():
    import json

    from django.conf import settings

    known = json.loads((settings.FIXTURES_DIR / "context_labels.json").read_text(encoding="utf-8"))
    assert [group for group in GROUPS if group[1] not in known[group[0]]["values"]] == []


def test_it_leaves_out_itself_what_is_archived_and_what_is_for_others(reference):
    covering = {"coverage": [covers("weinig-zelfvertrouwen")]}
    own, good = publish(**covering), publish(**covering)
    publish(**covering, audience=["klantmanager"])
    actions.archive(item=publish(**covering), by=None)
    part = publish(**covering, relations=[{"kind": "contains", "ref": own.source_ref, "cite": CITE}])
    assert [each.slug for each in similar(own.slug)] == [good.slug]
    assert own.slug not in [each.slug for each in similar(part.slug)]


def test_every_item_of_the_catalogue_has_at_most_four_each_with_reasons(catalogue, subtests):
    for item in Intervention.objects.published():
        with subtests.test(item=item.slug):
            found = similar(item.slug)
            assert len(found) <= MOST
            assert item.slug not in [each.slug for each in found]
            assert all(each.reasons for each in found)


def test_the_page_says_why_and_offers_to_compare(catalogue, client):
    text = html.unescape(client.get("/interventies/jasmijn-werkt/").content.decode())
    first = similar("jasmijn-werkt")[0]
    assert f"{first.reasons[0][0].upper()}{first.reasons[0][1:]}. " in text
    assert f'href="/vergelijken/?item=jasmijn-werkt&item={first.slug}"' in text


def test_without_a_similar_item_there_is_no_section(reference, client):
    assert "Lijkt hierop" not in client.get(publish().get_absolute_url()).content.decode()


def test_it_costs_two_queries_however_many_there_are(reference, django_assert_num_queries):
    own = publish(reach=GRONINGEN, coverage=[covers("weinig-zelfvertrouwen")], goals=[term("motivatie")])
    items = Intervention.objects.published().marking_professionals()
    for number in (2, 20):
        for _ in range(number):
            publish(coverage=[covers("weinig-zelfvertrouwen")])
        page = ItemPage(items.with_document().for_places().get(pk=own.pk), CatalogueState.stamp())
        assert page.related == []
        with django_assert_num_queries(2):
            assert len(similar_items(page)) == min(MOST, number)
