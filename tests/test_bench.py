"""The benchmarks run. How fast they find things is not for a test: see docs/performance.md."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def bench(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    """What a quick run of everything printed, and what it wrote."""
    file = tmp_path_factory.mktemp("bench") / "bench.json"
    run = bench("--quick", "--json", str(file))
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.splitlines(), json.loads(file.read_text())


def test_it_prints_one_line_per_row_and_writes_the_same_rows(quick):
    lines, written = quick
    assert written["quick"] is True
    assert len(lines) == len(written["rows"])
    for line, row in zip(lines, written["rows"], strict=True):
        assert line.startswith(row["bench"])
        assert row["what"] in line


def test_every_benchmark_tells_how_its_cost_grows(quick):
    _, written = quick
    rows = written["rows"]
    assert {row["bench"] for row in rows} == {"rank", "plan", "answer", "pages", "search", "pdf"}
    # Without PostgreSQL the search says in one row what is missing.
    measured = {row["bench"] for row in rows if row["what"] != "not measured"}
    assert {row["bench"] for row in rows if row["growth"]} == measured


def test_the_coverage_matrix_takes_one_byte_per_cell(quick):
    _, written = quick
    (memory,) = [row for row in written["rows"] if row["what"] == "memory"]
    assert memory["note"].startswith("1 byte per cell")


def test_it_refuses_a_name_that_it_does_not_know():
    run = bench("snelheid")
    assert (run.returncode, run.stdout) == (2, "")
    assert "no such benchmark: snelheid" in run.stderr
