"""The catalogue written out: a contract for the one that reads it."""

import csv
import io
import json
import re

import pytest
from django.core.management import CommandError, call_command

from catalogue.documents.fields import FLAGS
from catalogue.documents.schema import document_of, schema
from catalogue.exports import as_csv, cell
from catalogue.exports.columns import COLUMNS
from catalogue.models import CatalogueState, Intervention
from catalogue.revisions.publishing import fresh
from tests.factories import covers, document, publish, term

KEYS = [
    *(key for key in schema()["properties"] if key not in {"schema", "participant_words"}),
    "provider_slug", "goal_wordings", "approach_wordings", "version", "verified_on",
]  # fmt: skip


def export(*arguments) -> str:
    out = io.StringIO()
    call_command("export_catalogue", *arguments, stdout=out)
    return out.getvalue()


def items() -> list[dict]:
    return json.loads(export())["items"]


def rows() -> list[dict]:
    return list(csv.DictReader(io.StringIO(export("--format", "csv"), newline="")))


def test_json_is_what_you_get_unless_you_ask_for_something_else(catalogue):
    assert export() == export("--format", "json")
    assert export().endswith("}\n")


def test_json_holds_the_version_and_every_public_item_by_key(catalogue):
    found = json.loads(export())
    assert list(found) == ["version", "items"]
    assert found["version"] == CatalogueState.current()
    refs = Intervention.objects.published().values_list("source_ref", flat=True)
    assert [item["source_ref"] for item in found["items"]] == sorted(refs)
    assert len(found["items"]) == 49


def test_every_item_has_every_key_in_the_same_order(catalogue):
    assert {tuple(item) for item in items()} == {tuple(KEYS)}


#: What the schema says of a document, and what the export makes of it.
TYPES = {
    "goals": list, "approaches": list, "goal_wordings": list, "approach_wordings": list, "version": int,
    "target_groups": list, "audience": list, "coverage": list, "citations": list, "results": list,
    "notes": dict, "reach": dict, "name": str, "summary": str, "stand": str,
}  # fmt: skip


def test_the_types_are_the_same_for_every_item(catalogue):
    exported = items()
    found = {name: {type(item[name]) for item in exported} for name in TYPES}
    unknown = {name: {type(None)} for name in TYPES if any(item[name] is None for item in exported)}
    assert set(unknown) <= {"goals", "approaches", "goal_wordings", "approach_wordings", "target_groups"}
    assert found == {name: {kind} | unknown.get(name, set()) for name, kind in TYPES.items()}
    words = [word for item in exported for word in (item["goals"] or []) + (item["approaches"] or [])]
    assert [word for word in words if not isinstance(word, str) or word != word.lower()] == []


def test_an_item_says_in_json_what_its_document_says(catalogue):
    for item in items():
        said = document_of(fresh(item["source_ref"]))
        goals, approaches = said.pop("goals"), said.pop("approaches")
        provider, reach, _ = said.pop("provider"), said.pop("reach"), said.pop("schema")
        del said["participant_words"]
        assert {name: item[name] for name in said} == said
        assert item["provider_slug"] == provider
        codes = [(region["level"], region["code"]) for region in item["reach"]["regions"]]
        assert codes == [(region["level"], region["code"]) for region in reach["regions"]]
        assert item["goal_wordings"] == (goals and [row["wording"] for row in goals])
        assert item["approach_wordings"] == (approaches and [row["wording"] for row in approaches])
        assert (item["goals"] is None) == (goals is None)
        assert len(item["goals"] or []) == len(goals or [])


def test_what_is_not_stated_is_null_and_never_no(reference):
    publish()
    publish(**dict.fromkeys(FLAGS, False))
    unknown, no = items()
    assert {unknown[name] for name in FLAGS} == {None}
    assert {no[name] for name in FLAGS} == {False}
    empty = [name for name, value in unknown.items() if value == ""]
    assert empty == []


