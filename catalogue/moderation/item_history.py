"""The history page of one item: its versions, its open edit, and what the editor may do."""

from functools import cached_property

from catalogue.documents.words import Words
from catalogue.models import Event, Intervention, Revision
from catalogue.moderation import four_eyes
from catalogue.organisations.writers import REDACTIE
from catalogue.revisions.difference import SectionDiff, compare
from catalogue.revisions.evidence import missing_evidence
from catalogue.revisions.history import History, Version


class ItemHistory:
    """One published or archived item, for the editor `user`."""

    def __init__(self, item: Intervention, user):
        self.item = item
        self._user = user
        self._history = History(item.source_ref)

    @property
    def versions(self) -> list[Version]:
        return self._history.versions

    @property
    def unpublished(self):
        """Drafts, submissions and rejected revisions; only its writers can open a draft."""
        return self._history.others

    @cached_property
    def open(self) -> Revision | None:
        return Revision.objects.open().filter(source_ref=self.item.source_ref).first()

    @property
    def editorial_slug(self) -> str:
        """The slug in the URL of an edit by the redactie itself."""
        return REDACTIE

    @property
    def unfinished(self) -> bool:
        """Whether the redactie itself has an open edit that was not submitted."""
        return bool(
            self.open and self.open.organisation_id is None and self.open.status != Revision.Status.SUBMITTED
        )

    @property
    def archived(self) -> bool:
        return self.item.status == Intervention.Status.ARCHIVED

    @cached_property
    def of_own_organisation(self) -> bool:
        """Whether the item is of an organisation of this editor, who then may not decide about it."""
        return four_eyes.of_own_organisation(self._user, self.item.source_ref)

    @property
    def may_restore(self) -> bool:
        return not (self.open or self.of_own_organisation)

    @property
    def events(self):
        rows = Event.objects.about(self.item.source_ref)
        return rows.select_related("by", "organisation", "revision")[:20]


class VersionPage:
    """One published version: its document, and the changes from the version before it."""

    def __init__(self, version: Version, history: ItemHistory):
        self.version, self.history = version, history

    @cached_property
    def parts(self) -> list[SectionDiff]:
        """The whole document (compared with itself)."""
        document = self.version.revision.document
        return compare(document, document, Words())

    @cached_property
    def changes(self) -> list[SectionDiff]:
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
