"""The pages of one traject: a step, the overview, and the check before submitting."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from catalogue.models import Barrier, Intervention, Revision
from catalogue.registration.draft import Draft
from catalogue.registration.forms import STEPS, FormStep, StepForm
from catalogue.registration.hints import WritingHint, writing_hints
from catalogue.revisions.checklist import Criterion, checklist_of
from catalogue.revisions.duplicates import duplicates_of

Status = Revision.Status
#: Per status what the organisation can expect or do next.
NEXT_BY_STATUS = {
    Status.DRAFT: "Alleen jullie zien dit. Maak het af en dien het in.",
    Status.SUBMITTED: "De redactie kijkt het na. Je krijgt een e-mail als er iets is besloten.",
    Status.RETURNED: "De redactie heeft opmerkingen. Pas het aan en dien het opnieuw in.",
    Status.ACCEPTED: "Deze versie is gepubliceerd.",
    Status.REJECTED: "De redactie neemt dit niet op. Hieronder staat waarom.",
    Status.WITHDRAWN: "Jullie hebben dit ingetrokken.",
}

#: The same for an edit by the redactie, where it differs.
NEXT_FOR_EDITORS = {
    Status.DRAFT: "Alleen de redactie ziet dit. Maak het af en dien het in.",
    Status.SUBMITTED: "Een andere redacteur kijkt het na. Je krijgt een e-mail als er iets is besloten.",
    Status.WITHDRAWN: "De redactie heeft dit ingetrokken.",
}


def step_address(draft: Draft, step: FormStep) -> str:
    """The URL of a step; the first step of a traject that was not saved yet has its own."""
    if draft.revision is None:
        return reverse("traject-new", args=[draft.organisation.slug])
    return reverse("traject-step", args=[draft.organisation.slug, draft.revision.pk, step.slug])


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step in the navigation: its URL, number of errors, and whether something required is missing."""

    number: int
    step: FormStep
    address: str
    current: bool
    faults: int
    missing: bool

    @property
    def word(self) -> str:
        if self.faults:
            return "klopt nog niet"
        return "nog nodig" if self.missing else ""


def step_links(draft: Draft, current: FormStep | None = None) -> list[StepLink]:
    missing = {part.step for part in draft.completeness.missing}
    faulty = draft.invalid_steps
    return [
        StepLink(
            number, step, step_address(draft, step), step == current,
            len(faulty[step].errors) if step in faulty else 0, step.slug in missing,
        )
        for number, step in enumerate(STEPS, 1)
    ]  # fmt: skip


class _EditorRemarks:
    """The remarks of the editors on a returned or rejected traject."""

    draft: Draft

    @property
    def remark(self) -> str:
        revision = self.draft.revision
        return revision.remark if revision and revision.status in (Status.RETURNED, Status.REJECTED) else ""

    @cached_property
    def criteria(self) -> list[Criterion]:
        """The criteria of the checklist that were not met."""
        return checklist_of(self.draft.revision).refused if self.remark else []


@dataclass
class StepPage(_EditorRemarks):
    """One step. `show_errors` after a POST; `locked` says why it cannot be saved."""

    draft: Draft
    step: FormStep
    key: str = ""
    search: str = ""
    saved: bool = False
    show_errors: bool = False
    locked: str = ""

    @cached_property
    def form(self) -> StepForm:
        if self.search:
            return self.draft.form(self.step, search=self.search)
        return self.draft.form_of(self.step)

    @property
    def number(self) -> int:
        return STEPS.index(self.step) + 1

    @property
    def total(self) -> int:
        return len(STEPS)

    @property
    def fingerprint(self) -> str:
        return self.draft.fingerprint(self.step)

    @property
    def address(self) -> str:
        return step_address(self.draft, self.step)

    @property
    def previous(self) -> FormStep | None:
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def following(self) -> FormStep | None:
        return STEPS[self.number] if self.number < len(STEPS) else None

    @cached_property
    def step_links(self) -> list[StepLink]:
        return step_links(self.draft, self.step)

    @property
    def stated(self) -> list[str]:
        """The labels of the barriers that a source states already."""
        slugs = [row["barrier"] for row in self.draft.stated]
        return list(Barrier.objects.filter(slug__in=slugs).values_list("label", flat=True))

    @property
    def hints(self) -> list[WritingHint]:
        """Advice on this step; none before the first save."""
        if self.draft.revision is None:
            return []
        return [hint for hint in writing_hints(self.draft.answers) if hint.step == self.step.slug]

    @property
    def duplicates(self) -> list[Intervention]:
        if self.number > 2 or self.draft.revision is None:
            return []
        return duplicates_of(self.draft.answers, source_ref=self.draft.document["source_ref"])

    def next_url(self, go: str) -> str:
        """The URL after saving, by the value of the button."""
        if go == "next":
            return self.next_address
        if go == "previous" and self.previous:
            return step_address(self.draft, self.previous)
        return f"{self.address}?bewaard"

    @property
    def next_address(self) -> str:
        if self.following:
            return step_address(self.draft, self.following)
        return reverse("traject-submit", args=[self.draft.organisation.slug, self.draft.revision.pk])

    def autosave_response(self, at: datetime) -> dict[str, str]:
        """The JSON response to an autosave."""
        return {
            "saved": f"{at:%H.%M}",
            "seen": self.fingerprint,
            "address": self.address,
            "complete": self.draft.completeness.sentence,
        }


@dataclass
class OverviewPage(_EditorRemarks):
    """The overview of one traject."""

    draft: Draft

    @property
    def revision(self) -> Revision:
        return self.draft.revision

    @property
    def writing(self) -> bool:
        return self.draft.is_writable

    @property
    def open(self) -> bool:
        return self.revision.status in Revision.OPEN

    @property
    def what_next(self) -> str:
        status = self.revision.status
        return (
            NEXT_FOR_EDITORS.get(status, NEXT_BY_STATUS[status])
            if self.draft.by_editors
            else NEXT_BY_STATUS[status]
        )

    @cached_property
    def step_links(self) -> list[StepLink]:
        return step_links(self.draft)

    @cached_property
    def public(self) -> Intervention | None:
        return Intervention.objects.published().filter(source_ref=self.revision.source_ref).first()


@dataclass
class CheckPage(OverviewPage):
    """The check before submitting. `show_errors`: the button was pressed."""

    confirmed: bool = False
    show_errors: bool = False
    faults: list[str] = field(default_factory=list)

    @cached_property
    def hints(self) -> list[tuple[FormStep, list[WritingHint]]]:
        found = writing_hints(self.draft.answers)
        rows = [(step, [hint for hint in found if hint.step == step.slug]) for step in STEPS]
        return [(step, own) for step, own in rows if own]

    @cached_property
    def duplicates(self) -> list[Intervention]:
        return duplicates_of(self.draft.answers, source_ref=self.revision.source_ref)

    @cached_property
    def problems(self) -> list[tuple[str, str]]:
        """The problems that block submitting, each with the URL of the field."""
        slug, pk = self.draft.organisation.slug, self.revision.pk
        rows = [
            (
                f"{part.name} is nog niet ingevuld.",
                f"{reverse('traject-step', args=[slug, pk, part.step])}#id_{part.fields[0]}",
            )
            for part in self.draft.completeness.missing
        ]
        for step, form in self.draft.invalid_steps.items():
            for name, errors in form.errors.items():
                label = form.label_of(name) if name in form.fields else step.title
                anchor = form[name].auto_id if name in form.fields else "inhoud"
                rows += [
                    (f"{label}: {error}", f"{step_address(self.draft, step)}?fouten#{anchor}")
                    for error in errors
                ]
        return rows