def test_the_words_of_a_participant_are_in_no_file_with_data(reference):
    words = "Eindelijk iets dat bij mijn leven past."
    cite = {"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}
    item = publish(participant_words=words, citations=[{"field": "participant_words", **cite}])
    assert item.participant_words == words
    for form in ("json", "csv"):
        assert "participant_words" not in export("--format", form)
        assert words not in export("--format", form)
    assert [column.key for column in COLUMNS if column.value(fresh(item.source_ref)) == words] == []


def test_the_goals_are_plain_lower_case_words(catalogue):
    jasmijn = next(item for item in items() if item["source_ref"] == "ks2020-14")
    assert jasmijn["goals"] == ["bewustwording", "motivatie", "empowerment", "arbeidsvaardigheden"]
    assert jasmijn["goal_wordings"] == ["Bewustwording", "Motivering", "Empowerment", "Arbeidsvaardigheden"]


def test_an_empty_catalogue_is_no_items(reference):
    assert json.loads(export())["items"] == []
    assert export("--format", "csv") == ""


# CSV

FORMULAS = ["=1+1", "+31", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_a_formula_is_made_harmless_wherever_it_stands(reference, text):
    publish(name=text, summary=text, target_groups=[text], provider=text)
    row = rows()[0]
    assert [row[name] for name in ("name", "summary", "target_groups")] == [f"'{text}"] * 3
    assert row["provider"] == f"'{text.strip()}"  # the name of an organisation has no space around it


def test_no_cell_of_the_catalogue_starts_a_formula(catalogue):
    cells = [value for row in rows() for value in row.values()]
    assert len(cells) == 49 * len(KEYS)
    assert [value for value in cells if re.match(r"[=+\-@\t\r]", value)] == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""), (True, "ja"), (False, "nee"), (0, "0"), (2.5, "2.5"), ("", ""), ([], ""), ({}, ""),
        (["a", "b"], "a; b"), ([{"a": 1}], '[{"a": 1}]'), ({"é": None}, '{"é": null}'), ("a=b", "a=b"),
    ],
)  # fmt: skip
def test_a_cell(value, expected):
    assert cell(value) == expected


def test_csv_can_be_read_back_whole(catalogue):
    found = rows()
    assert list(found[0]) == KEYS
    for row, item in zip(found, items(), strict=True):
        assert row == {name: cell(value) for name, value in item.items()}
        assert json.loads(row["coverage"] or "[]") == item["coverage"]


def test_csv_keeps_quotes_semicolons_and_line_breaks(reference):
    text = 'Zij zei: "kom; blijf,\nof ga".'
    publish(summary=text, coverage=[covers("laaggeletterdheid")], goals=[term("motivatie")])
    assert rows()[0]["summary"] == text
    assert export("--format", "csv").count("\r\n") == 2


def test_csv_of_nothing_is_nothing():
    assert as_csv([]) == ""


# To a file


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_file_holds_what_the_screen_shows(catalogue, tmp_path, form):
    path = tmp_path / f"catalogus.{form}"
    said = export("--format", form, "--output", str(path))
    assert said == f"49 items geschreven naar {path}\n"
    assert path.read_bytes().decode("utf-8") == export("--format", form)


def test_a_file_that_cannot_be_written_is_one_clear_line(catalogue, tmp_path):
    path = tmp_path / "bestaat-niet" / "catalogus.json"
    with pytest.raises(CommandError) as refused:
        export("--output", str(path))
    assert str(refused.value).startswith(f"Kan {path} niet schrijven: ")
    assert "\n" not in str(refused.value)


def test_a_form_that_does_not_exist_is_refused(catalogue):
    with pytest.raises(CommandError, match="xlsx"):
        export("--format", "xlsx")


def test_the_number_of_queries_does_not_grow_with_the_items(reference, django_assert_num_queries):
    def fill(number):
        for _ in range(number):
            publish(coverage=[covers("laaggeletterdheid")], goals=[term("motivatie")], provider="Aanbieder")

    fill(2)
    with django_assert_num_queries(14):
        export()
    fill(10)
    with django_assert_num_queries(14):
        export()


def test_the_keys_of_the_export_are_those_of_the_document_and_five_more():
    added = {"provider_slug", "goal_wordings", "approach_wordings", "version", "verified_on"}
    assert set(KEYS) - set(document()) == added
