"""The page to merge an edit with what was published since."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from catalogue.documents import schema
from catalogue.documents.fields import Document
from catalogue.documents.words import Words
from catalogue.models import Intervention, Revision
from catalogue.moderation.actions import IncompleteDecision
from catalogue.moderation.forms import MergeForm, chosen_sides
from catalogue.revisions import merging
from catalogue.revisions.history import History
from catalogue.revisions.merging import MergeChoice, Sides


class MergePage:
    """`revision` beside the public `item`; `data` holds the sides chosen so far."""

    def __init__(self, revision: Revision, item: Intervention, data: Mapping[str, Any]):
        self.revision, self.item = revision, item
        self.versions = MergeForm(data).versions
        self._chosen_sides = chosen_sides(data)
        self.faults: list[str] = []

    @cached_property
    def sides(self) -> Sides:
        base = History(self.revision.source_ref).document(self.revision.base_version)
        return Sides(base, schema.document_of(self.item), self.revision.document)

    @cached_property
    def choices(self) -> list[MergeChoice]:
        return merging.choices(self.sides, self._chosen_sides, Words())

    @property
    def conflicts(self) -> list[MergeChoice]:
        return [choice for choice in self.choices if choice.conflict]

    @property
    def one_sided(self) -> list[MergeChoice]:
        """Fields that only one side changed; that side is preselected."""
        return [choice for choice in self.choices if not choice.conflict]

    @property
    def document(self) -> Document:
        """The merged document; IncompleteDecision when a choice is missing or the result is invalid."""
        undecided = merging.undecided(self.sides, self._chosen_sides)
        if undecided:
            raise IncompleteDecision([f"Kies nog bij: {field.label.lower()}." for field in undecided])
        document = merging.combine(self.sides, self._chosen_sides)
        if faults := schema.check(document):
            raise IncompleteDecision([f"Deze keuzes passen niet bij elkaar. {fault}" for fault in faults])
        return document
