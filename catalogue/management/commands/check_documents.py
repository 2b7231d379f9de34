"""Lists what stored documents of an older form name and nobody knows any more."""

from django.core.management.base import BaseCommand

from catalogue.documents.lifting import unresolved
from catalogue.models import Revision


class Command(BaseCommand):
    help = (
        "Noemt de bewaarde versies waarin een organisatie of plaats staat die niet (meer) bestaat. "
        "Zo’n versie kan pas worden teruggezet of gepubliceerd als iemand haar aanpast."
    )

    def handle(self, **options):
        found = 0
        for revision in Revision.objects.order_by("source_ref", "pk").iterator():
            for name in unresolved(revision.document):
                found += 1
                status = revision.get_status_display()
                self.stdout.write(f"{revision.source_ref}, nummer {revision.pk} ({status}): {name}")
        self.stdout.write(f"{found} namen zonder organisatie of plaats.")
