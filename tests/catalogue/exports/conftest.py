"""What the tests of the exports share: reading a PDF back, and items of which all or nothing is known."""

import datetime
import subprocess

import page
import pytest

from tests.factories import covers, publish, term

DAY = datetime.date(2026, 11, 21)
CITE = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]


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
    long = "Arbeidsmarktpositieverbeteringsondersteuningsprogramma" * 3
    return publish(
        name=f"Vol {long}",
        provider=long,
        url="https://voorbeeld.example/" + "pad/" * 60,
        mailbox="info@voorbeeld.example",
        summary=f"{long}. " * 4,
        working_method="Een zin die lang doorgaat en door blijft gaan. " * 60,
        goals=[term("motivatie"), term("empowerment")],
        approaches=[term("coaching")],
        target_groups=[long[:150], "alleenstaande moeders"],
        coverage=[covers("laaggeletterdheid"), covers("weinig-zelfvertrouwen", role="side", value=60)],
        childcare=True,
        aftercare=False,
        places=12,
        as_of="2024-05-01",
        funding_until="2027-12-31",
        duration_weeks_min=6,
        duration_weeks_max=12.5,
        results=[
            {
                "kind": "result",
                "text": "8 van de 10",
                "number": 8,
                "unit": "vrouwen",
                "year": 2019,
                "cite": CITE,
            },
            {
                "kind": "target",
                "text": "10 van de 10",
                "number": None,
                "unit": None,
                "year": None,
                "cite": CITE,
            },
        ],
        amounts=[{"text": "Vergoeding", "number": 12.5, "unit": "euro", "year": 2018, "cite": CITE}],
        provider_conditions=[{"text": "Zij wil het zelf.", "cite": CITE}],
        differences=[
            {
                "field": "target_groups",
                "statements": [
                    {"says": "vrouwen", **CITE[0]},
                    {"says": "moeders", "source": "kennissynthese-2020", "place": "§4"},
                ],
                "decides": "De ruimste omschrijving telt.",
            }
        ],
        notes={"childcare": "Tot 4 jaar.", "provider": "Samen met anderen."},
    )


@pytest.fixture
def sparse(reference):
    """An item of which nothing is known but its name."""
    return publish(
        name="Leeg", citations=[], reach={"national": None, "regions": [], "elsewhere": None, "text": None}
    )
