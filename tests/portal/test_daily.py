"""What happens every day, and may happen twice."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from catalogue.models import DailyCount, ErrorReport, Event
from catalogue.notifications.tasks import send_event_mail
from catalogue.upkeep import actions as upkeep_actions
from tests import factories


@pytest.fixture(autouse=True)
def no_websites(monkeypatch):
    monkeypatch.setattr("catalogue.upkeep.link_checks.due", lambda at: iter([]))


def daily() -> str:
    out = io.StringIO()
    call_command("daily", stdout=out)
    return out.getvalue()


def task(status, *, days_ago=0.0) -> DBTaskResult:
    row = DBTaskResult.objects.get(pk=send_event_mail.enqueue(1, 1).id)
    moment = timezone.now() - timedelta(days=days_ago)
    row.status, row.started_at = status, moment
    row.finished_at = None if status == TaskResultStatus.RUNNING else moment
    row.save()
    return row


def test_it_may_run_as_often_as_one_likes(reference, amina, amber):
    item = factories.publish(stand="2020")
    item.provider = amber
    item.save()
    first, second = daily(), daily()
    assert "Over 1 items is gevraagd of ze nog kloppen." in first
    assert "Over 0 items is gevraagd of ze nog kloppen." in second
    assert Event.objects.filter(action="reminded").count() == 1


def test_counts_and_closed_reports_are_forgotten_after_400_days(reference):
    item, now = factories.publish(), timezone.now()
    for days in (399, 401):
        DailyCount.objects.create(item=item, day=timezone.localdate(now) - timedelta(days=days), top_three=9)
        ErrorReport.objects.create(
            item=item, text=f"{days}", owner="editors", state="right", closed_at=now - timedelta(days=days)
        )
    ErrorReport.objects.create(
        item=item, text="nog open", owner="editors", created_at=now - timedelta(days=900)
    )
    told = daily()
    assert "1 dagtellingen vergeten." in told
    assert "1 afgehandelde meldingen vergeten." in told
    assert DailyCount.objects.count() == 1
    assert set(ErrorReport.objects.values_list("text", flat=True)) == {"399", "nog open"}


def test_a_day_is_a_day_of_the_calendar_also_where_the_clock_was_set(reference):
    """401 times 24 hours before this moment it was half past midnight in summer time: the day after."""
    item, at = factories.publish(), datetime(2026, 11, 30, 22, 30, tzinfo=UTC)
    for day in (date(2025, 10, 25), date(2025, 10, 26)):
        DailyCount.objects.create(item=item, day=day, top_three=9)
    assert upkeep_actions.delete_expired(at=at)["dagtellingen"] == 1
    assert DailyCount.objects.get().day == date(2025, 10, 26)


def test_tasks_that_ended_are_cleared_away_and_failed_ones_stay_for_the_administrator(db):
    done, failed = TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED
    kept = [task(done, days_ago=13), task(failed, days_ago=89)]
    for status, days in ((done, 15), (failed, 91)):
        task(status, days_ago=days)
    told = daily()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == {row.pk for row in kept}
    assert "1 taken zijn mislukt." in told


def test_what_a_stopped_worker_left_is_taken_up(db):
    row = task(TaskResultStatus.RUNNING, days_ago=0.1)
    DBTaskResult.objects.update(worker_ids=["een worker die er niet meer is"])
    assert "1 afgebroken taken: 1 opnieuw, 0 mislukt." in daily()
    row.refresh_from_db()
    assert row.status == "READY"


def test_one_part_that_fails_does_not_stop_the_others(reference, amina, amber, monkeypatch):
    item = factories.publish(stand="2020")
    item.provider = amber
    item.save()

    def broken(**values):
        raise RuntimeError("kapot")

    monkeypatch.setattr(upkeep_actions, "delete_expired", broken)
    with pytest.raises(CommandError, match=r"^Niet gelukt: forget\.$"):
        daily()
    assert Event.objects.filter(action="reminded").count() == 1
