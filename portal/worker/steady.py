"""A worker that outlives a database that is busy or away, says that it lives, and takes up what was left."""

import logging
import time
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from portal.worker import actions, heartbeat

logger = logging.getLogger(__name__)

#: Seconds between two tries while the database does not answer.
PAUSE = 5
#: What a database that is locked, stopped or unreachable raises.
AWAY = (DatabaseError, InterfaceError)


class SteadyWorker(Worker):
    """Django's worker, that goes on. In batch mode it is Django's worker and nothing else."""

    def run(self) -> None:
        if self.batch:
            super().run()
            return
        stopped = Event()
        Thread(target=self._look_after, args=[stopped], daemon=True).start()
        try:
            self._run_on()
        finally:
            stopped.set()

    def _run_on(self) -> None:
        while self.running:
            try:
                super().run()
                return
            except AWAY as fault:
                logger.warning("De database antwoordt de worker niet: %s", type(fault).__name__)
                # What it was at is nobody's now, and is taken up as that of a worker that is gone.
                self.worker_id = get_random_string(32)
                connection.close()
                time.sleep(PAUSE)

    def _look_after(self, stopped: Event) -> None:
        """In a thread, because one task may take minutes."""
        while not stopped.is_set():
            try:
                now = timezone.now()
                heartbeat.beat(worker=self.worker_id, at=now)
                again, failed = actions.resume_interrupted(at=now)
                if again or failed:
                    logger.warning("Afgebroken taken: %s opnieuw, %s mislukt", again, failed)
            except AWAY as fault:
                logger.warning("Geen teken van leven: %s", type(fault).__name__)
                connection.close()
            close_old_connections()
            stopped.wait(heartbeat.EVERY.total_seconds())
        connection.close()
