"""What an editor may decide, what it needs, and what happens when two decide at once."""

import ast
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from catalogue.documents.schema import document_of
from catalogue.models import Event, Intervention, Membership, Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.moderation.actions import Decision
from catalogue.revisions import actions as revision_actions
from catalogue.revisions.publishing import DocumentRefused, fresh
from tests import factories
from tests.cast import account
from tests.catalogue.moderation.submissions import changed, edited, public, sound, sourced, submitted

AT = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
DECISIONS = list(Decision.values)
STATUS = {Decision.PUBLISH: "accepted", Decision.RETURN: "returned", Decision.REJECT: "rejected"}


def decide(revision, decision, by, **given):
    given = {"edit_number": revision.edit_number, "remark": "Mooi werk.", "at": AT, **given}
    return moderation_actions.decide(revision=revision, decision=decision, by=by, **given)


def state(revision):
    """All that a decision could change."""
    revision = Revision.objects.get(pk=revision.pk)
    item = Intervention.objects.with_everything().filter(source_ref=revision.source_ref).first()
    return (
        revision.status, revision.remark, revision.decided_at,
        item and (document_of(item), item.version, item.status),
        Event.objects.count(),
    )  # fmt: skip


# The three decisions


def test_publishing_puts_it_in_the_catalogue_and_says_who_did(reference, amina, amber, mo):
    revision = submitted(sound(name="Amber Werkt"), by=amina, organisation=amber)
    decide(revision, Decision.PUBLISH, mo)
    item = fresh(revision.source_ref)
    revision.refresh_from_db()
    assert (item.name, item.version) == ("Amber Werkt", 1)
    assert (revision.status, revision.decided_by, revision.decided_at) == ("accepted", mo, AT)
    event = Event.objects.get(action="published")
    assert (event.by, event.organisation, event.revision) == (mo, amber, revision)


@pytest.mark.parametrize("decision", [Decision.RETURN, Decision.REJECT])
def test_the_other_decisions_leave_what_is_public_as_it_was(reference, amina, mo, decision):
    item = public(summary="Eerst.")
    revision = submitted(edited(item, summary="Daarna."), by=amina)
    decide(revision, decision, mo, remark="  Graag een bron erbij.  ")
    revision.refresh_from_db()
    assert (revision.status, revision.remark) == (STATUS[decision], "Graag een bron erbij.")
    assert (fresh(item.source_ref).summary, fresh(item.source_ref).version) == ("Eerst.", 1)
    told = Event.objects.exclude(action__in=["started", "submitted"])
    assert [event.remark for event in told] == ["Graag een bron erbij."]


@pytest.mark.parametrize("remark", ["", "  \n "], ids=["nothing", "spaces"])
@pytest.mark.parametrize("decision", [Decision.RETURN, Decision.REJECT])
def test_returning_and_rejecting_need_a_remark(reference, amina, mo, decision, remark):
    revision = submitted(by=amina)
    before = state(revision)
    with pytest.raises(moderation_actions.IncompleteDecision, match="Schrijf erbij waarom"):
        decide(revision, decision, mo, remark=remark)
    assert state(revision) == before


def test_publishing_needs_no_remark(reference, amina, mo):
    decide(submitted(by=amina), Decision.PUBLISH, mo, remark="")
    assert Intervention.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"url": None}, "Er is geen contact"),
        ({"citations": []}, "Er staat geen bron bij: naam, samenvatting, bereik, website"),
    ],
    ids=["contact", "source"],
)
def test_nothing_is_published_without_a_source_or_a_contact(reference, amina, mo, values, fault):
    revision = submitted({**sound(), **values}, by=amina)
    before = state(revision)
    with pytest.raises(moderation_actions.IncompleteDecision, match=fault):
        decide(revision, Decision.PUBLISH, mo)
    assert state(revision) == before
    decide(revision, Decision.RETURN, mo)
    assert state(revision)[0] == "returned"


def test_what_is_not_in_the_schema_is_refused_and_may_be_returned(reference, amina, mo):
    revision = submitted({**sound(), "kind": "cursus"}, by=amina)
    with pytest.raises(DocumentRefused, match="kind"):
        decide(revision, Decision.PUBLISH, mo)
    decide(revision, Decision.RETURN, mo)
    assert state(revision)[0] == "returned"


# Four eyes


@pytest.mark.parametrize("decision", DECISIONS)
def test_nobody_decides_about_what_she_made_herself(reference, mo, decision):
    revision = submitted(by=mo)
    before = state(revision)
    with pytest.raises(moderation_actions.FourEyesViolation, match="zelf gemaakt of ingediend"):
        decide(revision, decision, mo)
    assert state(revision) == before


