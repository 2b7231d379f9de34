import re

import pytest
from django.urls import reverse

from catalogue.models import Intervention
from catalogue.rendering.page_cache import cache
from catalogue.revisions import actions
from catalogue.text.folding import fold
from tests.factories import covers, publish, term

LIST = reverse("intervention-list")


def names(response) -> list[str]:
    return [found.item.name for found in response.context["page"]]


def test_it_lists_every_public_item_twelve_a_page_in_order_of_name(catalogue, client):
    expected = sorted(Intervention.objects.published().values_list("name", flat=True), key=fold)
    pages = [names(client.get(LIST, {"pagina": number})) for number in range(1, -(-len(expected) // 12) + 1)]
    assert [name for page in pages for name in page] == expected
    assert [len(page) for page in pages[:-1]] == [12] * (len(pages) - 1)


def test_a_card_shows_who_what_where_how_current_and_on_which_levels(catalogue, client):
    text = client.get(LIST, {"q": "jasmijn werkt"}).content.decode()
    card = re.search(r"<article.*?</article>", text, re.DOTALL)[0]
    for shown in (
        '<a href="/interventies/jasmijn-werkt/">Jasmijn Werkt</a>',
        "Multicultureel Vrouwencentrum Jasmijn · Groningen",
        "Alleenstaande moeders",
        '<li class="chip">arbeidsvaardigheden</li>',
        "stand 2020, niet geverifieerd",
        "<title>Persoonlijke factoren en vaardigheden</title>",
        "<title>Gemeentelijke ondersteuning</title>",
    ):
        assert shown in card
    assert "Vraagzijde arbeidsmarkt" not in card
    assert "voor klantmanagers" not in card


def test_an_item_for_professionals_only_is_marked(catalogue, client):
    marked = re.compile(r"<article.*?</article>", re.DOTALL)
    cards = marked.findall(client.get(LIST, {"publiek": "klantmanager"}).content.decode())
    said = {
        re.search(r'<a href="[^"]*/([a-z0-9-]+)/"', card)[1]: "voor klantmanagers" in card for card in cards
    }
    assert said["training-begeleiding-vrouwelijke-statushouders"] is True
    assert said["skills-training"] is False


def test_an_archived_item_is_not_there(catalogue, client):
    query = {"q": "multicultureel"}
    assert names(client.get(LIST, query)) == ["Jasmijn Werkt"]
    actions.archive(item=Intervention.objects.get(slug="jasmijn-werkt"), by=None)
    assert names(client.get(LIST, query)) == []


@pytest.mark.parametrize(
    ("count", "sentence"),
    [(1, "1 van de 2 interventies past bij je vraag"), (2, "2 van de 2 interventies passen bij je vraag")],
)
def test_the_count_is_a_sentence(reference, client, count, sentence):
    publish(goals=[term("motivatie")])
    publish(goals=[term("motivatie" if count == 2 else "kennis")])
    assert sentence in client.get(LIST, {"doel": "motivatie"}).content.decode()


def test_the_same_order_as_the_table_of_the_source_on_request(catalogue, client):
    response = client.get(LIST, {"volgorde": "tabel"})
    assert [found.item.table_position for found in response.context["page"]] == list(range(1, 13))


def test_the_table_has_a_row_header_per_item(catalogue, client):
    text = client.get(LIST, {"weergave": "tabel", "q": "jasmijn werkt"}).content.decode()
    assert '<th scope="row"><a href="/interventies/jasmijn-werkt/">Jasmijn Werkt</a>' in text
    assert "<article" not in text


def test_a_page_that_does_not_exist_shows_one_that_does(catalogue, client, subtests):
    first, last = client.get(LIST), client.get(LIST, {"pagina": 99})
    assert last.context["page"].number == last.context["page"].paginator.num_pages
    for number in ("0", "-1", "9" * 400):
        with subtests.test(number=number):
            assert names(client.get(LIST, {"pagina": number})) == names(last)
    for number in ("twee", "1e3", "\x00", ""):
        with subtests.test(number=number):
            cache.clear()
            assert names(client.get(LIST, {"pagina": number})) == names(first)


ODD_QUERIES = [
    {"q": "a\x00b"},
    {"q": "x" * 5000},
    {"q": "'; DROP TABLE--"},
    {"q": "%_%"},
    {"gemeente": "x" * 5000},
    {"doel": ["'", '"', "\x00", "x" * 5000]},
    {"pagina": "2", "onbekend": "x"},
]


def test_odd_queries_get_an_answer(catalogue, client, subtests):
    for query in ODD_QUERIES:
        with subtests.test(query=str(query)[:60]):
            assert client.get(LIST, query).status_code == 200


def test_what_was_typed_stays_and_is_escaped(catalogue, client):
    text = client.get(LIST, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in text
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in text


def test_nothing_found_offers_links_that_give_something(catalogue, client):
    text = client.get(LIST, {"q": "zeilen", "doel": "empowerment"}).content.decode()
    assert "Geen interventies gevonden" in text
    way = re.search(r'<a href="([^"]+)">zonder de zoekwoorden “zeilen”</a>: (\d+) interventies', text)
    assert len(names(client.get(way[1]))) == min(12, int(way[2]))


def test_htmx_gets_the_results_only_and_the_address_of_the_question(catalogue, client):
    response = client.get(
        LIST, {"q": "taal", "gemeente": "", "doel": "empowerment"}, headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert response.headers["HX-Push-Url"] == "/interventies/?q=taal&doel=empowerment"
    assert response.headers["Vary"] == "HX-Request, Cookie" or "HX-Request" in response.headers["Vary"]
    assert "<html" not in text
    assert 'id="resultaten"' in text
    assert 'hx-swap-oob="innerHTML:#telling"' in text
    counts = dict(re.findall(r'hx-swap-oob="innerHTML:#n-([^"]+)">(\d+)<', text))
    shown = {
        option.id: str(option.count)
        for group in response.context["list_query"].groups
        for option in group.options
    }
    assert counts == shown


def test_the_counts_that_htmx_renews_are_all_on_the_page(catalogue, client):
    page = client.get(LIST).content.decode()
    part = client.get(LIST, headers={"HX-Request": "true"}).content.decode()
    assert set(re.findall(r"innerHTML:#([^\"]+)", part)) <= set(re.findall(r'id="([^"]+)"', page))


def test_ids_are_unique(catalogue, client):
    ids = re.findall(r'\bid="([^"]+)"', client.get(LIST).content.decode())
    assert len(ids) == len(set(ids))


#: The query string, and how many queries it costs once the cards are known: one for the stamp of the
#: catalogue, one more for words, however many, two for a municipality; nothing for what is ticked.
QUERIES = [
    ({}, 1),
    ({"q": "training", "weergave": "tabel"}, 1),
    ({"q": "training motivatie"}, 1),
    ({"doel": "motivatie"}, 1),
    ({"gemeente": "Groningen"}, 2),
]
#: What reading the cards of a page takes that nobody asked for since the catalogue changed.
CARDS = 5


@pytest.mark.parametrize(("query", "cost"), QUERIES)
def test_the_number_of_queries_does_not_grow_with_the_items(
    reference, client, django_assert_num_queries, query, cost
):
    def fill(number):
        for _ in range(number):
            publish(
                provider="Aanbieder",
                goals=[term("motivatie"), term("empowerment")],
                approaches=[term("training")],
                target_groups=["Moeders"],
                coverage=[covers("weinig-zelfvertrouwen"), covers("laaggeletterdheid")],
                outcomes=["betaald-werk"],
            )

    for number in (3, 20):
        fill(number)
        client.get(LIST, query)  # reads the words and the cards, once after every change
        cache.clear()
        with django_assert_num_queries(cost):
            client.get(LIST, query)


def test_the_cards_of_a_page_are_read_together(reference, client, django_assert_num_queries):
    for _ in range(15):
        publish(goals=[term("motivatie")], target_groups=["Moeders"], coverage=[covers("laaggeletterdheid")])
    client.get(LIST)
    with django_assert_num_queries(1 + CARDS):
        client.get(LIST, {"pagina": "2"})
