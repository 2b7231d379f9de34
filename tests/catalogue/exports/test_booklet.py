"""Overview, fact sheet, comparison and shortlist on paper: valid, complete, and public."""

import datetime
import re
import zlib
from itertools import pairwise

import pytest
from django.http import QueryDict
from weasyprint.urls import FatalURLFetchingError

from catalogue.browse.list_query import ListQuery
from catalogue.exports.booklet import (
    BookletPart,
    comparison_html,
    factsheet_html,
    overview_html,
    shortlist_html,
)
from catalogue.exports.reading import read_items
from catalogue.lists.comparison import Comparison
from catalogue.models import CatalogueState, Intervention
from catalogue.rendering.pdf import pdf_of
from catalogue.revisions import actions
from tests.factories import covers, publish, term

pytestmark = pytest.mark.django_db

SECTIONS = [
    "Voor wie",
    "Wat het is",
    "Hoe lang",
    "Waar",
    "Wat het oplevert",
    "Hoe weten we dat?",
    "Praktisch",
    "Contact",
]
#: What the document of `full` says, as it must come back from paper.
SAID = [
    "Een zin die lang doorgaat",
    "alleenstaande moeders",
    "8 van de 10",
    "Streefgetal, geen resultaat",
    "Vergoeding",
    "Zij wil het zelf.",
    "De ruimste omschrijving telt.",
    "Tot 4 jaar.",
    "Samen met anderen.",
    "12,5 euro (2018)",
    "Verouderd, toets dit eerst.",
    "info@voorbeeld.example",
    "31-12-2027",
    "Bijlage 2 nr 1",
]


def published():
    return Intervention.objects.published()


def loaded():
    return list(published().marking_professionals().with_everything())


def html_of(kind: str, made_on) -> str:
    if kind == "overview":
        return overview_html(ListQuery(QueryDict()), made_on=made_on)
    if kind == "shortlist":
        return shortlist_html(loaded(), made_on=made_on)
    if kind == "comparison":
        return comparison_html(Comparison(loaded()), made_on=made_on)
    return factsheet_html(published().get(name__startswith=kind), made_on=made_on)


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""


def headings(html: str) -> list[int]:
    return [int(depth) for depth in re.findall(r"<h(\d)", html)]


@pytest.mark.parametrize("kind", ["overview", "shortlist", "comparison", "Vol", "Leeg"])
def test_it_is_valid_with_everything_nothing_and_long_words(full, sparse, made_on, faults_of, read_pdf, kind):
    html = html_of(kind, made_on)
    depths = headings(html)
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert [pair for pair in pairwise(depths) if pair[1] > pair[0] + 1] == []
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    content = pdf_of(html)
    assert faults_of(content) == []
    text = read_pdf(content)
    if kind == "comparison":
        assert "niet vermeld" in text.lower()
        return
    assert [section for section in SECTIONS if section not in text] == []
    if kind != "Leeg":
        told = text.replace("- ", "")
        assert [said for said in SAID if said not in told and said not in text] == []
    if kind != "Vol":
        assert "Geen" in text or "niet vermeld" in text


@pytest.fixture(scope="module")
def den_haag(django_db_setup, django_db_blocker):
    """A real overview, made once: its question, its HTML and its PDF."""
    with django_db_blocker.unblock():
        chosen = ListQuery(QueryDict("gemeente=Tilburg&niveau=demand&soort=intervention"))
        html = overview_html(chosen, made_on=datetime.date(2026, 11, 21))
        return chosen, [item.name for item in read_items(chosen.keys)], html, pdf_of(html)


def test_a_real_overview_is_valid_and_names_every_item_and_section(den_haag, faults_of, read_pdf):
    _, names, _, content = den_haag
    assert faults_of(content) == []
    text = read_pdf(content)
    assert len(names) > 2
    assert [name for name in names if text.count(name) < 3] == []
    assert [section for section in SECTIONS if text.count(section) < len(names)] == []
    for part in ("Inhoud", "In het kort", "De tabel", "De interventies", "Bronnen"):
        assert part in text


def test_the_cover_says_what_was_asked_when_and_of_which_catalogue(den_haag, read_pdf):
    _, names, html, content = den_haag
    text = read_pdf(content)
    for told in ("Tilburg", "Vraagzijde arbeidsmarkt", "21 november 2026", CatalogueState.current()):
        assert told in text
    assert f"{len(names)} interventies, op volgorde van naam" in text
    assert "Stand" in text
    assert "<title>Overzicht van interventies</title>" in html


def test_the_contents_link_to_every_item_and_give_its_page(den_haag, read_pdf):
    chosen, names, html, content = den_haag
    contents = html.partition('<nav class="contents">')[2].partition("</nav>")[0]
    assert re.findall(r'href="#i(\d+)"', contents) == [str(key) for key in chosen.keys]
    text = read_pdf(content)
    pages = [int(number) for number in re.findall(r"(?:\. ){3,}(\d+)", text)]
    assert len(pages) == len(names) + 4
    assert pages == sorted(pages)
    streams = re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL)
    assert any(b"/Outlines" in unpacked(stream) for stream in streams)


