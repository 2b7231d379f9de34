"""A document that was stored in an older form reads as one of today, and stays as it was stored."""

import copy

import pytest
from django.urls import reverse

from catalogue.documents.fields import MAYBE_UNKNOWN, TABLE
from catalogue.documents.lifting import lifted
from catalogue.documents.schema import check, content_hash, document_of
from catalogue.models import Intervention, Revision
from catalogue.revisions import actions
from tests.factories import document, publish

NEW = (
    "managing_municipality", "language_to", "a2_sentence", "days", "starts_on", "full_until", "paused_until",
    "address_secret", "training_level", "next_after", "participant_words", "phone", "links", "duty", "price",
    "checked_on", "valid_until",
)  # fmt: skip


def of_before(**values) -> dict:
    """A document in the form from before the new fields, in which a list was never null."""
    found = {name: value for name, value in document(**values).items() if name not in NEW}
    return {name: [] if name in MAYBE_UNKNOWN and value is None else value for name, value in found.items()}


def test_a_document_of_today_is_left_as_it_is():
    given = document(phases=[])
    assert lifted(given) is given


def test_a_key_that_was_not_there_is_null_and_an_empty_list_is_unknown():
    old = of_before(source_ref="oud")
    kept = copy.deepcopy(old)
    found = lifted(old)
    assert (check(found), old) == ([], kept)
    assert set(found) == {row.key for row in TABLE}
    assert {found[name] for name in (*NEW, *MAYBE_UNKNOWN)} == {None}
    assert content_hash(found) == content_hash({**found, **dict.fromkeys(NEW)})


@pytest.mark.parametrize(
    ("places", "until", "rest"),
    [
        ("Vol tot 1 maart 2027. Er is een wachtlijst.", "2027-03-01", {"places": "Er is een wachtlijst."}),
        ("Vol tot 31 december 2026.", "2026-12-31", {}),
        ("Er is een wachtlijst.", None, {"places": "Er is een wachtlijst."}),
    ],
)
def test_full_until_was_a_sentence(places, until, rest):
    found = lifted(of_before(notes={"places": places}))
    assert (found["full_until"], found["notes"]) == (until, rest)


def test_an_item_whose_history_is_of_an_older_form_is_shown_and_edited(reference, client):
    item = publish(name="Van vroeger", phases=["behoud"])
    old = of_before(**document_of(Intervention.objects.with_everything().get(pk=item.pk)))
    Revision.objects.filter(source_ref=item.source_ref).update(document=old)
    page = client.get(reverse("intervention-detail", args=[item.slug])).content.decode()
    assert "Behoud van werk" in page
    stored = Revision.objects.get(source_ref=item.source_ref).document
    revision = actions.start_revision(document=stored, by=None)
    actions.publish(revision=actions.submit(revision=revision, by=None), by=None)
    assert Intervention.objects.get(pk=item.pk).version == 2


def test_what_is_asked_of_a_part_of_a_stored_document_is_that_part(reference):
    item = publish(name="Een naam")
    rows = Revision.objects.filter(source_ref=item.source_ref)
    assert rows.values_list("document__name", "document__reach").get() == (
        "Een naam",
        {"national": True, "regions": [], "elsewhere": "yes", "text": "Landelijk"},
    )
