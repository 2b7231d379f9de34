import html
import re

import pytest
from django.urls import reverse

from catalogue.documents.fields import IN_WORDS, YES_OR_NO, name_of
from catalogue.lists.comparison import Comparison
from catalogue.lists.shortlist import query_string
from catalogue.models import Intervention, Region
from tests.factories import covers, publish, term

COMPARE = reverse("comparison")


def comparison(*items, **options) -> Comparison:
    rows = {row.pk: row for row in Intervention.objects.with_everything()}
    return Comparison([rows[item.pk] for item in items], **options)


def answers(found: Comparison) -> dict[str, list[tuple[str, ...]]]:
    return {row.label: [cell.words for cell in row.cells] for part in found.parts for row in part.rows}


def page(client, query: str) -> str:
    return html.unescape(client.get(f"{COMPARE}?{query}").content.decode())


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def test_the_parts_stand_in_the_order_in_which_a_klantmanager_asks(catalogue):
    slugs = ("jasmijn-werkt", "kix-works")
    found = comparison(*Intervention.objects.filter(slug__in=slugs))
    assert [part.key for part in found.parts] == [
        "voor-wie", "wat", "hoe-lang", "waar", "resultaat", "hoe-weten-we-dat", "praktisch",
        "niveau-personal", "niveau-network", "niveau-demand", "niveau-municipal", "contact",
    ]  # fmt: skip


@pytest.mark.parametrize(("value", "words"), [(None, ()), (True, ("ja",)), (False, ("nee",))])
def test_what_is_not_mentioned_is_never_a_no(reference, value, words):
    found = comparison(publish(childcare=value), publish(childcare=True))
    assert answers(found)["Kinderopvang"] == [words, ("ja",)]


def test_not_mentioned_is_said_in_words(reference, client):
    items = [publish(childcare=True), publish(childcare=None)]
    row = re.search(
        r"<tr[^>]*>\s*<th scope=\"row\">Kinderopvang.*?</tr>",
        page(client, query_string(i.slug for i in items)),
        re.DOTALL,
    )[0]
    assert plain(row).strip() == "Kinderopvang ≠ (verschilt) Ja Niet vermeld"


def test_what_none_of_them_mentions_is_named_together(reference):
    found = comparison(publish(childcare=True), publish(referral="Bel de aanbieder."))
    practical = next(part for part in found.parts if part.key == "praktisch")
    shown = {row.label.lower() for row in practical.rows}
    assert shown == {name_of(name) for name in YES_OR_NO} | {"aanmelden"}
    assert set(practical.silent) == {name_of(name) for name in IN_WORDS} - {"aanmelden"}


def test_differences_are_marked_and_can_be_shown_alone(reference, client):
    one, two = publish(childcare=True, group=True), publish(childcare=False, group=True)
    found = comparison(one, two)
    rows = {row.label: row.differs for part in found.parts for row in part.rows}
    assert (rows["Kinderopvang"], rows["In een groep"], rows["Nazorg"]) == (True, False, False)
    assert set(answers(comparison(one, two, only_differences=True))) == {
        label for label, differs in rows.items() if differs
    }
    query = query_string([one.slug, two.slug])
    everything, only = page(client, query), page(client, f"{query}&alleen=verschillen")
    assert f'href="/vergelijken/?{query}&alleen=verschillen">alleen verschillen</a>' in everything
    assert f'href="/vergelijken/?{query}">alles</a>' in only
    assert "Kinderopvang" in only
    assert "In een groep" not in only
    assert everything.count("(verschilt)") == only.count("(verschilt)") == found.different


def test_barriers_have_a_row_each_with_value_role_and_basis(reference):
    declared = covers("klein-netwerk", role="part", value=60) | {"basis": "declared"}
    one = publish(coverage=[covers("weinig-zelfvertrouwen", value=80), declared])
    two = publish(coverage=[covers("laaggeletterdheid")], goals=[term("empowerment")])
    found = answers(comparison(one, two))
    assert found["Weinig zelfvertrouwen"] == [
        ("80 van 100: hoofddoel",), ("aannemelijk, op grond van doelen en aanpak",)
    ]  # fmt: skip
    network = next(words for label, words in found.items() if "netwerk" in label.lower())
    assert network == [("60 van 100: onderdeel van de aanpak, volgens de organisatie",), ()]


