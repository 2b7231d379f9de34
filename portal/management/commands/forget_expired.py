"""Part of the daily work: what is kept of accounts no longer than needed."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.accounts import actions


class Command(BaseCommand):
    help = "Vergeet oude inlogpogingen, accounts die nooit bevestigd zijn, verlopen uitnodigingen en tellers."

    def handle(self, **options):
        for what, count in actions.forget(at=timezone.now()).items():
            self.stdout.write(f"{count} {what} vergeten.")
