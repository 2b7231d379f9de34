"""What may be asked of the items: the reads of `Intervention`, each a sentence."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Collate
from django.utils import timezone

from catalogue.access import roles
from catalogue.models.claims import Citation, Coverage
from catalogue.models.links import (
    FormerAddress,
    InterventionApproach,
    InterventionGoal,
    InterventionTargetGroup,
    Trait,
)
from catalogue.models.organisations import Organisation
from catalogue.models.places import Reach, Region
from catalogue.models.revisions import Revision


def plain_order(name: str):
    """Orders by a column of plain ASCII byte by byte, whatever language the database was made for."""
    return Collate(F(name), "C" if connection.vendor == "postgresql" else "BINARY")


def names_region(municipality: Region) -> Exists:
    """Whether the source names `municipality`, its labour market region or its province for an item."""
    places = [municipality.pk, municipality.labour_region_id, municipality.province_id]
    return Exists(Reach.objects.filter(intervention=OuterRef("pk"), region_id__in=places))


class InterventionQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status=self.model.Status.PUBLISHED)

    def visible_to(self, user):
        """What `user` may see: the published items, for everyone (drafts are Revisions, never rows)."""
        return self.published()

    def at_address(self, slug: str):
        """The item with `slug` as its address, now or formerly."""
        former = FormerAddress.objects.filter(slug=slug).values("intervention")
        return self.filter(Q(slug=slug) | Q(pk__in=former))

    def verifiable_by(self, user):
        """The published items that `user` may confirm: all for an editor, else those of own organisations."""
        if roles.is_editor(user):
            return self.published()
        return self.published().filter(provider__in=Organisation.objects.of(user))

    def overdue(self, today):
        """Published items that nobody has confirmed lately, the oldest confirmation first.

        An item that was verified counts from that day. One that never was counts from what it says of itself:
        its publication, or the end of the year of its stand when that is earlier, so that a source of 2020
        that was loaded yesterday is overdue at once. Settings: VERIFY_EVERY_DAYS.
        """
        limit = today - timedelta(days=settings.VERIFY_EVERY_DAYS)
        start_of_limit = timezone.make_aware(datetime.combine(limit, time.min))
        old = Q(verified_on__lt=limit) | Q(verified_on__isnull=True) & (
            Q(published_at__lt=start_of_limit) | Q(stand__lt=str(limit.year))
        )
        return self.published().filter(old).order_by(F("verified_on").asc(nulls_first=True), "stand", "pk")

    def newest(self, number=5):
        """The items last published by people, newest first; those loaded from the files are not news."""
        news = self.published().exclude(loaded_hash=F("document_hash")).select_related("provider")
        return news.order_by("-published_at", "-pk")[:number]

    def marking_professionals(self):
        """With `for_professionals_only`: whether an item is for klantmanagers and not for the women."""
        client = Trait.objects.filter(intervention=OuterRef("pk"), kind=Trait.Kind.AUDIENCE, value="client")
        return self.annotate(for_professionals_only=~Exists(client))

    def within_reach(self, municipality: Region):
        """Items that reach `municipality`, or of which the source leaves that open ("diverse regio's")."""
        return self.filter(
            Q(reach_national=True)
            | Q(reach_elsewhere__in=["yes", "unknown", ""])
            | names_region(municipality)
        )

    def for_cards(self):
        """With what a card in the list shows, in a constant number of queries."""
        return self.select_related("provider").prefetch_related(
            Prefetch("goal_rows", InterventionGoal.objects.select_related("goal")),
            Prefetch("target_group_rows", InterventionTargetGroup.objects.select_related("target_group")),
            Prefetch("reach_rows", Reach.objects.select_related("region")),
            Prefetch("coverage", Coverage.objects.select_related("barrier")),
        )

    def for_places(self):
        """With the provider and what `where` needs."""
        return self.select_related("provider").prefetch_related(
            Prefetch("reach_rows", Reach.objects.select_related("region"))
        )

    def with_document(self):
        """With `document`: the accepted Revision that it was published from, None when that is gone."""
        source = Revision.objects.filter(
            source_ref=OuterRef("source_ref"),
            status=Revision.Status.ACCEPTED,
            base_version=OuterRef("version") - 1,
        )
        return self.annotate(document=Subquery(source.values("document")[:1]))

    def with_everything(self):
        """With all that is said of an item, from its child tables: for exports, sheets and the engine."""
        return self.for_cards().prefetch_related(
            Prefetch("approach_rows", InterventionApproach.objects.select_related("approach")),
            Prefetch("citations", Citation.objects.select_related("source")),
            "traits",
            "results",
            "amounts",
            "differences",
            "provider_conditions",
            "relations",
        )
