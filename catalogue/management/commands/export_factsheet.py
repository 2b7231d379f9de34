"""manage.py export_factsheet: the fact sheet of one item as PDF. Exit 2 with a line per fault."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalogue.exports.booklet import factsheet_html
from catalogue.exports.outlet import put, refuse
from catalogue.models import Intervention
from catalogue.rendering.pdf import pdf_of


class Command(BaseCommand):
    help = "Schrijft het factblad van één interventie weg als PDF."

    def add_arguments(self, parser):
        parser.add_argument(
            "slug", help="het laatste deel van het adres van de pagina, bijvoorbeeld jasmijn-werkt"
        )
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *, slug: str, output: Path, **options):
        items = Intervention.objects.published()
        item = items.filter(slug=slug).first()
        refuse(self, [] if item else [f"slug: er is geen interventie “{slug}”"])
        html = factsheet_html(item, made_on=timezone.localdate())
        put(self, output, lambda file: file.write(pdf_of(html)))
        self.stdout.write(f"{item.name} geschreven naar {output}")
