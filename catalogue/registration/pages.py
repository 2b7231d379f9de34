"""What the pages of one traject show: a step, the whole, and the last check before it is submitted."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from catalogue.models import Barrier, Intervention, Revision
from catalogue.registration.draft import Draft
from catalogue.registration.forms import STEPS, Step, StepForm
from catalogue.registration.hints import Hint, hints
from catalogue.revisions.checklist import Criterion, checklist_of
from catalogue.revisions.duplicates import duplicates_of

Status = Revision.Status
#: Per status what the organisation can expect or do.
NEXT = {
    Status.DRAFT: "Alleen jullie zien dit. Maak het af en dien het in.",
    Status.SUBMITTED: "De redactie kijkt het na. Je krijgt een e-mail als er iets is besloten.",
    Status.RETURNED: "De redactie heeft opmerkingen. Pas het aan en dien het opnieuw in.",
    Status.ACCEPTED: "Deze versie is gepubliceerd.",
    Status.REJECTED: "De redactie neemt dit niet op. Hieronder staat waarom.",
    Status.WITHDRAWN: "Jullie hebben dit ingetrokken.",
}

#: The same for an edit by the redactie itself, where it differs.
NEXT_OF_EDITORS = {
    Status.DRAFT: "Alleen de redactie ziet dit. Maak het af en dien het in.",
    Status.SUBMITTED: "Een andere redacteur kijkt het na. Je krijgt een e-mail als er iets is besloten.",
    Status.WITHDRAWN: "De redactie heeft dit ingetrokken.",
}


def step_address(draft: Draft, step: Step) -> str:
    """Where a step is; the first one of a traject that is not kept yet has an address of its own."""
    if draft.revision is None:
        return reverse("traject-new", args=[draft.organisation.slug])
    return reverse("traject-step", args=[draft.organisation.slug, draft.revision.pk, step.slug])


@dataclass(frozen=True, slots=True)
class Stage:
    """One step in the list of steps: where it is, and how far."""

    number: int
    step: Step
    address: str
    current: bool
    faults: int
    missing: bool

    @property
    def word(self) -> str:
        if self.faults:
            return "klopt nog niet"
        return "nog nodig" if self.missing else ""


def stages(draft: Draft, current: Step | None = None) -> list[Stage]:
    missing = {part.step for part in draft.completeness.missing}
    faulty = draft.faulty
    return [
        Stage(
            number, step, step_address(draft, step), step == current,
            len(faulty[step].errors) if step in faulty else 0, step.slug in missing,
        )
        for number, step in enumerate(STEPS, 1)
    ]  # fmt: skip


class _Remarks:
    """What the editors said of a traject that came back."""

    draft: Draft

    @property
    def remark(self) -> str:
        revision = self.draft.revision
        return revision.remark if revision and revision.status in (Status.RETURNED, Status.REJECTED) else ""

    @cached_property
    def criteria(self) -> list[Criterion]:
        """The points of the checklist that were not met."""
        return checklist_of(self.draft.revision).refused if self.remark else []


@dataclass
class StepPage(_Remarks):
    """One step. `asked`: it was posted, so its faults are shown; `locked`: why it cannot be kept."""

    draft: Draft
    step: Step
    key: str = ""
    search: str = ""
    saved: bool = False
    asked: bool = False
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
    def seen(self) -> str:
        return self.draft.seen(self.step)

    @property
    def address(self) -> str:
        return step_address(self.draft, self.step)

    @property
    def previous(self) -> Step | None:
        return STEPS[self.number - 2] if self.number > 1 else None

    @property
    def following(self) -> Step | None:
        return STEPS[self.number] if self.number < len(STEPS) else None

    @cached_property
    def stages(self) -> list[Stage]:
        return stages(self.draft, self.step)

    @property
    def stated(self) -> list[str]:
        """The barriers that a source says it works on already."""
        slugs = [row["barrier"] for row in self.draft.stated]
        return list(Barrier.objects.filter(slug__in=slugs).values_list("label", flat=True))

    @property
    def hints(self) -> list[Hint]:
        """Advice, once there is something to advise on."""
        if self.draft.revision is None:
            return []
        return [hint for hint in hints(self.draft.answers) if hint.step == self.step.slug]

    @property
    def duplicates(self) -> list[Intervention]:
        if self.number > 2 or self.draft.revision is None:
            return []
        return duplicates_of(self.draft.answers, source_ref=self.draft.document["source_ref"])

    def onward(self, go: str) -> str:
        """Where the button that was pressed leads, after saving."""
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

    def as_saved(self, at: datetime) -> dict[str, str]:
        """What the script in the page is told after it saved."""
        return {
            "saved": f"{at:%H.%M}",
            "seen": self.seen,
            "address": self.address,
            "complete": self.draft.completeness.sentence,
        }


@dataclass
class OverviewPage(_Remarks):
    """One traject of an organisation, as a whole."""

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
        return NEXT_OF_EDITORS.get(status, NEXT[status]) if self.draft.by_editors else NEXT[status]

    @cached_property
    def stages(self) -> list[Stage]:
        return stages(self.draft)

    @cached_property
    def public(self) -> Intervention | None:
        return Intervention.objects.published().filter(source_ref=self.revision.source_ref).first()


@dataclass
class CheckPage(OverviewPage):
    """The last look before submitting. `asked`: the button was pressed."""

    confirmed: bool = False
    asked: bool = False
    faults: list[str] = field(default_factory=list)

    @cached_property
    def hints(self) -> list[tuple[Step, list[Hint]]]:
        found = hints(self.draft.answers)
        rows = [(step, [hint for hint in found if hint.step == step.slug]) for step in STEPS]
        return [(step, own) for step, own in rows if own]

    @cached_property
    def duplicates(self) -> list[Intervention]:
        return duplicates_of(self.draft.answers, source_ref=self.revision.source_ref)

    @cached_property
    def problems(self) -> list[tuple[str, str]]:
        """What stands in the way, each with the address where it is mended."""
        slug, pk = self.draft.organisation.slug, self.revision.pk
        rows = [
            (
                f"{part.name} is nog niet ingevuld.",
                f"{reverse('traject-step', args=[slug, pk, part.step])}#id_{part.fields[0]}",
            )
            for part in self.draft.completeness.missing
        ]
        for step, form in self.draft.faulty.items():
            for name, errors in form.errors.items():
                label = form.label_of(name) if name in form.fields else step.title
                anchor = form[name].auto_id if name in form.fields else "inhoud"
                rows += [
                    (f"{label}: {error}", f"{step_address(self.draft, step)}?fouten#{anchor}")
                    for error in errors
                ]
        return rows
