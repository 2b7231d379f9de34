"""What a form gets for an answer when its session has ended: the login page, with what was typed in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts import pending_form


def posted_without_session(request: HttpRequest) -> HttpResponse | None:
    """The login page that carries the posted form, status 403; None when there is nothing to carry.

    A form that JavaScript sent in the background stays in the page it came from, so that one is only told.
    """
    if request.htmx or request.headers.get("X-Autosave") == "1":
        return HttpResponse("Je bent uitgelogd. Log in om verder te gaan.", status=403)
    kept = pending_form.brought(request) or pending_form.packed(request)
    if not kept:
        return None
    from portal.accounts.forms import LoginForm
    from portal.accounts.oidc import municipality

    context = {"form": LoginForm(request=request), "kept": kept, "municipality": municipality()}
    return render(request, "account/login.html", context, status=403)
