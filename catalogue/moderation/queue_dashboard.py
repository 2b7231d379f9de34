"""The dashboard of the redactie: submissions that wait, what waits for others, the latest decisions."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django import forms
from django.db.models import Max, Q
from django.utils import timezone

from catalogue.models import ErrorReport, Event, Intervention, MembershipRequest, Organisation, Revision

#: Number of rows in the overviews beside the queue.
PREVIEW_ROWS = 8


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One revision, and for how many days it has had its status."""

    revision: Revision
    days: int

    @property
    def name(self) -> str:
        return self.revision.document.get("name") or self.revision.source_ref

    @property
    def kind(self) -> str:
        kind = self.revision.document.get("kind")
        return Intervention.Kind(kind).label if kind in Intervention.Kind.values else ""

    @property
    def new(self) -> bool:
        return self.revision.base_version == 0

    @property
    def age(self) -> str:
        if self.days == 0:
            return "vandaag"
        return "1 dag" if self.days == 1 else f"{self.days} dagen"


class QueueForm(forms.Form):
    """The filter of the queue."""

    wat = forms.ChoiceField(
        label="Wat", required=False, choices=[("", "alles"), ("nieuw", "nieuw"), ("bewerking", "bewerking")]
    )
    organisatie = forms.ModelChoiceField(
        label="Organisatie", required=False, queryset=Organisation.objects.none(),
        empty_label="alle organisaties", to_field_name="slug",
    )  # fmt: skip

    def __init__(self, data):
        super().__init__(data)
        waiting = Revision.objects.waiting().order_by().values("organisation")
        self.fields["organisatie"].queryset = Organisation.objects.filter(pk__in=waiting)

    @cached_property
    def revisions(self):
        rows = Revision.objects.waiting().select_related("organisation", "created_by")
        if not self.is_valid():
            return rows
        if wat := self.cleaned_data["wat"]:
            rows = rows.filter(base_version=0) if wat == "nieuw" else rows.exclude(base_version=0)
        if organisation := self.cleaned_data["organisatie"]:
            rows = rows.filter(organisation=organisation)
        return rows

    @property
    def is_filtered(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


class QueueDashboard:
    """The dashboard of the redactie at the moment `now`, beside the queue itself."""

    def __init__(self, now: datetime):
        self._now = now

    def rows(self, revisions) -> list[QueueRow]:
        return [QueueRow(revision, self._days(revision.submitted_at)) for revision in revisions]

    @property
    def returned(self) -> list[QueueRow]:
        """Returned revisions that wait for the organisation, the longest waiting first."""
        rows = Revision.objects.filter(status=Revision.Status.RETURNED).select_related("organisation")
        since = Max("events__at", filter=Q(events__action=Event.Action.RETURNED))
        rows = rows.annotate(since=since).order_by("since", "pk")[:PREVIEW_ROWS]
        return [QueueRow(revision, self._days(revision.since)) for revision in rows]

    @property
    def reports(self):
        return ErrorReport.objects.open().select_related("item")[:PREVIEW_ROWS]

    @cached_property
    def report_count(self) -> int:
        return ErrorReport.objects.open().count()

    @cached_property
    def request_count(self) -> int:
        """How many accounts ask to speak for an organisation that is known already."""
        return MembershipRequest.objects.count()

    @cached_property
    def overdue(self):
        return Intervention.objects.overdue(timezone.localdate(self._now)).select_related("provider")

    @property
    def decided(self):
        """The latest decisions by people."""
        actions = (
            Event.Action.PUBLISHED,
            Event.Action.RETURNED,
            Event.Action.REJECTED,
            Event.Action.ARCHIVED,
        )
        found = Event.objects.filter(Q(action__in=actions), by__isnull=False)
        return found.select_related("by", "organisation", "revision")[:PREVIEW_ROWS]

    def _days(self, since: datetime | None) -> int:
        """Calendar days from `since` to today; what came in last night is one day old."""
        if since is None:
            return 0
        return (timezone.localdate(self._now) - timezone.localdate(since)).days
