"""The database back from a file of `backup`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from portal import backups


class Command(BaseCommand):
    help = "Zet een backup terug op de plaats van de database. Stop eerst de site en de worker."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="de backup")
        parser.add_argument("--yes", action="store_true", help="vervang wat er in de database staat")

    def handle(self, *, file: Path, yes: bool, **options):
        try:
            with backups.open_archive(file) as (about, data):
                if connection.introspection.table_names() and not yes:
                    raise CommandError("De database is niet leeg. Geef --yes om alles daarin te vervangen.")
                left = backups.restore(about, data)
        except backups.BackupRefused as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(
            f"Teruggezet: de stand van {about.made_at}, {sum(about.rows.values())} rijen in "
            f"{len(about.rows)} tabellen. Iedereen moet opnieuw inloggen."
        )
        for line in left:
            self.stdout.write(line)
