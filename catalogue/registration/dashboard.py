"""The dashboard of an organisation: its trajecten, the status of each, and what to do next."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from catalogue.models import DailyCount, Intervention, Organisation, Revision
from catalogue.registration.completeness import Completeness
from catalogue.registration.draft import Draft
from catalogue.registration.pages import NEXT_BY_STATUS
from catalogue.text.folding import fold

#: Number of days over which matches in the top three are shown.
DAYS = 30
#: Statuses of the revisions that are shown.
SHOWN = (*Revision.OPEN, Revision.Status.REJECTED)


@dataclass(frozen=True, slots=True)
class TrajectRow:
    """One traject: its public item, and its newest revision that is open or was rejected."""

    name: str
    item: Intervention | None
    draft: Draft | None
    days: tuple[DailyCount, ...]

    @property
    def revision(self) -> Revision | None:
        return self.draft.revision if self.draft else None

    @property
    def archived(self) -> bool:
        return self.item is not None and self.item.status == Intervention.Status.ARCHIVED

    @property
    def what_next(self) -> str:
        return NEXT_BY_STATUS[self.revision.status] if self.revision else ""

    @property
    def completeness(self) -> Completeness | None:
        return self.draft.completeness if self.draft else None

    @property
    def being_edited(self) -> bool:
        return self.revision is not None and self.revision.status in Revision.OPEN


class OrganisationDashboard:
    """The trajecten of one organisation, those that need attention first. `today` ends the counted days."""

    def __init__(self, organisation: Organisation, *, today: date):
        self.organisation, self.today = organisation, today

    @property
    def days(self) -> int:
        return DAYS

    @cached_property
    def rows(self) -> list[TrajectRow]:
        """Three queries, however many trajecten there are."""
        items = {item.source_ref: item for item in self.organisation.interventions.order_by("name")}
        drafts: dict[str, Draft] = {}
        for revision in self.organisation.revisions.filter(status__in=SHOWN).order_by("pk"):
            if revision.status in Revision.OPEN or revision.source_ref not in items:
                drafts[revision.source_ref] = Draft.of(revision, self.organisation)
        counts: dict[int, list[DailyCount]] = {}
        since = self.today - timedelta(days=DAYS)
        for count in DailyCount.objects.shown_of(items.values(), since):
            counts.setdefault(count.item_id, []).append(count)
        rows = [
            TrajectRow(
                items[ref].name if ref in items else drafts[ref].name,
                items.get(ref),
                drafts.get(ref),
                tuple(counts.get(items[ref].pk, ())) if ref in items else (),
            )
            for ref in dict.fromkeys([*drafts, *items])
        ]
        return sorted(rows, key=_attention)


def _attention(row: TrajectRow) -> tuple[int, str]:
    """The sort key: returned first, then drafts, then submitted or public, then archived."""
    order = {Revision.Status.RETURNED: 0, Revision.Status.DRAFT: 1}
    rank = order.get(row.revision.status, 2) if row.revision else 2
    return (3 if row.archived and not row.revision else rank, fold(row.name))
