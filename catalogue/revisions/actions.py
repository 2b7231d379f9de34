"""The life of a Revision: started, saved, submitted, decided on, restored; and the item that becomes public.

Every action locks the row that it changes, judges and writes that row, only the columns that it means to
change, and returns it: the object that the caller passed may be older than what a colleague saved since.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from catalogue.documents import schema
from catalogue.documents.fields import Document
from catalogue.models import Event, Intervention, Organisation, Revision
from catalogue.revisions import version
from catalogue.revisions.events import Actor, record
from catalogue.revisions.publishing import DocumentRefused, write_rows
from catalogue.revisions.transitions import TRANSITIONS
from catalogue.search import index

Status = Revision.Status
Action = Event.Action


class NotAllowed(Exception):
    """A step that the status of a Revision or an item does not allow."""


class EditConflict(Exception):
    """The item, or this Revision, was changed by somebody else since; the two must be merged first."""


@transaction.atomic
def start_revision(
    *,
    document: Document,
    by: Actor,
    origin: str = Revision.Origin.PERSON,
    organisation: Organisation | None = None,
    answers: dict[str, Any] | None = None,
) -> Revision:
    """A draft of `document`, based on the present public version; NotAllowed when one is open already."""
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
    """Stores what was typed and the document made of it.

    `edit_number` is the one the writer started from: EditConflict when somebody else saved since, NotAllowed
    when the revision is no longer being written (draft or returned).
    """
    locked = Revision.objects.locked(revision)
    if locked.status not in (Status.DRAFT, Status.RETURNED):
        raise NotAllowed(f"Deze bewerking is {locked.get_status_display()} en kan nu niet worden gewijzigd.")
    if locked.edit_number != edit_number:
        raise EditConflict("Een collega heeft deze bewerking intussen ook bewaard.")
    locked.answers, locked.document, locked.edit_number = answers, document, edit_number + 1
    locked.save(update_fields=["answers", "document", "edit_number", "changed_at"])
    return locked


@transaction.atomic
def submit(*, revision: Revision, by: Actor, at: datetime | None = None) -> Revision:
    return _step(Action.SUBMITTED, revision, Status.SUBMITTED, by=by, at=at)


@transaction.atomic
def return_with_remarks(
    *, revision: Revision, by: Actor, remark: str, at: datetime | None = None
) -> Revision:
    """Back to the organisation, which may correct and submit it again."""
    return _step(Action.RETURNED, revision, Status.RETURNED, by=by, at=at, remark=remark)


@transaction.atomic
def reject(*, revision: Revision, by: Actor, remark: str, at: datetime | None = None) -> Revision:
    """The end of this revision; the public version stays as it is."""
    return _step(Action.REJECTED, revision, Status.REJECTED, by=by, at=at, remark=remark)


@transaction.atomic
def withdraw(*, revision: Revision, by: Actor, at: datetime | None = None) -> Revision:
    return _step(Action.WITHDRAWN, revision, Status.WITHDRAWN, by=by, at=at)


@transaction.atomic
def publish(*, revision: Revision, by: Actor, at: datetime | None = None) -> Intervention:
    """Makes the document of `revision` the public version.

    Raises DocumentRefused when the document is not in the schema or names what does not exist, EditConflict
    when the public version is newer than the one the revision was based on, NotAllowed when it was not
    submitted.
    """
    at = at or timezone.now()
    version.lock()
    locked = Revision.objects.locked(revision)
    faults = schema.check(locked.document)
    if not faults and locked.document["source_ref"] != locked.source_ref:
        faults = [f"source_ref: deze versie is van {locked.source_ref}"]
    if faults:
        raise DocumentRefused(faults)
    now = _public_version(locked.source_ref)
    if now != locked.base_version:
        raise EditConflict(f"{locked.source_ref} is intussen gewijzigd (versie {now}).")
    accepted = move(revision=locked, to=Status.ACCEPTED, by=by, at=at)
    item = write_rows(accepted.document, at=at)
    version.refresh()
    _record_step(Action.PUBLISHED, accepted, by, at=at)
    return item


@transaction.atomic
def restore(*, revision: Revision, by: Actor, at: datetime | None = None) -> Intervention:
    """Publishes the whole document of an accepted `revision` again, as a new version.

    Raises NotAllowed when the revision was never public or when another one of the item is open.
    """
    accepted = Revision.objects.locked(revision)
    if accepted.status != Status.ACCEPTED:
        raise NotAllowed("Alleen een versie die openbaar is geweest kan worden teruggezet.")
    document = _without_secret_address(accepted.document)
    again = start_revision(document=document, by=by, organisation=accepted.organisation)
    again = move(revision=again, to=Status.SUBMITTED, by=by, at=at)
    item = publish(revision=again, by=by, at=at)
    _record_step(Action.RESTORED, again, by, at=at, remark=f"Versie van {accepted.decided_at:%d-%m-%Y %H:%M}")
    return item


@transaction.atomic
def archive(*, item: Intervention, by: Actor, remark: str = "") -> Intervention:
    """Removes `item` from everything public; its rows and history stay."""
    version.lock()
    locked = Intervention.objects.select_for_update().get(pk=item.pk)
    locked.status = Intervention.Status.ARCHIVED
    locked.save(update_fields=["status"])
    index.forget(locked)
    version.refresh()
    record(Action.ARCHIVED, by=by, source_ref=locked.source_ref, organisation=locked.provider, remark=remark)
    return locked


@transaction.atomic
def change_provider(*, former: str, new: str) -> int:
    """Writes the slug `new` for `former` in every open revision; how many. History stays as it was."""
    changed = 0
    for revision in Revision.objects.open().select_for_update():
        if revision.document.get("provider") == former:
            revision.document = {**revision.document, "provider": new}
            revision.save(update_fields=["document"])
            changed += 1
    return changed


@transaction.atomic
def move(*, revision: Revision, to: str, by: Actor, at: datetime | None = None, remark: str = "") -> Revision:
    """Changes the status of `revision` by the table TRANSITIONS; raises NotAllowed otherwise."""
    locked = Revision.objects.locked(revision)
    if to not in TRANSITIONS[locked.status]:
        wanted = Status(to).label
        raise NotAllowed(f"Van '{locked.get_status_display()}' kan een versie niet naar '{wanted}'.")
    at = at or timezone.now()
    locked.status, locked.remark = to, remark
    if to == Status.SUBMITTED:
        locked.submitted_at = at
    if to in (Status.ACCEPTED, Status.REJECTED):
        locked.decided_by, locked.decided_at = by, at
    locked.save(update_fields=["status", "remark", "submitted_at", "decided_by", "decided_at", "changed_at"])
    return locked


@transaction.atomic
def load_document(*, document: Document) -> Intervention:
    """Publishes a document of the fixtures and stores its hash, so that a later edit is noticed."""
    faults = schema.check(document)
    if faults:
        raise DocumentRefused(faults)
    revision = start_revision(document=document, by=None, origin=Revision.Origin.FIXTURE)
    item = publish(revision=submit(revision=revision, by=None), by=None)
    return remember_loaded(item=item, document_hash=item.document_hash)


def remember_loaded(*, item: Intervention, document_hash: str) -> Intervention:
    """Stores that `item` says what the catalogue file says; what differs later was edited here."""
    if item.loaded_hash != document_hash:
        item.loaded_hash = document_hash
        item.save(update_fields=["loaded_hash"])
    return item


def _without_secret_address(document: Document) -> Document:
    """`document` without the address that the public version keeps secret."""
    items = Intervention.objects.filter(source_ref=document["source_ref"], address_secret=True)
    secret = {"address_secret": True, "visiting_address": None}
    return {**document, **secret} if items.exists() else document


def _public_version(source_ref: str) -> int:
    """The version of the item's public row; 0 when there is none."""
    versions = Intervention.objects.filter(source_ref=source_ref).values_list("version", flat=True)
    return versions.first() or 0


def _step(
    action: str, revision: Revision, to: str, *, by: Actor, at: datetime | None, remark: str = ""
) -> Revision:
    moved = move(revision=revision, to=to, by=by, at=at, remark=remark)
    _record_step(action, moved, by, at=at, remark=remark)
    return moved


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
