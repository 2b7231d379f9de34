"""Writes the history: one Event per step, in the transaction of that step. Listeners act upon it there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone

from catalogue.models import Event

#: Who takes a step; None for the loader, the daily jobs and a visitor without an account.
Actor: TypeAlias = AbstractBaseUser | None
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
    by: Actor,
    at: datetime | None = None,
    account: Actor = None,
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
