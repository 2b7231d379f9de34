"""What a killed worker left is done again or told as failed, and a busy database ends no worker."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.exports.tasks import make_export
from catalogue.notifications.tasks import send_event_mail, send_invitation
from portal.accounts.tasks import send_account_mail
from portal.worker import actions, heartbeat, steady

ROOT = Path(__file__).parents[3]
#: A worker that does not wait long for a writer, for a pause or for its next sign of life.
WORKER = """
from datetime import timedelta
import django
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
django.setup()
from django.core.management import call_command
from portal.worker import heartbeat, steady
steady.PAUSE, heartbeat.EVERY = 0.5, timedelta(seconds=0.5)
call_command("db_worker", verbosity=0)
"""
NOW = timezone.now()


def begun(task, *arguments, minutes=3, workers=("weg",)) -> DBTaskResult:
    row = DBTaskResult.objects.get(pk=task.enqueue(*arguments).id)
    row.status, row.started_at, row.worker_ids = "RUNNING", NOW - timedelta(minutes=minutes), list(workers)
    row.save()
    return row


@pytest.mark.parametrize(
    ("task", "arguments"),
    [(send_event_mail, (1, 1)), (send_invitation, (1,)), (send_account_mail, ("soort", 1, "a@b.example"))],
)
def test_a_mail_of_a_worker_that_is_gone_is_done_again(db, task, arguments):
    begun(task, *arguments)
    assert actions.resume_interrupted(at=NOW) == (1, 0)
    assert DBTaskResult.objects.ready().count() == 1


def test_what_may_not_be_done_twice_has_failed_and_says_why(db):
    row = begun(make_export, "sleutel")
    assert actions.resume_interrupted(at=NOW) == (0, 1)
    row.refresh_from_db()
    assert (row.status, row.finished_at) == ("FAILED", NOW)
    assert "De worker is gestopt" in row.traceback


def test_the_task_of_a_living_worker_is_left_alone_however_long_it_takes(db):
    begun(send_event_mail, 1, 1, minutes=50, workers=["eerder", "bezig"])
    heartbeat.beat(worker="bezig", at=NOW)
    assert actions.resume_interrupted(at=NOW) == (0, 0)
    later = NOW + heartbeat.GONE_AFTER + timedelta(seconds=1)
    assert actions.resume_interrupted(at=later) == (1, 0)


def test_a_task_that_ends_its_worker_each_time_is_given_up(db):
    begun(send_event_mail, 1, 1, workers=["een", "twee", "drie"])
    assert actions.resume_interrupted(at=NOW) == (0, 1)


def test_a_worker_goes_on_after_a_database_that_was_away(monkeypatch):
    asked = []

    def run(self):
        asked.append(self.worker_id)
        if len(asked) < 3:
            raise OperationalError("weg")

    monkeypatch.setattr(steady.Worker, "run", run)
    monkeypatch.setattr(steady, "PAUSE", 0)
    monkeypatch.setattr(steady.SteadyWorker, "_look_after", lambda self, stopped: None)
    monkeypatch.setattr(steady, "connection", type("Closed", (), {"close": staticmethod(lambda: None)}))
    worker = steady.SteadyWorker(
        queue_names=["*"], interval=0, batch=False, backend_name="default", startup_delay=False,
        max_tasks=None, worker_id="een", excluded_queue_names=[],
    )  # fmt: skip
    worker.run()
    assert len(set(asked)) == len(asked) == 3


def test_a_worker_outlives_a_locked_database(tmp_path):
    """A process of its own, on a database that another writer holds for longer than it waits for it."""
    file = tmp_path / "site.sqlite3"
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{file}", "LOCAL": "1", "VAR_DIR": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings"
    migrate = [sys.executable, "manage.py", "migrate", "-v", "0"]
    subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
    worker = subprocess.Popen([sys.executable, "-c", WORKER], cwd=ROOT, env=environment)
    try:
        with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as other:
            beats = "SELECT count(*) FROM portal_sharedentry"
            wait_for(lambda: other.execute(beats).fetchone() > (1,))
            other.execute("BEGIN IMMEDIATE")
            time.sleep(3)
            other.execute("DELETE FROM portal_sharedentry")
            other.execute("COMMIT")
            assert worker.poll() is None
            wait_for(lambda: other.execute(beats).fetchone() > (1,))
    finally:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
