"""The public versions of an item, one after the other, and what each changed."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from catalogue.documents.fields import Document, Field
from catalogue.models import Intervention, Revision
from catalogue.revisions.difference import changed_fields
from catalogue.text.folding import fold


@dataclass(frozen=True, slots=True)
class Version:
    """One accepted revision: the `number`-th version of the item; `changed` against the one before it."""

    number: int
    revision: Revision
    changed: tuple[Field, ...]
    current: bool

    @property
    def first(self) -> bool:
        return self.number == 1


class History:
    """All public versions of one item, newest first."""

    def __init__(self, source_ref: str):
        self.source_ref = source_ref

    @cached_property
    def _revisions(self) -> list[Revision]:
        rows = Revision.objects.accepted().filter(source_ref=self.source_ref)
        return list(rows.select_related("created_by", "decided_by", "organisation"))

    @cached_property
    def versions(self) -> list[Version]:
        documents = [revision.document for revision in self._revisions]
        last = len(documents)
        return [
            Version(
                last - place,
                revision,
                tuple(changed_fields(documents[place + 1], revision.document)) if place + 1 < last else (),
                place == 0,
            )
            for place, revision in enumerate(self._revisions)
        ]

    def version(self, number: int) -> Version | None:
        return next((version for version in self.versions if version.number == number), None)

    def document(self, number: int) -> Document | None:
        """The document of version `number`; None when there is no such version."""
        place = len(self._revisions) - number
        return self._revisions[place].document if 0 <= place < len(self._revisions) else None

    @property
    def others(self):
        """Revisions that never became public, newest first."""
        rows = Revision.objects.filter(source_ref=self.source_ref).exclude(status=Revision.Status.ACCEPTED)
        return rows.select_related("created_by", "decided_by", "organisation")


def outdated(revision: Revision) -> bool:
    """Whether the item is of another version by now than the one that `revision` was based on."""
    found = Intervention.objects.filter(source_ref=revision.source_ref)
    return found.exclude(version=revision.base_version).exists()


def find_items(text: str):
    """Items, public or archived, whose name, provider or key holds `text`, by name."""
    found = Intervention.objects.select_related("provider").order_by("sort_name", "pk")
    if text:
        found = found.filter(
            Q(sort_name__contains=fold(text))
            | Q(provider__name__icontains=text)
            | Q(source_ref__icontains=text)
        )
    return found
