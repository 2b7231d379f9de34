"""Too many wrong passwords or codes close an account for a while. Kept: the address, how often, when.

A browser in which the account logged in before, or set its password by a link in a mail, is counted apart:
who knows only the address can close it for strangers, not for its owner.
"""

from datetime import datetime

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.shortcuts import render
from django.utils import timezone

from portal.accounts import pending_form
from portal.models import User

LONGEST_NAME = 254
#: Behind the name in a known browser; a typed name never ends in it.
KNOWN = "\x1f"
#: Keys of the account name in credentials: of allauth, of Django, and of axes after a login.
NAMES = ("email", "username", settings.AXES_USERNAME_FORM_FIELD)


def account_name(request, credentials) -> str | None:
    """Which account a try is about: the address as typed, in one spelling, and whether by a known browser."""
    credentials = credentials or {}
    typed = next((credentials[name] for name in NAMES if credentials.get(name)), "")
    if not typed and request is not None:
        typed = request.POST.get(settings.AXES_USERNAME_FORM_FIELD, "")
    name = typed.translate(_LEFT_OUT).strip().lower()[:LONGEST_NAME]
    return name + (KNOWN if name and _is_known(request, name) else "") or None


#: What no address holds: PostgreSQL stores no NUL.
_LEFT_OUT = str.maketrans("", "", "\0" + KNOWN)


def _is_known(request, name: str) -> bool:
    """Whether the browser shows that the account of this address was in it before."""
    account = pending_form.last_account(request) if request is not None else None
    return account is not None and User.objects.filter(pk=account, email__iexact=name).exists()


def no_address(request) -> None:
    """The network address of a visitor is neither used nor kept."""


class LockoutHandler(AxesDatabaseHandler):
    """Counts failures without the browser, the network address, the form or the page they came from."""

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        name = account_name(request, credentials)
        if request is None or name is None or getattr(request, "axes_locked_out", False):
            return
        count_failure(name=name, at=timezone.now())
        if self.get_failures(request, credentials) >= settings.AXES_FAILURE_LIMIT:
            request.axes_locked_out = True
            request.axes_credentials = credentials


@transaction.atomic
def count_failure(*, name: str, at: datetime) -> None:
    """One more failure of this account; those of before the wait count no longer."""
    # The unique key of axes has the network address in it, which is null here, so it keeps no two rows apart.
    # This row does: of two processes that write it the second waits until the transaction of the first ends.
    cache.set(f"failure:{name}", True, settings.AXES_COOLOFF_TIME.total_seconds())
    AccessAttempt.objects.filter(username=name, attempt_time__lt=at - settings.AXES_COOLOFF_TIME).delete()
    attempt, is_new = AccessAttempt.objects.select_for_update().get_or_create(
        username=name,
        ip_address=None,
        user_agent="",
        defaults={"failures_since_start": 1, "attempt_time": at, "get_data": "", "post_data": ""},
    )
    if not is_new:
        attempt.failures_since_start = F("failures_since_start") + 1
        attempt.attempt_time = at
        attempt.save(update_fields=["failures_since_start", "attempt_time"])


def lift(*, name: str) -> None:
    """Forgets the failures of the account: its owner has shown to hold the address."""
    plain = account_name(None, {"email": name}) or ""
    AccessAttempt.objects.filter(username__in=[plain, plain + KNOWN]).delete()


def locked_until(name: str) -> datetime | None:
    """When the account may be tried again; None when it is not closed now."""
    attempt = AccessAttempt.objects.filter(
        username=name, failures_since_start__gte=settings.AXES_FAILURE_LIMIT
    ).first()
    until = attempt and attempt.attempt_time + settings.AXES_COOLOFF_TIME
    return until if until and until > timezone.now() else None


def response(request, original_response=None, credentials=None):
    """The page that says until when the account is closed, status 429."""
    name = account_name(request, credentials) or ""
    until = locked_until(name) or timezone.now() + settings.AXES_COOLOFF_TIME
    return render(request, "account/locked_out.html", {"until": until}, status=429)
