"""What the worker does: each task takes keys only, so that its row holds no text of a person."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.utils import timezone
from django_tasks import task

logger = logging.getLogger(__name__)

#: How long a mail waits after its first, second … failed attempt. Then it has failed, which the administrator
#: sees among the tasks (/beheer/): a day and a half is longer than most faults of a mail server.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=10),
    timedelta(hours=24),
)


class NotDeliveredError(Exception):
    """The mail server refused a mail every time; says how, and nothing of to whom."""


@task()
def send_event_mail(event: int, user: int, attempt: int = 1) -> str:
    """Sends the mail about `event` to one account; nothing when either has gone since.

    A mail server that fails is asked again later, by a new task that waits its turn. A task that was begun is
    never begun again, so a mail does not come twice when a worker is stopped and started.
    """
    from catalogue import letters

    try:
        return "sent" if letters.send(event=event, user=user) else "nobody to tell"
    except (SMTPException, OSError) as fault:
        kind = type(fault).__name__
        logger.warning("Mail bij gebeurtenis %s niet verstuurd, poging %s: %s", event, attempt, kind)
        if attempt > len(WAITS):
            raise NotDeliveredError(kind) from None
        later = send_event_mail.using(run_after=timezone.now() + WAITS[attempt - 1])
        later.enqueue(event, user, attempt + 1)
        return "later"


@task()
def send_invitation(invitation: int, attempt: int = 1) -> str:
    """Mails the link of one invitation; nothing when it was withdrawn, accepted or has expired."""
    from catalogue import invitations

    try:
        return "sent" if invitations.send(invitation=invitation) else "nobody to tell"
    except (SMTPException, OSError) as fault:
        kind = type(fault).__name__
        logger.warning("Uitnodiging %s niet verstuurd, poging %s: %s", invitation, attempt, kind)
        if attempt > len(WAITS):
            raise NotDeliveredError(kind) from None
        later = send_invitation.using(run_after=timezone.now() + WAITS[attempt - 1])
        later.enqueue(invitation, attempt + 1)
        return "later"


@task()
def make_export(key: str) -> None:
    """Makes the overview with `key`; whatever goes wrong is told on its page."""
    from catalogue.exports import making

    making.make(key)
