"""The redactie writes with the same form: any item, never in an organisation's draft, and another decides."""

import re

import pytest
from django.core import mail as post
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from catalogue.documents.schema import document_of
from catalogue.models import Intervention, Organisation, Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.organisations import actions as organisation_actions
from catalogue.organisations.writers import REDACTIE, writer_of
from catalogue.registration import actions as registration_actions
from catalogue.registration.draft import Draft
from catalogue.revisions import actions as revision_actions
from catalogue.revisions.publishing import fresh
from tests.cast import account, with_second_factor
from tests.catalogue.registration.answers import begin, fill, seen_on

EDIT = f"/organisaties/{REDACTIE}/trajecten/bewerken/"
OUTSIDERS = ("amina", "bea", "karin", "pim", "sofie", "anonymous")


@pytest.fixture
def desk(catalogue, mo, client_of):
    return client_of(mo)


@pytest.fixture
def nina(db):
    return with_second_factor(account("nina", role="redacteur"))


def begun(client, source_ref="ks2020-02") -> Revision:
    item = Intervention.objects.get(source_ref=source_ref)
    response = client.post(EDIT, {"item": item.slug})
    revision = Revision.objects.open().get(source_ref=source_ref)
    assert response.headers["Location"] == here("overview", revision)
    return revision


def deliver():
    """Sends the mails that wait."""
    for row in DBTaskResult.objects.ready():
        row.task.call(*row.args_kwargs["args"])
        row.delete()


def here(name, revision, slug=REDACTIE, **more):
    return reverse(f"traject-{name}", kwargs={"slug": slug, "pk": revision.pk, **more})


def write(client, revision, step, typed):
    address = here("step", revision, step=step)
    return client.post(address, {"seen": seen_on(client, address), **typed})


def test_a_secret_address_stays_secret_whatever_an_editor_posts(desk):
    document = {**document_of(fresh("ks2020-02")), "visiting_address": None, "address_secret": True}
    revision_actions.load_document(document=document)
    revision = begun(desk)
    page = desk.get(here("step", revision, step="organisatie")).content.decode()
    assert "wordt geheim gehouden" in page
    assert 'name="visiting_address"' not in page
    write(
        desk,
        revision,
        "organisatie",
        {"name": "I am NL", "visiting_address": "Plein 1", "url": "http://iamnl.nl"},
    )
    revision.refresh_from_db()
    assert (revision.document["address_secret"], revision.document["visiting_address"]) == (True, None)
    assert "Plein 1" not in str(revision.answers)


def test_a_right_is_written_without_barriers(desk):
    document = {**document_of(fresh("ks2020-02")), "kind": "right", "coverage": [], "relations": []}
    revision_actions.load_document(document=document)
    revision = begun(desk)
    write(desk, revision, "overig", {"duty": "Leren blijft.", "valid_until": "31-12-2026"})
    revision.refresh_from_db()
    assert (revision.document["duty"], revision.document["valid_until"]) == ("Leren blijft.", "2026-12-31")
    draft = Draft.of(revision, writer_of(revision))
    assert "Belemmeringen waar het aan werkt" not in [part.name for part in draft.completeness.missing]


def test_an_edit_of_an_item_begins_from_its_page_and_has_no_organisation(desk, mo):
    page = desk.get("/redactie/items/ks2020-02/").content.decode()
    assert f'action="{EDIT}"' in page
    revision = begun(desk)
    assert (revision.organisation, revision.created_by, revision.status) == (None, mo, "draft")
    page = desk.get("/redactie/items/ks2020-02/").content.decode()
    assert f'action="{EDIT}"' not in page
    assert f'href="{here("overview", revision)}"' in page
    assert begun(desk) == revision, "a second time goes on with the first"


def test_without_a_change_only_the_stand_of_the_document_differs(desk, subtests):
    """Whoever the provider is, or when the source names none."""
    providers = set()
    for item in Intervention.objects.select_related("provider").order_by("source_ref"):
        with subtests.test(item.source_ref):
            before = document_of(Intervention.objects.with_everything().get(pk=item.pk))
            revision = begun(desk, item.source_ref)
            assert revision.document == before
            assert desk.get(here("preview", revision)).status_code == 200
            write(desk, revision, "organisatie", {"mailbox": "info@voorbeeld.nl"})
            revision.refresh_from_db()
            assert revision.document["provider"] == before["provider"]
            assert revision.document["mailbox"] == "info@voorbeeld.nl"
            providers.add(item.provider_id)
    assert None in providers


