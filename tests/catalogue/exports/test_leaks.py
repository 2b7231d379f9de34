"""Nothing of a person, a draft or a report leaves in a file."""

import io

import pytest
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.utils import timezone

from catalogue import actions
from catalogue.comparison import Comparison
from catalogue.exports.booklet import comparison_html, factsheet_html, overview_html, shortlist_html
from catalogue.exports.chosen import Chosen
from catalogue.exports.writing import write
from catalogue.models import ErrorReport, Intervention, Invitation, Membership, Organisation
from catalogue.pdf import pdf_of
from tests.factories import document, publish

CANARY = "kanarie-5519"


@pytest.fixture
def item(reference):
    """A public item, with a person, a draft, a report and an archived item around it."""
    person = get_user_model().objects.create_user(f"{CANARY}@voorbeeld.example", "een heel lang wachtwoord")
    found, other = publish(provider="Aanbieder"), publish(name=f"Weg {CANARY}")
    actions.archive(item=other, by=person)
    Intervention.objects.filter(pk=found.pk).update(verified_on="2026-01-02", verified_by=person)
    organisation = Organisation.objects.get(name="Aanbieder")
    Membership.objects.create(organisation=organisation, user=person)
    Invitation.objects.create(
        organisation=organisation,
        email=f"{CANARY}@elders.example",
        invited_by=person,
        expires_at=timezone.now(),
    )
    ErrorReport.objects.create(item=found, text=CANARY, owner=ErrorReport.Owner.EDITORS)
    for ref in (found.source_ref, "nieuw"):
        draft = document(source_ref=ref, slug=f"{ref}-{CANARY}", name=CANARY, summary=CANARY)
        actions.start_revision(document=draft, by=person, organisation=organisation, answers={"name": CANARY})
    return Intervention.objects.get(pk=found.pk)


def files(item, made_on):
    items = Intervention.objects.published()
    rows = list(items.marking_professionals().with_everything())
    pages = {
        "overview": overview_html(Chosen(QueryDict(), items), items, made_on=made_on),
        "factsheet": factsheet_html(item, items, made_on=made_on),
        "shortlist": shortlist_html(rows, items, made_on=made_on),
        "comparison": comparison_html(Comparison(rows), made_on=made_on),
    }
    yield from pages.items()
    for form in ("json", "csv"):
        file = io.BytesIO()
        write(file, form, Chosen(QueryDict(), items), items, made_on=made_on)
        yield form, file.getvalue().decode()


def test_nothing_of_a_person_a_draft_or_a_report_leaves(item, made_on):
    found = dict(files(item, made_on))
    assert [name for name, text in found.items() if item.name not in text] == []
    assert [name for name, text in found.items() if CANARY in text.lower()] == []


def test_nor_in_a_spreadsheet_or_on_paper(item, made_on, read_pdf):
    import zipfile

    items, file = Intervention.objects.published(), io.BytesIO()
    write(file, "xlsx", Chosen(QueryDict(), items), items, made_on=made_on)
    packed = zipfile.ZipFile(file)
    told = b"".join(packed.read(name) for name in packed.namelist())
    assert item.name.encode() in told
    assert CANARY.encode() not in told.lower()
    content = pdf_of(factsheet_html(item, items, made_on=made_on))
    assert item.name in read_pdf(content)
    assert CANARY not in read_pdf(content).lower()
    assert CANARY.encode() not in content.lower()
