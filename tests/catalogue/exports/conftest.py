"""What the tests of the exports share: reading a PDF back, and items of which all or nothing is known."""

import datetime
import subprocess

import page
import pytest

from tests.factories import publish_full, publish_sparse

DAY = datetime.date(2026, 11, 21)


@pytest.fixture
def made_on():
    return DAY


@pytest.fixture(scope="session")
def read_pdf(tmp_path_factory):
    """read_pdf(content): its text, one space between words."""

    def read(content: bytes) -> str:
        path = tmp_path_factory.mktemp("pdf") / "a.pdf"
        path.write_bytes(content)
        done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
        return " ".join(done.stdout.split())

    return read


@pytest.fixture(scope="session")
def faults_of():
    """faults_of(content): what an outside judge of PDF/UA-1 finds wrong with a PDF."""

    def judge(content: bytes) -> list[tuple[str, str]]:
        report = page.validate_pdf_bytes(content, profile="ua1")
        return [(failure.rule_id, failure.message) for failure in report.failures]

    return judge


@pytest.fixture
def exports_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "exports"


@pytest.fixture
def full(reference):
    """An item of which everything is known, in words that no line can hold."""
    return publish_full()


@pytest.fixture
def sparse(reference):
    """An item of which nothing is known but its name."""
    return publish_sparse()
