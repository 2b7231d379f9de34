"""Logging in at one's municipality (OpenID Connect): for the addresses it may vouch for, with one role."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.shortcuts import render

from portal import roles


def municipality() -> str:
    """What the button to log in elsewhere is named after; empty when there is none."""
    return settings.OIDC_NAME if settings.OIDC_ISSUER else ""


def denied(data: dict) -> bool:
    """Whether the provider itself says that nobody has shown the address to be theirs.

    Silence is no denial: a municipality's own directory often says nothing, and gives out its addresses.
    """
    claim_sets = [data, data.get("userinfo") or {}, data.get("id_token") or {}]
    return any(str(claims.get("email_verified", "")).lower() == "false" for claims in claim_sets)


def vouched_for(address: str) -> bool:
    """Whether `address` is in one of the domains that the municipality's provider answers for."""
    return address.lower().rpartition("@")[2] in settings.OIDC_EMAIL_DOMAINS


def refused(sociallogin) -> str:
    """Why this login opens nothing: its address is "missing", "unconfirmed" or of "elsewhere"; else empty."""
    addresses = [known.email for known in sociallogin.email_addresses]
    if not addresses:
        return "missing"
    if denied(sociallogin.account.extra_data):
        return "unconfirmed"
    return "" if any(map(vouched_for, addresses)) else "elsewhere"


class MunicipalityLoginAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request, sociallogin):
        """Refuses an address of elsewhere, or not confirmed: it would open the account of another."""
        if sociallogin.state.get("process") != AuthProcess.LOGIN:  # tying it to the account one is in
            raise ImmediateHttpResponse(render(request, "403.html", status=403))
        if reason := refused(sociallogin):
            context = {"reason": reason, "municipality": settings.OIDC_NAME}
            page = render(request, "socialaccount/address_refused.html", context, status=403)
            raise ImmediateHttpResponse(page)
        if sociallogin.is_existing:
            give_role(user=sociallogin.user)

    def is_email_verified(self, provider, email):
        return vouched_for(email)

    def can_authenticate_by_email(self, login, email):
        return vouched_for(email)

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.name = " ".join((data.get("name") or "").split())[:150]
        return user

    def save_user(self, request, sociallogin, form=None):
        user = super().save_user(request, sociallogin, form)
        give_role(user=user)
        return user


def give_role(*, user) -> None:
    """The role of OIDC_ROLE, when one is set."""
    if settings.OIDC_ROLE:
        user.groups.add(roles.group(settings.OIDC_ROLE))
