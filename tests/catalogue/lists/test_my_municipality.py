import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from catalogue.lists.my_municipality import WORDS, Here, ReachHere, paths, reach_in, reach_of
from catalogue.models import Intervention, Region

CHOOSE = reverse("my-municipality")
HERE = Here("municipality:GM0014", "labour-region:AM01", "province:groningen")


def reach(*named: str, national=None, elsewhere="") -> ReachHere:
    return reach_of(named=named, national=national, elsewhere=elsewhere, here=HERE)


def choose(client, name: str, **more):
    return client.post(CHOOSE, {"gemeente": name, **more})


def text_of(client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (reach("municipality:GM0014", "province:limburg", elsewhere="no"), "in jouw gemeente"),
        (reach("municipality:GM0363", "labour-region:AM01", elsewhere="no"), "in jouw arbeidsmarktregio"),
        (reach("province:groningen", elsewhere="no"), "in jouw provincie"),
        (reach("municipality:GM0363", national=True, elsewhere="yes"), "landelijk"),
        (reach("municipality:GM0363", elsewhere="yes"), "kan ook elders, vraag het na"),
        (reach("municipality:GM0363", elsewhere="unknown"), "elders niet bekend"),
        (reach("municipality:GM0363", elsewhere=""), "elders niet bekend"),
        (reach("municipality:GM0363", elsewhere="no"), "niet in jouw gemeente"),
        (reach(), "elders niet bekend"),
        (reach("province:groningen", national=True, elsewhere="no"), "in jouw provincie"),
    ],
)
def test_reach_is_told_apart(found, expected):
    assert WORDS[found] == expected


def test_a_municipality_without_regions_is_not_reached_by_a_nameless_one():
    alone = Here("municipality:GM0001")
    assert reach_of(named=[], national=False, elsewhere="no", here=alone) == ReachHere.NOT_HERE


@given(
    st.sets(st.sampled_from([HERE.municipality, HERE.labour_region, HERE.province, "municipality:GM0363"])),
    st.sampled_from([None, True, False]),
    st.sampled_from(["", "yes", "no", "unknown"]),
)
def test_not_here_exactly_when_the_filter_leaves_it_out(named, national, elsewhere):
    reached = national or elsewhere != "no" or named & {HERE.municipality, HERE.labour_region, HERE.province}
    found = reach_of(named=named, national=national, elsewhere=elsewhere, here=HERE)
    assert (found != ReachHere.NOT_HERE) == bool(reached)


def test_it_agrees_with_the_filter_of_the_list_for_every_item(catalogue):
    items = Intervention.objects.for_cards()
    for name in ("Groningen", "Den Haag", "Zoetermeer", "Delft"):
        here = (
            Region.objects.municipalities().select_related("labour_region", "province").get(short_name=name)
        )
        found = {item.slug for item in items if reach_in(item, here) != ReachHere.NOT_HERE}
        assert found == set(items.within_reach(here).values_list("slug", flat=True))


def test_choosing_sets_a_cookie_for_the_pages_of_the_catalogue_and_no_other(catalogue, client, settings):
    settings.SESSION_COOKIE_SECURE = True
    response = choose(client, "groningen", terug="/interventies/?q=taal")
    assert (response.status_code, response.headers["Location"]) == (302, "/interventies/?q=taal")
    cookies = [morsel for morsel in response.cookies.values() if morsel.key == "gemeente"]
    assert {morsel["path"] for morsel in cookies} == set(paths()) == {
        "/interventies/", "/belemmeringen/", "/lijst/", "/vergelijken/", "/gemeente/"
    }  # fmt: skip
    for morsel in cookies:
        assert (morsel.value, morsel["max-age"], morsel["samesite"]) == ("GM0014", 180 * 86400, "Lax")
        assert morsel["httponly"]
        assert morsel["secure"]


def test_it_asks_for_the_token_of_the_form(catalogue):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(CHOOSE, {"gemeente": "Groningen"}).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', strict.get(CHOOSE).content.decode())[1]
    assert choose(strict, "Groningen", csrfmiddlewaretoken=token).status_code == 302


def test_a_wrong_name_is_said_at_the_field_and_stays(catalogue, client):
    response = choose(client, "Gronigen", terug="/lijst/?item=rebelz")
    text = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert "We kennen geen gemeente of plaats “Gronigen”. Bedoel je Groningen?" in text
    assert 'value="Gronigen"' in text
    assert 'name="terug" value="/lijst/?item=rebelz"' in text
    assert "gemeente" not in client.cookies
    assert choose(client, "").status_code == 422


