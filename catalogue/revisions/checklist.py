"""The checklist of the source, or the lighter one for an opstap, and what an editor ticked on it.

On a Revision: {"contact": {"answer": "yes" | "no" | "n/a" | "", "remark": "..."}, ...}, by the key of the
criterion. Keys that a list does not have stay: the kind of an item may change and change back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.models import Revision
from catalogue.text.json_files import read_json

#: Kinds of items that the source's own criteria would refuse and that a klantmanager still wants to find.
LIGHT = frozenset({"opstap"})
ANSWERS = {"yes": "ja", "no": "nee", "n/a": "n.v.t."}
LONGEST_REMARK = 1000


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question of the list, paraphrased, with its place in the source; and what was answered."""

    key: str
    part: str
    number: str
    text: str
    place: str
    answer: str = ""
    remark: str = ""

    @property
    def word(self) -> str:
        return ANSWERS.get(self.answer, "nog niet")

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """Value, word and whether it was chosen, for each answer."""
        return [(value, word, value == self.answer) for value, word in ANSWERS.items()]


@dataclass(frozen=True, slots=True)
class Checklist:
    title: str
    about: str
    criteria: tuple[Criterion, ...]

    @property
    def answered(self) -> int:
        return sum(bool(criterion.answer) for criterion in self.criteria)

    @property
    def refused(self) -> list[Criterion]:
        return [criterion for criterion in self.criteria if criterion.answer == "no"]

    @property
    def as_remark(self) -> str:
        """What was answered with no, as the beginning of a message to the organisation."""
        return "\n".join(f"- {criterion.remark or criterion.text}" for criterion in self.refused)


def checklist_of(revision: Revision) -> Checklist:
    """The list that fits the kind of the item, with what was ticked for this revision."""
    found = _lists()["light" if revision.document.get("kind") in LIGHT else "full"]
    said: Mapping[str, Any] = revision.checklist
    criteria = tuple(
        Criterion(
            row["key"], row["part"], row["number"], row["text"], row["cite"]["place"],
            **said.get(row["key"], {}),
        )
        for row in found["criteria"]
    )  # fmt: skip
    return Checklist(found["title"], found["about"], criteria)


def keys() -> frozenset[str]:
    """The criteria of both lists."""
    return frozenset(row["key"] for found in _lists().values() for row in found["criteria"])


@cache
def _lists() -> dict[str, Any]:
    return read_json(settings.FIXTURES_DIR / "checklist.json")["lists"]
