"""A traject that is being written: its answers, their validation per step, and the document they make."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalogue.documents import schema
from catalogue.documents.fields import Document
from catalogue.documents.lifting import lifted_answers
from catalogue.models import Intervention, Organisation, Revision
from catalogue.registration.completeness import Completeness, completeness
from catalogue.registration.conversion import Answers, answers_of, document_from, skeleton
from catalogue.registration.forms import STEPS, FormStep, StepForm

#: The statuses in which the writer may change it.
WRITABLE = (Revision.Status.DRAFT, Revision.Status.RETURNED)


@dataclass
class Draft:
    """The answers of one traject. `revision` is None until it is saved for the first time."""

    organisation: Organisation
    document: Document
    answers: Answers
    revision: Revision | None = None
    _forms: dict[FormStep, StepForm] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, revision: Revision, organisation: Organisation) -> "Draft":
        """The draft of a revision; without stored answers (after a merge) the document gives them."""
        answers = lifted_answers(revision.answers) or answers_of(revision.document)
        return cls(organisation, revision.document, answers, revision)

    @classmethod
    def new(cls, organisation: Organisation, *, source_ref: str, stand: str) -> "Draft":
        document = skeleton(source_ref=source_ref, provider=organisation.slug, stand=stand)
        return cls(organisation, document, answers_of(document))

    def with_answers(self, answers: Mapping[str, Any]) -> "Draft":
        return Draft(self.organisation, self.document, {**self.answers, **answers}, self.revision)

    @property
    def name(self) -> str:
        return str(self.answers.get("name") or "").strip() or "Traject zonder naam"

    @property
    def by_editors(self) -> bool:
        """Whether the redactie writes it, and no organisation."""
        return self.organisation.pk is None

    @property
    def provider(self) -> str | None:
        """The slug of the provider for the document; an edit by the redactie does not change it."""
        return self.document["provider"] if self.by_editors else self.organisation.slug

    @property
    def is_writable(self) -> bool:
        return self.revision is None or self.revision.status in WRITABLE

    @property
    def is_new(self) -> bool:
        """Whether no version of it was published."""
        return self.revision is None or self.revision.base_version == 0

    def form(self, step: FormStep, *, search: str = "") -> StepForm:
        return step.form(self.answers, by_editors=self.by_editors, search=search)

    def fingerprint(self, step: FormStep) -> str:
        """A hash of the answers of one step (16 hex digits), to see whether somebody changed them."""
        answers = {
            name: self.answers.get(name, "") for name in self.form_of(step).fields if self.answers.get(name)
        }
        return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def forms(self) -> dict[FormStep, StepForm]:
        return {step: self.form_of(step) for step in STEPS}

    def form_of(self, step: FormStep) -> StepForm:
        """The form of one step, built once: that of the barriers has hundreds of fields."""
        if step not in self._forms:
            self._forms[step] = self.form(step)
        return self._forms[step]

    @property
    def invalid_steps(self) -> dict[FormStep, StepForm]:
        """The steps with a validation error, with their bound form."""
        return {step: form for step, form in self.forms.items() if not form.is_valid()}

    @property
    def stated(self) -> list[dict[str, Any]]:
        """The coverage rows that a source states; the form does not change them."""
        return [row for row in self.document["coverage"] if row["basis"] == "stated"]

    @cached_property
    def completeness(self) -> Completeness:
        return completeness(self.answers, stated=bool(self.stated))

    @property
    def is_complete(self) -> bool:
        return not self.completeness.missing and not self.invalid_steps

    def to_document(self, *, stand: str) -> Document:
        """The document with the valid answers in it; `stand` is the year of statements that changed."""
        clean: dict[str, Any] = {}
        for form in self.forms.values():
            form.is_valid()
            clean |= form.cleaned_data
        return document_from(self.answers, clean, current=self.document, public=self._public(), stand=stand)

    def _public(self) -> Document | None:
        """The document of the version that this revision is based on; None when it is not the public one."""
        if self.revision is None or not self.revision.base_version:
            return None
        items = Intervention.objects.with_everything()
        item = items.filter(source_ref=self.revision.source_ref, version=self.revision.base_version).first()
        return schema.document_of(item) if item else None
