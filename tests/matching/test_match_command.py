"""manage.py match: the command line door. An answer and exit 0, or one line per fault and exit 2."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError

from catalogue.rendering import per_version
from matching import adapter
from matching.profile.reading import MAX_BYTES

REBELZ = {
    "barriers": {"detentieverleden": 3, "weinig-werkervaring": 2},
    "context": {
        "gender": "vrouw",
        "age": 35,
        "municipality": "Rotterdam",
        "circumstances": ["ex-gedetineerd"],
    },
}
SMALL = b'{"barriers": {"weinig-motivatie": 2}}'


@pytest.fixture
def match(monkeypatch):
    """Runs the command; gives (exit code, lines on standard output, lines on standard error)."""

    def run(given, *arguments, profile="-"):
        raw = given if isinstance(given, bytes) else json.dumps(given).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        out, err = io.StringIO(), io.StringIO()
        code = 0
        try:
            call_command("match", profile, *arguments, stdout=out, stderr=err)
        except SystemExit as stopped:
            code = stopped.code
        out.getvalue().encode(), err.getvalue().encode()
        return code, out.getvalue(), err.getvalue().splitlines()

    return run


def by_ref(out):
    return {row["source_ref"]: row for row in json.loads(out)["matches"]}


# The acceptance


def test_rebelz_comes_first_for_a_woman_who_was_in_prison(catalogue, match):
    code, out, err = match(REBELZ, "--json")
    answer = json.loads(out)
    assert (code, err) == (0, [])
    assert answer["catalogue_version"] == adapter.current().version
    first = answer["matches"][0]
    assert (first["name"], first["rank"], first["eligibility"]) == ("Rebelz", 1, "eligible")
    assert {row["barrier"]: (row["value"], row["basis"]) for row in first["covered"]} == {
        "weinig-werkervaring": (100, "stated"),
    }
    assert sum(line["points"] for line in first["lines"]) == first["score"]


def test_what_is_not_told_is_not_assumed_and_never_asked_for(catalogue, match):
    untold = {
        "barriers": {"weinig-werkervaring": 2},
        "context": {name: value for name, value in REBELZ["context"].items() if name != "circumstances"},
    }
    code, out, _ = match(untold, "--json")
    rebelz = by_ref(out)["ks2020-04"]
    assert (code, rebelz["eligibility"], rebelz["rank"]) == (0, "ineligible", None)
    assert rebelz["excluded_by"] == ["circumstances"]
    asked = {question["fact"] for row in by_ref(out).values() for question in row["questions"]}
    assert "circumstances" not in asked
    changes = [fact["fact"] for row in by_ref(out).values() for c in row["changes"] for fact in c["facts"]]
    assert "circumstances" not in changes


def test_the_barrier_alone_says_enough(catalogue, match):
    told = {"barriers": REBELZ["barriers"], "context": {"gender": "vrouw", "municipality": "Rotterdam"}}
    _, out, _ = match(told, "--json")
    assert by_ref(out)["ks2020-04"]["rank"] == 1


def test_every_item_of_the_audience_is_in_the_answer(catalogue, match):
    for audience, count in (("client", 48), ("klantmanager", 2)):
        _, out, _ = match(
            {"barriers": {"aannames-klantmanager": 2, "weinig-motivatie": 2}, "audience": audience}, "--json"
        )
        assert len(json.loads(out)["matches"]) == count


def test_the_same_profile_gives_the_same_bytes_twice(catalogue, match):
    assert match(REBELZ, "--json") == match(REBELZ, "--json")
    assert match(REBELZ) == match(REBELZ)
    per_version.clear()
    first = match(REBELZ, "--json")
    per_version.clear()
    assert match(REBELZ, "--json") == first


def test_the_order_of_the_keys_does_not_matter(catalogue, match):
    turned = {name: dict(reversed(part.items())) for name, part in reversed(REBELZ.items())}
    assert list(turned) != list(REBELZ)
    assert match(turned, "--json") == match(REBELZ, "--json")


def test_without_json_it_is_a_text_to_read_with_the_proposal_first(catalogue, match):
    code, out, err = match({**REBELZ, "context": {**REBELZ["context"], "already": {"taalles": 6}}})
    lines = out.splitlines()
    assert (code, err) == (0, [])
    assert lines[0].startswith("Veiligheid: zo handel je.")
    assert "Veilig Thuis, 0800-2000" in out
    heads = ["Voorstel om samen te bespreken", "Trajecten", "Rechten: kan gelden, vraag na (vóór zij begint)"]
    assert [lines.index(head) for head in heads] == sorted(lines.index(head) for head in heads)
    assert "- Loopt al, niet laten stoppen: taalles (6 uur)." in lines
    assert any(line.startswith("- Nu: Rebelz, voor ") for line in lines)
    assert any(line.startswith("1. Rebelz (past; ") for line in lines)
    assert "geen verplichting" in out
    assert lines[-1].endswith(f"catalogusversie {adapter.current().version}")
    assert all(len(line) <= 100 or " " not in line.strip() for line in lines)


def test_violence_is_met_with_safety_first_and_the_right_that_applies_stands_apart(catalogue, match):
    client = {
        "barriers": {"geweldservaring": 3},
        "context": {"gender": "vrouw", "municipality": "Groningen", "income": "bijstand", "age": 30,
                    "household": "alleenstaande-ouder", "youngest_child_age": 3},
    }  # fmt: skip
    _, out, _ = match(client)
    proposal, _, rest = out.partition("Voorstel om samen te bespreken")[2].partition("Trajecten")
    assert proposal.strip().startswith("- Eerst: is zij nu veilig?")
    assert "Vrijlating alleenstaande ouders" in rest.partition("Rechten: kan gelden")[2]
    assert "Vrijlating alleenstaande ouders" not in proposal


def test_how_sure_the_order_is_stands_there_when_asked(catalogue, match):
    _, plain, _ = match(REBELZ, "--json")
    _, sure, _ = match(REBELZ, "--json", "--sure")
    assert {row["robustness"] for row in by_ref(plain).values()} == {None}
    assert by_ref(sure)["ks2020-04"]["robustness"]["word"] == "vast"


def test_a_file_gives_the_same_as_standard_input(catalogue, match, tmp_path):
    path = tmp_path / "profiel.json"
    path.write_text(json.dumps(REBELZ), encoding="utf-8")
    assert match(b"", "--json", profile=str(path)) == match(REBELZ, "--json")


def test_a_byte_order_mark_is_no_fault(catalogue, match):
    assert match(b"\xef\xbb\xbf" + SMALL, "--json") == match(SMALL, "--json")


# Bad profiles

BROKEN = "profiel: is geen geldige JSON"
BAD = {
    "an unknown barrier": (
        {"barriers": {"geldgebrek": 2}},
        ["barriers.geldgebrek: deze belemmering bestaat niet"],
    ),
    "severity 7": (
        {"barriers": {"weinig-motivatie": 7}},
        ["barriers.weinig-motivatie: ernst '7' moet 1, 2 of 3 zijn"],
    ),
    "severity 0": (
        {"barriers": {"weinig-motivatie": 0}},
        ["barriers.weinig-motivatie: ernst '0' moet 1, 2 of 3 zijn"],
    ),
    "true as severity": (
        {"barriers": {"weinig-motivatie": True}},
        ["barriers.weinig-motivatie: ernst 'True' moet 1, 2 of 3 zijn"],
    ),
    "a severity in words": (
        {"barriers": {"weinig-motivatie": "2"}},
        ["barriers.weinig-motivatie: ernst '2' moet 1, 2 of 3 zijn"],
    ),
    "2.0 as severity": (
        {"barriers": {"weinig-motivatie": 2.0}},
        ["barriers.weinig-motivatie: ernst '2.0' moet 1, 2 of 3 zijn"],
    ),
    "an age of 250": (
        {"barriers": {"weinig-motivatie": 2}, "context": {"age": 250}},
        ["context.age: '250' ligt niet tussen 15 en 80"],
    ),
    "an age of true": (
        {"barriers": {"weinig-motivatie": 2}, "context": {"age": True}},
        ["context.age: moet een heel getal zijn"],
    ),
    "Atlantis": (
        {"barriers": {"weinig-motivatie": 2}, "context": {"municipality": "Atlantis"}},
        ["context.municipality: gemeente 'Atlantis' bestaat niet"],
    ),
    "an unknown fact": (
        {"barriers": {"weinig-motivatie": 2}, "context": {"naam": "x"}},
        ["context.naam: dit gegeven bestaat niet"],
    ),
    "a name": ({"barriers": {"weinig-motivatie": 2}, "name": "x"}, ["name: bestaat niet in een profiel"]),
    "an unknown value": (
        {"barriers": {"weinig-motivatie": 2}, "context": {"works": "soms"}},
        ["context.works: 'soms' is geen van geen, deeltijd, voltijd"],
    ),
    "text for a list": (
        {"barriers": {"weinig-motivatie": 2}, "context": {"wishes": "opleiding"}},
        ["context.wishes: moet een lijst zijn, geen tekst"],
    ),
    "text for yes or no": (
        {"barriers": {"weinig-motivatie": 2}, "context": {"low_literate": "ja"}},
        ["context.low_literate: moet true of false zijn"],
    ),
    "a list for a profile": ([], ["profiel: moet een object zijn, geen lijst"]),
    "a list for the barriers": (
        {"barriers": ["weinig-motivatie"]},
        ["barriers: moet een object zijn, geen lijst"],
    ),
    "null for the context": (
        {"barriers": {"weinig-motivatie": 2}, "context": None},
        ["context: moet een object zijn, geen null"],
    ),
    "an unknown audience": (
        {"barriers": {"weinig-motivatie": 2}, "audience": "vader"},
        ["audience: moet een van client, klantmanager zijn"],
    ),
    "three faults": (
        {"barriers": {"x": 2, "weinig-motivatie": 9}, "context": {"age": 3}},
        [
            "barriers.x: deze belemmering bestaat niet",
            "barriers.weinig-motivatie: ernst '9' moet 1, 2 of 3 zijn",
            "context.age: '3' ligt niet tussen 15 en 80",
        ],
    ),
    "broken JSON": (b'{"barriers": ', [f"{BROKEN} (regel 1, teken 14)"]),
    "nothing": (b"", [f"{BROKEN} (regel 1, teken 1)"]),
    "10 MB": (b'{"barriers": "' + b"x" * 10_000_000 + b'"}', ["profiel: is groter dan 64 KiB"]),
    "one byte too many": (SMALL.ljust(MAX_BYTES + 1), ["profiel: is groter dan 64 KiB"]),
    "deep nesting": (b"[" * 60_000, [BROKEN]),
    "deep nesting of objects": (b'{"a":' * 10_000, [BROKEN]),
    "a key twice": (b'{"barriers": {}, "barriers": {}}', ["profiel: 'barriers' staat er twee keer in"]),
    "NaN": (b'{"context": {"youngest_child_age": NaN}}', ["profiel: NaN is geen getal"]),
    "infinity": (b'{"context": {"youngest_child_age": -Infinity}}', ["profiel: -Infinity is geen getal"]),
    "a number beyond all": (
        b'{"barriers": {"weinig-motivatie": 2}, "context": {"youngest_child_age": 1e999}}',
        ["context.youngest_child_age: 'inf' ligt niet tussen 0 en 30"],
    ),
    "a number of 5000 digits": (b'{"context": {"age": ' + b"9" * 5000 + b"}}", [BROKEN]),
    "not UTF-8": (b'{"barriers": {"\xff": 2}}', ["profiel: is geen UTF-8-tekst"]),
    "UTF-16": ('{"barriers": {}}'.encode("utf-16"), ["profiel: is geen UTF-8-tekst"]),
    "half a character": (b'{"barriers": {"\\ud800": 2}}', ["profiel: is geen UTF-8-tekst"]),
    "a line break in a name": (
        b'{"a\\nb": 1, "barriers": {"c\\nd": 1}}',
        ["a b: bestaat niet in een profiel", "barriers.c d: deze belemmering bestaat niet"],
    ),
    "a line break in a name twice": (b'{"a\\nb": 1, "a\\nb": 1}', ["profiel: 'a b' staat er twee keer in"]),
    "a separator of lines in a name": (
        '{"a\u2028b": 1}'.encode(),
        ["a?b: bestaat niet in een profiel"],
    ),
    "a very long name": (
        {"x" * 5000: 1},
        ["x" * 57 + "…: bestaat niet in een profiel"],
    ),
}


@pytest.mark.parametrize(("given", "lines"), BAD.values(), ids=BAD)
def test_a_bad_profile_gives_exactly_one_line_per_fault_and_exit_2(catalogue, match, given, lines):
    for arguments in ((), ("--json",)):
        assert match(given, *arguments) == (2, "", lines)


def test_a_profile_of_exactly_the_limit_is_read(catalogue, match):
    assert match(SMALL.ljust(MAX_BYTES), "--json") == match(SMALL, "--json")


def test_a_file_that_is_not_there_is_one_line(catalogue, match, tmp_path):
    path = tmp_path / "weg.json"
    code, out, err = match(b"", profile=str(path))
    assert (code, out, len(err)) == (2, "", 1)
    assert err[0].startswith(f"{path}: ")
    assert match(b"", profile=str(tmp_path))[0] == 2


def test_an_empty_catalogue_says_what_to_do(reference, match):
    assert match(SMALL) == (2, "", ["catalogus: is nog leeg; start bin/run, of manage.py load_catalogue"])


def test_a_database_that_does_not_answer_says_what_to_do(catalogue, match, monkeypatch):
    def broken():
        raise DatabaseError("no such table")

    monkeypatch.setattr(adapter, "current", broken)
    assert match(SMALL) == (2, "", ["database: is niet bereikbaar of nog niet aangelegd; start bin/run"])


# One profile per line


def lines_of(*rows):
    return b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows) + b"\n"


def test_a_profile_per_line_gives_an_answer_per_line(catalogue, match):
    code, out, err = match(lines_of(REBELZ, SMALL), "--jsonl")
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, [])
    assert answers == [json.loads(match(given, "--json")[1]) for given in (REBELZ, SMALL)]


def test_a_bad_line_is_reported_by_its_number_and_the_rest_goes_on(catalogue, match):
    bad = {"barriers": {"x": 2}, "context": {"age": 250}}
    code, out, err = match(
        lines_of(REBELZ, bad, b"", b"{", b"\xff", b"x" * (MAX_BYTES + 10), SMALL), "--jsonl"
    )
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (2, [])
    assert answers[1:5] == [
        {
            "line": 2,
            "errors": [
                "barriers.x: deze belemmering bestaat niet",
                "context.age: '250' ligt niet tussen 15 en 80",
            ],
        },
        {"line": 4, "errors": ["profiel: is geen geldige JSON (regel 1, teken 2)"]},
        {"line": 5, "errors": ["profiel: is geen UTF-8-tekst"]},
        {"line": 6, "errors": ["profiel: is groter dan 64 KiB"]},
    ]
    assert [len(answer["matches"]) for answer in (answers[0], answers[5])] == [48, 48]
    assert len(answers) == 6


def test_nothing_in_is_nothing_out(catalogue, match):
    assert match(b"\n \n", "--jsonl") == (0, "", [])


def test_a_reader_that_stops_early_gets_no_traceback(tmp_path):
    """`manage.py match … | head -1`, on a database of its own."""
    script = """
        .venv/bin/python manage.py migrate -v 0 &&
        .venv/bin/python manage.py load_catalogue > "$VAR_DIR/log" &&
        echo '{"barriers":{"mantelzorg":3}}' | .venv/bin/python manage.py match - --json | head -1
    """
    clean = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told = subprocess.run(
        ["/bin/sh", "-c", script],
        env={**clean, "LOCAL": "1", "VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    assert (told.stdout, told.stderr) == ("{\n", "")


NO_NEED = {
    "no barriers": {"barriers": {}},
    "an empty profile": {},
    "only about the guidance itself": {"barriers": {"aannames-klantmanager": 2}},
}


@pytest.mark.parametrize("given", NO_NEED.values(), ids=NO_NEED)
def test_a_profile_that_needs_nothing_is_answered_without_ranks(catalogue, match, given):
    code, out, err = match(given, "--json")
    assert (code, err) == (0, [])
    assert {row["rank"] for row in json.loads(out)["matches"]} == {None}


def test_a_barrier_that_does_not_go_with_a_fact_is_a_slip_and_no_fault(catalogue, match):
    code, out, err = match(
        {"barriers": {"laaggeletterdheid": 2}, "context": {"low_literate": False}}, "--json"
    )
    assert (code, err) == (0, [])
    assert [slip["facts"] for slip in json.loads(out)["slips"]] == [["barriers", "low_literate"]]
