"""What stands beside the items of a question, and what the page says when there are none."""

import re

from django.urls import reverse

from catalogue.models import Barrier
from tests.searching import ask

LIST = reverse("intervention-list")


def page(client, text: str, **others: str) -> str:
    return client.get(LIST, {"q": text, **others}).content.decode()


def test_no_item_is_no_dead_end(catalogue, client):
    text = page(client, "mantelzorg")
    assert "Geen interventies gevonden" in text
    assert '<a href="/belemmeringen/mantelzorg/">Mantelzorg</a>' in text
    assert '<a href="/belemmeringen/mantelzorg/#match">Maak een match met dit punt</a>' in text
    assert 'id="match"' in client.get("/belemmeringen/mantelzorg/").content.decode()


def test_a_sensitive_point_has_no_match_of_its_own_and_violence_says_what_to_do(catalogue, client):
    text = page(client, "partnergeweld")
    assert Barrier.objects.get(slug="geweldservaring").sensitive
    assert "/belemmeringen/geweldservaring/#match" not in text
    assert "Veiligheid: zo handel je" in text


def test_a_name_of_the_long_list_says_that_it_was_not_chosen(catalogue, client):
    text = page(client, "supermama")
    assert "Supermama</a>, een naam uit het onderzoek die niet in de catalogus kwam" in text
    (named,) = [one for one in ask("supermama").other_knowledge if one.kind == "groslijst"]
    place = named.url.partition("#")[2]
    assert f'id="{place}"' in client.get("/bronnen/longlist/").content.decode()


def test_what_is_for_professionals_stands_under_a_heading_of_its_own(catalogue, client):
    text = page(client, "statushouders")
    assert (
        text.index("I am NL</a>")
        < text.index("Voor klantmanagers zelf")
        < text.index("Training voor begeleiding")
    )


def test_the_title_and_the_button_follow_what_is_typed(catalogue, client):
    part = client.get(LIST, {"q": "horeca"}, headers={"HX-Request": "true"}).content.decode()
    assert "<title>Interventies: horeca - Trajectwijzer</title>" in part
    total = ask("horeca").total
    assert re.search(rf'#toon">Toon {total} resulta', part)


def test_the_place_in_words_is_a_button(catalogue, client):
    text = page(client, "taal in tilburg")
    assert re.search(
        r'href="/interventies/\?q=taal\+in\+tilburg&amp;gemeente=Tilburg">Alleen wat in Tilburg kan', text
    )
    assert "Alleen wat in Tilburg" not in page(client, "taal in tilburg", gemeente="Tilburg")
    assert "Welke gemeente bedoel je?" in page(client, "taal in bergen")


def test_of_a_municipality_what_is_near_comes_first(catalogue):
    near = [near for _, near in ask("", gemeente="Groningen").every_item()]
    assert near == sorted(near, reverse=True)
    assert True in near
