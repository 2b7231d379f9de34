"""Who did what to which item and when: the history that people read, and the audit log."""

from django.conf import settings
from django.db import models


class EventQuerySet(models.QuerySet):
    def about(self, source_ref):
        """The history of one item, newest first."""
        return self.filter(source_ref=source_ref)


class Event(models.Model):
    """One step, written in the transaction that took it and never changed afterwards."""

    class Action(models.TextChoices):
        STARTED = "started", "bewerking begonnen"
        SUBMITTED = "submitted", "ingediend"
        RETURNED = "returned", "teruggestuurd met opmerkingen"
        PUBLISHED = "published", "gepubliceerd"
        REJECTED = "rejected", "afgewezen"
        WITHDRAWN = "withdrawn", "ingetrokken"
        MERGED = "merged", "samengevoegd"
        RESTORED = "restored", "oude versie teruggezet"
        ARCHIVED = "archived", "gearchiveerd"
        REMINDED = "reminded", "gevraagd of het nog klopt"
        VERIFIED = "verified", "bevestigd dat het nog klopt"
        REPORTED = "reported", "fout gemeld"
        REPORT_CLOSED = "report-closed", "melding afgehandeld"
        INVITED = "invited", "collega uitgenodigd"
        JOINED = "joined", "lid geworden"
        LEFT = "left", "geen lid meer"
        REGISTERED = "registered", "organisatie aangemeld"
        REQUESTED = "claimed", "lidmaatschap gevraagd"
        REQUEST_REFUSED = "claim-refused", "lidmaatschap niet gegeven"
        WEIGHED = "weighed", "gewicht aangepast"
        RENAMED = "renamed", "organisatie hernoemd"
        DESCRIBED = "described", "gegevens van organisatie gewijzigd"
        ORGANISATIONS_MERGED = "organisation-merged", "organisaties samengevoegd"
        HANDED_OVER = "handed-over", "aan een andere aanbieder gegeven"
        ACCOUNT_CHANGED = "account-changed", "rechten van een account gewijzigd"
        ACCOUNT_DELETED = "account-deleted", "account verwijderd"
        SECOND_FACTOR_RESET = "second-factor-reset", "tweede stap weggehaald"

    action = models.CharField("wat", max_length=20, choices=Action.choices)
    at = models.DateTimeField("wanneer")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    source_ref = models.SlugField("sleutel van het item", max_length=60, blank=True)
    revision = models.ForeignKey(
        "catalogue.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    organisation = models.ForeignKey(
        "catalogue.Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="over account",
    )
    remark = models.TextField("opmerking", blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        indexes = [models.Index(fields=["source_ref", "-at"], name="event_of_item")]

    def __str__(self) -> str:
        about = self.source_ref or self.organisation or self.account or self.remark
        return f"{about}: {self.get_action_display()}"
