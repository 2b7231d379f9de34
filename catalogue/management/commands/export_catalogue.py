from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalogue import exports
from catalogue.models import Intervention


class Command(BaseCommand):
    help = "Schrijft de hele openbare catalogus weg als JSON of CSV."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=["json", "csv"], default="json")
        parser.add_argument("--output", type=Path, help="bestand; zonder: naar het scherm")

    def handle(self, *, format: str, output: Path | None, **options):
        items = Intervention.objects.published().with_everything().order_by("source_ref")
        text = exports.as_json(items) if format == "json" else exports.as_csv(items)
        if output is None:
            self.stdout.write(text, ending="")
            return
        try:
            output.write_text(text, encoding="utf-8", newline="")
        except OSError as fault:
            raise CommandError(f"Kan {output} niet schrijven: {fault.strerror}.") from fault
        self.stdout.write(f"{len(items)} items geschreven naar {output}")
