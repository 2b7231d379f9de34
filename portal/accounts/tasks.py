"""The mails about accounts, as work for the worker. A row names an account and a kind of mail, no link."""

from django_tasks import task

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
    )
