"""Reminds organisations to verify their overdue items."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalogue.upkeep.verification import send_reminders


class Command(BaseCommand):
    help = "Vraagt organisaties of hun verouderde items nog kloppen; per item hooguit eens per termijn."

    def handle(self, **options):
        asked = send_reminders(at=timezone.now())
        self.stdout.write(f"Over {len(asked)} items is gevraagd of ze nog kloppen.")
