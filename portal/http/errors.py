"""What a visitor sees when something is not there, not allowed or broken."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.shortcuts import render


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
    """Called while the fault is handled. 503 when only the database is away: it may be back in a moment."""
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    response = render(request, "500.html", status=503 if away else 500)
    response["Cache-Control"] = "no-store"
    if away:
        response["Retry-After"] = "30"
    return response


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