def test_nobody_decides_about_what_she_sent_in_for_another(reference, amina, mo):
    revision = revision_actions.start_revision(document=sound(), by=amina)
    revision_actions.submit(revision=revision, by=mo)
    with pytest.raises(moderation_actions.FourEyesViolation, match="zelf gemaakt of ingediend"):
        decide(revision, Decision.PUBLISH, mo)


@pytest.mark.parametrize("decision", DECISIONS)
def test_nobody_decides_about_her_own_organisation(reference, amina, amber, mo, decision):
    Membership.objects.create(organisation=amber, user=mo)
    revision = submitted(by=amina, organisation=amber)
    before = state(revision)
    with pytest.raises(moderation_actions.FourEyesViolation, match="organisatie waar jij bij hoort"):
        decide(revision, decision, mo)
    assert state(revision) == before


def test_nobody_decides_about_an_item_that_her_organisation_offers_now(reference, amber, mo):
    item = public(provider=amber.name)
    Membership.objects.create(organisation=amber, user=mo)
    revision = submitted(edited(item, summary="Anders."), by=account("noor"))
    with pytest.raises(moderation_actions.FourEyesViolation):
        decide(revision, Decision.PUBLISH, mo)


def test_another_editor_may_decide(reference, amber, mo):
    Membership.objects.create(organisation=amber, user=mo)
    revision = submitted(by=mo, organisation=amber)
    decide(revision, Decision.PUBLISH, account("nina", role="redacteur"))
    assert state(revision)[0] == "accepted"


# At once


@pytest.mark.parametrize("second", DECISIONS)
@pytest.mark.parametrize("first", DECISIONS)
def test_the_second_of_two_decisions_changes_nothing_and_says_who_was_first(
    reference, amina, mo, first, second
):
    item = public(summary="Eerst.")
    revision = submitted(edited(item, summary="Daarna."), by=amina)
    twin = Revision.objects.get(pk=revision.pk)
    decide(revision, first, mo)
    after = state(revision)
    with pytest.raises(revision_actions.NotAllowed, match=r"^Deze inzending is al "):
        decide(twin, second, account("nina", role="redacteur"))
    assert state(revision) == after


def test_the_message_to_the_second_says_who_and_when(reference, amina, mo):
    revision = submitted(by=amina)
    twin = Revision.objects.get(pk=revision.pk)
    decide(revision, Decision.PUBLISH, mo)
    with pytest.raises(revision_actions.NotAllowed) as refused:
        decide(twin, Decision.REJECT, mo)
    assert str(refused.value) == "Deze inzending is al gepubliceerd door Mo op 20-11-2026."


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_about_what_was_changed_meanwhile_is_refused(reference, amina, mo, decision):
    revision = submitted(by=amina)
    seen = revision.edit_number
    revision_actions.return_with_remarks(revision=revision, by=mo, remark="Graag korter.")
    document = {**revision.document, "summary": "Korter."}
    revision_actions.save_draft(revision=revision, answers={}, document=document, edit_number=seen, by=amina)
    revision_actions.submit(revision=revision, by=amina)
    before = state(revision)
    with pytest.raises(revision_actions.EditConflict, match="gewijzigd sinds je haar opende"):
        decide(revision, decision, mo, edit_number=seen)
    assert state(revision) == before


def test_an_edit_of_an_older_version_is_not_published(reference, amina, mo):
    item = public(summary="Eerst.")
    revision = submitted(edited(item, summary="Van amina."), by=amina)
    changed(item, summary="Van een ander.")
    before = state(revision)
    with pytest.raises(revision_actions.EditConflict, match=r"intussen gewijzigd \(versie 2\)"):
        decide(revision, Decision.PUBLISH, mo)
    assert state(revision) == before


# The checklist


def test_ticks_are_kept_one_by_one_and_those_of_a_colleague_stay(reference, amina, mo):
    revision = submitted(by=amina)
    stale = Revision.objects.get(pk=revision.pk)
    moderation_actions.save_checklist(
        revision=revision, answers={"work": {"answer": "yes", "remark": ""}}, by=mo
    )
    moderation_actions.save_checklist(
        revision=stale, answers={"recent": {"answer": "no", "remark": "?"}}, by=mo
    )
    revision.refresh_from_db()
    assert revision.checklist == {
        "work": {"answer": "yes", "remark": ""}, "recent": {"answer": "no", "remark": "?"},
    }  # fmt: skip
    assert (revision.status, revision.edit_number) == ("submitted", 0)


@pytest.mark.parametrize(
    "answers", [{"taste": {"answer": "yes", "remark": ""}}, {"work": {"answer": "maybe", "remark": ""}}]
)
def test_an_unknown_criterion_or_answer_is_refused(reference, amina, mo, answers):
    revision = submitted(by=amina)
    with pytest.raises(ValueError, match=r"^(taste: yes|work: maybe)$"):
        moderation_actions.save_checklist(revision=revision, answers=answers, by=mo)
    revision.refresh_from_db()
    assert revision.checklist == {}


