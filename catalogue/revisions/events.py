"""Writes the history: one Event per step, in the transaction of that step. Listeners act upon it there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from catalogue.models import Event

#: Called with the Event and with the extra arguments of `record` that it does not store.
Listener = Callable[..., None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Registers `listener(event, *, account, invitation)`, once."""
    if listener not in _listeners:
        _listeners.append(listener)


def record(
    action: str,
    *,
    by: Any,
    at: datetime | None = None,
    account: Any = None,
    invitation: Any = None,
    **about: Any,
) -> Event:
    """Stores an Event about `source_ref`, `revision` and/or `organisation`, with a `remark`.

    `account` (whom a decision concerns) and `invitation` are not stored: they are for the listeners, which
    run in this transaction.
    """
    event = Event.objects.create(action=action, by=by, at=at or timezone.now(), **about)
    for listener in _listeners:
        listener(event, account=account, invitation=invitation)
    return event
