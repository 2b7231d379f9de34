"""Whether the site can do its work: what a load balancer asks before it sends visitors."""

from datetime import datetime, timedelta
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from catalogue.models import Intervention
from portal.worker import heartbeat

#: Work that has waited so long has no worker.
LONGEST_WAIT = timedelta(minutes=15)


def not_ready(now: datetime) -> list[str]:
    """What is missing, in Dutch, the first cause only; empty when all is there."""
    try:
        if _newest_migrations() - set(MigrationRecorder(connection).applied_migrations()):
            return ["De database is niet bijgewerkt: draai manage.py migrate."]
        if not Intervention.objects.published().exists():
            return ["De catalogus is leeg: draai manage.py load_catalogue."]
        if Intervention.objects.published().filter(index_entry=None).exists():
            return ["Niet elk item staat in de zoekindex: draai manage.py load_catalogue."]
        if not heartbeat.lives(at=now):
            return ["De worker geeft geen teken van leven: draait manage.py db_worker?"]
        return ["Er wacht werk op de worker: draait manage.py db_worker?"] if is_waiting(now) else []
    except DatabaseError:
        return ["De database antwoordt niet."]


def is_waiting(now: datetime) -> bool:
    """Whether work that may be done has waited longer than LONGEST_WAIT."""
    since = now - LONGEST_WAIT
    due = Q(run_after__lt=since) | Q(run_after=get_date_max())  # the latter: it need not wait at all
    waiting = DBTaskResult.objects.filter(due, enqueued_at__lt=since, status=TaskResultStatus.READY)
    return waiting.exists()


@cache
def _newest_migrations() -> set[tuple[str, str]]:
    """The last migration of each app, as (app, name); they lie on disk and change only with the program."""
    return set(MigrationLoader(None).graph.leaf_nodes())
