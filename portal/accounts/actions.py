"""Every write to one's own account that is not allauth's."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import transaction

from catalogue.organisations.actions import forget_invitations, leave_all
from portal.http import counts
from portal.models import User


@transaction.atomic
def change_name(*, user: User, name: str) -> User:
    user.name = " ".join(name.split())
    user.save(update_fields=["name"])
    return user


@transaction.atomic
def end_sessions(*, user: User, at: datetime) -> User:
    """Every session that began before `at` ends at its next request."""
    user.sessions_end_before = at
    user.save(update_fields=["sessions_end_before"])
    return user


@transaction.atomic
def delete_account(*, user: User) -> None:
    """The account and what is only about it. Drafts stay with the organisation, the history keeps no name."""
    leave_all(user=user)
    user.delete()


#: How long an account waits for its address to be confirmed.
UNCONFIRMED = timedelta(days=30)
#: How long the log of the administration is kept.
KEEP_ADMIN_LOG = timedelta(days=400)


@transaction.atomic
def forget(*, at: datetime) -> dict[str, int]:
    """Deletes what has had its time: by kind, how many."""
    locks = AccessAttempt.objects.filter(attempt_time__lt=at - settings.AXES_COOLOFF_TIME)
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    unconfirmed = User.objects.filter(
        last_login=None, is_superuser=False, date_joined__lt=at - UNCONFIRMED
    ).exclude(pk__in=confirmed)
    logged = LogEntry.objects.filter(action_time__lt=at - KEEP_ADMIN_LOG)
    forgotten = {
        "pogingen om in te loggen": locks.count(),
        "onbevestigde accounts": unconfirmed.count(),
        "regels van het beheer": logged.count(),
    }
    locks.delete()
    logged.delete()
    for user in unconfirmed:
        delete_account(user=user)
    return forgotten | {
        "verlopen uitnodigingen": forget_invitations(at=at),
        "verlopen tellers en codes": counts.forget_expired(at=at),
    }
