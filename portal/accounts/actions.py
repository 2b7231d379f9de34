"""Every write to an account that is not allauth's. What concerns its rights leaves an Event."""

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet

from catalogue.models import Event
from catalogue.organisations.actions import forget_invitations, leave_all
from catalogue.revisions.events import Actor, record
from portal import roles
from portal.http import counts
from portal.models import User

Action = Event.Action


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


class LastAdministratorError(Exception):
    """The step would leave nobody who may open the administration."""

    def __init__(self) -> None:
        super().__init__("Dit is de laatste beheerder. Maak eerst iemand anders beheerder.")


def administrators_but(*users: User) -> QuerySet[User]:
    """The administrators who remain without `users`."""
    others = User.objects.filter(is_superuser=True, is_active=True)
    return others.exclude(pk__in=[user.pk for user in users])


def _keep_an_administrator(user: User) -> None:
    """Of two that end each other's rights at once, the second finds the first done."""
    list(User.objects.select_for_update().filter(is_superuser=True).order_by("pk"))
    is_one = User.objects.filter(pk=user.pk, is_superuser=True, is_active=True).exists()
    if is_one and not administrators_but(user).exists():
        raise LastAdministratorError


@transaction.atomic
def change_account(
    *, user: User, name: str, is_active: bool, is_superuser: bool, groups: Collection[Group], by: Actor
) -> User:
    """What an administrator sets of an account; an Event names the rights that were given and taken.

    LastAdministratorError when nobody would be left to open the administration.
    """
    if not (is_active and is_superuser):
        _keep_an_administrator(user)
    locked = User.objects.select_for_update().get(pk=user.pk)
    before = _rights(locked)
    locked.name, locked.is_active, locked.is_superuser = name, is_active, is_superuser
    locked.save(update_fields=["name", "is_active", "is_superuser"])
    locked.groups.set(groups)
    _record_rights(locked, before, by)
    return locked


@transaction.atomic
def give_role(*, user: User, role: str, by: Actor) -> None:
    """Adds a role; nothing happens when the account has it. ValueError for a role that does not exist."""
    before = _rights(user)
    user.groups.add(roles.group(role))
    _record_rights(user, before, by)


@transaction.atomic
def reset_second_factor(*, user: User, by: Actor) -> None:
    """Removes the one-time-code app and the recovery codes; logging in asks for a new one where it is due."""
    if Authenticator.objects.filter(user=user).delete()[0]:
        record(Action.SECOND_FACTOR_RESET, by=by, account=user)


@transaction.atomic
def delete_account(*, user: User, by: Actor) -> None:
    """The account and what is only about it. Drafts stay with the organisation, the history keeps no name.

    LastAdministratorError when nobody would be left to open the administration.
    """
    _keep_an_administrator(user)
    leave_all(user=user)
    record(Action.ACCOUNT_DELETED, by=by, account=user, remark=", ".join(sorted(_rights(user) - {ACTIVE})))
    user.delete()


def _rights(user: User) -> frozenset[str]:
    """The groups of an account, and whether it is active and an administrator, in the words of the screen."""
    flags = {ACTIVE: user.is_active, "beheerder": user.is_superuser}
    names = user.groups.values_list("name", flat=True)
    return frozenset([*names, *(name for name, value in flags.items() if value)])


def _record_rights(user: User, before: frozenset[str], by: Actor) -> None:
    after = _rights(user)
    changes = {"erbij": after - before, "eraf": before - after}
    remark = "; ".join(f"{word}: {', '.join(sorted(names))}" for word, names in changes.items() if names)
    if remark:
        record(Action.ACCOUNT_CHANGED, by=by, account=user, remark=remark)


#: What the history calls an account that is not closed.
ACTIVE = "actief"
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
        delete_account(user=user, by=None)
    return forgotten | {
        "verlopen uitnodigingen": forget_invitations(at=at),
        "verlopen tellers en codes": counts.forget_expired(at=at),
    }
