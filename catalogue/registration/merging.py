"""Two people wrote in the same step: both versions side by side, and a choice per field."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from catalogue.registration.draft import Draft
from catalogue.registration.forms import Step

KEEP = "keep-"


@dataclass(frozen=True, slots=True)
class Both:
    """One field with what a colleague kept and what the visitor typed."""

    name: str
    label: str
    theirs: str
    mine: str


class Merge:
    """`draft` holds the answers of the other; `mine` are those of the visitor, for one step."""

    def __init__(self, draft: Draft, mine: dict[str, Any], step: Step):
        self.draft, self.mine, self.step = draft, mine, step
        self.seen = draft.seen(step)
        self.form = step.form({**draft.answers, **mine})

    @property
    def fields(self) -> list[Both]:
        held = self.draft.answers
        return [
            Both(
                name,
                self.form.label_of(name),
                self.form.words_of(name, held.get(name, "")),
                self.form.words_of(name, self.mine.get(name, "")),
            )
            for name in self.form.differences(held, self.mine)
            if name in self.mine
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """All that the visitor typed, to post again."""
        rows = []
        for name, said in self.mine.items():
            rows += [(name, value) for value in (said if isinstance(said, list) else [said])]
        return [(name, value) for name, value in rows if value or not self._is_tick(name)]

    def _is_tick(self, name: str) -> bool:
        return getattr(self.form.fields[name].widget, "input_type", "") == "checkbox"


def merged(data: QueryDict, draft: Draft, step: Step) -> QueryDict:
    """`data` with the colleague's answer in each field for which the visitor chose that."""
    chosen = [name for name in data if name.startswith(KEEP) and data[name] == "theirs"]
    if not chosen:
        return data
    found = data.copy()
    for name in (each.removeprefix(KEEP) for each in chosen):
        held = draft.answers.get(name, "")
        values = held if isinstance(held, list) else [held] if held else []
        found.setlist(name, values or ([""] if isinstance(held, str) and name in data else []))
    return found
