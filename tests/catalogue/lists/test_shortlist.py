import html
import re

import pytest
from django.http import QueryDict
from django.urls import reverse

from catalogue.lists.shortlist import MOST, OFFERED, Shortlist, query_string
from catalogue.models import Intervention
from tests.factories import covers, publish, term

LIST = reverse("shortlist")


def shortlist(query: str) -> Shortlist:
    return Shortlist(QueryDict(query), Intervention.objects.published())


def page(client, query: str = "") -> str:
    return html.unescape(client.get(f"{LIST}?{query}").content.decode())


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def test_items_stand_in_the_order_of_the_address_and_once(catalogue):
    found = shortlist("item=kix-works&item=jasmijn-werkt&item=kix-works")
    assert found.slugs == ["kix-works", "jasmijn-werkt"]
    assert found.query == "item=kix-works&item=jasmijn-werkt"


def test_what_is_archived_or_unknown_is_named_and_left_out(catalogue, client):
    Intervention.objects.filter(slug="kix-works").update(status="archived")
    query = "item=kix-works&item=jasmijn-werkt&item=bestaat-niet"
    assert shortlist(query).gone == ["kix-works", "bestaat-niet"]
    text = page(client, query)
    assert (
        "Niet meer in de catalogus: kix-works, bestaat-niet. Die staan daarom niet op deze pagina."
        in plain(text)
    )
    assert re.findall(r'id="op-lijst-([^"]+)"', text) == ["jasmijn-werkt"]
    assert 'value="http://testserver/lijst/?item=jasmijn-werkt"' in text


@pytest.mark.parametrize(
    "odd", ["", "a\x00b", "x" * 200, "../../etc", "<script>", "jasmijn-werkt'--"], ids=repr
)
def test_what_cannot_be_an_address_of_an_item_is_not_looked_up(catalogue, client, odd):
    response = client.get(LIST, {"item": [odd, "jasmijn-werkt"]})
    assert response.context["shortlist"].slugs == ["jasmijn-werkt"]
    assert response.context["shortlist"].gone == []


def test_a_list_has_room_for_so_many_and_says_when_there_are_more(reference, client):
    slugs = [publish().slug for _ in range(MOST + 2)]
    text = page(client, query_string(slugs))
    assert len(re.findall(r'id="op-lijst-', text)) == MOST
    assert f"Op één lijst passen {MOST} interventies." in plain(text)
    assert 'id="toevoegen"' not in text
    assert "passen 30" not in page(client, query_string(slugs[:MOST]))


def test_adding_and_removing_are_plain_links(catalogue, client):
    text = page(client, "item=jasmijn-werkt&item=kix-works&zoek=rebelz")
    removals = dict(re.findall(r'href="([^"]+)" data-list-remove="([^"]+)"', text))
    assert removals == {"/lijst/?item=kix-works": "jasmijn-werkt", "/lijst/?item=jasmijn-werkt": "kix-works"}
    additions = dict(re.findall(r'href="([^"]+)" data-list-add="([^"]+)"', text))
    assert additions == {"/lijst/?item=jasmijn-werkt&item=kix-works&item=rebelz": "rebelz"}


def test_searching_by_name_keeps_the_list_and_offers_no_item_twice(catalogue, client):
    text = page(client, "item=jasmijn-werkt&zoek=werk")
    assert '<input type="hidden" name="item" value="jasmijn-werkt">' in text
    added = re.findall(r'data-list-add="([^"]+)"', text)
    assert len(added) == OFFERED
    assert "jasmijn-werkt" not in added
    assert "Geen andere interventie met “zeilboot\x01” in de naam." in plain(page(client, "zoek=zeilboot%01"))
    assert client.get(LIST, {"zoek": "a\x00" * 300}).status_code == 200


def test_the_last_removal_gives_the_empty_list(catalogue, client):
    assert 'href="/lijst/" data-list-remove="jasmijn-werkt"' in page(client, "item=jasmijn-werkt")


def test_an_empty_list_teaches(catalogue, client):
    text = page(client)
    assert "Er staat nog niets op je lijst." in text
    assert "nooit iets over een cliënt" in text
    assert "data-list-remove" not in text


def test_two_to_four_are_ticked_to_compare(catalogue, client):
    slugs = ["jasmijn-werkt", "kix-works", "rebelz", "netwerkpro", "vip-2"]
    text = page(client, query_string(slugs))
    ticked = re.findall(r'name="item" value="([^"]+)" checked', text)
    assert ticked == slugs[:4]
    assert re.search(r'<form[^>]*method="get" action="/vergelijken/"', text)
    assert 'type="checkbox"' not in page(client, "item=jasmijn-werkt")


def test_every_card_and_item_page_has_a_link_that_puts_it_on_a_list(catalogue, client):
    text = client.get("/interventies/").content.decode()
    cards = re.findall(r"<article.*?</article>", text, re.DOTALL)
    assert all(re.search(r'href="/lijst/\?item=[a-z0-9-]+" data-list-item=', card) for card in cards)
    detail = client.get("/interventies/jasmijn-werkt/").content.decode()
    assert 'href="/lijst/?item=jasmijn-werkt" data-list-item="jasmijn-werkt"' in detail


def test_the_number_of_queries_does_not_grow_with_the_list(reference, client, django_assert_num_queries):
    def made(number):
        return query_string(
            publish(
                provider=f"Aanbieder {place}",
                goals=[term("motivatie")],
                target_groups=["Moeders"],
                coverage=[covers("weinig-zelfvertrouwen")],
            ).slug
            for place in range(number)
        )

    few, many = made(2), made(20)
    with django_assert_num_queries(6):
        client.get(f"{LIST}?{few}")
    with django_assert_num_queries(6):
        client.get(f"{LIST}?{many}")
