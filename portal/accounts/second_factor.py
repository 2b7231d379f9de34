"""An account with a role that needs a second factor sets it up before it does anything else."""

from django.contrib import messages
from django.shortcuts import redirect

from portal import roles
from portal.http.access import PUBLIC

#: Pages that lead to a second factor, or away: everything allauth has about one's own account.
ON_THE_WAY = ("account_", "mfa_")


class SecondFactorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        name = request.resolver_match.view_name
        if name in PUBLIC or name.startswith(ON_THE_WAY):
            return None
        if not roles.needs_second_factor(request.user) or roles.has_second_factor(request.user):
            return None
        messages.info(request, "Jouw rol vraagt een tweede stap bij het inloggen. Stel die eerst in.")
        return redirect("mfa_activate_totp")
