"""Writes the history: one Event per step, in the transaction of that step, and the mail that goes with it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from catalogue import mail
from catalogue.models import Event


def record(action: str, *, by: Any, at: datetime | None = None, **about: Any) -> Event:
    """An Event about `source_ref`, `revision` and/or `organisation`, with a `remark`; it queues the mail."""
    event = Event.objects.create(action=action, by=by, at=at or timezone.now(), **about)
    mail.announce(event)
    return event