def test_every_chart_has_a_title_and_a_table_with_the_same_numbers(den_haag):
    _, _, html, _ = den_haag
    charts = re.findall(r'<section class="chart">(.*?)</section>', html, re.DOTALL)
    assert len(charts) == 3
    for chart in charts:
        svg, table = chart.split("</svg>")
        assert re.search(r"<title>[^<]{20,}</title>", svg)
        drawn = [int(number) for number in re.findall(r">(\d+)</text>", svg)]
        tabled = [int(number) for number in re.findall(r'<td class="numeric">(\d+)</td>', table)]
        assert drawn == tabled[: len(drawn)]
        assert drawn


@pytest.mark.parametrize(
    ("goals", "sentence"),
    [
        (
            [["motivatie"], ["motivatie", "empowerment"]],
            "Het doel dat het vaakst voorkomt is motivatie: bij 2.",
        ),
        ([["motivatie"], ["empowerment"]], "Het vaakst komen voor: empowerment en motivatie, elk bij 1."),
    ],
    ids=["one", "a tie"],
)
def test_the_sentence_of_a_chart_names_all_that_occur_most(reference, made_on, goals, sentence):
    for slugs in goals:
        publish(goals=[term(slug) for slug in slugs])
    html = overview_html(ListQuery(QueryDict()), made_on=made_on)
    assert f"<p>{sentence}</p>" in html


def test_levels_that_tie_are_named_together(reference, made_on):
    publish(coverage=[covers("laaggeletterdheid"), covers("klein-netwerk")])
    html = overview_html(ListQuery(QueryDict()), made_on=made_on)
    assert "werken aan “Persoonlijke factoren en vaardigheden” en “Het sociale netwerk”: 1 van de 1." in html
    assert "De minste aan “Vraagzijde arbeidsmarkt” en “Gemeentelijke ondersteuning”: 0." in html


def test_a_part_says_which_it_is_and_holds_its_own_items_only(catalogue, made_on):
    chosen = ListQuery(QueryDict())
    html = overview_html(chosen, made_on=made_on, part=BookletPart(2, 4, 10), keys=chosen.keys[10:13])
    assert "Deel 2 van 4: interventie 11 tot en met 13 van de 49" in html
    assert "<title>Overzicht van interventies, deel 2 van 4</title>" in html
    assert [int(key) for key in re.findall(r'<h3 id="i(\d+)">', html)] == chosen.keys[10:13]


def test_the_municipality_and_its_logo_stand_on_it(catalogue, made_on, settings, faults_of, read_pdf):
    settings.MUNICIPALITY_NAME, settings.LOGO = "Voorbeeldstad", "favicon.svg"
    content = pdf_of(factsheet_html(published().get(slug="jasmijn-werkt"), made_on=made_on))
    assert faults_of(content) == []
    assert "voor gemeente Voorbeeldstad" in read_pdf(content)


def test_a_logo_that_is_not_there_stops_it(catalogue, made_on, settings):
    settings.LOGO = "bestaat-niet.svg"
    html = factsheet_html(published().get(slug="jasmijn-werkt"), made_on=made_on)
    with pytest.raises(FatalURLFetchingError, match="bestaat-niet"):
        pdf_of(html)


def test_what_the_page_tells_stands_on_the_sheet_too(catalogue, client, made_on):
    slug = "jasmijn-werkt"
    sheet = factsheet_html(published().get(slug=slug), made_on=made_on)
    web = client.get(f"/interventies/{slug}/").content.decode()
    works_on = re.findall(r"<span><strong><a [^>]+>([^<]+)</a></strong>", web)
    assert len(works_on) > 5
    assert [label for label in works_on if f"<strong>{label}</strong>" not in sheet] == []
    places = re.findall(r'<li id="bron-(\d+)">([^<]+?)\.\s', web)
    assert len(places) > 1
    printed = [
        (number, f"{source}, {place}")
        for source, notes in re.findall(r"<li>([^<]+): (<span class=\"notes__place\">.*?)</li>", sheet)
        for number, place in re.findall(r">\[(\d+)\] ([^<]+)<", notes)
    ]
    assert sorted(printed) == sorted(places)


def test_an_item_that_is_archived_is_on_no_sheet(catalogue, made_on):
    chosen = ListQuery(QueryDict("q=jasmijn"))
    assert chosen.total
    key = Intervention.objects.get(slug="jasmijn-werkt").pk
    assert key in chosen.keys
    actions.archive(item=Intervention.objects.get(pk=key), by=None)
    assert f'id="i{key}"' not in overview_html(chosen, made_on=made_on)


def test_one_item_has_a_sentence_of_its_own(reference, made_on):
    publish()
    html = overview_html(ListQuery(QueryDict()), made_on=made_on)
    assert "1 interventie, op volgorde van naam" in html
