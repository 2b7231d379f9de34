"""A form posted after the session ended is not lost: it waits in the login page for the same account.

The page carries the form in a hidden field, signed and timestamped; the server stores nothing until that
account has logged in. From then on it is in the new session.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError

FIELD = "bewaard"
COOKIE = "laatste_account"
COOKIE_AGE = 60 * 60 * 24 * 30
#: Longest life of a pending form, in seconds, and its largest size once signed, in characters.
MAX_AGE = 60 * 60 * 4
MAX_LENGTH = 150_000
#: Forms with passwords, codes or an administrator's work are asked anew.
NEVER_CARRIED = ("account_", "mfa_", "socialaccount_", "openid_connect_", "admin:")
EXCLUDED_FIELDS = {"csrfmiddlewaretoken", FIELD}
#: Excluded when the form says that the address is secret: it is in no page and no session either.
SECRET_FIELDS = {"visiting_address"}

_ACCOUNT_SALT = "portal.accounts.pending_form.account"
_FORM_SALT = "portal.accounts.pending_form.form"


@dataclass(frozen=True, slots=True)
class PendingForm:
    """`account`: primary key of the typist; `path`: where it was posted; `fields`: (name, value) in order."""

    account: int
    path: str
    fields: tuple[tuple[str, str], ...]


def remember_account(request: HttpRequest, response: HttpResponse) -> None:
    """Sets a cookie with the signed key of the account that is logged in, for COOKIE_AGE."""
    if last_account(request) != request.user.pk:
        set_cookie(response, request.user.pk)


def set_cookie(response: HttpResponse, account: int) -> None:
    """Lets the browser show later that this account (primary key) was in it."""
    response.set_cookie(
        COOKIE,
        signing.dumps(account, salt=_ACCOUNT_SALT),
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def dump(request: HttpRequest) -> str:
    """The posted form as a signed token for the hidden field; empty when there is nothing to carry."""
    account, fields = last_account(request), typed(request)
    if account is None or not fields:
        return ""
    token = signing.dumps([account, request.get_full_path(), fields], salt=_FORM_SALT, compress=True)
    return token if len(token) <= MAX_LENGTH else ""


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted and may be shown again, as (name, value) in order; nothing of NEVER_CARRIED."""
    match = request.resolver_match
    if request.method != "POST" or (match and match.view_name.startswith(NEVER_CARRIED)):
        return []
    try:
        posted = request.POST
    except (SuspiciousOperation, UnreadablePostError):
        return []
    if match is None and "password" in posted:
        return []  # nothing says yet which form it is
    excluded = EXCLUDED_FIELDS | (SECRET_FIELDS if posted.get("address_secret") else set())
    return [(name, value) for name, values in posted.lists() if name not in excluded for value in values]


def from_post(request: HttpRequest) -> str:
    """The token that a page posted along; empty when there is none that can be loaded."""
    token = request.POST.get(FIELD, "")
    return token if load(token) else ""


def load(token: str) -> PendingForm | None:
    """The form of a token; None when it was tampered with, is missing or has expired."""
    content = _unsign(token, salt=_FORM_SALT, max_age=MAX_AGE)
    if content is None:
        return None
    account, path, fields = content
    return PendingForm(account=account, path=path, fields=tuple((name, value) for name, value in fields))


def last_account(request: HttpRequest) -> int | None:
    """The primary key of the account that was in this browser last; None when none was, or long ago."""
    return _unsign(request.COOKIES.get(COOKIE, ""), salt=_ACCOUNT_SALT, max_age=COOKIE_AGE)


def _unsign(token: str, *, salt: str, max_age: int) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
