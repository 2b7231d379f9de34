"""The account page, and the views of allauth that do a little more here."""

import logging

import requests
from allauth.account.views import LoginView as AllauthLoginView
from allauth.account.views import PasswordResetFromKeyView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from portal import roles
from portal.accounts import actions, pending_form, sessions
from portal.accounts.destinations import after_login
from portal.accounts.forms import DeleteForm, NameForm
from portal.accounts.oidc import municipality

logger = logging.getLogger(__name__)

#: What a provider that is away, slow or broken raises: no answer, no JSON, or not what the standard asks.
UNREACHABLE = (requests.RequestException, ValueError, LookupError)
#: Where a pending form is in the session.
SESSION_KEY = "bewaard_formulier"


class LoginView(AllauthLoginView):
    """Carries what was typed before the session ended, until its account has logged in."""

    def get_context_data(self, **kwargs):
        own = {"pending_form": pending_form.from_post(self.request), "municipality": municipality()}
        return super().get_context_data(**kwargs) | own

    def get_success_url(self):
        return (
            reverse("account_continue") if pending_form.from_post(self.request) else super().get_success_url()
        )

    def form_valid(self, form):
        response = super().form_valid(form)
        if token := pending_form.from_post(self.request):
            self.request.session[SESSION_KEY] = token
        return response


login = LoginView.as_view()


@never_cache
@require_POST
def login_elsewhere(request, provider_id):
    """A page that leads to the login of the municipality.

    Not a redirect: a form may go to the site itself only (`form-action` of our policy), and browsers hold the
    redirects that follow upon a form to that as well.
    """
    try:
        response = openid_connect.login(request, provider_id=provider_id)
    except UNREACHABLE as fault:
        return _not_reached(request, fault)
    if response.status_code != 302:
        return response
    context = {"address": response.headers["Location"], "municipality": settings.OIDC_NAME}
    return render(request, "socialaccount/onward.html", context)


def return_from_elsewhere(request, provider_id):
    """Back from the login of the municipality."""
    try:
        return openid_connect.callback(request, provider_id=provider_id)
    except UNREACHABLE as fault:
        return _not_reached(request, fault)


def _not_reached(request, fault: Exception):
    """The page that says so, and in the log which kind of fault it was."""
    logger.warning("Inloggen via de gemeente mislukte: %s", type(fault).__name__)
    return render(request, "socialaccount/authentication_error.html", status=503)


class NewPasswordView(PasswordResetFromKeyView):
    """Knows the browser from now on: it has shown to hold the mailbox of the account."""

    def form_valid(self, form):
        response = super().form_valid(form)
        pending_form.set_cookie(response, self.reset_user.pk)
        return response


new_password = NewPasswordView.as_view()


class ActivateAppView(ActivateTOTPView):
    """Ends the sessions that began with a password alone; this one has shown the code."""

    def form_valid(self, form):
        response = super().form_valid(form)
        now = timezone.now()
        actions.end_sessions(user=self.request.user, at=now)
        sessions.begin(self.request.session, now=now)
        return response


activate_app = ActivateAppView.as_view()


@never_cache
@csrf_exempt  # logging in in another tab made its token anew; what is brought is signed and only shown
@require_http_methods(["GET", "HEAD", "POST"])
def continue_form(request):
    """Shows what was typed before the session ended, to be sent again; only to the account that typed it.

    By POST it is brought from the login page, by who logged in at the municipality in another tab.
    """
    if token := pending_form.from_post(request):
        request.session[SESSION_KEY] = token
        return redirect("account_continue")
    form = pending_form.load(request.session.get(SESSION_KEY, ""))
    if form is None:
        return redirect(after_login(request.user))
    if form.account != request.user.pk:
        del request.session[SESSION_KEY]
        messages.warning(
            request, "Wat er was ingevuld, hoorde bij een ander account. We hebben het weggegooid."
        )
        return redirect(after_login(request.user))
    return render(request, "account/continue.html", {"pending_form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        actions.change_name(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, "Je naam is bewaard.")
        return redirect("account")
    context = {
        "form": form,
        "roles": sorted(roles.ROLES[role] for role in roles.of(request.user)),
        "memberships": request.user.memberships.select_related("organisation"),
        "membership_requests": request.user.membership_requests.select_related("organisation"),
        "has_second_factor": roles.has_second_factor(request.user),
        "needs_second_factor": roles.needs_second_factor(request.user),
        "lifetime_hours": settings.SESSION_LIFETIME.seconds // 3600,
        "idle_hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return render(request, "account/account.html", context, status=422 if form.errors else 200)


@require_POST
def end_sessions(request):
    actions.end_sessions(user=request.user, at=timezone.now())
    logout(request)
    messages.success(request, "Je bent nu overal uitgelogd.")
    return redirect("account_login")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request):
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.delete_account(user=request.user, by=request.user)
        except actions.LastAdministratorError as refusal:
            form.add_error("sure", str(refusal))
        else:
            logout(request)
            messages.success(request, "Je account is verwijderd.")
            return redirect("home")
    return render(request, "account/delete.html", {"form": form}, status=422 if form.errors else 200)