def test_an_edit_goes_from_the_form_to_the_site_through_four_eyes(desk, mo, nina, client_of, mailoutbox):
    revision = begun(desk)
    before = fresh("ks2020-02")
    write(desk, revision, "organisatie", {"mailbox": "info@voorbeeld.nl"})
    response = desk.post(here("submit", revision), {"confirmed": "ja"})
    assert response.status_code == 302, response.context["page"].problems
    assert "Een andere redacteur kijkt het na." in desk.get(response.headers["Location"]).content.decode()
    revision.refresh_from_db()
    said = {"revision": revision, "decision": "publish", "edit_number": revision.edit_number}
    with pytest.raises(moderation_actions.FourEyesViolation):
        moderation_actions.decide(by=mo, **said)
    page = client_of(nina).get(reverse("moderation-review", args=[revision.pk])).content.decode()
    assert f'href="{here("preview", revision)}"' in page
    moderation_actions.decide(by=nina, **said)
    after = fresh("ks2020-02")
    assert (after.mailbox, after.provider, after.slug) == ("info@voorbeeld.nl", before.provider, before.slug)
    deliver()
    decided = [(sent.to, sent.subject) for sent in post.outbox if "Staat op de site" in sent.subject]
    assert decided == [([mo.email], f"Staat op de site: {before.name}")]


def test_an_edit_that_comes_back_is_told_to_who_began_it_and_repaired(desk, mo, nina, mailoutbox):
    revision = begun(desk)
    write(desk, revision, "organisatie", {"mailbox": "info@voorbeeld.nl"})
    desk.post(here("submit", revision), {"confirmed": "ja"})
    revision.refresh_from_db()
    moderation_actions.decide(
        revision=revision, decision="return", by=nina, edit_number=revision.edit_number, remark="Klopt dit?"
    )
    deliver()
    (letter,) = [sent for sent in post.outbox if "Er is nog iets nodig" in sent.subject]
    assert letter.to == [mo.email]
    address = re.search(r"https?://[^/]+(/organisaties/redactie/\S+)", letter.body)[1]
    assert "Klopt dit?" in desk.get(address).content.decode()
    assert desk.get(here("step", revision, step="wat")).status_code == 200
    assert desk.post(here("submit", revision), {"confirmed": "ja"}).status_code == 302
    revision.refresh_from_db()
    assert revision.status == "submitted"


@pytest.mark.parametrize("name", OUTSIDERS)
def test_the_pages_of_the_redactie_are_for_editors_only(desk, client_of, request, name):
    revision = begun(desk)
    client = client_of(request.getfixturevalue(name))
    expected = 302 if name == "anonymous" else 404
    gets = [here(page, revision) for page in ("overview", "preview", "submit")]
    gets.append(here("step", revision, step="wat"))
    assert [client.get(address).status_code for address in gets] == [expected] * 4
    posts = [EDIT, here("submit", revision), here("withdraw", revision), here("step", revision, step="wat")]
    found = [client.post(address, {"item": "jasmijn-werkt"}).status_code for address in posts]
    assert found == [expected] * 4
    revision.refresh_from_db()
    assert (revision.status, revision.edit_number) == ("draft", 0)


def test_an_editor_sees_the_page_of_a_submission_and_nothing_of_a_draft(desk, amina, bea, client_of):
    member = client_of(amina)
    revision = fill(member, begin(member))
    preview = here("preview", revision, "stichting-amber")
    assert desk.get(preview).status_code == 404
    assert member.post(here("submit", revision, "stichting-amber"), {"confirmed": "ja"}).status_code == 302
    response = desk.get(preview)
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert reverse("moderation-review", args=[revision.pk]) in response.content.decode()
    assert client_of(bea).get(preview).status_code == 404
    others = [here(page, revision, "stichting-amber") for page in ("overview", "submit")]
    assert [desk.get(address).status_code for address in others] == [404, 404]
    assert desk.get(here("overview", revision)).status_code == 404, "it is not the redactie's"


def test_who_is_second_hears_that_the_other_is_at_it(desk, amina, amber, client_of):
    Intervention.objects.filter(source_ref="ks2020-02").update(provider=amber)
    item = Intervention.objects.get(source_ref="ks2020-02")
    registration_actions.start_edit(item=item, writer=amber, by=amina)
    response = desk.post(EDIT, {"item": item.slug}, follow=True)
    assert "Een organisatie is nu met dit traject bezig." in response.content.decode()
    assert Revision.objects.open().get(source_ref="ks2020-02").organisation == amber


def test_a_new_item_is_not_begun_at_the_desk(desk):
    assert desk.get(f"/organisaties/{REDACTIE}/trajecten/nieuw/").status_code == 404
    assert desk.get(f"/organisaties/{REDACTIE}/").headers["Location"] == "/redactie/"


def test_no_organisation_gets_the_address_of_the_redactie(amina):
    made = organisation_actions.register_organisation(name="Redactie", by=amina)
    assert made.organisation == Organisation.objects.get(slug="redactie-2")
