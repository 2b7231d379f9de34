"""A newcomer can try every role."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.accounts import demo


class Command(BaseCommand):
    help = "Maakt accounts om elke rol te proberen en schrijft wachtwoorden en sleutels op. Alleen met LOCAL."

    def handle(self, **options):
        if not settings.LOCAL:
            raise CommandError("Dit kan alleen op de eigen computer: zet LOCAL=1.")
        for access in map(demo.make, demo.PEOPLE):
            self.stdout.write(f"{access.person.email}  {access.person.what}")
            self.stdout.write(f"    wachtwoord  {access.password}")
            if access.secret:
                self.stdout.write(f"    sleutel voor de codes-app  {access.secret}")
