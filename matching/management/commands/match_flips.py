"""manage.py match_flips: how often changing one fact alone changes the first three, and by which rule."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from matching import adapter
from matching.flips import REASONS, flips

RULE_WORDS = {
    "conditions": "wie het aanbod toelaat",
    "waits": "wacht op een antwoord",
    "points": "punten voor haar groep",
    "others": "een ander maakte plaats",
}


class Command(BaseCommand):
    help = "Telt hoe vaak één ander gegeven de eerste drie trajecten verandert, en door welke regel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clients", type=int, default=30, help="verzonnen cliënten per gemeente")
        parser.add_argument("--day", type=date.fromisoformat, default=None, metavar="JJJJ-MM-DD")

    def handle(self, *, clients: int, day: date | None, **options: Any) -> None:
        catalogue = adapter.current()
        heads = ["gegeven", "vergeleken", "eerste drie anders", *(RULE_WORDS[name] for name in REASONS)]
        self.stdout.write(_row(heads))
        self.stdout.write(_row(["---"] * len(heads)))
        for found in flips(catalogue, day or timezone.localdate(), clients):
            label = catalogue.vocabulary.context[found.fact].label.lower()
            share = f"{100 * found.differ / found.pairs:.0f} %" if found.pairs else "-"
            self.stdout.write(_row([label, found.pairs, share, *(found.rules[name] for name in REASONS)]))
        self.stdout.write(f"\nCatalogusversie {catalogue.version}. De cliënten zijn verzonnen.")


def _row(cells: list[Any]) -> str:
    return f"| {' | '.join(map(str, cells))} |"
