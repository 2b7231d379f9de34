"""One traject as it is being written: its answers, judged step by step, and the document they make."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from catalogue.documents import schema
from catalogue.documents.fields import Document
from catalogue.models import Intervention, Organisation, Revision
from catalogue.registration.conversion import Answers, answers_of, document_from, skeleton
from catalogue.registration.forms import STEPS, Step, StepForm
from catalogue.registration.needed import Completeness, completeness

#: In which a traject is with the organisation, to be written.
WRITABLE = (Revision.Status.DRAFT, Revision.Status.RETURNED)


@dataclass
class Draft:
    """The answers of one traject. `revision` is None until it is saved for the first time."""

    organisation: Organisation
    document: Document
    answers: Answers
    revision: Revision | None = None
    _made: dict[Step, StepForm] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, revision: Revision, organisation: Organisation) -> "Draft":
        """Whoever replaces the document of a revision empties its answers; they are read from it again."""
        answers = revision.answers or answers_of(revision.document)
        return cls(organisation, revision.document, answers, revision)

    @classmethod
    def new(cls, organisation: Organisation, *, source_ref: str, stand: str) -> "Draft":
        document = skeleton(source_ref=source_ref, provider=organisation.name, stand=stand)
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
        """Who offers it, as the document says it: the redactie leaves that as it is."""
        return self.document["provider"] if self.by_editors else self.organisation.name

    @property
    def is_writable(self) -> bool:
        return self.revision is None or self.revision.status in WRITABLE

    @property
    def is_new(self) -> bool:
        """Whether nothing of it is public."""
        return self.revision is None or self.revision.base_version == 0

    def form(self, step: Step, *, search: str = "") -> StepForm:
        return step.form(self.answers, organisation_name=self.organisation.name, search=search)

    def seen(self, step: Step) -> str:
        """A mark of the answers of one step: another mark means that somebody changed them."""
        said = {
            name: self.answers.get(name, "") for name in self.form_of(step).fields if self.answers.get(name)
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def forms(self) -> dict[Step, StepForm]:
        return {step: self.form_of(step) for step in STEPS}

    def form_of(self, step: Step) -> StepForm:
        """The form of one step, made once: that of the barriers has hundreds of fields."""
        if step not in self._made:
            self._made[step] = self.form(step)
        return self._made[step]

    @property
    def faulty(self) -> dict[Step, StepForm]:
        """The steps in which something is wrong."""
        return {step: form for step, form in self.forms.items() if not form.is_valid()}

    @property
    def stated(self) -> list[dict[str, Any]]:
        """The barriers that a source says it works on; the form leaves them alone."""
        return [row for row in self.document["coverage"] if row["basis"] == "stated"]

    @cached_property
    def completeness(self) -> Completeness:
        return completeness(self.answers, stated=bool(self.stated))

    @property
    def ready(self) -> bool:
        return not self.completeness.missing and not self.faulty

    def made(self, *, stand: str) -> Document:
        """The document with the answers in it, as far as they are right."""
        clean: dict[str, Any] = {}
        for form in self.forms.values():
            form.is_valid()
            clean |= form.cleaned_data
        return document_from(self.answers, clean, current=self.document, public=self._public(), stand=stand)

    def _public(self) -> Document | None:
        """The public version that this revision was based on; None when there is none, or a newer one."""
        if self.revision is None or not self.revision.base_version:
            return None
        items = Intervention.objects.with_everything()
        item = items.filter(source_ref=self.revision.source_ref, version=self.revision.base_version).first()
        return schema.document_of(item) if item else None
