"""Two edits of one item brought together, field by field: what both started from, what is public, this edit.

A field that only one side changed takes that side; one that both changed in different ways is for a person
to choose. A field takes its remark and its citations along (see fields.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.documents.fields import FIELDS, Document, Field, loose_remarks, said
from catalogue.documents.words import Words
from catalogue.revisions.difference import Change, change

BASE, PUBLIC, EDIT = "base", "public", "edit"
SIDES = (BASE, PUBLIC, EDIT)
LABELS = {BASE: "zoals het was", PUBLIC: "zoals het nu openbaar is", EDIT: "zoals deze bewerking het wil"}


@dataclass(frozen=True, slots=True)
class Sides:
    """The three documents; `base` is None when the version that the edit started from is not known."""

    base: Document | None
    public: Document
    edit: Document

    def get(self, side: str) -> Document:
        found = {BASE: self.base, PUBLIC: self.public, EDIT: self.edit}[side]
        if found is None:
            raise KeyError(side)
        return found

    def preselected(self, key: str) -> str:
        """The side that field `key` takes by itself; empty when both sides changed it in different ways."""
        public, edit = said(self.public, key), said(self.edit, key)
        if public == edit:
            return PUBLIC
        if self.base is None:
            return ""
        base = said(self.base, key)
        if public == base:
            return EDIT
        return PUBLIC if edit == base else ""

    def apart(self) -> list[str]:
        """The fields in which the public version and the edit differ, in the order of the page."""
        return [key for key in FIELDS if said(self.public, key) != said(self.edit, key)]


@dataclass(frozen=True, slots=True)
class MergeOption:
    side: str
    label: str
    change: Change
    chosen: bool


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """One field that has to be taken from one of the sides."""

    field: Field
    conflict: bool
    options: tuple[MergeOption, ...]

    @property
    def name(self) -> str:
        return f"veld-{self.field.key}"

    @property
    def open(self) -> bool:
        return not any(option.chosen for option in self.options)


def choices(sides: Sides, chosen: Mapping[str, str], words: Words) -> list[MergeChoice]:
    """What there is to choose; conflicts first. `chosen` (key to side) goes before what is preselected."""
    found = [_choice(sides, key, chosen, words) for key in sides.apart()]
    return sorted(found, key=lambda choice: not choice.conflict)


def _choice(sides: Sides, key: str, chosen: Mapping[str, str], words: Words) -> MergeChoice:
    preselected = sides.preselected(key)
    taken = chosen.get(key) or preselected
    options = tuple(
        MergeOption(side, LABELS[side], change(key, sides.base, sides.get(side), words), side == taken)
        for side in SIDES
        if side != BASE or sides.base is not None
    )
    return MergeChoice(FIELDS[key], not preselected, options)


def undecided(sides: Sides, chosen: Mapping[str, str]) -> list[Field]:
    """The fields that both sides changed and for which no side was chosen."""
    return [FIELDS[key] for key in sides.apart() if not (sides.preselected(key) or chosen.get(key))]


def combine(sides: Sides, chosen: Mapping[str, str]) -> Document:
    """The document in which every field comes from its side; ValueError when a conflict is undecided.

    Taking every choice from the public version, or from the edit, gives exactly that document.
    """
    left = undecided(sides, chosen)
    if left:
        raise ValueError(", ".join(field.key for field in left))
    taken = {key: chosen.get(key) or sides.preselected(key) for key in FIELDS}
    documents = {key: sides.get(side) for key, side in taken.items()}
    # The order of the citations is that of the side from which something came; the public one otherwise.
    order = sides.edit if EDIT in taken.values() else sides.public
    result: Document = {key: documents[key][key] if key in FIELDS else value for key, value in order.items()}
    result["notes"] = _notes(documents)
    result["citations"] = _citations(order, documents)
    return result


def _notes(documents: Mapping[str, Document]) -> dict[str, str]:
    upon = {key: said(document, key).remark for key, document in documents.items()}
    return {key: text for key, text in upon.items() if text} | loose_remarks(documents["notes"])


def _citations(order: Document, documents: Mapping[str, Document]) -> list[dict[str, Any]]:
    """The citations of every field from its own document, those that `order` has in its order."""
    wanted = [
        row for key, document in documents.items() for row in document["citations"] if row["field"] == key
    ]
    loose = [row for row in order["citations"] if row["field"] not in FIELDS]
    first = [row for row in order["citations"] if row in wanted or row in loose]
    return first + [row for row in wanted if row not in first]
