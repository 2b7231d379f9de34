"""One place makes or finds an organisation by its name; renaming and merging lose nothing."""

import pytest
from django.utils import timezone

from catalogue.documents.schema import content_hash, document_of
from catalogue.models import (
    ErrorReport,
    Event,
    Intervention,
    Invitation,
    Membership,
    MembershipRequest,
    Organisation,
    Revision,
)
from catalogue.moderation.actions import decide, restore_version
from catalogue.organisations import actions
from catalogue.organisations.writers import readable_by, writer_at
from catalogue.revisions import actions as revision_actions
from catalogue.revisions.history import History
from catalogue.revisions.publishing import fresh
from catalogue.upkeep.actions import report_error
from tests.catalogue.moderation.submissions import edited, public, submitted
from tests.factories import document, publish


@pytest.mark.parametrize(
    "spelling", ["stichting amber", "Stichting Ámber", " STICHTING  AMBER. ", "Stichting\u200b Amber"]
)
def test_another_spelling_is_the_same_organisation(amber, spelling):
    assert Organisation.objects.named(spelling).get() == amber
    with pytest.raises(actions.NotPossible, match="is of was van Stichting Amber"):
        actions.create_organisation(name=spelling, by=None)


def test_a_name_in_other_letters_than_ours_is_a_name_too(db):
    found = actions.create_organisation(name="Жінки", by=None)
    assert Organisation.objects.named("ЖІНКИ").get() == found
    with pytest.raises(actions.NotPossible, match="heeft een naam nodig"):
        actions.create_organisation(name=" \u200b ", by=None)


def test_the_addresses_of_our_own_pages_are_given_to_nobody(db):
    assert actions.create_organisation(name="Redactie", by=None).slug == "redactie-2"
    with pytest.raises(actions.NotPossible, match="al in gebruik"):
        actions.create_organisation(name="Anders", slug="redactie", by=None)


def test_renaming_keeps_the_slug_and_the_old_name_and_stands_in_the_history(amber, beuk, mo):
    renamed = actions.rename_organisation(organisation=amber, name="  Amber   Den Haag ", by=mo)
    assert (renamed.name, renamed.slug, renamed.former_names) == (
        "Amber Den Haag", "stichting-amber", ["Stichting Amber"],
    )  # fmt: skip
    assert Organisation.objects.named("stichting ámber").get() == amber
    event = Event.objects.get(action="renamed")
    assert (event.by, event.organisation, event.remark) == (
        mo, amber, "Van Stichting Amber naar Amber Den Haag",
    )  # fmt: skip
    for taken in ("stichting beuk", "Stichting Beuk"):
        with pytest.raises(actions.NotPossible):
            actions.rename_organisation(organisation=amber, name=taken, by=mo)
    with pytest.raises(actions.NotPossible):  # a former name is not free for another
        actions.rename_organisation(organisation=beuk, name="Stichting Amber", by=mo)
    back = actions.rename_organisation(organisation=renamed, name="Stichting Amber", by=mo)
    assert (back.name, back.former_names) == ("Stichting Amber", ["Amber Den Haag"])


def test_who_registers_a_former_name_asks_to_join_and_makes_nothing(amber, amina, karin, mo):
    actions.rename_organisation(organisation=amber, name="Amber Den Haag", by=mo)
    asked = actions.register_organisation(name="Stichting Amber", by=karin)
    assert (type(asked), asked.organisation) == (MembershipRequest, amber)
    assert Organisation.objects.filter(name__icontains="amber").count() == 1


@pytest.fixture
def merged(reference, amber, beuk, amina, bea, karin, pim, mo):
    """Beuk, with one of everything, and with what Amber has too, goes up in Amber."""
    item = publish(name="Van Beuk", provider="Stichting Beuk")
    accepted = Revision.objects.get(source_ref=item.source_ref)
    Revision.objects.filter(pk=accepted.pk).update(organisation=beuk)
    draft = revision_actions.start_revision(
        document=edited(item, summary="Half af."), by=bea, organisation=beuk
    )
    Membership.objects.create(organisation=beuk, user=amina)
    for asker, organisation in ((karin, beuk), (karin, amber), (pim, beuk)):
        MembershipRequest.objects.create(organisation=organisation, user=asker)
    for email, organisation in (("Een@x.example", beuk), ("een@x.example", amber), ("twee@x.example", beuk),
                                (amina.email, beuk)):  # fmt: skip
        Invitation.objects.create(organisation=organisation, email=email, expires_at=timezone.now())
    report_error(item=item, text="De website is weg.")
    actions.rename_organisation(organisation=beuk, name="Beuk Utrecht", by=mo)
    actions.merge_organisations(organisation=beuk, into=amber, by=mo)
    return item, draft


