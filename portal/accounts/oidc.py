"""Logging in at one's municipality (OpenID Connect): for the addresses it may vouch for, with one role."""

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.shortcuts import render

from portal.accounts.actions import give_role

#: What a login at the municipality leaves behind; docs/privacy.md names it.
KEPT = ("sub", "name", "email")
UNCONFIRMED = "address_unconfirmed"


def municipality() -> str:
    """What the button to log in elsewhere is named after; empty when there is none."""
    return settings.OIDC_NAME if settings.OIDC_ISSUER else ""


def denied(data: dict) -> bool:
    """Whether the provider itself says that nobody has shown the address to be theirs.

    Silence is no denial: a municipality's own directory often says nothing, and gives out its addresses.
    """
    return any(str(claims.get("email_verified", "")).lower() == "false" for claims in claim_sets(data))


def claim_sets(data: dict) -> list[dict]:
    """What the provider says, and within it the claims of its two answers."""
    return [data, data.get("userinfo") or {}, data.get("id_token") or {}]


def claims_to_keep(data: dict) -> dict:
    """What is stored of a login at the municipality: KEPT and nothing else, as it was then."""
    return {name: claims[name] for claims in reversed(claim_sets(data)) for name in KEPT if name in claims}


def belongs_to_another(sociallogin) -> bool:
    """Whether the account of this address is tied to another person at the municipality.

    An address may be given to a new colleague; who somebody is, says `sub` (OpenID Connect Core 1.0, §5.7).
    """
    account, user = sociallogin.account, sociallogin.user
    if user is None or user.pk is None:
        return False
    tied = SocialAccount.objects.filter(provider=account.provider, user=user.pk)
    return tied.exclude(uid=account.uid).exists()


def vouched_for(address: str) -> bool:
    """Whether `address` is in one of the domains that the municipality's provider answers for."""
    return address.lower().rpartition("@")[2] in settings.OIDC_EMAIL_DOMAINS


def refused(sociallogin) -> str:
    """Why this login opens nothing: its address is "missing", "unconfirmed", of "elsewhere", of "another"."""
    addresses = [known.email for known in sociallogin.email_addresses]
    if not addresses:
        return "missing"
    if sociallogin.account.extra_data.get(UNCONFIRMED):
        return "unconfirmed"
    if not any(map(vouched_for, addresses)):
        return "elsewhere"
    return "another" if belongs_to_another(sociallogin) else ""


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
            _give_role(sociallogin.user)

    def is_email_verified(self, provider, email):
        return vouched_for(email)

    def can_authenticate_by_email(self, login, email):
        return vouched_for(email)

    def populate_user(self, request, sociallogin, data):
        """Comes before anything is stored: of what the provider tells only KEPT goes on from here."""
        told = sociallogin.account.extra_data
        sociallogin.account.extra_data = claims_to_keep(told) | ({UNCONFIRMED: True} if denied(told) else {})
        user = super().populate_user(request, sociallogin, data)
        user.name = " ".join((data.get("name") or "").split())[:150]
        return user

    def save_user(self, request, sociallogin, form=None):
        user = super().save_user(request, sociallogin, form)
        _give_role(user)
        return user


def _give_role(user) -> None:
    """The role of OIDC_ROLE, when one is set."""
    if settings.OIDC_ROLE:
        give_role(user=user, role=settings.OIDC_ROLE, by=None)
