"""/gereed/: whether this machine may get visitors."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.exports.tasks import make_export
from catalogue.models import Intervention
from catalogue.models.search import IndexEntry
from portal.http import readiness
from portal.models import SharedEntry
from portal.worker import heartbeat


@pytest.fixture(autouse=True)
def worker(db):
    """One that gave a sign of life just now."""
    heartbeat.beat(worker="een", at=timezone.now())


def ask(client):
    response = client.get("/gereed/")
    return response.status_code, response.content.decode()


def test_it_is_ready_when_all_is_there(catalogue, client):
    assert ask(client) == (200, "gereed\n")


def test_an_empty_catalogue_is_not_ready(catalogue, client):
    Intervention.objects.all().delete()
    assert ask(client) == (503, "De catalogus is leeg: draai manage.py load_catalogue.\n")


def test_a_database_of_an_older_program_is_not_ready(catalogue, client):
    MigrationRecorder.Migration.objects.filter(app="catalogue").order_by("-pk")[:1].get().delete()
    assert ask(client) == (503, "De database is niet bijgewerkt: draai manage.py migrate.\n")


def test_a_database_that_does_not_answer_is_said_without_its_name(catalogue, client, monkeypatch):
    def broken(self):
        raise DatabaseError("could not connect to server 192.0.2.9")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", broken)
    assert ask(client) == (503, "De database antwoordt niet.\n")


@pytest.mark.parametrize(
    ("minutes", "may_run_after", "said"),
    [
        (14, None, "gereed\n"),
        (16, None, "Er wacht werk op de worker: draait manage.py db_worker?\n"),
        (60, timedelta(minutes=-14), "gereed\n"),
        (60, timedelta(minutes=-16), "Er wacht werk op de worker: draait manage.py db_worker?\n"),
        (60, timedelta(minutes=60), "gereed\n"),
    ],
)
def test_work_that_waits_too_long_means_there_is_no_worker(catalogue, client, minutes, may_run_after, said):
    now = timezone.now()
    task = make_export if may_run_after is None else make_export.using(run_after=now + may_run_after)
    task.enqueue("sleutel")
    DBTaskResult.objects.update(enqueued_at=now - timedelta(minutes=minutes))
    assert ask(client)[1] == said


def test_without_a_sign_of_life_of_a_worker_it_is_not_ready(catalogue, client):
    said = (503, "De worker geeft geen teken van leven: draait manage.py db_worker?\n")
    heartbeat.beat(worker="een", at=timezone.now() - heartbeat.GONE_AFTER - timedelta(seconds=1))
    assert ask(client) == said
    SharedEntry.objects.all().delete()
    assert ask(client) == said


def test_an_item_that_nobody_can_find_is_not_ready(catalogue, client):
    IndexEntry.objects.first().delete()
    assert ask(client) == (503, "Niet elk item staat in de zoekindex: draai manage.py load_catalogue.\n")


def test_work_that_is_done_waits_no_longer(catalogue):
    now = timezone.now()
    make_export.enqueue("sleutel")
    DBTaskResult.objects.update(enqueued_at=now - timedelta(days=1), status="SUCCESSFUL")
    assert readiness.not_ready(now) == []


def test_it_asks_the_same_few_questions_however_much_there_is(
    catalogue, client, django_assert_max_num_queries
):
    ask(client)
    with django_assert_max_num_queries(6):
        ask(client)
