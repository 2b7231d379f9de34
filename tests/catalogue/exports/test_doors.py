"""The addresses of the files: what is short comes at once, what is long gets a page of its own."""

import datetime
import io
import json
import uuid

import openpyxl
import pytest
from django.utils import timezone

from catalogue.exports import actions as export_actions
from catalogue.exports import build
from catalogue.exports.formats import FORMATS
from catalogue.exports.limits import MAX_AT_WORK
from catalogue.exports.tasks import queue_export
from catalogue.models import Export, Intervention
from catalogue.rendering import pdf
from catalogue.revisions import actions as revision_actions

PAIR = "item=jasmijn-werkt&item=rebelz"


@pytest.fixture(autouse=True)
def folder(exports_folder):
    return exports_folder


@pytest.fixture
def no_rendering(monkeypatch):
    """What would have become a PDF, without the time that takes."""
    made = []
    monkeypatch.setattr(pdf, "pdf_of", lambda html: made.append(html) or b"%PDF-")
    return made


def ask(client, query="", form="pdf"):
    return client.post(f"/export/?{query}&vorm={form}")


def test_a_short_overview_comes_at_once_under_a_neutral_name(catalogue, client, no_rendering):
    response = client.get("/export/?gemeente=Tilburg&niveau=demand&vorm=pdf")
    assert response.content == b"%PDF-"
    today = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="trajectwijzer-overzicht-{today}.pdf"'
    assert "<h1>Overzicht van interventies</h1>" in no_rendering[0]
    assert not Export.objects.exists()


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_the_whole_catalogue_as_data_comes_at_once(catalogue, client, form):
    response = client.get(f"/export/?vorm={form}")
    assert response["Content-Type"] == FORMATS[form].kind
    count = {
        "xlsx": lambda content: openpyxl.load_workbook(io.BytesIO(content))["Interventies"].max_row - 1,
        "csv": lambda content: content.count(b"/interventies/"),
        "json": lambda content: len(json.loads(content)["items"]),
    }
    assert count[form](response.content) == 49


def test_a_mark_for_excel_only_when_asked_for(catalogue, client):
    plain, marked = (client.get(f"/export/?q=jasmijn&vorm=csv{more}").content for more in ("", "&bom=1"))
    assert plain.startswith(b"Naam,")
    assert marked.startswith(b"\xef\xbb\xbfNaam;")


def test_a_long_one_is_offered_and_asking_for_it_leads_to_its_own_page(catalogue, client):
    offered = client.get("/export/?vorm=pdf")
    assert "Zoveel interventies in één keer duurt even." in offered.content.decode()
    assert not Export.objects.exists()
    response = ask(client)
    export = Export.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/export/{export.key}/")
    assert (export.format, export.query, export.total, export.parts) == ("pdf", "", 49, 1)


def test_asking_twice_leads_to_the_same_page(catalogue, client):
    assert ask(client)["Location"] == ask(client, "pagina=2&q=")["Location"]


def test_without_a_form_one_may_choose(catalogue, client):
    html = client.get("/export/?niveau=demand").content.decode()
    for form in FORMATS:
        assert f'href="/export/?niveau=demand&amp;vorm={form}"' in html
    assert "vorm=csv&amp;bom=1" in html


def test_an_empty_selection_is_told(catalogue, client):
    html = client.get("/export/?q=xqzwv&vorm=json").content.decode()
    assert "In deze selectie staat niets om mee te nemen." in html


def test_when_the_queue_is_full_it_says_so_and_keeps_the_question(catalogue, client):
    for number in range(MAX_AT_WORK):
        queue_export(query=f"q={number}", form="pdf", total=1, parts=1)
    response = ask(client, "soort=intervention")
    assert (response.status_code, response["Retry-After"]) == (503, "120")
    html = response.content.decode()
    assert f"Er worden nu al {MAX_AT_WORK} lange overzichten gemaakt." in html
    assert 'action="/export/?soort=intervention&amp;vorm=pdf"' in html


# Its own page


def page(client, export, **headers) -> str:
    return client.get(f"/export/{export.key}/", headers=headers).content.decode()


@pytest.fixture
def export(catalogue):
    return queue_export(query="soort=traject", form="json", total=9, parts=1)


def test_a_waiting_one_says_how_many_come_first_and_looks_again(export, client):
    html = page(client, export)
    assert "Je bent aan de beurt." in html
    assert 'hx-trigger="every 2s"' in html
    assert f'<a href="/export/{export.key}/">Kijk hoe ver het nu is</a>' in html
    other = queue_export(query="q=taal", form="json", total=9, parts=1)
    assert "Er is nog 1 overzicht voor je." in page(client, other)


def test_a_running_one_says_what_is_done(export, client):
    export_actions.begin_export(key=export.key)
    export_actions.advance_export(export=export, done=4, pages=0)
    Export.objects.update(state="running")
    assert "4 van de 9 interventies zijn geschreven." in page(client, export)
    Export.objects.update(format="pdf", parts=3, pages=12)
    html = page(client, export)
    assert "Deel 2 van 3. 4 van de 9 interventies zijn klaar. 12 bladzijden opgemaakt." in html
    fragment = page(client, export, hx_request="true")
    assert fragment.startswith('<div class="stack" id="stand" hx-get=')


