"""The review page of one submission."""

from functools import cached_property

from django.urls import reverse

from catalogue.documents import schema
from catalogue.documents.words import Words
from catalogue.models import Intervention, Revision
from catalogue.moderation import four_eyes
from catalogue.moderation.forms import DecisionForm
from catalogue.moderation.queue_dashboard import QueueRow
from catalogue.moderation.review_hints import ReviewHint, review_hints
from catalogue.organisations.writers import writer_of
from catalogue.revisions.checklist import Checklist, checklist_of
from catalogue.revisions.difference import SectionDiff, compare
from catalogue.revisions.evidence import missing_evidence
from catalogue.revisions.history import outdated


class Review:
    """One submission for the editor `user`; `form` is a refused decision, if any."""

    def __init__(self, revision: Revision, user, form: DecisionForm | None = None):
        self.revision = revision
        self._user = user
        self._refused_form = form

    @cached_property
    def row(self) -> QueueRow:
        return QueueRow(self.revision, 0)

    @cached_property
    def item(self) -> Intervention | None:
        """The item, published or archived; None when this is its first version."""
        return Intervention.objects.with_everything().filter(source_ref=self.revision.source_ref).first()

    @cached_property
    def faults(self) -> list[str]:
        """Schema errors, with which the document cannot be shown; empty for what the form made."""
        return schema.check(self.revision.document)

    @cached_property
    def parts(self) -> list[SectionDiff]:
        """What changes in the public item; for a new item the whole document."""
        after = self.revision.document
        before = schema.document_of(self.item) if self.item else after
        return [] if self.faults else compare(before, after, Words())

    @property
    def preview(self) -> str:
        """The URL of the preview."""
        return reverse("traject-preview", args=[writer_of(self.revision).slug, self.revision.pk])

    @property
    def anything_changed(self) -> bool:
        return any(part.changed for part in self.parts)

    @cached_property
    def checklist(self) -> Checklist:
        return checklist_of(self.revision)

    @cached_property
    def hints(self) -> list[ReviewHint]:
        return [] if self.faults else review_hints(self.revision)

    @cached_property
    def missing_evidence(self) -> list[str]:
        return self.faults or missing_evidence(self.revision.document)

    @property
    def waiting(self) -> bool:
        return self.revision.status == Revision.Status.SUBMITTED

    @cached_property
    def outdated(self) -> bool:
        """Whether it must be merged first, with what was published since."""
        return self.waiting and not self.faults and outdated(self.revision)

    @cached_property
    def refusal_reason(self) -> str:
        """Why this editor may not decide, in Dutch; empty when she may."""
        return four_eyes.refusal_reason(self.revision, self._user)

    @cached_property
    def form(self) -> DecisionForm:
        initial = {"edit_number": self.revision.edit_number, "opmerking": self.checklist.as_remark}
        return self._refused_form or DecisionForm(initial=initial)

    @property
    def events(self):
        return self.revision.events.select_related("by")