def test_a_name_that_recurs_is_a_question_with_a_button_for_each(catalogue, client):
    response = choose(client, "Bergen", terug="/lijst/?item=rebelz")
    text = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert "Er is meer dan één Bergen. Welke bedoel je?" in text
    assert re.findall(r'name="gemeente-kies" value="([^"]+)">([^<]+)<', text) == [
        ("Bergen (L)", "Bergen (Limburg)"),
        ("Bergen (NH)", "Bergen (Noord-Holland)"),
    ]
    response = client.post(CHOOSE, {"gemeente": "Bergen", "gemeente-kies": "Bergen (NH)"})
    assert {morsel.value for morsel in response.cookies.values()} == {"GM0373"}


@pytest.mark.parametrize(
    ("typed", "code"),
    {"Hoofddorp": "GM0394", "gemeente Utrecht": "GM0344", "Laak": "GM0518"}.items(),
)
def test_a_place_in_it_is_enough(catalogue, client, typed, code):
    assert {morsel.value for morsel in choose(client, typed).cookies.values()} == {code}


def test_a_code_from_before_a_merger_is_still_known(catalogue, client):
    client.cookies["gemeente"] = "GM0457"
    assert "Je gemeente is nu Amsterdam." in text_of(client, CHOOSE)


def test_clearing_forgets_it(catalogue, client):
    choose(client, "Groningen")
    assert "Wis Groningen" in text_of(client, CHOOSE)
    response = client.post(CHOOSE, {"wis": "ja"})
    gone = [morsel for morsel in response.cookies.values() if morsel.key == "gemeente"]
    assert [(morsel.value, morsel["max-age"]) for morsel in gone] == [("", 0)] * len(paths())
    assert "in jouw gemeente" not in text_of(client, "/interventies/jasmijn-werkt/").lower()


@pytest.mark.parametrize(
    "back", ["https://elders.nl/", "//elders.nl/", "/matching/", "javascript:alert(1)", "/\\elders.nl"]
)
def test_it_leads_back_to_the_catalogue_and_nowhere_else(catalogue, client, back):
    assert choose(client, "Groningen", terug=back).headers["Location"] == "/interventies/"


def test_cards_and_pages_say_what_reach_means_here_and_nothing_is_hidden(catalogue, client):
    before = client.get("/interventies/").context["page"].paginator.count
    choose(client, "Groningen")
    response = client.get("/interventies/")
    assert response.context["page"].paginator.count == before
    cards = re.findall(r"<article.*?</article>", response.content.decode(), re.DOTALL)
    assert all(card.count("reach-here--") == 1 for card in cards)
    assert "In jouw gemeente" in text_of(client, "/interventies/jasmijn-werkt/")
    assert "Niet in jouw gemeente" in text_of(client, "/interventies/rebelz/")
    assert "Niet in jouw gemeente" in text_of(client, "/lijst/?item=rebelz")


def test_without_a_choice_nothing_is_said(catalogue, client):
    assert "reach-here" not in text_of(client, "/interventies/")


def test_the_answer_is_the_visitors_own(catalogue, client):
    for address in ("/interventies/", "/interventies/jasmijn-werkt/", "/lijst/?item=rebelz", CHOOSE):
        headers = client.get(address).headers
        assert "Cookie" in headers["Vary"]
        assert "private" in headers["Cache-Control"]
        assert "public" not in headers["Cache-Control"]


def test_a_match_is_not_told(catalogue, client):
    choose(client, "Groningen")
    text = text_of(client, "/matching/")
    header = re.search(r"<header.*?</header>", text, re.DOTALL)[0]
    assert "Groningen" not in header
    assert 'value="Groningen" selected' not in text
    assert (
        re.search(r'<input[^>]*name="gemeente"[^>]*>', text) is None
        or "Groningen" not in re.search(r'<input[^>]*name="gemeente"[^>]*>', text)[0]
    )


@pytest.mark.parametrize("code", ["GM9999", "GM0014' OR 1=1", "", "x" * 3000, "Groningen"])
def test_a_cookie_that_names_nothing_is_no_choice(catalogue, client, code):
    client.cookies["gemeente"] = code
    assert "reach-here" not in text_of(client, "/interventies/jasmijn-werkt/")


def test_the_header_names_it_and_leads_back(catalogue, client):
    assert 'href="/gemeente/?terug=/interventies/%3Fdoel%3Dempowerment"' in text_of(
        client, "/interventies/?doel=empowerment"
    )
    choose(client, "Groningen")
    header = re.search(r"<header.*?</header>", text_of(client, "/interventies/"), re.DOTALL)[0]
    assert re.search(r"Mijn gemeente: </span>Groningen", header)


def test_the_privacy_page_tells_of_it(client, db):
    assert "Kies je zelf je gemeente, dan staat de code daarvan 180 dagen in een cookie" in text_of(
        client, "/privacy/"
    )


def test_it_costs_one_query_whatever_is_listed(
    catalogue, client, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12) as before:
        client.get("/interventies/?doel=empowerment")
    cost = len(before.captured_queries)
    choose(client, "Groningen")
    with django_assert_num_queries(cost + 1):
        client.get("/interventies/?doel=empowerment")
