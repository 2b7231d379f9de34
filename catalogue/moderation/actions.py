"""What an editor does with what was sent in: tick the checklist, decide, merge, put back, archive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from catalogue.documents import schema
from catalogue.documents.schema import Document
from catalogue.models import Event, Intervention, Revision
from catalogue.moderation import four_eyes
from catalogue.revisions import checklist, version
from catalogue.revisions.actions import (
    NotAllowed,
    Outdated,
    archive,
    publish,
    reject,
    restore,
    return_with_remarks,
)
from catalogue.revisions.events import record
from catalogue.revisions.evidence import lacking

Status = Revision.Status


class Decision(models.TextChoices):
    PUBLISH = "publish", "publiceren"
    RETURN = "return", "terugsturen met opmerkingen"
    REJECT = "reject", "afwijzen"


class Incomplete(Exception):
    """A decision that lacks something: a remark, a source or a contact. `faults` has one line each."""

    def __init__(self, faults: list[str]):
        super().__init__(" ".join(faults))
        self.faults = faults


class NotYours(NotAllowed):
    """A decision about one's own work or organisation."""


@transaction.atomic
def save_checklist(*, revision: Revision, answers: Mapping[str, Mapping[str, str]], by: Any) -> Revision:
    """Keeps the answers given, by key of the criterion; the answers of a colleague to others stay.

    NotAllowed when the revision no longer waits for a decision, ValueError for an unknown key or answer.
    """
    held = _waiting(revision)
    known = checklist.keys()
    for key, said in answers.items():
        if key not in known or said["answer"] not in ("", *checklist.ANSWERS):
            raise ValueError(f"{key}: {said['answer']}")
        kept = {"answer": said["answer"], "remark": said["remark"][: checklist.LONGEST_REMARK]}
        held.checklist[key] = kept
    held.save(update_fields=["checklist"])
    return held


@transaction.atomic
def decide(
    *,
    revision: Revision,
    decision: str,
    by: Any,
    edit_number: int,
    remark: str = "",
    at: datetime | None = None,
) -> Revision:
    """The editor's decision about a revision as she saw it, which is `edit_number` of it.

    Raises NotYours by the rule of four eyes, NotAllowed when it was decided or taken back meanwhile, Outdated
    when it, or the public version, was changed meanwhile, Incomplete when a remark, a source or a contact is
    missing, DocumentRefused when the document cannot become public.
    """
    version.lock()
    held = _waiting(revision)
    _theirs(held, by)
    if held.edit_number != edit_number:
        raise Outdated("Deze inzending is gewijzigd sinds je haar opende. Bekijk haar opnieuw.")
    remark = remark.strip()
    if decision == Decision.PUBLISH:
        faults = lacking(held.document) if not schema.check(held.document) else []
        if faults:
            raise Incomplete(faults)
        publish(revision=held, by=by, at=at)
    elif not remark:
        raise Incomplete(
            [f"Schrijf erbij waarom. Zonder toelichting kun je niet {Decision(decision).label}."]
        )
    elif decision == Decision.RETURN:
        return_with_remarks(revision=held, by=by, remark=remark, at=at)
    else:
        reject(revision=held, by=by, remark=remark, at=at)
    return held


@transaction.atomic
def merge(
    *, revision: Revision, document: Document, public_version: int, edit_number: int, by: Any
) -> Revision:
    """Makes `document` the content of `revision`, based on `public_version`; the edit as it was is kept.

    The edit as it was stays as a withdrawn revision, so that nothing anybody wrote is lost. Raises NotYours
    and NotAllowed as `decide` does, Outdated when the edit or the public version changed meanwhile.
    """
    version.lock()
    held = _waiting(revision)
    if four_eyes.of_own_organisation(by, held.source_ref, held.organisation_id):
        raise NotYours(four_eyes.OWN_ORGANISATION)
    item = Intervention.objects.get(source_ref=held.source_ref)
    if (item.version, held.edit_number) != (public_version, edit_number):
        raise Outdated("Er is intussen weer iets gewijzigd. Voeg opnieuw samen.")
    kept = Revision.objects.create(
        source_ref=held.source_ref, document=held.document, answers=held.answers, status=Status.WITHDRAWN,
        organisation=held.organisation, created_by=held.created_by, base_version=held.base_version,
        submitted_at=held.submitted_at,
        remark=f"Zoals de bewerking was voor het samenvoegen met versie {item.version}",
    )  # fmt: skip
    # The form is filled from the document again: what was typed belongs to the edit as it was.
    held.document, held.answers, held.base_version = document, {}, item.version
    held.edit_number += 1
    held.save(update_fields=["document", "answers", "base_version", "edit_number", "changed_at"])
    record(
        Event.Action.MERGED,
        by=by,
        source_ref=held.source_ref,
        revision=held,
        organisation=held.organisation,
        remark=f"Met versie {item.version}; de bewerking van daarvoor is bewaard als nummer {kept.pk}",
    )
    return held


@transaction.atomic
def put_back(*, revision: Revision, by: Any, at: datetime | None = None) -> Intervention:
    """Publishes an older version whole, as `restore` does; NotYours for one's own organisation.

    It asks for no source and no contact: what comes back is exactly what was public before.
    """
    if four_eyes.of_own_organisation(by, revision.source_ref, revision.organisation_id):
        raise NotYours(four_eyes.OWN_ORGANISATION)
    return restore(revision=revision, by=by, at=at)


@transaction.atomic
def take_down(*, item: Intervention, by: Any, remark: str) -> Intervention:
    """Archives `item` for a reason; NotAllowed when it is archived already, Incomplete without a reason."""
    if four_eyes.of_own_organisation(by, item.source_ref):
        raise NotYours(four_eyes.OWN_ORGANISATION)
    if not remark.strip():
        raise Incomplete(["Schrijf erbij waarom. Zonder toelichting kun je niet archiveren."])
    version.lock()
    held = Intervention.objects.get(pk=item.pk)
    if held.status == Intervention.Status.ARCHIVED:
        raise NotAllowed(f"{held.name} staat al in het archief.")
    return archive(item=held, by=by, remark=remark.strip())


def _waiting(revision: Revision) -> Revision:
    """The row of `revision`, locked; NotAllowed when no decision is waited for."""
    held = Revision.objects.select_for_update().get(pk=revision.pk)
    if held.status != Status.SUBMITTED:
        who = f" door {held.decided_by}" if held.decided_by else ""
        when = f" op {timezone.localtime(held.decided_at):%d-%m-%Y}" if held.decided_at else ""
        raise NotAllowed(f"Deze inzending is al {held.get_status_display()}{who}{when}.")
    return held


def _theirs(revision: Revision, by: Any) -> None:
    why = four_eyes.why_not(revision, by)
    if why:
        raise NotYours(why)
