"""docs/security.md names a test for every threat; that each exists is in test_documents."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.partition("| Bedreiging |")[2].partition("\n\n")[0].splitlines()[2:]
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_every_threat_has_a_control_and_a_test(row):
    threat, control, tests = row
    assert threat
    assert control
    assert re.search(r"`tests/[\w/]+\.py::test_\w+`", tests)


def test_every_subject_of_the_threat_model_is_there():
    threats = " ".join(row[0] for row in ROWS).lower()
    subjects = (
        "inwoner", "concept", "overgenomen", "andere", "csrf", "xss", "ssrf", "pdf", "spreadsheet", "sessie",
        "uitvinden", "rommelbak", "plat leggen", "pakket", "medewerker", "backup", "logboek",
    )  # fmt: skip
    assert [subject for subject in subjects if subject not in threats] == []
    assert len({row[0] for row in ROWS}) == len(ROWS)
