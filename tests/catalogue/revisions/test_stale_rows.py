"""An action writes the row as it is now: what a colleague saved since the caller read it stays."""

import ast
from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone

from catalogue.models import Intervention, Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.registration import actions as registration_actions
from catalogue.revisions import actions
from catalogue.revisions.publishing import fresh
from tests.catalogue.moderation.submissions import edited, sound
from tests.factories import document, publish

#: By name: the status from which the step is taken, the step, and the status after it.
STEPS = {
    "submit": ("draft", lambda stale, by: actions.submit(revision=stale, by=by), "submitted"),
    "withdraw": ("draft", lambda stale, by: actions.withdraw(revision=stale, by=by), "withdrawn"),
    "return": (
        "submitted",
        lambda stale, by: actions.return_with_remarks(revision=stale, by=by, remark="Korter."),
        "returned",
    ),
    "reject": (
        "submitted",
        lambda stale, by: actions.reject(revision=stale, by=by, remark="Nee."),
        "rejected",
    ),
    "move": ("submitted", lambda stale, by: actions.move(revision=stale, to="returned", by=by), "returned"),
    "decide to return": (
        "submitted",
        lambda stale, by: moderation_actions.decide(
            revision=stale, decision="return", by=by, edit_number=1, remark="Korter."
        ),
        "returned",
    ),
    "decide to publish": (
        "submitted",
        lambda stale, by: moderation_actions.decide(revision=stale, decision="publish", by=by, edit_number=1),
        "accepted",
    ),
    "tick the checklist": (
        "submitted",
        lambda stale, by: moderation_actions.save_checklist(
            revision=stale, by=by, answers={"contact": {"answer": "yes", "remark": ""}}
        ),
        "submitted",
    ),
    "submit the form again": (
        "submitted",
        lambda stale, by: registration_actions.submit_draft(revision=stale, by=by, today=date(2026, 11, 1)),
        "submitted",
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_keeps_what_a_colleague_saved_and_returns_the_row_as_it_is(reference, mo, name):
    start, step, end = STEPS[name]
    revision = actions.start_revision(document=sound(), by=None, answers={"name": "v1"})
    stale = Revision.objects.get(pk=revision.pk)
    theirs = revision.document | {"name": "Van een collega"}
    actions.save_draft(revision=revision, answers={"name": "v2"}, document=theirs, edit_number=0, by=None)
    if start == "submitted":
        actions.submit(revision=revision, by=None)
    returned = step(stale, mo)
    row = Revision.objects.get(pk=revision.pk)
    assert (row.status, row.answers, row.document["name"], row.edit_number) == (
        end, {"name": "v2"}, "Van een collega", 1,
    )  # fmt: skip
    assert (returned.pk, returned.status, returned.answers, returned.edit_number) == (
        row.pk, end, {"name": "v2"}, 1,
    )  # fmt: skip


def test_publishing_takes_the_document_of_now(reference, mo):
    revision = actions.start_revision(document=document(), by=None)
    stale = Revision.objects.get(pk=revision.pk)
    theirs = revision.document | {"summary": "Van een collega."}
    actions.save_draft(revision=revision, answers={}, document=theirs, edit_number=0, by=None)
    actions.submit(revision=revision, by=None)
    assert actions.publish(revision=stale, by=mo).summary == "Van een collega."


def test_saving_and_archiving_return_the_locked_row(reference, mo):
    item = publish(summary="Eerst.")
    stale = Intervention.objects.get(pk=item.pk)
    again = actions.submit(
        revision=actions.start_revision(document=edited(item, summary="Daarna."), by=None), by=None
    )
    actions.publish(revision=again, by=mo)
    assert actions.archive(item=stale, by=mo).summary == "Daarna."
    assert (fresh(item.source_ref).status, fresh(item.source_ref).version) == ("archived", 2)
    draft = actions.start_revision(document=document(), by=None)
    Revision.objects.filter(pk=draft.pk).update(remark="Van een collega")
    saved = actions.save_draft(revision=draft, answers={}, document=draft.document, edit_number=0, by=None)
    assert saved.remark == "Van een collega"


def test_a_version_that_was_not_accepted_after_all_is_not_restored(reference, mo):
    item = publish()
    accepted = Revision.objects.get(source_ref=item.source_ref)
    stale = Revision.objects.get(pk=accepted.pk)
    Revision.objects.filter(pk=accepted.pk).update(status="rejected", decided_at=timezone.now())
    with pytest.raises(actions.NotAllowed):
        actions.restore(revision=stale, by=mo)


#: Writes a whole row that a form of the administration was made from.
WHOLE_ROWS = {"catalogue/vocabulary/actions.py"}


def test_every_action_names_the_columns_that_it_saves():
    whole = set()
    for app in ("catalogue", "matching", "portal"):
        for path in (settings.BASE_DIR / app).rglob("actions.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    named = {keyword.arg for keyword in node.keywords}
                    if node.func.attr == "save" and "update_fields" not in named:
                        whole.add(path.relative_to(settings.BASE_DIR).as_posix())
    assert whole == WHOLE_ROWS
