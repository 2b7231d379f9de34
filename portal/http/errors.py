"""What a visitor sees when something is not there, not allowed or broken."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.shortcuts import render

from catalogue.text.deadline import TookTooLongError
from portal.accounts import pending_form

#: PostgreSQL's code of a statement that was ended.
QUERY_CANCELED = "57014"
#: Typed text of so many characters is shown as text too, so that it can be copied.
SHOWN_FROM = 20


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def too_large(request):
    return render(request, "413.html", {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024}, status=413)


def too_many(request, wait=60):
    """`wait`: seconds until it may be tried again."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request):
    """Called while the fault is handled. 503 when trying again may help; what was typed is in that page."""
    fault = sys.exception()
    if isinstance(fault, OperationalError | InterfaceError | TookTooLongError):
        return _not_now(request, took_too_long=_took_too_long(fault))
    response = render(request, "500.html", status=500)
    response["Cache-Control"] = "no-store"
    return response


def _not_now(request, *, took_too_long):
    """The database is away or busy, or a step took too long. It asks the database nothing."""
    fields = pending_form.typed(request)
    texts = [value for _, value in fields if len(value) >= SHOWN_FROM]
    context = {"took_too_long": took_too_long, "fields": fields, "texts": texts}
    response = render(request, "503.html", context, status=503)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "30"
    return response


def _took_too_long(fault):
    """Whether a step of ours was ended, or a statement of PostgreSQL (`statement_timeout`)."""
    return isinstance(fault, TookTooLongError) or getattr(fault.__cause__, "pgcode", "") == QUERY_CANCELED


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
