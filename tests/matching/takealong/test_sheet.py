"""The sheet that goes along holds the chosen items and nothing of her."""

import re
import subprocess

import page
import pytest

from catalogue.documents import conditions
from catalogue.models import Barrier, Intervention
from catalogue.rendering import pdf
from matching import adapter
from matching.takealong.sheet import FILENAME, KLANTMANAGER_FILENAME, MAX_ITEMS, name_is_sensitive

URL = "/matching/meenemen/"
#: Answers that a careless form could send along with the choice.
LEAK = {
    "gender": "vrouw",
    "age": "37",
    "municipality": "Schiermonnikoog",
    "circumstances": "geweldservaring",
    "belemmering": ["psychische-gezondheid", "detentieverleden"],
    "ernst-psychische-gezondheid": "3",
}


def sheet(client, *refs, **more):
    return client.post(URL, {"item": refs, **more})


def text_of(response, tmp_path):
    path = tmp_path / "blad.pdf"
    path.write_bytes(response.content)
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout


def pages_of(response, tmp_path):
    path = tmp_path / "blad.pdf"
    path.write_bytes(response.content)
    told = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))


@pytest.mark.parametrize(
    ("refs", "more"),
    [
        (["ks2020-14"], {}),
        (["ks2020-14"], {"blad": "klantmanager"}),
        (["ks2020-22", "dh2024-r-2", "ks2020-25"], {"blad": "klantmanager"}),
        (["dh2024-b1-1c", "dh2024-r-4", "dh2024-b2-6"], {"blad": "klantmanager"}),
        (["dh2024-b1-1c", "dh2024-r-4", "dh2024-b2-6"], {}),
    ],
    ids=["hers", "the klantmanager's", "sparse", "full", "hers, full"],
)
def test_it_is_valid_pdf_ua(catalogue, client, refs, more):
    response = sheet(client, *refs, **more)
    report = page.validate_pdf_bytes(response.content, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []


def test_it_names_the_items_and_how_to_reach_them(catalogue, client, tmp_path):
    text = text_of(sheet(client, "ks2020-03"), tmp_path)
    for told in ("Netwerkpro", "Amsterdam, Haarlem", "https://netwerkpro.org", "info@netwerkpro.org", "2020"):
        assert told in text
    assert "Voor de klantmanager" not in text
    assert "bij wie je moet zijn" not in text


def test_it_says_whom_to_ask_when_the_source_gives_no_way_to_reach_it(catalogue, client, tmp_path):
    text = text_of(sheet(client, "dh2024-b1-3"), tmp_path)
    assert "Vraag je klantmanager bij wie je moet zijn." in text


@pytest.mark.parametrize("blad", ["", "klantmanager"])
@pytest.mark.parametrize("shape", ["", "scherm"], ids=["PDF", "HTML"])
def test_nothing_of_her_stands_on_it_even_when_it_is_sent_along(catalogue, client, tmp_path, shape, blad):
    response = sheet(client, "ks2020-22", blad=blad, vorm=shape, **LEAK)
    text = response.content.decode() if shape else text_of(response, tmp_path)
    sensitive = [barrier.label for barrier in Barrier.objects.filter(sensitive=True)]
    for leaked in ("37", "Schiermonnikoog", "geweld", "detentie", *sensitive):
        assert leaked.lower() not in text.lower()
    filename = KLANTMANAGER_FILENAME if blad else FILENAME
    assert response.headers.get("Content-Disposition", filename).count(filename) == 1
    assert b"Schiermonnikoog" not in response.content


def test_its_name_and_metadata_are_neutral(catalogue, client):
    response = sheet(client, "ks2020-04")
    assert response["Content-Disposition"] == f'attachment; filename="{FILENAME}"'
    assert b"Rebelz" not in response.content.split(b"stream")[0]
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("ref", ["ks2020-04", "ks2020-18", "ks2020-21"])
def test_an_item_whose_name_tells_something_sensitive_is_recognised(catalogue, ref):
    found = adapter.current()
    item = next(item for item in found.items if item.source_ref == ref)
    assert name_is_sensitive(item, found.vocabulary)


def test_such_an_item_is_on_the_page_but_not_ticked(catalogue, client):
    response = client.post(
        "/matching/resultaat/",
        {
            "belemmering": ["detentieverleden", "weinig-werkervaring"],
            "municipality": "Rotterdam",
            "gender": "vrouw",
        },
    )
    choices = {choice.ref: choice for choice in response.context["page"].takealong}
    assert (choices["ks2020-04"].name_is_sensitive, choices["ks2020-04"].ticked) == (True, False)


def test_more_than_three_is_refused_and_not_cut_short(catalogue, client):
    refs = list(
        Intervention.objects.order_by("source_ref").values_list("source_ref", flat=True)[: MAX_ITEMS + 1]
    )
    response = sheet(client, *refs)
    assert response.status_code == 422
    assert "Je koos er 4" in response.content.decode()


def test_the_three_longest_still_fit_on_one_page_each(catalogue, client, tmp_path):
    rows = Intervention.objects.with_everything()
    longest = sorted(rows, key=lambda row: -len(row.summary + row.duration_text + row.costs_participant))[:3]
    refs = [row.source_ref for row in longest]
    assert pages_of(sheet(client, *refs), tmp_path) == 1
    assert pages_of(sheet(client, *refs, blad="klantmanager"), tmp_path) <= 2


def test_hers_and_the_klantmanagers_are_two_files(catalogue, client, tmp_path):
    hers = text_of(sheet(client, "ks2020-14"), tmp_path)
    other = text_of(sheet(client, "ks2020-14", blad="klantmanager"), tmp_path)
    assert ("Warme overdracht" in hers, "Warme overdracht" in other) == (False, True)
    assert ("Wat wil ik vragen?" in hers, "Wat wil ik vragen?" in other) == (True, False)


def test_of_two_conditions_of_which_one_is_enough_it_says_or(catalogue, client):
    text = sheet(client, "ks2020-17", blad="klantmanager", vorm="scherm").content.decode()
    row = Intervention.objects.get(source_ref="ks2020-17")
    (either,) = [line.text for line in conditions.lines(row.conditions) if ", of " in line.text][:1]
    assert either in text


def test_what_a_provider_asks_that_is_sensitive_is_not_named(catalogue, client, tmp_path):
    text = " ".join(text_of(sheet(client, "ks2020-21", blad="klantmanager"), tmp_path).split())
    assert "en iets dat hier niet staat" in text


SITUATIONS = {
    "Den Haag": {
        "belemmering": ["financiele-problemen", "kinderopvang-niet-geregeld", "weinig-werkervaring"],
        "municipality": "Den Haag",
        "household": "alleenstaande-ouder",
        "youngest_child_age": "3",
        "gender": "vrouw",
    },
    "Ameland": {"belemmering": ["klein-netwerk"], "municipality": "Ameland", "gender": "vrouw"},
}


@pytest.mark.parametrize("told", SITUATIONS.values(), ids=SITUATIONS)
def test_the_papers_hold_exactly_the_plan_in_its_order_and_blocks(catalogue, client, told):
    response = client.post("/matching/resultaat/", told)
    plan = response.context["page"].plan
    html = response.content.decode()
    form = html[html.index('id="meenemen"') :]
    ticked = re.findall(r'name="item" value="([^"]+)" checked', form)
    later = re.findall(r'name="daarna" value="([^"]+)"', form)
    assert ticked == [row.item.source_ref for row in plan.items] != []
    assert later == [row.item.source_ref for row in plan.items if row.block == "later"]
    for blad in ("", "klantmanager"):
        paper = client.post(URL, {"item": ticked, "daarna": later, "blad": blad, "vorm": "scherm"})
        shown = [item.name for item in paper.context["sheet"].items]
        assert shown == [row.item.name for row in plan.items]
        assert [item.block for item in paper.context["sheet"].items] == [row.block for row in plan.items]


def test_what_is_for_the_klantmanagers_eyes_is_on_no_paper(catalogue, client):
    told = SITUATIONS["Den Haag"] | {
        "age": "17",
        "years_without_work": "16",
        "belemmering": ["weinig-werkervaring", "aannames-klantmanager"],
        "income": "bijstand",
    }
    page = client.post("/matching/resultaat/", told).context["page"]
    assert page.slips
    assert page.assumed
    assert page.own_side
    refs = [choice.ref for choice in page.takealong][:3]
    for blad in ("", "klantmanager"):
        paper = client.post(URL, told | {"item": refs, "blad": blad, "vorm": "scherm"}).content.decode()
        for said in (*page.slips, *(one.text for one in page.assumed), page.own_side[0].barrier.label):
            assert said not in paper


def test_without_a_choice_it_says_so(catalogue, client):
    response = client.post(URL, {})
    assert response.status_code == 422
    assert "Er is nog niets gekozen" in response.content.decode()


def test_a_key_that_no_database_can_hold_is_no_choice(catalogue, client):
    assert client.post(URL, {"item": "a\0b"}).status_code == 422


def test_an_archived_item_cannot_go_along(catalogue, client):
    from catalogue.revisions import actions

    actions.archive(item=Intervention.objects.get(source_ref="ks2020-14"), by=None)
    assert sheet(client, "ks2020-14").status_code == 422


def test_without_the_libraries_it_says_what_still_works(catalogue, client, monkeypatch):
    def unavailable(html):
        raise pdf.PdfUnavailable("pango")

    monkeypatch.setattr(pdf, "pdf_of", unavailable)
    response = sheet(client, "ks2020-14")
    assert response.status_code == 503
    assert "Bekijk eerst" in response.content.decode()
