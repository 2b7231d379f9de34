"""Policy staff take a selection along: filter, look, and have the PDF and the spreadsheet (journey 2)."""

import io
import re
import subprocess

import openpyxl
import pytest
from playwright.sync_api import expect

from catalogue.exports import actions, build
from catalogue.exports.tasks import queue_export


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def on_screen(page) -> list[str]:
    return page.locator("#resultaten article h2, #resultaten article h3").all_inner_texts()


def test_filter_tilburg_and_take_pdf_and_xlsx(live_catalogue, page, tmp_path):
    page.goto("/interventies/")
    page.get_by_label("Gemeente", exact=True).fill("Tilburg")
    page.get_by_label("Gemeente", exact=True).press("Enter")
    expect(page).to_have_url(re.compile("gemeente=Tilburg"))
    page.get_by_label("Vraagzijde arbeidsmarkt").check()
    expect(page).to_have_url(re.compile("niveau=demand"))
    names = [" ".join(name.split()) for name in on_screen(page)]
    assert len(names) > 3

    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    rows = list(
        openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))["Interventies"].iter_rows(
            min_row=2, max_col=1, values_only=True
        )
    )
    assert [row[0] for row in rows] == names

    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("link", name="PDF", exact=True).click(timeout=60_000)
    done = subprocess.run(
        ["pdftotext", "-layout", download.value.path(), "-"], capture_output=True, text=True, check=True
    )
    text = " ".join(done.stdout.split())
    assert [name for name in names if name not in text] == []
    assert "Tilburg" in text


def test_a_long_one_can_be_left_and_found_back(
    live_catalogue, page, folder, assert_accessible, assert_no_sideways_scroll
):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/export/?vorm=pdf")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_role("button", name="Maak het bestand (PDF)").click()
    expect(page.get_by_text("Je overzicht staat in de rij.")).to_be_visible()
    address = page.url
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.goto("/")
    page.goto(address)
    key = address.rstrip("/").rpartition("/")[2]
    export = actions.begin_export(key=key)
    actions.advance_export(export=export, done=0, pages=31)
    expect(page.get_by_text("31 bladzijden opgemaakt.")).to_be_visible()
    actions.finish_export(export=export, file_name=f"{key}.pdf")
    actions.folder().mkdir(parents=True, exist_ok=True)
    (actions.folder() / f"{key}.pdf").write_bytes(b"%PDF-")
    expect(page.get_by_role("link", name="Download PDF")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF").click()
    assert download.value.path().read_bytes() == b"%PDF-"


def test_the_choice_of_forms_and_a_failure_break_no_rule_of_axe(live_catalogue, page, assert_accessible):
    page.goto("/export/?gemeente=Tilburg")
    assert_accessible(page)
    export = queue_export(query="gemeente=Tilburg", form="json", total=9, parts=1)
    actions.fail_export(export=export, reason=build.FULL)
    page.goto(export.get_absolute_url())
    assert_accessible(page)
    page.get_by_role("button", name="Probeer het opnieuw").click()
    expect(page.get_by_text("Je overzicht staat in de rij.")).to_be_visible()
