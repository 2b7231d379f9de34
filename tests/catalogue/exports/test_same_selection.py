"""What stands on the screen goes along: the same items in the same order, in every form."""

import csv
import io
import json
import re
from random import Random

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from catalogue.browse.list_query import ListQuery
from catalogue.exports import booklet, writing
from catalogue.exports.booklet import overview_html
from catalogue.exports.reading import read_items, with_known_values
from catalogue.exports.writing import write
from catalogue.models import Intervention
from catalogue.rendering.pdf import pdf_of
from tests.factories import covers, publish, term

WORDS = ["taal", "moeders", "werk", "zelfvertrouwen netwerk", "statushouders", "vrouwen", "coaching"]
PLACES = ["Tilburg", "Den Haag", "Groningen", "Amsterdam", "Maastricht"]
NAMES = ("niveau", "doel", "aanpak", "doelgroep", "uitstroom", "soort", "kinderopvang", "publiek")


def questions(count: int) -> list[str]:
    """So many different questions that find something, the same every time; most find only a few items."""
    chance = Random(6)  # noqa: S311 - no secret
    found = []
    words = ListQuery(QueryDict()).index.facets
    while len(found) < count:
        query = QueryDict(mutable=True)
        for name in chance.sample(NAMES, chance.randint(0, 2)):
            values = [word.value for word in words[name]]
            query.setlist(name, chance.sample(values, min(len(values), chance.randint(1, 2))))
        if chance.random() < 0.4:
            query["q"] = chance.choice(WORDS)
        if chance.random() < 0.3:
            query["gemeente"] = chance.choice(PLACES)
        if chance.random() < 0.4:
            query["volgorde"] = chance.choice(["naam", "geverifieerd", "tabel"])
        most = 49 if len(found) < 3 else 6
        if 0 < ListQuery(query).total <= most and query.urlencode() not in found:
            found.append(query.urlencode())
    return found


def on_screen(query: str) -> list[str]:
    selection = ListQuery(QueryDict(query))
    pages = range(1, selection.page("1").paginator.num_pages + 1)
    return [found.item.source_ref for number in pages for found in selection.page(str(number))]


def written(form: str, chosen: ListQuery, made_on) -> io.BytesIO:
    file = io.BytesIO()
    write(file, form, chosen, made_on=made_on)
    file.seek(0)
    return file


def refs_of(form: str, file: io.BytesIO) -> list[str]:
    if form == "json":
        return [item["source_ref"] for item in json.load(file)["items"]]
    if form == "csv":
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        return [row["Sleutel"] for row in csv.DictReader(text)]
    rows = list(openpyxl.load_workbook(file, read_only=True)["Interventies"].iter_rows(values_only=True))
    place = rows[0].index("Sleutel")
    return [row[place] for row in rows[1:]]


@pytest.fixture
def read_once(catalogue, monkeypatch):
    """Each item is read from the database once; which ones, and in what order, is asked every time."""
    keys = Intervention.objects.published().values_list("pk", flat=True)
    rows = {item.pk: item for item in read_items(keys)}
    for module in (booklet, writing):
        monkeypatch.setattr(module, "read_items", lambda keys: iter([rows[key] for key in keys]))


def test_items_are_read_in_the_order_that_is_asked(catalogue):
    items = Intervention.objects.published()
    keys = list(items.values_list("pk", flat=True))
    Random(6).shuffle(keys)  # noqa: S311 - no secret
    assert [item.pk for item in read_items(keys)] == keys


