"""The roles of an account. Speaking for an organisation is a Membership, not a role."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef

from portal.role_names import CASE_MANAGER, EDITOR, POLICY, ROLES

__all__ = [
    "CASE_MANAGER",
    "EDITOR",
    "POLICY",
    "ROLES",
    "group",
    "has_second_factor",
    "needs_second_factor",
    "of",
]


def of(user) -> frozenset[str]:
    """The roles of `user`, read once per request; none for a visitor without an account."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_roles"):
        user._roles = frozenset(user.groups.filter(name__in=ROLES).values_list("name", flat=True))
    return user._roles


def group(role: str) -> Group:
    """The Django group of `role`, made when the database does not have it yet."""
    if role not in ROLES:
        raise ValueError(f"{role} is not one of {', '.join(ROLES)}")
    return Group.objects.get_or_create(name=role)[0]


def needs_second_factor(user) -> bool:
    """Whether `user` may do nothing with a role before a second factor is set up."""
    if not user.is_authenticated:
        return False
    return user.is_superuser or bool(of(user) & set(settings.SECOND_FACTOR_ROLES))


#: Whether a one-time-code app was set up, as an annotation of accounts.
SECOND_FACTOR = Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))


def has_second_factor(user) -> bool:
    """Whether a one-time-code app was set up; logging in then always asks for its code."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
