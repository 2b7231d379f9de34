"""manage.py export_overview: the selection of the list as a file. Exit 2 with a line per fault."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.utils import timezone

from catalogue.exports.chosen import Chosen, as_typed
from catalogue.exports.formats import FORMATS
from catalogue.exports.outlet import put, refuse
from catalogue.exports.writing import write
from catalogue.models import Intervention


class Command(BaseCommand):
    help = "Schrijft een selectie van de catalogus weg als PDF, XLSX, CSV of JSON."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=list(FORMATS), default="pdf")
        parser.add_argument("--query", default="", help='bijvoorbeeld "gemeente=Tilburg&niveau=vraagzijde"')
        parser.add_argument("--bom", action="store_true", help="CSV voor een Nederlandse Excel")
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *, format: str, query: str, output: Path, bom: bool, **options):
        items = Intervention.objects.published()
        asked = QueryDict(query.removeprefix("?"))
        chosen = Chosen(as_typed(asked, items), items)
        parts = FORMATS[format].parts(chosen.total)
        faults = [f"{name}: deze vraag kennen we niet" for name in asked if name not in chosen.names]
        faults += chosen.faults
        if not faults and not chosen.total:
            faults = ["selectie: daarin staan geen interventies"]
        if parts > 1 and output.suffix != ".zip":
            faults.append(f"output: dit worden {parts} delen in een ZIP, noem het bestand {output.stem}.zip")
        refuse(self, faults)
        put(
            self,
            output,
            lambda file: write(file, format, chosen, items, made_on=timezone.localdate(), for_excel=bom),
        )
        self.stdout.write(f"{chosen.total} items geschreven naar {output}")
