import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.item_page import ItemPage
from catalogue.item_page.similar import (
    GROUPS,
    MOST,
    Traits,
    groups_of,
    likeness,
    most_alike,
    reasons,
    similar_items,
)
from catalogue.item_page.similarity_index import comparable
from catalogue.models import CatalogueState, Intervention
from catalogue.revisions import actions
from tests.factories import covers, publish, term

CITE = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
MOTHERS = ("household", "alleenstaande-ouder")


def traits(slug="a", **values) -> Traits:
    found = {
        "name": slug.upper(), "kind": "intervention", "barriers": {}, "groups": frozenset(),
        "places": frozenset(), "national": False,
    }  # fmt: skip
    return Traits(slug=slug, **found | values)


def condition(fact: str, *values: str, key: str = "in") -> dict:
    return {"fact": fact, key: list(values), "strength": "required", "text": "…", "cite": CITE}


def similar(slug: str) -> list:
    items = Intervention.objects.published()
    item = items.marking_professionals().with_document().for_places().get(slug=slug)
    stamp = CatalogueState.stamp()
    return similar_items(ItemPage(item, stamp), stamp)


def test_points_are_added_up():
    own = traits(
        barriers={"x": 100, "y": 80}, groups=frozenset({MOTHERS}), places=frozenset({"p"}), national=True
    )
    other = traits("b", barriers={"x": 65, "z": 100}, groups=frozenset({MOTHERS}), places=frozenset({"p"}))
    assert likeness(own, other).score == 6 + 3 + 3 + 1
    assert likeness(own, traits("b", national=True, kind="scheme")).score == 2


def test_a_shared_place_or_kind_alone_is_no_reason():
    own = traits(places=frozenset({"p"}), barriers={"x": 100})
    assert most_alike(own, [traits("b", places=frozenset({"p"})), traits("c", barriers={"y": 100})]) == []


def test_the_strongest_shared_barrier_comes_first_and_the_order_is_fixed():
    own = traits(barriers={"x": 60, "y": 100})
    others = [traits(slug, barriers={"x": 60, "y": 100}) for slug in ("d", "b", "c")]
    found = most_alike(own, others)
    assert [one.other.slug for one in found] == ["b", "c", "d"]
    assert found == most_alike(own, reversed(others))
    assert found[0].barriers == ("y", "x")


@given(
    st.lists(
        st.builds(
            lambda barriers, groups, kind: (barriers, groups, kind),
            st.dictionaries(st.sampled_from("uvwxyz"), st.integers(50, 100)),
            st.frozensets(st.sampled_from(list(GROUPS)), max_size=3),
            st.sampled_from(["scheme", "intervention"]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_never_more_than_four_never_itself_never_without_a_reason(drawn):
    rows = [
        traits(f"item-{place}", barriers=barriers, groups=groups, kind=kind)
        for place, (barriers, groups, kind) in enumerate(drawn)
    ]
    found = most_alike(rows[0], rows)
    assert len(found) <= MOST
    assert all(one.barriers or one.groups for one in found)
    assert rows[0] not in [one.other for one in found]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found == most_alike(rows[0], rows[::-1])
    assert all(likeness(one.other, rows[0]).score == one.score for one in found)


def test_reasons_are_sentences():
    labels = {"x": "Weinig zelfvertrouwen", "y": "Geen zakelijk netwerk", "z": "VOG", "w": "Taal"}
    own = traits(
        barriers=dict.fromkeys("xyzw", 100), groups=frozenset({MOTHERS, ("newcomer", "statushouder")})
    )
    assert reasons(likeness(own, own), labels) == (
        "werkt ook aan: taal, weinig zelfvertrouwen, geen zakelijk netwerk en VOG",
        "ook voor alleenstaande moeders en statushouders",
    )
    one = traits(barriers={"z": 100})
    assert reasons(likeness(one, one), labels) == ("werkt ook aan: VOG",)


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


def test_it_costs_no_query_however_many_there_are(reference, django_assert_num_queries):
    items = Intervention.objects.published()
    groningen = {"level": "municipality", "name": "Groningen"}
    reach = {"national": None, "regions": [groningen], "elsewhere": "no", "text": "Groningen"}
    own = publish(reach=reach, coverage=[covers("weinig-zelfvertrouwen")], goals=[term("motivatie")])
    for number in (2, 20):
        for _ in range(number):
            publish(coverage=[covers("weinig-zelfvertrouwen")])
        item = items.marking_professionals().with_document().for_places().get(pk=own.pk)
        stamp = CatalogueState.stamp()
        page = ItemPage(item, stamp)
        assert page.related == []
        comparable(stamp, groups_of)
        with django_assert_num_queries(0):
            assert len(similar_items(page, stamp)) == min(MOST, number)
