"""All that an editor needs to see of one submission, to decide about it."""

from functools import cached_property

from django.urls import reverse

from catalogue.documents import schema
from catalogue.documents.words import Words
from catalogue.models import Intervention, Revision
from catalogue.moderation import four_eyes
from catalogue.moderation.forms import DecisionForm
from catalogue.moderation.hints import Hint, hints_of
from catalogue.moderation.queue import Row
from catalogue.organisations.writers import writer_of
from catalogue.revisions.checklist import Checklist, checklist_of
from catalogue.revisions.difference import Part, compare
from catalogue.revisions.evidence import missing_evidence
from catalogue.revisions.history import outdated


class Review:
    """One submission as `user` sees it; `form` is the decision that was tried, if one was."""

    def __init__(self, revision: Revision, user, form: DecisionForm | None = None):
        self.revision = revision
        self._user = user
        self._tried = form

    @cached_property
    def row(self) -> Row:
        return Row(self.revision, 0)

    @cached_property
    def item(self) -> Intervention | None:
        """The item as it is public or archived now; None when this is its first version."""
        return Intervention.objects.with_everything().filter(source_ref=self.revision.source_ref).first()

    @cached_property
    def faults(self) -> list[str]:
        """Why the document could not even be shown field by field; empty for anything the form made."""
        return schema.check(self.revision.document)

    @cached_property
    def parts(self) -> list[Part]:
        """What changes in the public item; for a new one the whole document, against itself."""
        after = self.revision.document
        before = schema.document_of(self.item) if self.item else after
        return [] if self.faults else compare(before, after, Words())

    @property
    def preview(self) -> str:
        """Where it is shown as it will be on the site."""
        return reverse("traject-preview", args=[writer_of(self.revision).slug, self.revision.pk])

    @property
    def anything_changed(self) -> bool:
        return any(part.changed for part in self.parts)

    @cached_property
    def checklist(self) -> Checklist:
        return checklist_of(self.revision)

    @cached_property
    def hints(self) -> list[Hint]:
        return [] if self.faults else hints_of(self.revision)

    @cached_property
    def missing_evidence(self) -> list[str]:
        return self.faults or missing_evidence(self.revision.document)

    @property
    def waiting(self) -> bool:
        return self.revision.status == Revision.Status.SUBMITTED

    @cached_property
    def outdated(self) -> bool:
        """Whether it can only be published after it was merged with what became public since."""
        return self.waiting and not self.faults and outdated(self.revision)

    @cached_property
    def refusal_reason(self) -> str:
        """Why this editor may not decide; empty when she may."""
        return four_eyes.refusal_reason(self.revision, self._user)

    @property
    def may_publish(self) -> bool:
        return not (self.missing_evidence or self.outdated)

    @cached_property
    def form(self) -> DecisionForm:
        initial = {"edit_number": self.revision.edit_number, "opmerking": self.checklist.as_remark}
        return self._tried or DecisionForm(initial=initial)

    @property
    def events(self):
        return self.revision.events.select_related("by")
