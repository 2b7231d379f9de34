"""When a session ends: a while after the last request, a while after logging in, or at the owner's word."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import logout
from django.utils import timezone

from portal.accounts import pending_form

STARTED_AT, RENEWED_AT = "begun", "renewed"


class SessionEndMiddleware:
    """Moves the end of a session on, at most once per SESSION_RENEWED_EVERY; ends it when its time is up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Without the cookie there is no session, and asking for the account would make a page vary on it.
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and request.user.is_authenticated:
            if has_ended(request.session, request.user, now=timezone.now()):
                logout(request)
            else:
                renew(request.session, now=timezone.now())
        response = self.get_response(request)
        if hasattr(request, "_cached_user") and request.user.is_authenticated:
            pending_form.remember_account(request, response)
        return response


def has_ended(session, user, *, now: datetime) -> bool:
    started_at = _moment(session, STARTED_AT)
    if started_at is None:
        return False
    ended_by_owner = user.sessions_end_before
    return now - started_at > settings.SESSION_LIFETIME or (
        ended_by_owner is not None and started_at < ended_by_owner
    )


def begin(session, *, now: datetime) -> None:
    """Notes in the session that it begins now."""
    session[STARTED_AT] = now.isoformat()


def renew(session, *, now: datetime) -> None:
    """Writes to the session only when its beginning is not noted yet or its end must be moved on."""
    if _moment(session, STARTED_AT) is None:
        begin(session, now=now)
    renewed_at = _moment(session, RENEWED_AT)
    if renewed_at is None or now - renewed_at > settings.SESSION_RENEWED_EVERY:
        session[RENEWED_AT] = now.isoformat()


def _moment(session, name: str) -> datetime | None:
    text = session.get(name)
    return datetime.fromisoformat(text) if text else None
