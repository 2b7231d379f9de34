"""What an organisation sees of its own: its trajecten, what became of each, and what to do next."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from catalogue.models import DailyCount, Intervention, Organisation, Revision
from catalogue.registration.draft import Draft
from catalogue.registration.needed import Completeness
from catalogue.registration.pages import NEXT
from catalogue.text.folding import fold

#: Days over which the top three of matches is told.
DAYS = 30
#: Revisions that still say something to the organisation when nothing is public.
SHOWN = (*Revision.OPEN, Revision.Status.REJECTED)


@dataclass(frozen=True, slots=True)
class Row:
    """One traject: what is public of it, and the newest version that is being worked on."""

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
        return NEXT[self.revision.status] if self.revision else ""

    @property
    def completeness(self) -> Completeness | None:
        return self.draft.completeness if self.draft else None

    @property
    def being_edited(self) -> bool:
        return self.revision is not None and self.revision.status in Revision.OPEN


class Dashboard:
    """The trajecten of one organisation, what asks for attention first. `today` ends the counted days."""

    def __init__(self, organisation: Organisation, *, today: date):
        self.organisation, self.today = organisation, today

    @property
    def days(self) -> int:
        return DAYS

    @cached_property
    def rows(self) -> list[Row]:
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
            Row(
                items[ref].name if ref in items else drafts[ref].name,
                items.get(ref),
                drafts.get(ref),
                tuple(counts.get(items[ref].pk, ())) if ref in items else (),
            )
            for ref in dict.fromkeys([*drafts, *items])
        ]
        return sorted(rows, key=_attention)


def _attention(row: Row) -> tuple[int, str]:
    """Returned first, then drafts, then what waits or is public, then the archive."""
    order = {Revision.Status.RETURNED: 0, Revision.Status.DRAFT: 1}
    place = order.get(row.revision.status, 2) if row.revision else 2
    return (3 if row.archived and not row.revision else place, fold(row.name))
