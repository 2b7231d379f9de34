"""Every write to the catalogue. Each function is one transaction and leaves the catalogue version right."""

from datetime import datetime
from typing import TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalogue import documents, version
from catalogue.documents import Document
from catalogue.models import Intervention, Revision
from catalogue.publishing import DocumentRefused, write_rows

Status = Revision.Status

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


class Outdated(Exception):
    """The item was published anew since this Revision was begun; the two must be merged first."""


@transaction.atomic
def start_revision(*, document: Document, by: Actor, origin: str = Revision.Origin.PERSON) -> Revision:
    """A draft of `document`, based on the public version of now; NotAllowed when one is open already."""
    source_ref = document["source_ref"]
    if Revision.objects.open().filter(source_ref=source_ref).exists():
        raise NotAllowed(f"Er staat al een bewerking open van {source_ref}.")
    base = Intervention.objects.filter(source_ref=source_ref).values_list("version", flat=True).first() or 0
    return Revision.objects.create(
        source_ref=source_ref, document=document, base_version=base, created_by=by, origin=origin
    )


@transaction.atomic
def submit(*, revision: Revision, by: Actor) -> Revision:
    return move(revision=revision, to=Status.SUBMITTED, by=by)


@transaction.atomic
def publish(*, revision: Revision, by: Actor, at: datetime | None = None) -> Intervention:
    """Makes the document of `revision` the public version.

    Raises DocumentRefused when the document is not in the schema or names what does not exist, Outdated when
    the public version is newer than the one the revision was based on, NotAllowed when it was not submitted.
    """
    at = at or timezone.now()
    faults = documents.check(revision.document)
    if not faults and revision.document["source_ref"] != revision.source_ref:
        faults = [f"source_ref: deze versie is van {revision.source_ref}"]
    if faults:
        raise DocumentRefused(faults)
    version.lock()
    now = (
        Intervention.objects.filter(source_ref=revision.source_ref).values_list("version", flat=True).first()
        or 0
    )
    if now != revision.base_version:
        raise Outdated(f"{revision.source_ref} is intussen gewijzigd (versie {now}).")
    move(revision=revision, to=Status.ACCEPTED, by=by, at=at)
    item = write_rows(revision.document, at=at)
    version.refresh()
    return item


@transaction.atomic
def archive(*, item: Intervention, by: Actor) -> Intervention:
    """Takes `item` out of everything public; its rows and history stay."""
    version.lock()
    item.status = Intervention.Status.ARCHIVED
    item.save(update_fields=["status"])
    version.refresh()
    return item


@transaction.atomic
def move(*, revision: Revision, to: str, by: Actor, at: datetime | None = None, remark: str = "") -> Revision:
    """Changes the status of `revision` by the table TRANSITIONS; raises NotAllowed otherwise."""
    held = Revision.objects.select_for_update().get(pk=revision.pk)
    if to not in TRANSITIONS[held.status]:
        wanted = Status(to).label
        raise NotAllowed(f"Van '{held.get_status_display()}' kan een versie niet naar '{wanted}'.")
    revision.status = to
    if to in (Status.ACCEPTED, Status.REJECTED):
        revision.decided_by, revision.decided_at = by, at or timezone.now()
    revision.remark = remark
    revision.save()
    return revision


@transaction.atomic
def load_document(*, document: Document) -> Intervention:
    """Publishes a document of the fixtures and remembers what was loaded, so that later edits are seen."""
    faults = documents.check(document)
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
