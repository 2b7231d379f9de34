"""The page of one item for the redactie: its versions, its open edit, and what may be done with it."""

from functools import cached_property

from catalogue.documents.words import Words
from catalogue.models import Event, Intervention, Revision
from catalogue.moderation import four_eyes
from catalogue.organisations.writers import REDACTIE
from catalogue.revisions.difference import Part, compare
from catalogue.revisions.evidence import missing_evidence
from catalogue.revisions.history import History, Version


class ItemHistory:
    """One item, public or archived, as `user` sees it."""

    def __init__(self, item: Intervention, user):
        self.item = item
        self._user = user
        self._history = History(item.source_ref)

    @property
    def versions(self) -> list[Version]:
        return self._history.versions

    @property
    def others(self):
        """Drafts, submissions and refusals; a draft is named here but can only be opened by who writes it."""
        return self._history.others

    @cached_property
    def open(self) -> Revision | None:
        return Revision.objects.open().filter(source_ref=self.item.source_ref).first()

    @property
    def desk(self) -> str:
        """What stands in the address of an edit by the redactie itself."""
        return REDACTIE

    @property
    def unfinished(self) -> bool:
        """Whether the redactie itself has an edit open that is still being written."""
        return bool(
            self.open and self.open.organisation_id is None and self.open.status != Revision.Status.SUBMITTED
        )

    @property
    def archived(self) -> bool:
        return self.item.status == Intervention.Status.ARCHIVED

    @cached_property
    def own(self) -> bool:
        """Whether it is of an organisation of this editor, who then leaves decisions to another."""
        return four_eyes.of_own_organisation(self._user, self.item.source_ref)

    @property
    def may_restore(self) -> bool:
        return not (self.open or self.own)

    @property
    def events(self):
        rows = Event.objects.about(self.item.source_ref)
        return rows.select_related("by", "organisation", "revision")[:20]


class VersionPage:
    """One public version whole, and what it changed against the one before."""

    def __init__(self, version: Version, history: ItemHistory):
        self.version, self.history = version, history

    @cached_property
    def parts(self) -> list[Part]:
        """The document against itself: every field as it was."""
        document = self.version.revision.document
        return compare(document, document, Words())

    @cached_property
    def changes(self) -> list[Part]:
        before = next(
            (each for each in self.history.versions if each.number == self.version.number - 1), None
        )
        if before is None:
            return []
        parts = compare(before.revision.document, self.version.revision.document, Words())
        return [part for part in parts if part.changed]

    @property
    def missing_evidence(self) -> list[str]:
        return missing_evidence(self.version.revision.document)

    @property
    def may_restore(self) -> bool:
        return self.history.may_restore and (not self.version.current or self.history.archived)
