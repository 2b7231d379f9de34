"""Which barriers it works on: per barrier the role, the proof and a remark."""

from dataclasses import dataclass

from django import forms

from catalogue.models import Barrier, Coverage, Level
from catalogue.registration.fixed_terms import MAX_MAIN_AIMS, PROOFS
from catalogue.registration.forms.base import StepForm, text_field

ROLES = (("main", "hoofddoel"), ("part", "onderdeel"), ("side", "komt erbij"))


def _roles() -> tuple[tuple[str, str], ...]:
    """A callable, so that the choices are only built when the field is rendered or validated."""
    return ROLES


def _proofs() -> list[tuple[str, str]]:
    return [("", "kies"), *((key, proof.label) for key, proof in PROOFS.items())]


@dataclass(frozen=True, slots=True)
class BarrierRow:
    """One barrier to tick, with the fields that go with it."""

    barrier: Barrier
    ticked: bool
    fields: tuple[forms.BoundField, ...]


@dataclass(frozen=True, slots=True)
class LevelRows:
    level: str
    label: str
    rows: tuple[BarrierRow, ...]

    @property
    def ticked(self) -> int:
        return sum(row.ticked for row in self.rows)


class BarriersStepForm(StepForm):
    barriers = forms.MultipleChoiceField(
        label="Belemmeringen", widget=forms.CheckboxSelectMultiple,
        help_text=f"Kies wat er echt toe doet. Hoogstens {MAX_MAIN_AIMS} zijn hoofddoel.",
    )  # fmt: skip
    template = "catalogue/registration/step_barriers.html"

    def build_fields(self):
        self.known = list(Barrier.objects.all())
        self.fields["barriers"].choices = [(barrier.slug, barrier.label) for barrier in self.known]
        for barrier in self.known:
            self.fields[f"role-{barrier.slug}"] = forms.ChoiceField(
                label=f"Hoe belangrijk is “{barrier.label}” bij jullie?",
                choices=_roles,
                widget=forms.RadioSelect,
            )
            self.fields[f"proof-{barrier.slug}"] = forms.ChoiceField(
                label=f"Waaruit blijkt dat jullie werken aan “{barrier.label}”?",
                choices=_proofs,
            )
            self.fields[f"remark-{barrier.slug}"] = text_field(
                f"Wat doen jullie aan “{barrier.label}”?", longest=1000
            )

    def defaults(self):
        return {f"role-{barrier.slug}": "part" for barrier in self.known}

    @property
    def levels(self) -> list[LevelRows]:
        ticked = self.answers.get("barriers") or []
        rows = [
            BarrierRow(barrier, barrier.slug in ticked, tuple(
                self[f"{name}-{barrier.slug}"] for name in ("role", "proof", "remark")
            ))
            for barrier in self.known
        ]  # fmt: skip
        return [
            LevelRows(level, label, tuple(row for row in rows if row.barrier.level == level))
            for level, label in Level.choices
        ]

    def answers_from(self, data):
        """Of the hundreds of fields only those with an answer, now or before."""
        found = super().answers_from(data)
        return {
            name: value
            for name, value in found.items()
            if value or name in self.answers or name == "barriers"
        }

    def clean(self):
        ticked = self.cleaned_data.get("barriers") or []
        main = [slug for slug in ticked if self.cleaned_data.get(f"role-{slug}") == Coverage.Role.MAIN]
        if len(main) > MAX_MAIN_AIMS:
            self.add_error("barriers", f"Je koos {len(main)} hoofddoelen. Kies er hoogstens {MAX_MAIN_AIMS}.")
        for slug in ticked:
            if not self.cleaned_data.get(f"proof-{slug}") and f"proof-{slug}" not in self.errors:
                self.add_error(f"proof-{slug}", "Kies waaruit dit blijkt. “Nog niets” mag ook.")
        return self.cleaned_data
