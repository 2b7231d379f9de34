"""What has to happen every day. Safe to run as often as one likes: each part does only what is left to do."""

import io
import logging

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.exports import actions as export_actions
from catalogue.upkeep import actions as upkeep_actions
from portal.worker.actions import resume_interrupted

logger = logging.getLogger(__name__)

#: Days that a finished task is kept. A failed one stays longer, so that an administrator sees it.
KEEP_DONE, KEEP_FAILED = 14, 90


class Command(BaseCommand):
    help = "Het dagelijkse werk: opruimen, vragen of items nog kloppen, links bekijken."

    def handle(self, **options):
        parts = (self.resume, self.clear, self.forget, self.remind, self.check_links)
        failed = [part.__name__ for part in parts if not self.done(part)]
        count = DBTaskResult.objects.failed().count()
        if count:
            self.stdout.write(f"{count} taken zijn mislukt. Bekijk ze in het beheer, bij Task Results.")
        if failed:
            raise CommandError(f"Niet gelukt: {', '.join(failed)}.")

    def done(self, part) -> bool:
        """Whether `part` ended well; when it did not, the others still get their turn."""
        try:
            part()
        except Exception:
            logger.exception("Dagelijks werk mislukt: %s", part.__name__)
            return False
        return True

    def resume(self):
        again, failed = resume_interrupted(at=timezone.now())
        self.stdout.write(f"{again + failed} afgebroken taken: {again} opnieuw, {failed} mislukt.")

    def clear(self):
        call_command(
            "prune_db_task_results",
            queue_name="*",
            min_age_days=KEEP_DONE,
            failed_min_age_days=KEEP_FAILED,
            verbosity=0,
            stdout=io.StringIO(),
        )
        call_command("clearsessions")
        self.stdout.write(f"{export_actions.clear_exports()} bestanden van overzichten opgeruimd.")

    def forget(self):
        for what, count in upkeep_actions.delete_expired(at=timezone.now()).items():
            self.stdout.write(f"{count} {what} vergeten.")
        call_command("forget_expired", stdout=self.stdout)

    def remind(self):
        call_command("send_reminders", stdout=self.stdout)

    def check_links(self):
        call_command("check_links", stdout=self.stdout)
