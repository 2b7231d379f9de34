"""Saving, editing and submitting a traject with the form."""

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
from catalogue.registration.forms import FormStep
from catalogue.revisions.actions import NotAllowed, save_draft, start_revision, submit
from catalogue.revisions.events import Actor
from catalogue.text.folding import slugify

Status = Revision.Status


class StepEditedMeanwhile(Exception):
    """Somebody changed the same step; `theirs` is the stored draft, `mine` the posted answers."""

    def __init__(self, theirs: Draft, mine: dict[str, Any]):
        super().__init__("De antwoorden in deze stap zijn intussen ook door een ander bewaard.")
        self.theirs, self.mine = theirs, mine


class IncompleteDraft(Exception):
    """A draft that cannot be submitted; `draft.completeness` and `draft.invalid_steps` say why."""

    def __init__(self, draft: Draft, faults: list[str]):
        super().__init__("; ".join(faults) or draft.completeness.missing_names)
        self.draft, self.faults = draft, faults


def save_step(*, draft: Draft, step: FormStep, data: QueryDict, today: date, by: Actor) -> Draft:
    """Saves the posted answers of one step, valid or not; the first time it starts the revision.

    `data` holds the fields of the step and `seen`, the fingerprint that the writer started from.
    Raises StepEditedMeanwhile when the stored answers changed since, NotAllowed when the revision is not a
    draft or returned.
    """
    try:
        return _save_step(draft, step, data, today, by)
    except (IntegrityError, NotAllowed):
        if draft.revision:
            raise
        return _save_step(draft, step, data, today, by)  # two first posts at once: the other one started it


@transaction.atomic
def _save_step(draft: Draft, step: FormStep, data: QueryDict, today: date, by: Actor) -> Draft:
    organisation, stand = draft.organisation, str(today.year)
    revision = _lock_revision(draft)
    if revision:
        draft = Draft.of(revision, organisation)
    form = step.form(step.form.grow_for(draft.answers, data), by_editors=draft.by_editors)
    mine = form.answers_from(data)
    if revision and data.get("seen") != draft.fingerprint(step) and form.differences(draft.answers, mine):
        raise StepEditedMeanwhile(draft, mine)
    new = draft.with_answers(mine)
    document = new.to_document(stand=stand)
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
    """The open revision of `item` by `writer`, an organisation or the redactie; started when there is none.

    Raises NotAllowed when another writer has one open.
    """
    organisation = writer if writer.pk else None
    try:
        return _start_edit(item, organisation, by)
    except (IntegrityError, NotAllowed):  # a colleague may have started it at the same moment
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
    """Validates the whole draft and submits it; does nothing when it was submitted already.

    Raises IncompleteDraft, or NotAllowed when the revision was decided or withdrawn."""
    locked = (
        Revision.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=revision.pk)
    )
    if locked.status == Status.SUBMITTED:
        return locked
    if locked.status not in WRITABLE:
        raise NotAllowed(f"Dit traject is {locked.get_status_display()} en kan nu niet worden ingediend.")
    draft = Draft.of(locked, writer_of(locked))
    document = {**draft.to_document(stand=str(today.year)), "stand": str(today.year)}
    document |= {"slug": _slug_for(document, is_new=draft.is_new), "provider": draft.provider}
    faults = schema.check(document) if draft.is_complete else []
    if faults or not draft.is_complete:
        raise IncompleteDraft(draft, faults)
    locked = save_draft(
        revision=locked, answers=draft.answers, document=document, edit_number=locked.edit_number, by=by
    )
    return submit(revision=locked, by=by)


def _lock_revision(draft: Draft) -> Revision | None:
    """The locked revision of `draft`; None when it was not started yet. Raises NotAllowed unless writable."""
    if draft.revision is None:
        return _locked_open(draft.organisation, draft.document["source_ref"])
    revision = Revision.objects.locked(draft.revision)
    if revision.status not in WRITABLE:
        raise NotAllowed(f"Dit traject is {revision.get_status_display()} en kan nu niet worden gewijzigd.")
    return revision


def _locked_open(organisation: Organisation | None, source_ref: str) -> Revision | None:
    """The locked open revision by this organisation, or by the redactie (None)."""
    rows = Revision.objects.open().select_for_update(of=("self",))
    return rows.filter(source_ref=source_ref, organisation=organisation).first()


def _slug_for(document: Document, *, is_new: bool) -> str:
    """The slug of the item: made from its name and unique, and unchanged once the item is public.

    A slug that lost letters of the name ("aczy" for "Łączy") is made anew.
    """
    source_ref = document["source_ref"]
    tail = f"-{source_ref[-6:]}"
    slug, lossy = (make(document["name"])[:100].strip("-") for make in (slugify, ascii_slugify))
    if not is_new and (lossy == slug or document["slug"].removesuffix(tail) != lossy):
        return document["slug"]
    slug = slug or source_ref
    taken = Intervention.objects.at_address(slug).exclude(source_ref=source_ref)
    return f"{slug}{tail}" if taken.exists() else slug
