"""The benchmarks run. How fast they find things is not for a test: see docs/performance.md."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def bench(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=400
    )


def test_one_benchmark_prints_and_writes_the_same_rows(tmp_path):
    file = tmp_path / "bench.json"
    run = bench("plan", "--quick", "--json", str(file))
    assert (run.returncode, run.stderr) == (0, "")
    lines, rows = run.stdout.splitlines(), json.loads(file.read_text())["rows"]
    assert [line.split()[0] for line in lines] == [row["bench"] for row in rows] == ["plan"] * len(rows)
    assert any(row["growth"] for row in rows)


@pytest.mark.stress
def test_a_quick_run_of_everything(tmp_path, subtests):
    """One run for all promises: it takes a while."""
    file = tmp_path / "bench.json"
    run = bench("--quick", "--json", str(file))
    assert (run.returncode, run.stderr) == (0, "")
    lines, written = run.stdout.splitlines(), json.loads(file.read_text())
    rows = written["rows"]
    with subtests.test("prints one line per row and writes the same rows"):
        assert written["quick"] is True
        assert len(lines) == len(rows)
        for line, row in zip(lines, rows, strict=True):
            assert line.startswith(row["bench"])
            assert row["what"] in line
    with subtests.test("every benchmark tells how its cost grows"):
        assert {row["bench"] for row in rows} == {"rank", "plan", "answer", "pages", "search", "pdf"}
        # Without PostgreSQL the search says in one row what is missing.
        measured = {row["bench"] for row in rows if row["what"] != "not measured"}
        assert {row["bench"] for row in rows if row["growth"]} == measured
    with subtests.test("a cell takes two bytes: how far it is covered, and whether that counts as covered"):
        (memory,) = [row for row in rows if row["what"] == "memory"]
        assert memory["note"].startswith("2 bytes per cell")


def test_it_refuses_a_name_that_it_does_not_know():
    run = bench("snelheid")
    assert (run.returncode, run.stdout) == (2, "")
    assert "no such benchmark: snelheid" in run.stderr


@pytest.mark.stress
def test_visitors_of_every_kind_get_their_pages():
    """On SQLite, for a second or two: what they ask is there, and the draft is saved."""
    words = [sys.executable, "-m", "bench.load", "mixed", "--seconds", "2", "--visitors", "2"]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    run = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400)
    assert (run.returncode, run.stderr) == (0, "")
    rows = [line.strip("| ").split(" | ") for line in run.stdout.splitlines() if line.startswith("| ")]
    asked = {name: (int(many), wrong) for name, many, *_, wrong in rows[1:]}
    assert [name for name, (many, wrong) in asked.items() if many == 0 or wrong != "none"] == []
    assert {"match", "opslaan", "zoeken"} <= set(asked)
