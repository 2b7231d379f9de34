"""Enqueues the mails about an Event: one task per recipient, in the transaction that recorded the Event."""

from typing import Any

from catalogue.models import Event, Invitation
from catalogue.notifications.recipients import recipients
from catalogue.notifications.tasks import send_event_mail, send_invitation


def queue_mails(event: Event, *, account: Any, invitation: Invitation | None) -> None:
    """The listener of `catalogue.revisions.events`.

    `account` is the account that a decision about membership concerns, `invitation` a new one to be sent.
    """
    for user in recipients(event):
        send_event_mail.enqueue(event.pk, user.pk)
    if account is not None:
        send_event_mail.enqueue(event.pk, account.pk)
    if invitation is not None:
        send_invitation.enqueue(invitation.pk)
