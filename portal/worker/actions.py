"""What a worker left behind when it was killed: mails are done again, the rest is told as failed."""

from datetime import datetime

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from catalogue.notifications import tasks as notifications
from portal.accounts.tasks import send_account_mail
from portal.worker import heartbeat

#: Tasks that may be done twice: an event mail has a fixed Message-ID, so that a mail program shows it once,
#: and a link that comes twice is better than none.
TWICE = frozenset(
    task.module_path
    for task in (notifications.send_event_mail, notifications.send_invitation, send_account_mail)
)
#: How often one task is begun; one that ends its worker each time must not do so for ever.
MOST_STARTS = 3
STOPPED = "De worker is gestopt terwijl deze taak liep. De taak is misschien half gedaan."


@transaction.atomic
def resume_interrupted(*, at: datetime) -> tuple[int, int]:
    """How many tasks of workers that are gone went back on the queue, and how many now count as failed."""
    begun = DBTaskResult.objects.running().filter(started_at__lt=at - heartbeat.GONE_AFTER)
    left = [row for row in begun.select_for_update() if not heartbeat.lives(at=at, worker=row.worker_ids[-1])]
    again = [row for row in left if row.task_path in TWICE and len(row.worker_ids) < MOST_STARTS]
    for row in left:
        if row in again:
            row.status, row.started_at = TaskResultStatus.READY, None
        else:
            row.status, row.finished_at = TaskResultStatus.FAILED, at
            row.exception_class_path, row.traceback = "WorkerStopped", STOPPED
        row.save(update_fields=["status", "started_at", "finished_at", "exception_class_path", "traceback"])
    return len(again), len(left) - len(again)
