"""manage.py export_overview: the selection of the list as a file. Exit 2 with a line per fault."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.http import QueryDict
from django.utils import timezone

from catalogue.browse.forms import NAMES
from catalogue.browse.list_query import ListQuery
from catalogue.exports.formats import FORMATS
from catalogue.exports.outlet import put, refuse
from catalogue.exports.reading import with_known_values
from catalogue.exports.writing import write


class Command(BaseCommand):
    help = "Schrijft een selectie van de catalogus weg als PDF, XLSX, CSV of JSON."

    def add_arguments(self, parser):
        parser.add_argument("--format", choices=list(FORMATS), default="pdf")
        parser.add_argument("--query", default="", help='bijvoorbeeld "gemeente=Tilburg&niveau=vraagzijde"')
        parser.add_argument("--bom", action="store_true", help="CSV voor een Nederlandse Excel")
        parser.add_argument("--output", type=Path, required=True)

    def handle(self, *, format: str, query: str, output: Path, bom: bool, **options):
        typed = QueryDict(query.removeprefix("?"))
        asked = ListQuery(with_known_values(typed))
        parts = FORMATS[format].parts(asked.total)
        faults = [f"{name}: deze vraag kennen we niet" for name in typed if name not in NAMES]
        faults += asked.faults
        if not faults and not asked.total:
            faults = ["selectie: daarin staan geen interventies"]
        if parts > 1 and output.suffix != ".zip":
            faults.append(f"output: dit worden {parts} delen in een ZIP, noem het bestand {output.stem}.zip")
        refuse(self, faults)
        put(
            self,
            output,
            lambda file: write(file, format, asked, made_on=timezone.localdate(), for_excel=bom),
        )
        self.stdout.write(f"{asked.total} items geschreven naar {output}")
