"""Every edit of an item is a Revision; publishing one is the only road to a public row."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform

#: What makes a stored document one of today; registered by the room that knows the form (see apps.py).
_lifts: list[Callable[[dict[str, Any]], dict[str, Any]]] = []


def lift_with(lift: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Reads every stored document through `lift` from now on."""
    if lift not in _lifts:
        _lifts.append(lift)


class DocumentField(models.JSONField):
    """A document as JSON; one of an older form is lifted when it is read, and not rewritten."""

    def deconstruct(self):
        """In a migration it is plain JSON: there a document is what is stored."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def from_db_value(self, value, expression, connection):
        found = super().from_db_value(value, expression, connection)
        if not isinstance(found, dict) or isinstance(expression, KeyTransform):
            return found
        for lift in _lifts:
            found = lift(found)
        return found


class RevisionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=Revision.OPEN)

    def waiting(self):
        """The queue of the editors, the longest waiting first."""
        return self.filter(status=Revision.Status.SUBMITTED).order_by("submitted_at", "pk")

    def locked(self, revision):
        """The row of `revision` as it is now, locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("organisation").get(pk=revision.pk)

    def accepted(self):
        """The history of public versions, newest first."""
        return self.filter(status=Revision.Status.ACCEPTED).order_by("-decided_at", "-pk")


class Revision(models.Model):
    """One whole document in the schema of the fixtures, the version it was based on, and its own status."""

    class Status(models.TextChoices):
        DRAFT = "draft", "concept"
        SUBMITTED = "submitted", "ingediend"
        RETURNED = "returned", "terug met opmerkingen"
        ACCEPTED = "accepted", "gepubliceerd"
        REJECTED = "rejected", "afgewezen"
        WITHDRAWN = "withdrawn", "ingetrokken"

    class Origin(models.TextChoices):
        FIXTURE = "fixture", "catalogusbestand"
        PERSON = "person", "bewerking"

    OPEN = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED)

    source_ref = models.SlugField("sleutel van het item", max_length=60)
    document = DocumentField("document")
    organisation = models.ForeignKey(
        "catalogue.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name="organisatie",
    )
    # What was typed in the form, field by field and as it was typed, so that half an answer is kept too.
    answers = models.JSONField("antwoorden in het formulier", default=dict, blank=True)
    edit_number = models.PositiveIntegerField("keer bewaard", default=0)
    checklist = models.JSONField("controlelijst van de redactie", default=dict, blank=True)
    base_version = models.PositiveIntegerField("gebaseerd op versie", default=0)
    status = models.CharField("status", max_length=10, choices=Status.choices, default=Status.DRAFT)
    origin = models.CharField("herkomst", max_length=8, choices=Origin.choices, default=Origin.PERSON)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="revisions"
    )
    created_at = models.DateTimeField("gemaakt", auto_now_add=True)
    changed_at = models.DateTimeField("gewijzigd", auto_now=True)
    submitted_at = models.DateTimeField("ingediend", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    decided_at = models.DateTimeField("besloten", null=True, blank=True)
    remark = models.TextField("opmerking", blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "versie"
        verbose_name_plural = "versies"
        constraints = [
            models.UniqueConstraint(
                fields=["source_ref"],
                condition=Q(status__in=("draft", "submitted", "returned")),
                name="revision_one_open",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("accepted", "rejected"), decided_at__isnull=False)
                | (~Q(status__in=("accepted", "rejected")) & Q(decided_at__isnull=True)),
                name="revision_decided_when_decided",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=("draft", "submitted", "returned", "accepted", "rejected", "withdrawn")
                ),
                name="revision_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_ref} ({self.get_status_display()})"
