from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from catalogue.loading.items import load_items
from catalogue.loading.reference import load_reference
from catalogue.models import CatalogueState, Intervention
from catalogue.revisions.publishing import DocumentRefused
from catalogue.search import index


class Command(BaseCommand):
    help = (
        "Laadt vocabulaire, gewichten, gebieden, bronnen en interventies; "
        "een bewerking wordt nooit ongedaan gemaakt."
    )

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="folder", type=Path, default=settings.FIXTURES_DIR)
        parser.add_argument(
            "--if-empty", action="store_true", help="doe niets als er al iets in de catalogus staat"
        )
        parser.add_argument(
            "--overwrite",
            nargs="+",
            default=[],
            metavar="SLEUTEL",
            help="laad deze items ook als ze bewerkt zijn",
        )
        parser.add_argument(
            "--overwrite-words",
            action="store_true",
            help="laad ook de woorden en gewichten die in het beheer zijn gewijzigd of verwijderd",
        )

    @transaction.atomic
    def handle(self, *, folder: Path, if_empty: bool, overwrite: list[str], overwrite_words: bool, **options):
        if if_empty and Intervention.objects.exists():
            index.fill()
            self.stdout.write(
                f"De catalogus is al gevuld ({Intervention.objects.count()} items); niets geladen."
            )
            return
        if not (folder / "taxonomy.json").is_file():
            raise CommandError(f"In {folder} staat geen taxonomy.json.")
        try:
            tables = load_reference(folder, overwrite=overwrite_words)
            report = load_items(folder / "interventions", overwrite=frozenset(overwrite))
        except DocumentRefused as refused:
            raise CommandError("Niet geladen:\n" + "\n".join(refused.faults)) from refused
        index.fill()
        self.stdout.write(", ".join(f"{table.number} {table.name}" for table in tables))
        if edited := [f"{table.name} {', '.join(table.kept)}" for table in tables if table.kept]:
            self.stdout.write(
                f"In het beheer gewijzigd en daarom met rust gelaten: {'; '.join(edited)}. "
                "Overschrijven kan met --overwrite-words."
            )
        self.stdout.write(
            f"{len(report.created)} nieuw, {len(report.updated)} bijgewerkt, "
            f"{len(report.unchanged)} ongewijzigd"
        )
        if report.kept:
            self.stdout.write(
                "Hier bewerkt en daarom met rust gelaten: "
                + ", ".join(report.kept)
                + ". Overschrijven kan met --overwrite SLEUTEL."
            )
        index.fill()
        self.stdout.write(f"catalogusversie {CatalogueState.current()}")
