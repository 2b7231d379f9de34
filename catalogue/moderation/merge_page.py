"""The page on which two edits of one item are brought together."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from catalogue.documents import schema
from catalogue.documents.fields import Document
from catalogue.documents.words import Words
from catalogue.models import Intervention, Revision
from catalogue.moderation.actions import Incomplete
from catalogue.moderation.forms import MergeForm, chosen
from catalogue.revisions import merging
from catalogue.revisions.history import History
from catalogue.revisions.merging import Choice, Sides


class MergePage:
    """`revision` against the public `item`, with what was chosen so far in `data`."""

    def __init__(self, revision: Revision, item: Intervention, data: Mapping[str, Any]):
        self.revision, self.item = revision, item
        self.seen = MergeForm(data).seen
        self._chosen = chosen(data)
        self.faults: list[str] = []

    @cached_property
    def sides(self) -> Sides:
        base = History(self.revision.source_ref).document(self.revision.base_version)
        return Sides(base, schema.document_of(self.item), self.revision.document)

    @cached_property
    def choices(self) -> list[Choice]:
        return merging.choices(self.sides, self._chosen, Words())

    @property
    def conflicts(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.conflict]

    @property
    def by_themselves(self) -> list[Choice]:
        """Fields that one side changed: chosen already, and still to be changed."""
        return [choice for choice in self.choices if not choice.conflict]

    @property
    def document(self) -> Document:
        """What was chosen as one document; Incomplete when a choice is missing or two do not go together."""
        left = merging.undecided(self.sides, self._chosen)
        if left:
            raise Incomplete([f"Kies nog bij: {field.label.lower()}." for field in left])
        document = merging.combine(self.sides, self._chosen)
        if faults := schema.check(document):
            raise Incomplete([f"Deze keuzes passen niet bij elkaar. {fault}" for fault in faults])
        return document
