"""Overviews that take long to make: asked for once, made by the worker, found back by their address."""

import uuid
from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone

#: After so long without a sign of life the worker that was making it is taken to be gone.
SILENCE = timedelta(minutes=10)


class ExportQuerySet(models.QuerySet):
    def unfinished(self):
        """What waits or is being made."""
        return self.filter(state__in=Export.UNFINISHED)

    def at_work(self, now):
        """What waits or is being made by a worker that is still alive."""
        return self.unfinished().exclude(state=Export.State.RUNNING, heartbeat_at__lt=now - SILENCE)

    def interrupted(self, now):
        """What a worker began and has left."""
        return self.filter(state=Export.State.RUNNING, heartbeat_at__lt=now - SILENCE)

    def to_share(self, question, now):
        """What was asked before in the same words, and is being made or still there."""
        ready = models.Q(state=Export.State.READY, expires_at__gt=now)
        busy = models.Q(pk__in=self.at_work(now).values("pk"))
        return self.filter(ready | busy, question=question).order_by("-created_at")


class Export(models.Model):
    """One file of a selection. It holds a question to the public catalogue, and nothing of who asked it."""

    class State(models.TextChoices):
        QUEUED = "queued", "wacht"
        RUNNING = "running", "wordt gemaakt"
        READY = "ready", "klaar"
        FAILED = "failed", "mislukt"

    UNFINISHED = (State.QUEUED, State.RUNNING)

    key = models.UUIDField("sleutel", primary_key=True, default=uuid.uuid4, editable=False)
    query = models.TextField("vraag", blank=True)
    format = models.CharField("vorm", max_length=4)
    question = models.CharField("vraag, vorm en stand van de catalogus", max_length=64)
    state = models.CharField("stand", max_length=7, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField("interventies klaar", default=0)
    total = models.PositiveIntegerField("interventies", default=0)
    pages = models.PositiveIntegerField("bladzijden opgemaakt", default=0)
    parts = models.PositiveSmallIntegerField("delen", default=1)
    file_name = models.CharField("bestand", max_length=120, blank=True)
    reason = models.CharField("waarom het mislukte", max_length=300, blank=True)
    created_at = models.DateTimeField("gevraagd")
    heartbeat_at = models.DateTimeField("laatste teken van leven", null=True, blank=True)
    expires_at = models.DateTimeField("bewaard tot")

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "overzicht op de wachtrij"
        verbose_name_plural = "overzichten op de wachtrij"
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(state__in=["queued", "running"]),
                name="export_made_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ready", file_name__gt="") | ~models.Q(state="ready"),
                name="export_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.format}: {self.query or 'alles'}"

    def get_absolute_url(self) -> str:
        return reverse("export-detail", args=[self.key])

    @property
    def expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def interrupted(self) -> bool:
        """Whether its worker has left it halfway."""
        alive = self.heartbeat_at and self.heartbeat_at >= timezone.now() - SILENCE
        return self.state == self.State.RUNNING and not alive

    @property
    def part(self) -> int:
        """Which part is being made, from 1."""
        size = -(-self.total // self.parts)
        return min(self.parts, 1 + (self.done // size if size else 0))
