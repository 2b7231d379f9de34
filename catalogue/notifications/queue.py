"""Enqueues the mails about an Event: one task per recipient, in the transaction that recorded the Event."""

from catalogue.models import Event, Invitation
from catalogue.notifications.recipients import TO_REQUESTER, recipients
from catalogue.notifications.tasks import send_event_mail, send_invitation


def queue_mails(event: Event, *, invitation: Invitation | None) -> None:
    """Listens to `catalogue.revisions.events`; `invitation` is a new one to be sent."""
    for user in recipients(event):
        send_event_mail.enqueue(event.pk, user.pk)
    if event.action in TO_REQUESTER and event.account_id:
        send_event_mail.enqueue(event.pk, event.account_id)
    if invitation is not None:
        send_invitation.enqueue(invitation.pk)
