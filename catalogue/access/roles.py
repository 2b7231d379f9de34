"""Which accounts keep the catalogue. The roles themselves are Django groups, given out by `portal`."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

#: The group of the editors (redactie).
EDITORS = "redacteur"


def is_editor(user) -> bool:
    """Whether `user` may decide about every item; never for a visitor without an account."""
    return user.is_authenticated and user.groups.filter(name=EDITORS).exists()


def editors_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Tells an account that is no editor that this page is not for them (403)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not is_editor(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
