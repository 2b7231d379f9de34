"""What keeps the catalogue true: confirming, reporting a fault, looking at links, counting, forgetting."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from catalogue.models import DailyCount, ErrorReport, Event, Intervention, LinkCheck
from catalogue.revisions import version
from catalogue.revisions.actions import NotAllowed
from catalogue.revisions.events import Actor, record
from catalogue.upkeep.link_probe import Look

Action = Event.Action

#: How many reports of faults an hour takes. The reports themselves are counted, so that nothing of who sends
#: them has to be kept; with more than this nobody could read them anyway.
REPORTS_AN_HOUR = 60
REPORTS_AN_HOUR_OF_ITEM = 5
#: How long is kept what is only of use for a while.
KEEP_COUNTS = KEEP_CLOSED_REPORTS = timedelta(days=400)
#: No task takes as long as this: its worker was stopped halfway.
LONGEST_TASK = timedelta(hours=6)
#: One statement, because a match waits for nothing. In one order, so that two answers at once wait for each
#: other instead of for ever.
_COUNT = f"""
    INSERT INTO {DailyCount._meta.db_table} AS counted (item_id, day, top_three)
    SELECT id, %s, 1 FROM {Intervention._meta.db_table} WHERE source_ref IN ({{}}) ORDER BY id
    ON CONFLICT (item_id, day) DO UPDATE SET top_three = counted.top_three + 1
"""  # noqa: S608 - names of our own tables, the values are parameters


class TooManyReports(Exception):
    """More reports in an hour than anyone can read; nothing was kept of this one."""


@transaction.atomic
def verify(*, item: Intervention, by: Actor, at: datetime | None = None) -> Intervention:
    """Notes that `by` says that `item` is still true; a second time on one day changes nothing.

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
        version.refresh()  # pages that are kept ready say when an item was verified
        record(Action.VERIFIED, by=by, at=at, source_ref=locked.source_ref, organisation=locked.provider)
    return locked


@transaction.atomic
def remind(*, item: Intervention, at: datetime) -> bool:
    """Asks the organisation whether an overdue `item` is still true; whether it had to be asked.

    At most once in VERIFY_EVERY_DAYS, however often this is called, and never when nobody can be asked.
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
    """Keeps what a visitor says is wrong with `item`, and nothing of the visitor; tells who is to mend it.

    The same words once more, while they wait, are the same report. Raises TooManyReports.
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
    told = item.provider if owner == ErrorReport.Owner.PROVIDER else None
    record(Action.REPORTED, by=None, at=at, source_ref=item.source_ref, organisation=told)
    return report


@transaction.atomic
def close_report(
    *, report: ErrorReport, by: Actor, state: str, answer: str, at: datetime | None = None
) -> ErrorReport:
    """Ends `report` as mended or as right after all, with what was done; NotAllowed when it was closed."""
    locked = ErrorReport.objects.select_for_update().get(pk=report.pk)
    if locked.state != ErrorReport.State.OPEN or state == ErrorReport.State.OPEN:
        raise NotAllowed("Deze melding is al afgehandeld.")
    locked.state, locked.answer, locked.closed_at = state, answer, at or timezone.now()
    locked.save(update_fields=["state", "answer", "closed_at"])
    item = locked.item
    record(Action.REPORT_CLOSED, by=by, at=at, source_ref=item.source_ref, organisation=item.provider)
    return locked


@transaction.atomic
def note_link(*, item: Intervention, url: str, look: Look, at: datetime) -> LinkCheck:
    """Keeps what a look at `url`, the website of `item`, gave, and since when it has been failing."""
    before = LinkCheck.objects.select_for_update().filter(item=item).first()
    since = before.failing_since if before and before.url == url else None
    found = {
        "url": url,
        "checked_at": at,
        "status": look.status,
        "problem": look.problem,
        "leads_to": look.leads_to,
        "failing_since": (since or at) if look.failed else None,
    }
    return LinkCheck.objects.update_or_create(item=item, defaults=found)[0]


def count_top_three(*, source_refs: Sequence[str], day: date) -> None:
    """Adds one to the day's total of each of these items. Nothing else is known here, so nothing is kept."""
    if not source_refs:
        return
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(", ".join(["%s"] * len(source_refs))), [day, *source_refs])


@transaction.atomic
def forget(*, at: datetime) -> dict[str, int]:
    """Removes counts and closed reports that are older than they are of use; how many of each."""
    counts, _ = DailyCount.objects.filter(day__lt=timezone.localdate(at - KEEP_COUNTS)).delete()
    reports, _ = ErrorReport.objects.filter(closed_at__lt=at - KEEP_CLOSED_REPORTS).delete()
    return {"dagtellingen": counts, "afgehandelde meldingen": reports}


def give_up_interrupted(*, at: datetime) -> int:
    """Marks tasks whose worker was stopped halfway as failed, for the administrator to see; how many.

    They are not done again: nobody knows whether the mail had left already, and a mail comes once.
    """
    halfway = DBTaskResult.objects.running().filter(started_at__lt=at - LONGEST_TASK)
    told: dict[str, Any] = {
        "status": TaskResultStatus.FAILED,
        "finished_at": at,
        "exception_class_path": "WorkerStopped",
        "traceback": "De worker is gestopt terwijl deze taak liep. De taak is misschien half gedaan.",
    }
    return DBTaskResult.objects.filter(pk__in=list(halfway.values_list("pk", flat=True))).update(**told)


def has_members(item: Intervention) -> bool:
    """Whether somebody with an account can speak for the organisation of `item`."""
    provider = item.provider
    return bool(provider and provider.memberships.filter(user__is_active=True).exists())
