"""The whole database in one file."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal import backups


class Command(BaseCommand):
    help = "Schrijft de hele database naar één bestand, met een controlegetal. De site kan intussen doorgaan."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="waar de backup komt")
        parser.add_argument("--yes", action="store_true", help="vervang het bestand als het er al is")

    def handle(self, *, file: Path, yes: bool, **options):
        if file.exists() and not yes:
            raise CommandError(f"{file} is er al. Kies een andere naam, of geef --yes om het te vervangen.")
        try:
            about = backups.make(file, now=timezone.now())
        except (backups.BackupRefused, OSError) as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(f"{file}: {sum(about.rows.values())} rijen in {len(about.rows)} tabellen.")
        self.stdout.write("Bewaar SECRET_KEY op een andere plek: zonder die werkt de tweede stap niet meer.")
