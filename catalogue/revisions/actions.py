"""The life of a Revision: begun, saved, submitted, decided on, restored; and the item that becomes public."""

from datetime import datetime
from typing import Any, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalogue.documents import schema
from catalogue.documents.fields import Document
from catalogue.models import Event, Intervention, Organisation, Revision
from catalogue.revisions import version
from catalogue.revisions.events import record
from catalogue.revisions.publishing import DocumentRefused, write_rows
from catalogue.search import index

Status = Revision.Status
Action = Event.Action

#: Who does it; None when the catalogue is loaded from its files.
Actor: TypeAlias = AbstractBaseUser | None

#: From which status a Revision may go where. The one table; `move` is the one function that uses it.
TRANSITIONS: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.SUBMITTED: frozenset({Status.ACCEPTED, Status.RETURNED, Status.REJECTED, Status.WITHDRAWN}),
    Status.RETURNED: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset(),
    Status.REJECTED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}


class NotAllowed(Exception):
    """A step that the status of a Revision does not allow."""


class EditConflict(Exception):
    """The item, or this Revision, was changed by another since; the two must be merged first."""


@transaction.atomic
def start_revision(
    *,
    document: Document,
    by: Actor,
    origin: str = Revision.Origin.PERSON,
    organisation: Organisation | None = None,
    answers: dict[str, Any] | None = None,
) -> Revision:
    """A draft of `document`, based on the public version of now; NotAllowed when one is open already."""
    source_ref = document["source_ref"]
    if Revision.objects.open().filter(source_ref=source_ref).exists():
        raise NotAllowed(f"Er staat al een bewerking open van {source_ref}.")
    revision = Revision.objects.create(
        source_ref=source_ref,
        document=document,
        base_version=_public_version(source_ref),
        created_by=by,
        origin=origin,
        organisation=organisation,
        answers=answers or {},
    )
    _record_step(Action.STARTED, revision, by)
    return revision


@transaction.atomic
def save_draft(
    *, revision: Revision, answers: dict[str, Any], document: Document, edit_number: int, by: Actor
) -> Revision:
    """Keeps what was typed and the document made of it.

    `edit_number` is the one the writer started from: EditConflict when somebody else saved since, NotAllowed
    when the revision is no longer being written (draft or returned).
    """
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    if locked.status not in (Status.DRAFT, Status.RETURNED):
        raise NotAllowed(f"Deze bewerking is {locked.get_status_display()} en kan nu niet worden gewijzigd.")
    if locked.edit_number != edit_number:
        raise EditConflict("Een collega heeft deze bewerking intussen ook bewaard.")
    revision.answers, revision.document, revision.edit_number = answers, document, edit_number + 1
    revision.save(update_fields=["answers", "document", "edit_number", "changed_at"])
    return revision


@transaction.atomic
def submit(*, revision: Revision, by: Actor, at: datetime | None = None) -> Revision:
    move(revision=revision, to=Status.SUBMITTED, by=by, at=at)
    _record_step(Action.SUBMITTED, revision, by, at=at)
    return revision


@transaction.atomic
def return_with_remarks(
    *, revision: Revision, by: Actor, remark: str, at: datetime | None = None
) -> Revision:
    """Back to the organisation, which may repair and submit it again."""
    move(revision=revision, to=Status.RETURNED, by=by, at=at, remark=remark)
    _record_step(Action.RETURNED, revision, by, at=at, remark=remark)
    return revision


@transaction.atomic
def reject(*, revision: Revision, by: Actor, remark: str, at: datetime | None = None) -> Revision:
    """The end of this revision; what is public stays as it is."""
    move(revision=revision, to=Status.REJECTED, by=by, at=at, remark=remark)
    _record_step(Action.REJECTED, revision, by, at=at, remark=remark)
    return revision


@transaction.atomic
def withdraw(*, revision: Revision, by: Actor, at: datetime | None = None) -> Revision:
    move(revision=revision, to=Status.WITHDRAWN, by=by, at=at)
    _record_step(Action.WITHDRAWN, revision, by, at=at)
    return revision


