"""The mails about accounts, as work for the worker. A row names an account and a kind of mail, no link."""

import logging
from smtplib import SMTPException

from django.utils import timezone
from django_tasks import task

from catalogue.tasks import WAITS, NotDeliveredError

logger = logging.getLogger(__name__)


@task()
def send_account_mail(kind: str, user: int, address: str, attempt: int = 1) -> str:
    """Sends one mail of portal.accounts.mails; asks a failing mail server later, as catalogue.tasks does."""
    from portal.accounts import mails

    try:
        return "sent" if mails.send(kind=kind, user=user, address=address) else "nothing to send"
    except (SMTPException, OSError) as fault:
        reason = type(fault).__name__
        logger.warning("Mail %s niet verstuurd, poging %s: %s", kind, attempt, reason)
        if attempt > len(WAITS):
            raise NotDeliveredError(reason) from None
        later = send_account_mail.using(run_after=timezone.now() + WAITS[attempt - 1])
        later.enqueue(kind, user, address, attempt + 1)
        return "later"
