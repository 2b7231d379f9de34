"""The PDF and the spreadsheet say what the page says; the PDF is valid and no cell can be run."""

import io
import subprocess
import zipfile
from datetime import date

import openpyxl
import page
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from catalogue.models import Intervention
from matching.policy import views
from matching.policy.adapter import policy_groups
from matching.policy.spreadsheet import write_workbook
from tests.factories import covers, publish, publish_amid, term

pytestmark = pytest.mark.django_db

PDF, XLSX, MEMO = (reverse(name) for name in ("policy-pdf", "policy-xlsx", "policy-memo"))
FULL_MEMO = {
    "gebied": "Den Haag",
    "aanleiding": "Motie <b>van</b> de raad & meer.\n\nTweede alinea.",
    "financien": "Er is geld.",
    **{f"omvang-{group.slug}": "1250" for group in policy_groups()},
    **{f"bron-{group.slug}": "CBS 2024" for group in policy_groups()},
}


#: What is asked of a report and described again from its PDF.
ASKED = {"gebied": "Tilburg", "stopt": "kiezen-voor-werk"}


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker):
    """printed(asked) and printed(posted, MEMO): the PDF of the loaded catalogue, made once."""
    made, client = {}, Client()

    def content(data, address=PDF):
        key = (address, tuple(sorted(data.items())))
        if key not in made:
            with django_db_blocker.unblock():
                asks = client.post if address == MEMO else client.get
                made[key] = asks(address, data).content
        return made[key]

    return content


@pytest.fixture
def html_of_pdfs(monkeypatch):
    """The HTML of which each PDF would be made; the PDF itself is left out."""
    made = []

    def keep(html, filename):
        made.append(html)
        return HttpResponse()

    monkeypatch.setattr(views, "pdf_response", keep)
    return made


def assert_valid(content):
    report = page.validate_pdf_bytes(content, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def text_of(content, tmp_path):
    path = tmp_path / "beleid.pdf"
    path.write_bytes(content)
    described = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(described.split())


def running(text):
    """Without spaces and hyphens: where a line breaks, pdftotext takes a hyphen away."""
    return text.replace(" ", "").replace("-", "")


def book_of(response):
    return openpyxl.load_workbook(io.BytesIO(response.content))


def column(sheet, name):
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(name)] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.mark.parametrize(
    "asked",
    [
        {"gebied": "Schiermonnikoog"},
        {"gebied": ""},
        {"gebied": "Den Haag", "met": "Tilburg"},
        ASKED,
    ],
    ids=["sparse", "the whole country", "two areas", "one that stops"],
)
def test_the_report_is_valid_pdf_ua(printed, asked):
    assert_valid(printed(asked))


@pytest.mark.parametrize("data", [{"gebied": "Schiermonnikoog"}, FULL_MEMO], ids=["sparse", "full"])
def test_the_memo_is_valid_pdf_ua(printed, data):
    assert_valid(printed(data, MEMO))


def test_report_and_memo_of_an_empty_catalogue_are_valid(reference, client):
    assert_valid(client.get(PDF, {"gebied": "Tilburg"}).content)
    assert_valid(client.post(MEMO, {"gebied": "Tilburg"}).content)


def test_long_words_and_many_items_are_valid(reference, client):
    for number in range(90):
        publish(
            name=f"{number} {'Arbeidsmarktparticipatiebevorderingstraject' * 3}", goals=[term("empowerment")]
        )
    publish(name="<script>&\"'", coverage=[covers("klein-netwerk")])
    assert_valid(client.get(PDF).content)


def test_the_report_names_every_item_barrier_and_section(catalogue, client, printed, tmp_path):
    report = client.get(reverse("policy"), ASKED).context["report"]
    text = text_of(printed(ASKED), tmp_path)
    described = [one.item.name for one in report.offer.present]
    described += [row.barrier.label for row in report.offer.rows]
    described += [
        report.sentence,
        report.caution,
        report.single_provider_sentence,
        report.candidate_sentence,
        report.stop.sentence,
    ]
    described += [
        "Controle met de bron",
        "27 van de 59",
        "Warmtekaart",
        "Doelgroepen",
        "Tellingen",
        "Per belemmering",
        report.version,
    ]
    described += [one.sentence for one in report.tallies] + [level.sentence for level in report.levels]
    flat = running(text)
    assert [words for words in described if running(words) not in flat] == []


def test_the_memo_has_every_part_and_what_was_typed(printed, tmp_path):
    text = text_of(printed(FULL_MEMO, MEMO), tmp_path)
    parts = (
        "Aanleiding", "Wat er is", "Wat ontbreekt", "Welk ene aanbod van elders het meest vult",
        "Kanttekeningen", "Financiën", "Vervolg", "Motie <b>van</b> de raad & meer.", "1.250",
        "Den Haag 2024, §6.2", "gebied=Den+Haag", "Er is geld.",
    )  # fmt: skip
    assert [part for part in parts if part not in text] == []


