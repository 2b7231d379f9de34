"""The mail tasks of the worker. Their arguments are primary keys only: a task row holds no personal data."""

import logging
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

from catalogue.notifications import actions, invitations, letters

logger = logging.getLogger(__name__)

#: Delay after the first, second … failed attempt. After the last one the task has failed, for the
#: administrator to see. Together a day and a half, longer than most outages of a mail server.
RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=10),
    timedelta(hours=24),
)


class NotDeliveredError(Exception):
    """The mail server refused a mail every time; names the fault, and nothing of the recipient."""


def is_final(fault: Exception) -> bool:
    """Whether the mail server will never take mail for this address (RFC 5321, §4.2.1: a reply of 5yz)."""
    return isinstance(fault, SMTPRecipientsRefused) and all(
        500 <= code < 600 for code, _ in fault.recipients.values()
    )


def send_or_retry(
    send: Callable[[], bool],
    task: Task,
    *keys: object,
    attempt: int,
    refused: Callable[[bool], None] = lambda is_so: None,
) -> str:
    """The result of a mail task: "sent", "nobody to tell" (`send` gave False), "refused" or "later".

    `refused` is told whether the address was refused for good. Any other failure enqueues a new task
    `task(*keys, attempt + 1)`. Raises NotDeliveredError after the last attempt.
    """
    try:
        if not send():
            return "nobody to tell"
        refused(False)
        return "sent"
    except (SMTPException, OSError, OperationalError) as fault:
        kind = type(fault).__name__
        if is_final(fault):
            logger.warning("Mail %s %s: dit adres wordt geweigerd", task.name, keys)
            refused(True)
            return "refused"
        logger.warning("Mail %s %s niet verstuurd, poging %s: %s", task.name, keys, attempt, kind)
        if attempt > len(RETRY_DELAYS):
            raise NotDeliveredError(kind) from None
        later = task.using(run_after=timezone.now() + RETRY_DELAYS[attempt - 1])
        later.enqueue(*keys, attempt + 1)
        return "later"


@task()
def send_event_mail(event: int, user: int, attempt: int = 1) -> str:
    """Sends the mail about `event` to one account; nothing when either is gone."""
    return send_or_retry(
        lambda: letters.send(event=event, user=user),
        send_event_mail,
        event,
        user,
        attempt=attempt,
        refused=lambda is_so: actions.note_account(user=user, refused=is_so, at=timezone.now()),
    )


@task()
def send_invitation(invitation: int, attempt: int = 1) -> str:
    """Mails the link of one invitation; nothing when it was withdrawn, accepted or has expired."""
    return send_or_retry(
        lambda: invitations.send(invitation=invitation),
        send_invitation,
        invitation,
        attempt=attempt,
        refused=lambda is_so: actions.note_invitation(invitation=invitation, refused=is_so),
    )
