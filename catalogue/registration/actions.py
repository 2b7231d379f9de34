"""An organisation's own traject: begun, saved as it is typed, submitted once however often one clicks."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.text import slugify as ascii_slugify

from catalogue.documents import schema
from catalogue.documents.fields import Document
from catalogue.models import Intervention, Organisation, Revision
from catalogue.organisations.writers import writer_of
from catalogue.registration.conversion import answers_of
from catalogue.registration.draft import WRITABLE, Draft
from catalogue.registration.forms import Step
from catalogue.revisions.actions import NotAllowed, save_draft, start_revision, submit
from catalogue.revisions.events import Actor
from catalogue.text.folding import slugify

Status = Revision.Status


class ChangedMeanwhile(Exception):
    """Somebody saved other answers to the same step; `theirs` is the draft as it is kept now."""

    def __init__(self, theirs: Draft, mine: dict[str, Any]):
        super().__init__("De antwoorden in deze stap zijn intussen ook door een ander bewaard.")
        self.theirs, self.mine = theirs, mine


class NotReady(Exception):
    """A draft that cannot be submitted yet; `draft` knows why."""

    def __init__(self, draft: Draft, faults: list[str]):
        super().__init__("; ".join(faults) or draft.completeness.still_needed)
        self.draft, self.faults = draft, faults


def save_step(*, draft: Draft, step: Step, data: QueryDict, today: date, by: Actor) -> Draft:
    """Keeps what was posted in one step, right or wrong; the first time it begins the revision.

    `data` holds the fields of the step and `seen`, the mark of the answers that the writer started from.
    Raises ChangedMeanwhile when others changed those answers since, NotAllowed when it is not being written.
    """
    try:
        return _save_step(draft, step, data, today, by)
    except (IntegrityError, NotAllowed):
        if draft.revision:
            raise
        return _save_step(draft, step, data, today, by)  # two first posts at once: the other one began it


@transaction.atomic
def _save_step(draft: Draft, step: Step, data: QueryDict, today: date, by: Actor) -> Draft:
    organisation, stand = draft.organisation, str(today.year)
    revision = _begun(draft)
    if revision:
        draft = Draft.of(revision, organisation)
    form = step.form(step.form.roomy(draft.answers, data), organisation_name=organisation.name)
    mine = form.posted(data)
    if revision and data.get("seen") != draft.seen(step) and form.differences(draft.answers, mine):
        raise ChangedMeanwhile(draft, mine)
    new = draft.with_answers(mine)
    document = new.made(stand=stand)
    if revision is None:
        revision = start_revision(document=document, by=by, organisation=organisation, answers=new.answers)
    elif new.answers != draft.answers or document != revision.document:
        revision = save_draft(
            revision=revision,
            answers=new.answers,
            document=document,
            edit_number=revision.edit_number,
            by=by,
        )
    return Draft.of(revision, organisation)


def start_edit(*, item: Intervention, writer: Organisation, by: Actor) -> Revision:
    """The open revision of `item` by its organisation, or by the redactie; begun when there is none.

    Raises NotAllowed when the other of the two has one open.
    """
    organisation = writer if writer.pk else None
    try:
        return _start_edit(item, organisation, by)
    except (IntegrityError, NotAllowed):  # a colleague may have begun it at the same moment
        return _start_edit(item, organisation, by)


@transaction.atomic
def _start_edit(item: Intervention, organisation: Organisation | None, by: Actor) -> Revision:
    revision = _locked_open(organisation, item.source_ref)
    if revision:
        return revision
    document = schema.document_of(Intervention.objects.with_everything().get(pk=item.pk))
    return start_revision(document=document, by=by, organisation=organisation, answers=answers_of(document))


@transaction.atomic
def submit_draft(*, revision: Revision, by: Actor, today: date) -> Revision:
    """Checks everything and submits; a second time does nothing. Raises NotReady, or NotAllowed."""
    locked = (
        Revision.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=revision.pk)
    )
    if locked.status == Status.SUBMITTED:
        return locked
    if locked.status not in WRITABLE:
        raise NotAllowed(f"Dit traject is {locked.get_status_display()} en kan nu niet worden ingediend.")
    draft = Draft.of(locked, writer_of(locked))
    document = {**draft.made(stand=str(today.year)), "stand": str(today.year)}
    document |= {"slug": _address(document, is_new=draft.is_new), "provider": draft.provider}
    faults = schema.check(document) if draft.ready else []
    if faults or not draft.ready:
        raise NotReady(draft, faults)
    locked = save_draft(
        revision=locked, answers=draft.answers, document=document, edit_number=locked.edit_number, by=by
    )
    return submit(revision=locked, by=by)


def _begun(draft: Draft) -> Revision | None:
    """The locked revision that `draft` is written in; None when it is to be begun."""
    if draft.revision is None:
        return _locked_open(draft.organisation, draft.document["source_ref"])
    revision = Revision.objects.locked(draft.revision)
    if revision.status not in WRITABLE:
        raise NotAllowed(f"Dit traject is {revision.get_status_display()} en kan nu niet worden gewijzigd.")
    return revision


def _locked_open(organisation: Organisation | None, source_ref: str) -> Revision | None:
    """The open revision of this organisation, or of the redactie, locked until the transaction ends."""
    rows = Revision.objects.open().select_for_update(of=("self",))
    return rows.filter(source_ref=source_ref, organisation=organisation).first()


def _address(document: Document, *, is_new: bool) -> str:
    """The slug of the item: made of its name and not in use, and kept once it is public.

    One that lost letters of the name when it was made ("aczy" for "Łączy") is made anew.
    """
    source_ref = document["source_ref"]
    tail = f"-{source_ref[-6:]}"
    slug, lossy = (make(document["name"])[:100].strip("-") for make in (slugify, ascii_slugify))
    if not is_new and (lossy == slug or document["slug"].removesuffix(tail) != lossy):
        return document["slug"]
    slug = slug or source_ref
    taken = Intervention.objects.at_address(slug).exclude(source_ref=source_ref)
    return f"{slug}{tail}" if taken.exists() else slug