@transaction.atomic
def publish(*, revision: Revision, by: Actor, at: datetime | None = None) -> Intervention:
    """Makes the document of `revision` the public version.

    Raises DocumentRefused when the document is not in the schema or names what does not exist, EditConflict
    when the public version is newer than the one the revision was based on, NotAllowed when it was not
    submitted.
    """
    at = at or timezone.now()
    faults = schema.check(revision.document)
    if not faults and revision.document["source_ref"] != revision.source_ref:
        faults = [f"source_ref: deze versie is van {revision.source_ref}"]
    if faults:
        raise DocumentRefused(faults)
    version.lock()
    now = _public_version(revision.source_ref)
    if now != revision.base_version:
        raise EditConflict(f"{revision.source_ref} is intussen gewijzigd (versie {now}).")
    move(revision=revision, to=Status.ACCEPTED, by=by, at=at)
    item = write_rows(revision.document, at=at)
    version.refresh()
    _record_step(Action.PUBLISHED, revision, by, at=at)
    return item


@transaction.atomic
def restore(*, revision: Revision, by: Actor, at: datetime | None = None) -> Intervention:
    """Publishes the whole document of an accepted `revision` again, as a new version.

    Raises NotAllowed when the revision was never public or when another one of the item is open.
    """
    if revision.status != Status.ACCEPTED:
        raise NotAllowed("Alleen een versie die openbaar is geweest kan worden teruggezet.")
    again = start_revision(document=revision.document, by=by, organisation=revision.organisation)
    move(revision=again, to=Status.SUBMITTED, by=by, at=at)
    item = publish(revision=again, by=by, at=at)
    _record_step(Action.RESTORED, again, by, at=at, remark=f"Versie van {revision.decided_at:%d-%m-%Y %H:%M}")
    return item


@transaction.atomic
def archive(*, item: Intervention, by: Actor, remark: str = "") -> Intervention:
    """Takes `item` out of everything public; its rows and history stay."""
    version.lock()
    item.status = Intervention.Status.ARCHIVED
    item.save(update_fields=["status"])
    index.forget(item)
    version.refresh()
    record(Action.ARCHIVED, by=by, source_ref=item.source_ref, organisation=item.provider, remark=remark)
    return item


@transaction.atomic
def move(*, revision: Revision, to: str, by: Actor, at: datetime | None = None, remark: str = "") -> Revision:
    """Changes the status of `revision` by the table TRANSITIONS; raises NotAllowed otherwise."""
    locked = Revision.objects.select_for_update().get(pk=revision.pk)
    if to not in TRANSITIONS[locked.status]:
        wanted = Status(to).label
        raise NotAllowed(f"Van '{locked.get_status_display()}' kan een versie niet naar '{wanted}'.")
    revision.status = to
    at = at or timezone.now()
    if to == Status.SUBMITTED:
        revision.submitted_at = at
    if to in (Status.ACCEPTED, Status.REJECTED):
        revision.decided_by, revision.decided_at = by, at
    revision.remark = remark
    revision.save()
    return revision


@transaction.atomic
def load_document(*, document: Document) -> Intervention:
    """Publishes a document of the fixtures and remembers what was loaded, so that later edits are seen."""
    faults = schema.check(document)
    if faults:
        raise DocumentRefused(faults)
    revision = start_revision(document=document, by=None, origin=Revision.Origin.FIXTURE)
    submit(revision=revision, by=None)
    item = publish(revision=revision, by=None)
    return remember_loaded(item=item, document_hash=item.document_hash)


def remember_loaded(*, item: Intervention, document_hash: str) -> Intervention:
    """Notes that `item` is as the catalogue file has it; what differs later was edited here."""
    if item.loaded_hash != document_hash:
        item.loaded_hash = document_hash
        item.save(update_fields=["loaded_hash"])
    return item


def _public_version(source_ref: str) -> int:
    """The version of the item's public row; 0 when there is none."""
    versions = Intervention.objects.filter(source_ref=source_ref).values_list("version", flat=True)
    return versions.first() or 0


def _record_step(
    action: str, revision: Revision, by: Actor, *, at: datetime | None = None, remark: str = ""
) -> None:
    """Records a step of a person's revision; those of the catalogue files are their own history."""
    if revision.origin == Revision.Origin.PERSON:
        record(
            action,
            by=by,
            at=at,
            source_ref=revision.source_ref,
            revision=revision,
            organisation=revision.organisation,
            remark=remark,
        )
