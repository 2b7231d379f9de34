"""`db_worker` of django-tasks-db, with a worker that goes on; `portal` stands before it in INSTALLED_APPS."""

from django_tasks_db.management.commands import db_worker

from portal.worker.steady import SteadyWorker


class Command(db_worker.Command):
    def handle(self, **options):
        # The command names its worker by this module's name and takes no other.
        db_worker.Worker = SteadyWorker
        super().handle(**options)