def test_fifty_questions_give_the_same_items_in_the_same_order_everywhere(read_once, made_on):
    items = Intervention.objects.published()
    refs = dict(items.values_list("pk", "source_ref"))
    asked = questions(50)
    assert len(set(asked)) == 50
    differ = []
    for query in asked:
        chosen = ListQuery(QueryDict(query))
        found = {form: refs_of(form, written(form, chosen, made_on)) for form in ("json", "csv", "xlsx")}
        html = overview_html(chosen, made_on=made_on)
        found["html"] = [refs[int(key)] for key in re.findall(r'<h3 id="i(\d+)">', html)]
        found["table"] = [refs[int(key)] for key in re.findall(r'<th scope="row"><a href="#i(\d+)">', html)]
        screen = on_screen(query)
        differ += [(query, form) for form, answer in found.items() if answer != screen]
        assert ListQuery(QueryDict(chosen.canonical)).keys == chosen.keys, query
    assert differ == []


@pytest.mark.parametrize("query", ["gemeente=Tilburg&niveau=demand", "q=taal&volgorde=tabel"])
def test_the_pdf_holds_the_items_of_the_screen_and_no_other(catalogue, made_on, read_pdf, query):
    items = Intervention.objects.published()
    chosen = ListQuery(QueryDict(query))
    keys = chosen.keys[:4]
    text = read_pdf(pdf_of(overview_html(chosen, made_on=made_on, keys=keys)))
    for item in items:
        contents = re.search(rf"{re.escape(item.name[:30])}[^.]*(?:\. ){{3,}}", text)
        assert bool(contents) is (item.pk in keys), item.name


def test_the_list_page_links_to_its_own_selection(catalogue, client):
    html = client.get("/interventies/?niveau=demand&gemeente=Tilburg&pagina=2").content.decode()
    links = re.findall(r'href="(/export/\?[^"]*)"', html)
    assert links == [
        f"/export/?gemeente=Tilburg&amp;niveau=demand&amp;vorm={form}"
        for form in ("pdf", "xlsx", "csv", "json")
    ]


def test_a_question_has_one_way_to_be_written(catalogue):
    one = ListQuery(QueryDict("soort=traject&gemeente=gm0855&niveau=demand&niveau=network&pagina=3&q="))
    other = ListQuery(QueryDict("niveau=network&niveau=demand&weergave=tabel&soort=traject&gemeente=Tilburg"))
    assert one.canonical == other.canonical == "gemeente=Tilburg&niveau=demand&niveau=network&soort=traject"


def test_the_question_in_words(catalogue):
    query = QueryDict("gemeente=Tilburg&niveau=demand&niveau=network&kinderopvang=ja&nazorg=ja")
    assert ListQuery(query).in_words == [
        ("Gemeente", "Tilburg"),
        ("Werkt aan", "Vraagzijde arbeidsmarkt of Het sociale netwerk"),
        ("Met", "Kinderopvang en Nazorg"),
    ]


def test_what_the_list_does_not_know_takes_no_part_and_is_told(catalogue):
    chosen = ListQuery(QueryDict("niveau=onzin&soort=traject"))
    assert (chosen.canonical, len(chosen.faults)) == ("soort=traject", 1)
    assert chosen.faults[0].startswith("niveau: “onzin” kennen we niet.")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("niveau=vraagzijde", "niveau=demand"),
        ("niveau=Gemeentelijke", "niveau=municipal"),
        ("niveau=demand", "niveau=demand"),
        ("soort=tra", "soort=tra"),
        ("soort=Traject", "soort=traject"),
        ("gemeente=Tilburg", "gemeente=Tilburg"),
    ],
)
def test_a_person_may_type_the_words_of_the_screen(catalogue, typed, understood):
    assert with_known_values(QueryDict(typed)).urlencode() == understood


def test_reading_takes_as_many_queries_for_two_items_as_for_ten(reference, django_assert_num_queries):
    def read() -> int:
        return len(list(read_items(ListQuery(QueryDict("")).keys)))

    def fill(number):
        for _ in range(number):
            publish(coverage=[covers("laaggeletterdheid")], goals=[term("motivatie")], provider="Aanbieder")

    fill(2)
    with CaptureQueriesContext(connection) as first:
        assert read() == 2
    fill(8)
    with django_assert_num_queries(len(first)):
        assert read() == 10