def test_need_beside_offer_decides_what_is_a_white_spot(catalogue, client, html_of_pdfs):
    sizes = {"vijftig-plus": "640", "nuggers": "0"}
    data = {"gebied": "Tilburg", **{f"omvang-{slug}": size for slug, size in sizes.items()}}
    data |= {f"bron-{slug}": "CBS 2024" for slug in sizes}
    client.post(MEMO, data)
    (text,) = html_of_pdfs
    assert text.count("Witte vlek:") == 1
    assert text.count("Er is geen witte vlek:") == 1
    assert "640 (CBS 2024)" in " ".join(text.split())
    assert "Hoe groot de groep is, is niet ingevuld" in text


def test_the_sheets_hold_what_the_page_shows(catalogue, client):
    report = client.get(reverse("policy"), {"gebied": "Tilburg"}).context["report"]
    book = book_of(client.get(XLSX, {"gebied": "Tilburg"}))
    assert book.sheetnames == [
        "Leeswijzer", "Warmtekaart", "Belemmeringen", "Aanbod", "Doelgroepen", "Tellingen", "Van elders",
        "Controle bronnen",
    ]  # fmt: skip
    names = [one.item.name for one in report.offer.present]
    assert column(book["Aanbod"], "Naam") == names
    assert [cell.value for cell in book["Warmtekaart"][1]][3:] == names
    assert column(book["Belemmeringen"], "Aantal") == [len(row.contributions) for row in report.offer.rows]
    assert report.sentence in column(book["Leeswijzer"], "Uitleg")
    assert "http://testserver/beleid/?gebied=Tilburg" in column(book["Leeswijzer"], "Uitleg")


def test_derived_is_a_word_and_never_a_number(catalogue, client):
    report = client.get(reverse("policy"), {"gebied": "Tilburg"}).context["report"]
    sheet = book_of(client.get(XLSX, {"gebied": "Tilburg"}))["Warmtekaart"]
    cells = [value for row in sheet.iter_rows(min_row=2, min_col=4, values_only=True) for value in row]
    assert sum(isinstance(value, int) for value in cells) == sum(
        len(row.contributions) for row in report.offer.rows
    )
    assert cells.count("aannemelijk") == sum(len(row.plausible) for row in report.offer.rows)


def test_more_sheets_when_more_is_asked(catalogue, client):
    assert "Vergelijking" in book_of(client.get(XLSX, {"gebied": "Den Haag", "met": "Tilburg"})).sheetnames
    stops = book_of(client.get(XLSX, {"gebied": "Tilburg", "stopt": "kiezen-voor-werk"}))
    assert len(column(stops["Als het stopt"], "Belemmering")) == 4


def test_nothing_of_a_person_a_draft_or_a_report_leaves(reference, client, html_of_pdfs):
    item = publish_amid("kanarie-5519")
    client.get(PDF)
    client.get(PDF, {"gebied": "Tilburg", "met": "Utrecht"})
    client.post(MEMO, {"gebied": "Tilburg"})
    book = zipfile.ZipFile(io.BytesIO(client.get(XLSX).content))
    described = [*html_of_pdfs, "".join(book.read(name).decode() for name in book.namelist())]
    described += [client.get(reverse("policy")).content.decode()]
    assert len(described) == 5
    assert [text for text in described if item.name not in text] == []
    assert [text for text in described if "kanarie" in text.lower()] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", '=HYPERLINK("http://x","y")'])
def test_a_cell_that_looks_like_a_formula_is_text(start):
    name = f"{start}1+1"
    cell = openpyxl.load_workbook(
        io.BytesIO(write_workbook([("Blad", (20,), [("Naam",), (name,)])], date(2026, 1, 2)))
    )["Blad"]["A2"]
    assert (cell.data_type, cell.value) == ("s", name)


def test_such_a_name_is_text_in_the_whole_file(reference, client):
    publish(name="=1+1", coverage=[covers("klein-netwerk")], transferability="@SUM(A1)")
    book = book_of(client.get(XLSX))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert len(found) >= 3
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {
        "s",
        "n",
        "d",
        "inlineStr",
    }


def test_heads_stay_in_view_and_can_be_filtered(catalogue, client):
    for sheet in book_of(client.get(XLSX, {"gebied": "Tilburg"})):
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_the_same_sheets_give_the_same_file():
    sheets = [("Blad", (20, 10), [("Naam", "Dag"), ("a", date(2026, 1, 2)), (None, True)])]
    assert write_workbook(sheets, date(2026, 1, 2)) == write_workbook(sheets, date(2026, 1, 2))


def test_file_names_tell_the_area(catalogue, client):
    response = client.get(XLSX, {"gebied": "provincie Fryslân"})
    assert (
        response["Content-Disposition"]
        == 'attachment; filename="trajectwijzer-beleid-provincie-fryslan.xlsx"'
    )


def test_an_archived_item_is_in_no_export(catalogue, client, html_of_pdfs):
    from catalogue.revisions import actions

    actions.archive(item=Intervention.objects.get(source_ref="ks2020-13"), by=None)
    book = book_of(client.get(XLSX, {"gebied": "Tilburg"}))
    assert "Op Eigen Kracht / Op zoek naar werk" not in column(book["Aanbod"], "Naam")
    for paper in (client.get(PDF, {"gebied": "Tilburg"}), client.post(MEMO, {"gebied": "Tilburg"})):
        assert paper.status_code == 200
    assert len(html_of_pdfs) == 2
    assert [html for html in html_of_pdfs if "Op zoek naar werk" in html] == []
    assert all("Kiezen voor werk" in html for html in html_of_pdfs)
