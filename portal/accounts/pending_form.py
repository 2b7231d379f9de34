"""A form posted after the session ended is not lost: it waits in the login page for the same account.

The page holds what was typed in a hidden field, signed and with the time; the server keeps nothing of it
until that account has logged in. Then it lies in the new session until that ends.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

FIELD = "bewaard"
COOKIE = "laatste_account"
COOKIE_AGE = 60 * 60 * 24
#: How long what was typed may wait, in seconds, and how large it may be once packed, in characters.
MAX_AGE = 60 * 60 * 4
MAX_LENGTH = 150_000
#: Forms with passwords, codes or an administrator's work are asked anew.
NEVER_KEPT = ("account_", "mfa_", "socialaccount_", "openid_connect_", "admin:")
LEFT_OUT = {"csrfmiddlewaretoken", FIELD}
#: Left out when the form says that the address is secret: it lies in no page and no session either.
SECRET = {"visiting_address"}

_ACCOUNT_SALT = "portal.accounts.pending_form.account"
_FORM_SALT = "portal.accounts.pending_form.form"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was typed: for which account, where it was going, and its fields as (name, value) in order."""

    account: int
    path: str
    fields: tuple[tuple[str, str], ...]


def remember_account(request: HttpRequest, response: HttpResponse) -> None:
    """Notes in the browser whose session this is: a signed number, for a day at most."""
    if _last_account(request) != request.user.pk:
        response.set_cookie(
            COOKIE,
            signing.dumps(request.user.pk, salt=_ACCOUNT_SALT),
            max_age=COOKIE_AGE,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )


def packed(request: HttpRequest) -> str:
    """The posted form for the hidden field; empty when it may not, cannot or need not wait."""
    account = _last_account(request)
    if account is None or request.resolver_match.view_name.startswith(NEVER_KEPT):
        return ""
    left_out = LEFT_OUT | (SECRET if request.POST.get("address_secret") else set())
    fields = [
        (name, value) for name, values in request.POST.lists() if name not in left_out for value in values
    ]
    if not fields:
        return ""
    token = signing.dumps([account, request.get_full_path(), fields], salt=_FORM_SALT, compress=True)
    return token if len(token) <= MAX_LENGTH else ""


def brought(request: HttpRequest) -> str:
    """The packed form that a page posted along; empty when there is none that can be opened."""
    token = request.POST.get(FIELD, "")
    return token if unpacked(token) else ""


def unpacked(token: str) -> KeptForm | None:
    """The form of a hidden field; None when it was tampered with, is not there or waited too long."""
    found = _opened(token, salt=_FORM_SALT, max_age=MAX_AGE)
    if found is None:
        return None
    account, path, fields = found
    return KeptForm(account=account, path=path, fields=tuple((name, value) for name, value in fields))


def _last_account(request: HttpRequest) -> int | None:
    return _opened(request.COOKIES.get(COOKIE, ""), salt=_ACCOUNT_SALT, max_age=COOKIE_AGE)


def _opened(token: str, *, salt: str, max_age: int) -> Any:
    try:
        return signing.loads(token, salt=salt, max_age=max_age)
    except signing.BadSignature:
        return None
