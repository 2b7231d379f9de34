"""Nothing is published without a source for each claim, or without a contact."""

import pytest

from catalogue.documents.fields import FIELDS
from catalogue.documents.schema import document_of
from catalogue.models import Intervention
from catalogue.revisions.evidence import missing_evidence, without_source
from tests import factories
from tests.catalogue.moderation.submissions import sound
from tests.catalogue.revisions.test_difference import OTHER

NO_CONTACT = "Er is geen contact: een website, een algemene mailbox of een contactformulier."


def test_every_claim_of_every_item_of_the_catalogue_has_a_source(catalogue):
    bare = {
        item.source_ref: found
        for item in Intervention.objects.with_everything()
        if (found := without_source(document_of(item)))
    }
    assert bare == {}


def test_a_sound_document_lacks_nothing():
    assert missing_evidence(sound()) == []


@pytest.mark.parametrize(
    "contact",
    [
        {"url": "https://a.nl"},
        {"url": None, "mailbox": "info@a.nl"},
        {"url": None, "notes": {"mailbox": "Contactformulier: https://a.nl/contact"}},
    ],
    ids=["website", "mailbox", "form"],
)
def test_a_website_a_mailbox_or_a_form_is_a_contact(contact):
    assert missing_evidence(sound(**contact)) == []


@pytest.mark.parametrize("notes", [{}, {"mailbox": "Vraag het aan de balie"}], ids=["nothing", "words"])
def test_without_a_contact_it_says_so(notes):
    assert missing_evidence(sound(url=None, notes=notes)) == [NO_CONTACT]


CARRY_THEIR_OWN = {
    "conditions", "provider_conditions", "coverage", "recognition", "results", "amounts", "relations",
    "differences", "links",
}  # fmt: skip
NO_CLAIM = {"slug", "kind", "audience", "stand", "notes", "address_secret", "managing_municipality"}


@pytest.mark.parametrize("key", sorted(set(FIELDS) - CARRY_THEIR_OWN - NO_CLAIM))
def test_a_claim_without_a_source_is_named(key):
    document = {**factories.document(), key: OTHER.get(key, True), "citations": []}
    assert key in [field.key for field in without_source(document)]
    cited = {**document, "citations": [{"field": key, "source": "den-haag-2024", "place": "§1"}]}
    assert key not in [field.key for field in without_source(cited)]


def test_the_message_names_every_claim_without_a_source_at_once():
    document = {**sound(childcare=True, referral="Bel ons."), "citations": []}
    assert missing_evidence(document) == [
        "Er staat geen bron bij: naam, samenvatting, bereik, website, kinderopvang, aanmelden."
    ]
