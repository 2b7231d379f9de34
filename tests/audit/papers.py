"""Every PDF of the site, of one item and of three hundred: valid PDF/UA-1, and no item left out."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import page

from tests.audit.tree import ROOT
from tests.audit.verdict import Verdict

#: Bookmarks are a chain from each to the next; the validator's own limit, against hostile files, is 256.
LIMITS = page.SafetyLimits(max_reference_depth=5_000)


def judge() -> Verdict:
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "papers"
        folder.mkdir()
        _print(Path(home), folder)
        papers = sorted(folder.glob("*.pdf"))
        findings = [fault for paper in papers for fault in faults_in(paper)]
        findings += [lost for names in folder.glob("*.json") for lost in left_out(names)]
        sheets = sum(_sheets(paper) for paper in papers)
    return Verdict(findings, [f"{len(papers)} PDFs of {sheets} pages"])


def faults_in(paper: Path) -> list[str]:
    """What the validator of PDF/UA-1 says is wrong, each kind of fault once."""
    try:
        report = page.validate_pdf_bytes(paper.read_bytes(), profile="ua1", limits=LIMITS)
    except Exception as fault:
        return [f"{paper.name}: no PDF that can be read ({fault})"]
    found = {failure.rule_id: failure.message for failure in report.failures}
    return [f"{paper.name}: {rule} {message}" for rule, message in sorted(found.items())]


def left_out(names: Path) -> list[str]:
    """The names in a file of JSON that the PDF beside it does not hold."""
    paper = names.with_suffix(".pdf")
    text = _running(_told("pdftotext", str(paper), "-"))
    wanted = json.loads(names.read_text())
    return [f"{paper.name}: does not name {name[:40]}" for name in wanted if _running(name) not in text]


def _running(text: str) -> str:
    """Without spaces and hyphens: where a line is broken, one of them comes or goes."""
    return "".join(text.split()).replace("-", "").replace("\u2010", "").replace("\u00ad", "")


def _sheets(paper: Path) -> int:
    lines = _told("pdfinfo", str(paper)).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pages:"))


def _told(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def _print(home: Path, folder: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LOCAL": "1", "VAR_DIR": str(home)}
    work = f"from pathlib import Path; from tests.audit.printing import make; make(Path({str(folder)!r}))"
    for words in (
        ("migrate", "-v", "0"),
        ("load_catalogue",),
        ("shell", "-v", "0", "-c", work),
    ):
        done = subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