def test_a_target_is_not_a_result_and_a_recognition_says_what_it_means(catalogue):
    slugs = ("netwerkpro", "de-nieuwe-toekomst")
    found = answers(comparison(*(Intervention.objects.get(slug=slug) for slug in slugs)))
    assert "(streefgetal, geen resultaat" in " ".join(found["Resultaten"][0])
    assert found["Erkenning"][0] == ()
    assert found["Erkenning"][1][0] == "Goed onderbouwd"
    assert "Het effect is niet aangetoond." in found["Erkenning"][1][1]


def test_with_a_municipality_it_says_what_reach_means_there(catalogue):
    here = Region.objects.municipalities().get(short_name="Groningen")
    items = [Intervention.objects.get(slug=slug) for slug in ("jasmijn-werkt", "rebelz", "kix-works")]
    assert answers(comparison(*items, here=here))["Voor Groningen"] == [
        ("in jouw gemeente",), ("niet in jouw gemeente",), ("landelijk",)
    ]  # fmt: skip


def test_the_table_has_headers_for_columns_rows_and_parts(catalogue, client):
    text = page(client, "item=jasmijn-werkt&item=kix-works&item=rebelz")
    head = re.search(r"<thead>.*?</thead>", text, re.DOTALL)[0]
    assert re.findall(r'<th scope="col">([^<]+)</th>', head) == ["Jasmijn Werkt", "KIX works", "Rebelz!"] or (
        len(re.findall(r'<th scope="col">([^<]+)</th>', head)) == 3
    )
    assert re.findall(r'<th scope="rowgroup" colspan="(\d)"', text)[0] == "4"
    for row in re.findall(r"<tr[^>]*>\s*<th scope=\"row\">.*?</tr>", text, re.DOTALL):
        assert row.count("<td") in (3, 1)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_taking_one_away_is_a_link(catalogue, client):
    text = page(client, "item=jasmijn-werkt&item=kix-works&item=rebelz")
    assert 'href="/vergelijken/?item=jasmijn-werkt&item=rebelz"' in text


def test_with_none_one_or_five_it_says_what_to_do(catalogue, client):
    assert "Kies eerst wat je wilt vergelijken." in page(client, "")
    one = page(client, "item=jasmijn-werkt")
    assert "Kies er nog minstens één bij Jasmijn Werkt." in one
    assert 'href="/lijst/?item=jasmijn-werkt"' in one
    five = ["jasmijn-werkt", "kix-works", "rebelz", "netwerkpro", "vip-2"]
    text = page(client, query_string(five))
    assert "Je koos er 5." in text
    assert re.findall(r'name="item" value="([^"]+)"( checked)?', text) == [
        (slug, " checked" if place < 4 else "") for place, slug in enumerate(five)
    ]
    assert "<table" not in one + text


def test_what_is_gone_is_named_and_the_rest_compared(catalogue, client):
    text = page(client, "item=jasmijn-werkt&item=weg&item=kix-works")
    assert "Niet meer in de catalogus: weg." in plain(text)
    assert "<table" in text
    assert 'value="http://testserver/vergelijken/?item=jasmijn-werkt&item=kix-works"' in text


def test_the_number_of_queries_does_not_grow_with_the_items(
    reference, client, django_assert_max_num_queries, django_assert_num_queries
):
    def made(number):
        return query_string(
            publish(
                provider=f"Aanbieder {place}",
                goals=[term("motivatie")],
                approaches=[term("training")],
                target_groups=["Moeders"],
                coverage=[covers("weinig-zelfvertrouwen"), covers("laaggeletterdheid")],
            ).slug
            for place in range(number)
        )

    few, many = made(2), made(4)
    with django_assert_max_num_queries(16) as first:
        client.get(f"{COMPARE}?{few}")
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(f"{COMPARE}?{many}")
