"""The answer to a form posted after its session ended: the login page, which carries the form along."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts import pending_form


def posted_without_session(request: HttpRequest) -> HttpResponse | None:
    """The login page that carries the posted form, status 403; None when there is nothing to carry.

    An autosave stays in the page it came from, so it gets one line of text.
    """
    if request.htmx or request.headers.get("X-Autosave") == "1":
        return HttpResponse("Je bent uitgelogd. Log in om verder te gaan.", status=403)
    token = pending_form.from_post(request) or pending_form.dump(request)
    if not token:
        return None
    from portal.accounts.forms import LoginForm
    from portal.accounts.oidc import municipality

    context = {"form": LoginForm(request=request), "pending_form": token, "municipality": municipality()}
    return render(request, "account/login.html", context, status=403)
