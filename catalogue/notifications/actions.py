"""What a mail server said of an address, kept for who can mend it."""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from catalogue.models import Invitation


@transaction.atomic
def note_account(*, user: int, refused: bool, at: datetime) -> None:
    """Whether mail to the account with this primary key was refused for good, and when first."""
    accounts = get_user_model().objects.filter(pk=user)
    if refused:
        accounts.filter(mail_refused_at=None).update(mail_refused_at=at)
    else:
        accounts.exclude(mail_refused_at=None).update(mail_refused_at=None)


@transaction.atomic
def note_invitation(*, invitation: int, refused: bool) -> None:
    """Whether the address of the invitation with this primary key was refused for good."""
    Invitation.objects.filter(pk=invitation).exclude(refused=refused).update(refused=refused)
