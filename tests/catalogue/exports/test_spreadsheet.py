"""Spreadsheets: typed cells, a header that stays in sight, a legend, and nothing that runs."""

import csv
import datetime
import io
import zipfile

import openpyxl
import pytest
from django.http import QueryDict

from catalogue.browse.list_query import ListQuery
from catalogue.exports.columns import COLUMNS
from catalogue.exports.spreadsheet import LONGEST
from catalogue.exports.writing import write
from catalogue.models import CatalogueState
from tests.factories import publish

FORMULAS = [
    "=1+1",
    "+31",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    '=HYPERLINK("https://voorbeeld.example")',
]
TITLES = [column.title for column in COLUMNS]


def content(form: str, made_on, query: str = "", **more) -> bytes:
    file = io.BytesIO()
    write(file, form, ListQuery(QueryDict(query)), made_on=made_on, **more)
    return file.getvalue()


def book(made_on, query: str = ""):
    return openpyxl.load_workbook(io.BytesIO(content("xlsx", made_on, query)))


def first(sheet) -> dict:
    rows = list(sheet.iter_rows(values_only=True))
    return dict(zip(rows[0], rows[1], strict=True))


def csv_rows(made_on, **more) -> list[dict]:
    text = content("csv", made_on, **more).decode("utf-8-sig")
    delimiter = ";" if more else ","
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_numbers_dates_and_yes_or_no_keep_their_type(full, made_on):
    row = first(book(made_on)["Interventies"])
    expected = {
        "Weken, minstens": 6,
        "Weken, hoogstens": 12.5,
        "Aantal plekken": 12,
        "Stand": 2020,
        "Financiering tot": "2027-12-31",
        "Peildatum plekken en wachttijd": "2024-05-01",
        "Kinderopvang": "ja",
        "Nazorg": "nee",
        "Taalles": None,
        "Geverifieerd op": None,
        "Bijeenkomsten": None,
    }
    row |= {
        name: value.date().isoformat() for name, value in row.items() if isinstance(value, datetime.datetime)
    }
    assert {title: row[title] for title in expected} == expected


def test_it_has_filters_a_frozen_header_and_three_sheets(catalogue, made_on):
    found = book(made_on)
    assert found.sheetnames == ["Interventies", "Bronnen", "Legenda"]
    sheet = found["Interventies"]
    assert [cell.value for cell in sheet[1]] == TITLES
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, len(TITLES)).column_letter}50"
    assert len(TITLES) == len(set(TITLES))


def test_the_legend_says_what_was_asked_and_what_every_column_is(catalogue, made_on):
    rows = list(book(made_on, "gemeente=Tilburg&niveau=demand")["Legenda"].iter_rows(values_only=True))
    told = {row[0]: row[2] for row in rows[1:9]}
    assert told["Selectie"] == "Gemeente: Tilburg; Werkt aan: Vraagzijde arbeidsmarkt"
    assert told["Vraag aan de catalogus"] == "gemeente=Tilburg&niveau=demand"
    assert told["Versie van de catalogus"] == CatalogueState.current()
    assert told["Aantal interventies"] == ListQuery(QueryDict("gemeente=Tilburg&niveau=demand")).total
    assert [row[:2] for row in rows[-len(COLUMNS) :]] == [(column.title, column.kind) for column in COLUMNS]


def test_the_sources_are_those_that_the_items_cite(full, made_on):
    rows = list(book(made_on)["Bronnen"].iter_rows(values_only=True))
    assert [(row[0][:14], row[2]) for row in rows[1:]] == [("Re-integratie ", 2020)]
    assert rows[1][4] == full.citations.count() > 1


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_no_cell_of_a_spreadsheet_runs(reference, made_on, text):
    publish(name=text, summary=text, target_groups=[text], provider=text)
    names = ("Naam", "Samenvatting", "Doelgroep")
    for row in (csv_rows(made_on)[0], csv_rows(made_on, for_excel=True)[0]):
        assert [row[name] for name in names] == [f"'{text}"] * 3
        assert row["Aanbieder"] == f"'{text.strip()}"
    found = book(made_on)["Interventies"]
    assert {cell.data_type for row in found for cell in row} <= {"s", "n", "d"}
    packed = zipfile.ZipFile(io.BytesIO(content("xlsx", made_on)))
    assert [name for name in packed.namelist() if b"<f>" in packed.read(name)] == []
    assert not any(
        "hyperlink" in packed.read(name).decode(errors="ignore")
        for name in packed.namelist()
        if "rels" in name
    )


def test_a_negative_number_stays_a_number():
    from catalogue.exports import cell

    assert (cell(-1), cell("-1")) == ("-1", "'-1")


def test_csv_for_a_dutch_excel_has_a_mark_semicolons_and_decimal_commas(full, made_on):
    text = content("csv", made_on, for_excel=True)
    assert text.startswith(b"\xef\xbb\xbfNaam;Doelen;")
    row = csv_rows(made_on, for_excel=True)[0]
    assert (row["Weken, hoogstens"], row["Aantal plekken"], row["Financiering tot"]) == (
        "12,5",
        "12",
        "2027-12-31",
    )
    plain = csv_rows(made_on)[0]
    assert (plain["Weken, hoogstens"], plain["Kinderopvang"], plain["Taalles"]) == ("12.5", "ja", "")


def test_a_text_that_no_cell_can_hold_is_cut_and_shows_it(reference, made_on):
    publish(summary="x" * (LONGEST + 5))
    said = first(book(made_on)["Interventies"])["Samenvatting"]
    assert (len(said), said[-1]) == (LONGEST, "…")