def test_everything_goes_along_when_two_organisations_are_merged(merged, amber, beuk, amina, bea, karin, pim):
    item, draft = merged
    for row in (amber, beuk):
        row.refresh_from_db()
    assert Intervention.objects.get(pk=item.pk).provider == amber
    assert set(amber.memberships.values_list("user__name", flat=True)) == {"Amina", "Bea"}
    assert set(amber.membership_requests.values_list("user__name", flat=True)) == {"Karin", "Pim"}
    assert set(amber.invitations.values_list("email", flat=True)) == {"een@x.example", "twee@x.example"}
    assert set(Revision.objects.values_list("organisation__name", flat=True)) == {"Stichting Amber"}
    assert Revision.objects.get(pk=draft.pk).document["provider"] == item_provider(amber)
    assert list(ErrorReport.objects.assigned_to(amina)) == list(ErrorReport.objects.all()) != []
    assert not any(
        kind.objects.filter(organisation=beuk).exists()
        for kind in (Membership, MembershipRequest, Invitation, Revision)
    )
    assert (beuk.merged_into, amber.former_names) == (amber, ["Beuk Utrecht", "Stichting Beuk"])
    event = Event.objects.get(action="organisation-merged")
    assert event.organisation == amber
    assert event.remark == (
        "Beuk Utrecht is opgegaan in Stichting Amber. "
        "Meegegaan: 1 items, 1 lopende bewerkingen, 1 leden, 1 aanvragen en 1 uitnodigingen"
    )


def item_provider(organisation: Organisation) -> str:
    return organisation.slug


def test_the_old_address_and_the_old_name_lead_to_the_one_that_stays(merged, amber, bea, mo):
    assert writer_at(bea, "stichting-beuk") == amber
    assert Organisation.objects.named("Beuk Utrecht").get() == amber
    assert Organisation.objects.named("Stichting Beuk").get() == amber
    submitted(document(), by=bea, organisation=amber)
    assert readable_by(mo, "stichting-beuk").filter(status="submitted").count() == 1


def test_an_organisation_is_merged_once_and_never_with_itself(merged, amber, beuk, mo):
    for gone, stays in ((amber, amber), (beuk, amber), (amber, beuk)):
        with pytest.raises(actions.NotPossible):
            actions.merge_organisations(organisation=gone, into=stays, by=mo)


def test_a_merged_organisation_follows_when_its_successor_is_merged_too(merged, amber, beuk, mo, bea):
    third = actions.create_organisation(name="Stichting Ceder", by=None)
    actions.merge_organisations(organisation=amber, into=third, by=mo)
    beuk.refresh_from_db()
    assert beuk.merged_into == third
    assert writer_at(bea, "stichting-beuk") == third


def test_an_item_is_handed_over_as_a_version_with_an_event(reference, amber, beuk, mo):
    item = publish(provider="Stichting Amber")
    given = actions.hand_over(item=item, to=beuk, by=mo)
    assert (given.provider, given.version) == (beuk, 2)
    event = Event.objects.get(action="handed-over")
    assert (event.by, event.organisation, event.source_ref, event.remark) == (
        mo, beuk, item.source_ref, "Van Stichting Amber naar Stichting Beuk",
    )  # fmt: skip
    with pytest.raises(actions.NotPossible, match="is al van Stichting Beuk"):
        actions.hand_over(item=given, to=beuk, by=mo)
    revision_actions.start_revision(document=edited(given, summary="Half af."), by=mo)
    with pytest.raises(revision_actions.NotAllowed):
        actions.hand_over(item=given, to=amber, by=mo)


@pytest.fixture
def of_before(reference, amber, amina, mo):
    """An item of Amber with an older version and with an edit that was submitted; then Amber is renamed."""
    item = public(name="Naaien", summary="Eerst.", provider="Stichting Amber")
    revision_actions.publish(revision=submitted(edited(item, summary="Daarna.")), by=mo)
    first = Revision.objects.accepted().filter(source_ref=item.source_ref).last()
    edit = submitted(edited(item, summary="Ingediend."), by=amina, organisation=amber)
    actions.rename_organisation(organisation=amber, name="Amber Den Haag", by=mo)
    return item, first, edit


def test_an_edit_from_before_a_renaming_stays_with_its_organisation(of_before, amber, mo):
    item, _, edit = of_before
    before = Organisation.objects.count()
    published = decide(revision=edit, decision="publish", by=mo, edit_number=edit.edit_number)
    assert published.status == "accepted"
    item.refresh_from_db()
    assert (item.summary, item.provider, Organisation.objects.count()) == ("Ingediend.", amber, before)


def test_an_older_version_that_is_put_back_stays_with_its_organisation(of_before, amber, amina, mo):
    item, first, edit = of_before
    before = Organisation.objects.count()
    revision_actions.reject(revision=edit, by=mo, remark="Nee.")
    restore_version(revision=first, by=mo)
    item.refresh_from_db()
    assert (item.summary, item.provider, Organisation.objects.count()) == ("Eerst.", amber, before)
    assert list(Intervention.objects.verifiable_by(amina)) == [item]
    assert "Aanbieder" not in {field.label for field in History(item.source_ref).versions[0].changed}


def test_a_version_from_before_a_merge_comes_back_to_the_one_that_stays(merged, amber, mo):
    item, draft = merged
    revision_actions.withdraw(revision=draft, by=mo)
    first = Revision.objects.accepted().get(source_ref=item.source_ref)
    assert first.document["provider"] == "stichting-beuk"  # history is not rewritten
    restored = restore_version(revision=first, by=mo)
    assert restored.provider == amber
    assert restored.document_hash == content_hash(document_of(fresh(item.source_ref)))
