"""The same files from the command line; a wrong question is exit 2 with a line per fault and no file."""

import io
import json

import openpyxl
from django.core.management import call_command
from django.http import QueryDict

from catalogue.browse.list_query import ListQuery
from catalogue.exports import formats
from catalogue.exports.reading import read_items


def run(*arguments) -> tuple[int, str, list[str]]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return end.code, out.getvalue(), err.getvalue().splitlines()
    return 0, out.getvalue(), err.getvalue().splitlines()


def test_a_question_in_the_words_of_the_screen(catalogue, tmp_path):
    path = tmp_path / "tilburg.json"
    query = "gemeente=Tilburg&niveau=vraagzijde"
    status, said, faults = run("export_overview", "--format", "json", "--query", query, "--output", str(path))
    chosen = ListQuery(QueryDict("gemeente=Tilburg&niveau=demand"))
    assert (status, faults) == (0, [])
    assert said == f"{chosen.total} items geschreven naar {path}\n"
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [item["source_ref"] for item in found["items"]] == [
        item.source_ref for item in read_items(chosen.keys)
    ]
    assert found["query"] == chosen.canonical


def test_every_form_is_what_it_says(catalogue, tmp_path):
    for form, start in (("pdf", b"%PDF-"), ("xlsx", b"PK"), ("csv", b"Naam,"), ("json", b"{")):
        path = tmp_path / f"een.{form}"
        assert run("export_overview", "--format", form, "--query", "q=jasmijn", "--output", str(path))[0] == 0
        assert path.read_bytes().startswith(start)
    assert openpyxl.load_workbook(tmp_path / "een.xlsx")["Interventies"].max_row > 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["een.csv", "een.json", "een.pdf", "een.xlsx"]


def test_csv_with_a_mark_for_excel(catalogue, tmp_path):
    path = tmp_path / "een.csv"
    run("export_overview", "--format", "csv", "--bom", "--query", "q=jasmijn", "--output", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfNaam;")


def test_every_fault_has_a_line_and_what_was_there_stays(catalogue, tmp_path):
    path = tmp_path / "oud.json"
    path.write_text("oud")
    query = "gemeente=Tilbrug&niveau=onzin&kleur=rood"
    status, _, faults = run("export_overview", "--format", "json", "--query", query, "--output", str(path))
    assert status == 2
    assert [fault.partition(":")[0] for fault in faults] == ["kleur", "gemeente", "niveau"]
    assert "Bedoel je Tilburg?" in faults[1]
    assert path.read_text() == "oud"


def test_nothing_found_is_a_fault(catalogue, tmp_path):
    arguments = ("--query", "q=xqzwv", "--output", str(tmp_path / "x.pdf"))
    assert run("export_overview", *arguments)[::2] == (2, ["selectie: daarin staan geen interventies"])


def test_a_place_that_cannot_be_written_to_is_a_fault(catalogue, tmp_path):
    path = tmp_path / "bestaat-niet" / "x.json"
    status, _, faults = run("export_overview", "--format", "json", "--output", str(path))
    assert (status, len(faults)) == (2, 1)
    assert faults[0].startswith(f"{path}: ")


def test_parts_go_in_a_zip_and_that_is_said_beforehand(catalogue, tmp_path, monkeypatch):
    monkeypatch.setattr(formats, "PER_PART", 20)
    status, _, faults = run("export_overview", "--output", str(tmp_path / "alles.pdf"))
    assert (status, faults) == (
        2,
        ["output: dit worden 3 delen in een ZIP, noem het bestand alles.zip"],
    )


def test_a_fact_sheet(catalogue, tmp_path):
    path = tmp_path / "rebelz.pdf"
    assert run("export_factsheet", "rebelz", "--output", str(path)) == (
        0,
        f"Rebelz geschreven naar {path}\n",
        [],
    )
    assert path.read_bytes().startswith(b"%PDF-")


def test_an_item_that_is_not_there_is_a_fault(catalogue, tmp_path):
    path = tmp_path / "x.pdf"
    status, _, faults = run("export_factsheet", "bestaat-niet", "--output", str(path))
    assert (status, faults, path.exists()) == (2, ["slug: er is geen interventie “bestaat-niet”"], False)