def test_a_finished_one_gives_the_file_and_no_longer_looks(export, client, folder):
    build.make(str(export.key))
    html = page(client, export)
    assert f'href="/export/{export.key}/bestand/"' in html
    assert "hx-get" not in html
    response = client.get(f"/export/{export.key}/bestand/")
    content = b"".join(response.streaming_content)
    assert content == (folder / f"{export.key}.json").read_bytes()
    assert {item["kind"] for item in json.loads(content)["items"]} == {"traject"}
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("why", ["expired", "file gone"])
def test_one_that_is_no_longer_there_says_so_and_offers_to_make_it_again(export, client, folder, why):
    build.make(str(export.key))
    if why == "expired":
        Export.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    else:
        (folder / f"{export.key}.json").unlink()
    html = page(client, export)
    assert "Dit bestand is er niet meer." in html
    assert 'action="/export/?soort=traject&amp;vorm=json"' in html
    response = client.get(f"/export/{export.key}/bestand/")
    assert (response.status_code, response["Location"]) == (302, f"/export/{export.key}/")


def test_a_failed_one_says_why_and_offers_to_try_again(export, client):
    export_actions.fail_export(export=export, reason=build.FULL)
    html = page(client, export)
    assert build.FULL in html
    assert "Probeer het opnieuw" in html
    assert "hx-get" not in html


def test_one_left_by_a_killed_worker_says_so(export, client):
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    Export.objects.update(state="running", heartbeat_at=long_ago)
    html = page(client, export)
    assert "Het maken is halverwege gestopt." in html
    assert "hx-get" not in html


def test_its_address_cannot_be_guessed_and_another_is_not_found(export, client):
    assert isinstance(export.key, uuid.UUID)
    assert export.key.version == 4
    assert client.get(f"/export/{uuid.uuid4()}/").status_code == 404
    assert client.get(f"/export/{uuid.uuid4()}/bestand/").status_code == 404


# Fact sheet, shortlist and comparison


@pytest.mark.parametrize(
    ("address", "name", "title"),
    [
        ("/interventies/rebelz/pdf/", "trajectwijzer-rebelz.pdf", "<h1>Rebelz</h1>"),
        (f"/lijst/pdf/?{PAIR}", "trajectwijzer-lijst.pdf", "<h1>Lijst van interventies</h1>"),
        (f"/vergelijken/pdf/?{PAIR}", "trajectwijzer-vergelijking.pdf", "<h1>Jasmijn Werkt en Rebelz</h1>"),
    ],
    ids=["fact sheet", "shortlist", "comparison"],
)
def test_it_becomes_a_pdf(catalogue, client, no_rendering, address, name, title):
    response = client.get(address)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert title in no_rendering[0]


@pytest.mark.parametrize(
    ("page_address", "link"),
    [
        ("/interventies/rebelz/", "/interventies/rebelz/pdf/"),
        (f"/lijst/?{PAIR}", "/lijst/pdf/?item=jasmijn-werkt&amp;item=rebelz"),
        (f"/vergelijken/?{PAIR}", "/vergelijken/pdf/?item=jasmijn-werkt&amp;item=rebelz"),
        (
            f"/vergelijken/?{PAIR}&alleen=verschillen",
            "/vergelijken/pdf/?item=jasmijn-werkt&amp;item=rebelz&amp;alleen=verschillen",
        ),
    ],
)
def test_its_page_links_to_it(catalogue, client, page_address, link):
    assert f'href="{link}"' in client.get(page_address).content.decode()


def test_the_comparison_knows_my_municipality_and_keeps_to_the_differences(catalogue, client, no_rendering):
    client.cookies["gemeente"] = "GM0014"
    client.get(f"/vergelijken/pdf/?{PAIR}&alleen=verschillen")
    assert "Voor Groningen" in no_rendering[0]
    assert "Hier staan alleen de verschillen." in no_rendering[0]


@pytest.mark.parametrize(
    ("address", "back"),
    [
        ("/lijst/pdf/", "/lijst/"),
        ("/lijst/pdf/?item=bestaat-niet", "/lijst/"),
        ("/vergelijken/pdf/?item=rebelz", "/vergelijken/?item=rebelz"),
    ],
)
def test_what_cannot_be_made_leads_back_to_its_page(catalogue, client, address, back):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, back)


def test_an_archived_item_has_no_sheet(catalogue, client):
    revision_actions.archive(item=Intervention.objects.get(slug="rebelz"), by=None)
    assert client.get("/interventies/rebelz/pdf/").status_code == 404


def test_without_the_libraries_it_says_what_still_works(catalogue, client, monkeypatch):
    def unavailable(html):
        raise pdf.PdfUnavailable("pango")

    monkeypatch.setattr(pdf, "pdf_of", unavailable)
    response = client.get("/interventies/rebelz/pdf/")
    assert response.status_code == 503
    assert "Excel, CSV of JSON" in response.content.decode()
