"""docs/security.md names a test for every threat, and each of them exists."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.partition("| Bedreiging |")[2].partition("\n\n")[0].splitlines()[2:]
]


def promises_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_threat_has_a_control_and_tests_that_exist(row):
    threat, control, tests = row
    assert threat
    assert control
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", tests)
    assert named
    assert [f"{file}::{name}" for file, name in named if name not in promises_in(ROOT / file)] == []


def test_every_subject_of_the_threat_model_is_there():
    threats = " ".join(row[0] for row in ROWS).lower()
    subjects = (
        "inwoner", "concept", "overgenomen", "andere", "csrf", "xss", "ssrf", "pdf", "spreadsheet", "sessie",
        "uitvinden", "rommelbak", "plat leggen", "pakket", "medewerker", "backup", "logboek",
    )  # fmt: skip
    assert [subject for subject in subjects if subject not in threats] == []
    assert len({row[0] for row in ROWS}) == len(ROWS)
