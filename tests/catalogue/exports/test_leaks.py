"""Nothing of a person, a draft or a report leaves in a file."""

import io

import pytest
from django.http import QueryDict

from catalogue.browse.list_query import ListQuery
from catalogue.exports.booklet import comparison_html, factsheet_html, overview_html, shortlist_html
from catalogue.exports.writing import write
from catalogue.lists.comparison import Comparison
from catalogue.models import Intervention
from catalogue.rendering.pdf import pdf_of
from tests.factories import publish_amid

CANARY = "kanarie-5519"


@pytest.fixture
def item(reference):
    """A public item, with a person, a draft, a report and an archived item around it."""
    return publish_amid(CANARY)


def files(item, made_on):
    items = Intervention.objects.published()
    rows = list(items.marking_professionals().with_everything())
    pages = {
        "overview": overview_html(ListQuery(QueryDict()), made_on=made_on),
        "factsheet": factsheet_html(item, made_on=made_on),
        "shortlist": shortlist_html(rows, made_on=made_on),
        "comparison": comparison_html(Comparison(rows), made_on=made_on),
    }
    yield from pages.items()
    for form in ("json", "csv"):
        file = io.BytesIO()
        write(file, form, ListQuery(QueryDict()), made_on=made_on)
        yield form, file.getvalue().decode()


def test_nothing_of_a_person_a_draft_or_a_report_leaves(item, made_on):
    found = dict(files(item, made_on))
    assert [name for name, text in found.items() if item.name not in text] == []
    assert [name for name, text in found.items() if CANARY in text.lower()] == []


def test_nor_in_a_spreadsheet_or_on_paper(item, made_on, read_pdf):
    import zipfile

    file = io.BytesIO()
    write(file, "xlsx", ListQuery(QueryDict()), made_on=made_on)
    packed = zipfile.ZipFile(file)
    told = b"".join(packed.read(name) for name in packed.namelist())
    assert item.name.encode() in told
    assert CANARY.encode() not in told.lower()
    content = pdf_of(factsheet_html(item, made_on=made_on))
    assert item.name in read_pdf(content)
    assert CANARY not in read_pdf(content).lower()
    assert CANARY.encode() not in content.lower()
