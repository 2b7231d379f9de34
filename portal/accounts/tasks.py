"""The mails about accounts, as work for the worker. A row names an account and a kind of mail, no link."""

from django.utils import timezone
from django_tasks import task

from catalogue.notifications.actions import note_account
from catalogue.notifications.tasks import send_or_retry
from portal.accounts import mails


@task()
def send_account_mail(kind: str, user: int, address: str, attempt: int = 1) -> str:
    """Sends one mail of `portal.accounts.mails`; a failing mail server is tried again later."""
    return send_or_retry(
        lambda: mails.send(kind=kind, user=user, address=address),
        send_account_mail,
        kind,
        user,
        address,
        attempt=attempt,
        refused=lambda is_so: note_account(user=user, refused=is_so, at=timezone.now()),
    )