def test_nothing_is_ticked_after_the_decision(reference, amina, mo):
    revision = submitted(by=amina)
    decide(revision, Decision.REJECT, mo)
    with pytest.raises(revision_actions.NotAllowed):
        moderation_actions.save_checklist(
            revision=revision, answers={"work": {"answer": "no", "remark": ""}}, by=mo
        )


# Merging


def merged(revision, item, by, **values):
    return moderation_actions.merge(
        revision=revision,
        document=sourced({**revision.document, **values}),
        public_version=fresh(item.source_ref).version,
        edit_number=revision.edit_number,
        by=by,
    )


def test_a_merge_makes_it_publishable_and_keeps_the_edit_as_it_was(reference, amina, amber, mo):
    item = public(summary="Eerst.")
    revision = revision_actions.start_revision(
        document=edited(item, summary="Van amina."),
        by=amina,
        organisation=amber,
        answers={"summary": "Van amina."},
    )
    revision_actions.submit(revision=revision, by=amina)
    changed(item, summary="Van een ander.", referral="Bel ons.")
    merged(revision, item, mo, referral="Bel ons.", summary="Van allebei.")
    revision.refresh_from_db()
    assert (revision.base_version, revision.edit_number, revision.answers) == (2, 1, {})
    kept = Revision.objects.get(source_ref=item.source_ref, status="withdrawn")
    assert (kept.document["summary"], kept.answers) == ("Van amina.", {"summary": "Van amina."})
    assert (kept.created_by, kept.organisation, kept.base_version) == (amina, amber, 1)
    event = Event.objects.get(action="merged")
    assert (event.by, event.revision) == (mo, revision)
    decide(revision, Decision.PUBLISH, mo)
    assert (fresh(item.source_ref).summary, fresh(item.source_ref).version) == ("Van allebei.", 3)


def test_a_merge_with_a_version_that_is_old_by_then_is_refused(reference, amina, mo):
    item = public(summary="Eerst.")
    revision = submitted(edited(item, summary="Van amina."), by=amina)
    changed(item, summary="Van een ander.")
    seen = fresh(item.source_ref).version
    changed(fresh(item.source_ref), summary="Nog later.")
    before = state(revision)
    with pytest.raises(revision_actions.EditConflict, match="weer iets gewijzigd"):
        moderation_actions.merge(
            revision=revision, document=revision.document, public_version=seen, edit_number=0, by=mo
        )
    assert state(revision) == before
    assert Revision.objects.filter(status="withdrawn").count() == 0


def test_nobody_merges_an_edit_of_her_own_organisation(reference, amina, amber, mo):
    item = public()
    revision = submitted(edited(item, summary="Van amina."), by=amina, organisation=amber)
    changed(item, referral="Bel ons.")
    Membership.objects.create(organisation=amber, user=mo)
    with pytest.raises(moderation_actions.FourEyesViolation):
        merged(revision, item, mo)


# Archiving


def test_an_item_is_archived_for_a_reason_once(reference, mo):
    item = public()
    with pytest.raises(moderation_actions.IncompleteDecision):
        moderation_actions.archive_item(item=item, by=mo, remark=" ")
    assert fresh(item.source_ref).status == "published"
    moderation_actions.archive_item(item=item, by=mo, remark="Gestopt in mei.")
    event = Event.objects.get(action="archived")
    assert (fresh(item.source_ref).status, event.by, event.remark) == ("archived", mo, "Gestopt in mei.")
    with pytest.raises(revision_actions.NotAllowed, match="staat al in het archief"):
        moderation_actions.archive_item(item=item, by=mo, remark="Nog eens.")
    assert Event.objects.filter(action="archived").count() == 1


def test_nobody_archives_or_restores_what_her_organisation_offers(reference, amber, mo):
    item = public(provider=amber.name)
    Membership.objects.create(organisation=amber, user=mo)
    with pytest.raises(moderation_actions.FourEyesViolation):
        moderation_actions.archive_item(item=item, by=mo, remark="Weg ermee.")
    with pytest.raises(moderation_actions.FourEyesViolation):
        moderation_actions.restore_version(
            revision=Revision.objects.accepted().get(source_ref=item.source_ref), by=mo
        )
    assert (fresh(item.source_ref).status, fresh(item.source_ref).version) == ("published", 1)


# The one road


def test_only_the_actions_publish(reference):
    """The rules of four eyes, source and contact hold because nobody else calls what they guard."""
    guarded = {"publish", "reject", "return_with_remarks", "restore", "archive"}
    found = set()
    for app in ("catalogue", "matching", "portal"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if path.is_relative_to(settings.BASE_DIR / "catalogue" / "actions"):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                    f"actions.{name}" for name in guarded
                }:
                    found.add(f"{path.name}: {ast.unparse(node.func)}")
    assert found == set()
    assert factories.publish().version == 1
