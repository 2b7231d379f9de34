"""Writes the history: one Event per step, in the transaction of that step. Listeners act upon it there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from catalogue.models import Event

#: Who takes a step; None for the loader, the daily jobs and a visitor without an account.
Actor: TypeAlias = AbstractBaseUser | None
#: Called with the Event and with the argument of `record` that is not stored.
Listener = Callable[..., None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Registers `listener(event, *, invitation)`, once."""
    if listener not in _listeners:
        _listeners.append(listener)


def record(
    action: str,
    *,
    by: Actor,
    at: datetime | None = None,
    invitation: Any = None,
    **about: Any,
) -> Event:
    """Stores an Event about `source_ref`, `revision`, `organisation` and/or `account`, with a `remark`.

    `invitation` is not stored: it is for the listeners, which run in this transaction.
    """
    event = Event.objects.create(action=action, by=by, at=at or timezone.now(), **about)
    for listener in _listeners:
        listener(event, invitation=invitation)
    return event
