"""The actions of an editor: fill in the checklist, decide, merge, restore a version, archive."""

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from catalogue.documents import schema
from catalogue.documents.fields import Document
from catalogue.models import Event, Intervention, Revision
from catalogue.moderation import four_eyes
from catalogue.revisions import checklist, version
from catalogue.revisions.actions import (
    EditConflict,
    NotAllowed,
    archive,
    publish,
    reject,
    restore,
    return_with_remarks,
)
from catalogue.revisions.events import Actor, record
from catalogue.revisions.evidence import missing_evidence

Status = Revision.Status


class Decision(models.TextChoices):
    PUBLISH = "publish", "publiceren"
    RETURN = "return", "terugsturen met opmerkingen"
    REJECT = "reject", "afwijzen"


class IncompleteDecision(Exception):
    """A decision without a required remark, source or contact. `faults` has one Dutch line each."""

    def __init__(self, faults: list[str]):
        super().__init__(" ".join(faults))
        self.faults = faults


class FourEyesViolation(NotAllowed):
    """A decision about one's own work or organisation."""


@transaction.atomic
def save_checklist(*, revision: Revision, answers: Mapping[str, Mapping[str, str]], by: Actor) -> Revision:
    """Saves the answers given, by key of the criterion; answers to other criteria are not changed.

    Raises NotAllowed when the revision is not submitted, ValueError for an unknown key or answer.
    """
    locked = _lock_submitted(revision)
    known = checklist.keys()
    for key, row in answers.items():
        if key not in known or row["answer"] not in ("", *checklist.ANSWERS):
            raise ValueError(f"{key}: {row['answer']}")
        remark = row["remark"][: checklist.LONGEST_REMARK]
        locked.checklist[key] = {"answer": row["answer"], "remark": remark}
    locked.save(update_fields=["checklist"])
    return locked


@transaction.atomic
def decide(
    *,
    revision: Revision,
    decision: str,
    by: Actor,
    edit_number: int,
    remark: str = "",
    at: datetime | None = None,
) -> Revision:
    """Decides about a revision; `edit_number` is the edit that the editor saw.

    Raises FourEyesViolation by the rule of four eyes, NotAllowed when it was decided or withdrawn meanwhile,
    EditConflict when it, or the public version, was changed meanwhile, IncompleteDecision when a remark, a
    source or a contact is missing, DocumentRefused when the document cannot become public.
    """
    version.lock()
    locked = _lock_submitted(revision)
    _refuse_own_work(locked, by)
    if locked.edit_number != edit_number:
        raise EditConflict("Deze inzending is gewijzigd sinds je haar opende. Bekijk haar opnieuw.")
    remark = remark.strip()
    if decision == Decision.PUBLISH:
        faults = missing_evidence(locked.document) if not schema.check(locked.document) else []
        if faults:
            raise IncompleteDecision(faults)
        publish(revision=locked, by=by, at=at)
        locked.refresh_from_db()
    elif not remark:
        raise IncompleteDecision(
            [f"Schrijf erbij waarom. Zonder toelichting kun je niet {Decision(decision).label}."]
        )
    elif decision == Decision.RETURN:
        locked = return_with_remarks(revision=locked, by=by, remark=remark, at=at)
    else:
        locked = reject(revision=locked, by=by, remark=remark, at=at)
    return locked


@transaction.atomic
def merge(
    *, revision: Revision, document: Document, public_version: int, edit_number: int, by: Actor
) -> Revision:
    """Replaces the content of `revision` by `document`, now based on `public_version`.

    The edit as it was becomes a withdrawn revision, so that nothing is lost. Raises
    FourEyesViolation and NotAllowed as `decide` does, EditConflict when the edit or the public version
    changed meanwhile.
    """
    version.lock()
    locked = _lock_submitted(revision)
    if four_eyes.of_own_organisation(by, locked.source_ref, locked.organisation_id):
        raise FourEyesViolation(four_eyes.OWN_ORGANISATION)
    item = Intervention.objects.get(source_ref=locked.source_ref)
    if (item.version, locked.edit_number) != (public_version, edit_number):
        raise EditConflict("Er is intussen weer iets gewijzigd. Voeg opnieuw samen.")
    original = Revision.objects.create(
        source_ref=locked.source_ref, document=locked.document, answers=locked.answers,
        status=Status.WITHDRAWN, organisation=locked.organisation, created_by=locked.created_by,
        base_version=locked.base_version,
        submitted_at=locked.submitted_at,
        remark=f"Zoals de bewerking was voor het samenvoegen met versie {item.version}",
    )  # fmt: skip
    # Without stored answers the form is filled from the document; those typed are in `original`.
    locked.document, locked.answers, locked.base_version = document, {}, item.version
    locked.edit_number += 1
    locked.save(update_fields=["document", "answers", "base_version", "edit_number", "changed_at"])
    record(
        Event.Action.MERGED,
        by=by,
        source_ref=locked.source_ref,
        revision=locked,
        organisation=locked.organisation,
        remark=f"Met versie {item.version}; de bewerking van daarvoor is bewaard als nummer {original.pk}",
    )
    return locked


@transaction.atomic
def restore_version(*, revision: Revision, by: Actor, at: datetime | None = None) -> Intervention:
    """Publishes an older version whole, as `restore` does; FourEyesViolation for one's own organisation.

    Sources and contact are not checked: the document was public before.
    """
    if four_eyes.of_own_organisation(by, revision.source_ref, revision.organisation_id):
        raise FourEyesViolation(four_eyes.OWN_ORGANISATION)
    return restore(revision=revision, by=by, at=at)


@transaction.atomic
def archive_item(*, item: Intervention, by: Actor, remark: str) -> Intervention:
    """Archives `item`. Raises NotAllowed when it is archived, IncompleteDecision without a remark."""
    if four_eyes.of_own_organisation(by, item.source_ref):
        raise FourEyesViolation(four_eyes.OWN_ORGANISATION)
    if not remark.strip():
        raise IncompleteDecision(["Schrijf erbij waarom. Zonder toelichting kun je niet archiveren."])
    version.lock()
    locked = Intervention.objects.get(pk=item.pk)
    if locked.status == Intervention.Status.ARCHIVED:
        raise NotAllowed(f"{locked.name} staat al in het archief.")
    return archive(item=locked, by=by, remark=remark.strip())


def _lock_submitted(revision: Revision) -> Revision:
    """The locked row of `revision`; NotAllowed when it is not submitted."""
    locked = Revision.objects.locked(revision)
    if locked.status != Status.SUBMITTED:
        who = f" door {locked.decided_by}" if locked.decided_by else ""
        when = f" op {timezone.localtime(locked.decided_at):%d-%m-%Y}" if locked.decided_at else ""
        raise NotAllowed(f"Deze inzending is al {locked.get_status_display()}{who}{when}.")
    return locked


def _refuse_own_work(revision: Revision, by: Actor) -> None:
    reason = four_eyes.refusal_reason(revision, by)
    if reason:
        raise FourEyesViolation(reason)
