"""Checks whether the websites of the items still answer."""

from django.core.management.base import BaseCommand

from catalogue.upkeep import link_checks
from catalogue.upkeep.link_advice import advice_for


class Command(BaseCommand):
    help = (
        "Kijkt of de websites van de items nog antwoorden; wie deze week al bekeken is, wordt overgeslagen."
    )

    def add_arguments(self, parser):
        parser.add_argument("--limit", type=int, default=200, help="Hoeveel adressen hooguit (200).")

    def handle(self, limit: int, **options):
        try:
            found = link_checks.check_links(limit=limit, probe=link_checks.probe_as_site)
        except link_checks.NoInternet as fault:
            self.stdout.write(
                f"Geen van de {fault.count} adressen antwoordde. Mag deze server het internet op? "
                "Er is niets opgeschreven."
            )
            return
        for check in found:
            if check.failing_since or check.leads_to:
                advice = advice_for(check)
                self.stdout.write(f"{check.item.source_ref}  {check.url}: {advice.what} {advice.do}")
        self.stdout.write(f"{len(found)} adressen bekeken.")
