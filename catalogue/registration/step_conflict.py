"""Two people edited the same step: both versions side by side, and a choice per field."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from catalogue.registration.draft import Draft
from catalogue.registration.forms import FormStep

KEEP = "keep-"


@dataclass(frozen=True, slots=True)
class ConflictingField:
    """One field with the stored answer of a colleague and the visitor's own."""

    name: str
    label: str
    theirs: str
    mine: str


class StepConflict:
    """`draft` holds the stored answers, `mine` the visitor's, of one step."""

    def __init__(self, draft: Draft, mine: dict[str, Any], step: FormStep):
        self.draft, self.mine, self.step = draft, mine, step
        self.fingerprint = draft.fingerprint(step)
        self.form = step.form({**draft.answers, **mine}, by_editors=draft.by_editors)

    @property
    def fields(self) -> list[ConflictingField]:
        stored = self.draft.answers
        return [
            ConflictingField(
                name,
                self.form.label_of(name),
                self.form.display_answer(name, stored.get(name, "")),
                self.form.display_answer(name, self.mine.get(name, "")),
            )
            for name in self.form.differences(stored, self.mine)
            if name in self.mine
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """All posted answers as hidden fields."""
        rows = []
        for name, answer in self.mine.items():
            rows += [(name, value) for value in (answer if isinstance(answer, list) else [answer])]
        return [(name, value) for name, value in rows if value or not self._is_tick(name)]

    def _is_tick(self, name: str) -> bool:
        return getattr(self.form.fields[name].widget, "input_type", "") == "checkbox"


def resolve_conflicts(data: QueryDict, draft: Draft, step: FormStep) -> QueryDict:
    """`data` with the stored answer in each field for which the visitor chose that."""
    theirs = [name for name in data if name.startswith(KEEP) and data[name] == "theirs"]
    if not theirs:
        return data
    found = data.copy()
    for name in (each.removeprefix(KEEP) for each in theirs):
        stored = draft.answers.get(name, "")
        values = stored if isinstance(stored, list) else [stored] if stored else []
        found.setlist(name, values or ([""] if isinstance(stored, str) and name in data else []))
    return found
