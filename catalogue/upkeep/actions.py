"""Keeping the catalogue correct: verification, error reports, link checks, counts, deletion by age."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from catalogue.models import DailyCount, ErrorReport, Event, Intervention, LinkCheck
from catalogue.revisions import version
from catalogue.revisions.actions import NotAllowed
from catalogue.revisions.events import Actor, record
from catalogue.upkeep.link_probe import ProbeResult

Action = Event.Action

#: Rate limits of error reports. The stored reports are counted, so that no data of visitors is needed.
REPORTS_AN_HOUR = 60
REPORTS_AN_HOUR_OF_ITEM = 5
#: Retention.
KEEP_COUNTS = KEEP_CLOSED_REPORTS = timedelta(days=400)
#: One statement, so that the count is short; ordered, so that two concurrent ones cannot deadlock.
_COUNT = f"""
    INSERT INTO {DailyCount._meta.db_table} AS counted (item_id, day, top_three)
    SELECT id, %s, 1 FROM {Intervention._meta.db_table} WHERE source_ref IN ({{}}) ORDER BY id
    ON CONFLICT (item_id, day) DO UPDATE SET top_three = counted.top_three + 1
"""  # noqa: S608 - names of our own tables, the values are parameters


class TooManyReports(Exception):
    """The rate limit of error reports was reached; this one was not stored."""


@transaction.atomic
def verify(*, item: Intervention, by: Actor, at: datetime | None = None) -> Intervention:
    """Records that `by` confirmed `item`; a second time on one day changes nothing.

    Raises NotAllowed when the item is no longer public.
    """
    at = at or timezone.now()
    version.lock()
    locked = Intervention.objects.select_for_update().get(pk=item.pk)
    if locked.status != Intervention.Status.PUBLISHED:
        raise NotAllowed(f"{locked.name} is niet meer openbaar.")
    today = timezone.localdate(at)
    if (locked.verified_on, locked.verified_by) != (today, by):
        locked.verified_on, locked.verified_by = today, by
        locked.save(update_fields=["verified_on", "verified_by"])
        version.refresh()  # cached pages show when an item was verified
        record(Action.VERIFIED, by=by, at=at, source_ref=locked.source_ref, organisation=locked.provider)
    return locked


@transaction.atomic
def remind(*, item: Intervention, at: datetime) -> bool:
    """Reminds the organisation to verify an overdue `item`; returns whether a reminder was due.

    At most once per VERIFY_EVERY_DAYS, and never when no member has an active account.
    """
    locked = Intervention.objects.select_for_update().get(pk=item.pk)
    overdue = Intervention.objects.overdue(timezone.localdate(at)).filter(pk=locked.pk)
    lately = at - timedelta(days=settings.VERIFY_EVERY_DAYS)
    asked = Event.objects.about(locked.source_ref).filter(action=Action.REMINDED, at__gt=lately)
    if not overdue.exists() or asked.exists() or not has_members(locked):
        return False
    record(Action.REMINDED, by=None, at=at, source_ref=locked.source_ref, organisation=locked.provider)
    return True


@transaction.atomic
def report_error(*, item: Intervention, text: str, at: datetime | None = None) -> ErrorReport:
    """Stores a visitor's report about `item`, without data of the visitor, and records the event.

    The same text as an open report gives that report. Raises TooManyReports.
    """
    at = at or timezone.now()
    Intervention.objects.select_for_update().get(pk=item.pk)
    same = ErrorReport.objects.open().filter(item=item, text=text).first()
    if same:
        return same
    lately = ErrorReport.objects.since(at - timedelta(hours=1))
    if lately.count() >= REPORTS_AN_HOUR or lately.filter(item=item).count() >= REPORTS_AN_HOUR_OF_ITEM:
        raise TooManyReports
    owner = ErrorReport.Owner.PROVIDER if has_members(item) else ErrorReport.Owner.EDITORS
    report = ErrorReport.objects.create(item=item, text=text, owner=owner, created_at=at)
    organisation = item.provider if owner == ErrorReport.Owner.PROVIDER else None
    record(Action.REPORTED, by=None, at=at, source_ref=item.source_ref, organisation=organisation)
    return report


@transaction.atomic
def close_report(
    *, report: ErrorReport, by: Actor, state: str, answer: str, at: datetime | None = None
) -> ErrorReport:
    """Closes `report` as FIXED or WAS_CORRECT, with what was done; NotAllowed when it was closed."""
    locked = ErrorReport.objects.select_for_update().get(pk=report.pk)
    if locked.state != ErrorReport.State.OPEN or state == ErrorReport.State.OPEN:
        raise NotAllowed("Deze melding is al afgehandeld.")
    locked.state, locked.answer, locked.closed_at = state, answer, at or timezone.now()
    locked.save(update_fields=["state", "answer", "closed_at"])
    item = locked.item
    record(Action.REPORT_CLOSED, by=by, at=at, source_ref=item.source_ref, organisation=item.provider)
    return locked


@transaction.atomic
def record_probe(*, item: Intervention, url: str, result: ProbeResult, at: datetime) -> LinkCheck:
    """Stores the result of probing `url`, the website of `item`, and since when it fails."""
    before = LinkCheck.objects.select_for_update().filter(item=item).first()
    since = before.failing_since if before and before.url == url else None
    found = {
        "url": url,
        "checked_at": at,
        "status": result.status,
        "problem": result.problem,
        "leads_to": result.leads_to,
        "failing_since": (since or at) if result.failed else None,
    }
    return LinkCheck.objects.update_or_create(item=item, defaults=found)[0]


def count_top_three(*, source_refs: Sequence[str], day: date) -> None:
    """Adds one to the total of `day` of each of these items."""
    if not source_refs:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(", ".join(["%s"] * len(source_refs))), [day, *source_refs])


@transaction.atomic
def delete_expired(*, at: datetime) -> dict[str, int]:
    """Deletes counts and closed reports beyond their retention; returns the number of each, by Dutch name."""
    # Days of the calendar: 400 times 24 hours may end a day off where the clock was set in between.
    counts, _ = DailyCount.objects.filter(day__lt=timezone.localdate(at) - KEEP_COUNTS).delete()
    reports, _ = ErrorReport.objects.filter(closed_at__lt=at - KEEP_CLOSED_REPORTS).delete()
    return {"dagtellingen": counts, "afgehandelde meldingen": reports}


def has_members(item: Intervention) -> bool:
    """Whether the provider of `item` has a member with an active account."""
    provider = item.provider
    return bool(provider and provider.memberships.filter(user__is_active=True).exists())
