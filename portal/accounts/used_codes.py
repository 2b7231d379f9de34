"""A one-time code opens one login, whichever process answers."""

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import normalize_user_code
from django.core.cache import cache

#: Seconds that the site accepts one code: its own period and MFA_TOTP_TOLERANCE periods on either side.
#: allauth itself remembers a used code for one period only.
ACCEPTED_FOR = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)


def use(*, user, code: str) -> bool:
    """Marks a right code as used; False when it was used before."""
    return cache.add(f"used-code:{user.pk}:{normalize_user_code(code)}", True, ACCEPTED_FOR)
