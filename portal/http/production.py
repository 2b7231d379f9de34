"""What a server must not start with: a line per fault, so that whoever installs it mends them all at once."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from portal.role_names import EDITOR, ROLES

#: Characters of a secret that nobody guesses; the figures are those of Django's own advice.
SHORTEST_SECRET, FEWEST_CHARACTERS = 50, 5
OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def unsafe(settings: Mapping[str, Any]) -> list[str]:
    """The faults of a server's settings, by name; empty when it may start."""
    faults = [
        ("DEBUG", "is on: only for one's own computer, with LOCAL=1", settings["DEBUG"]),
        ("SECRET_KEY", _WEAK, is_weak(settings["SECRET_KEY"])),
        ("ALLOWED_HOSTS", "holds a *: name the hosts themselves", "*" in "".join(settings["ALLOWED_HOSTS"])),
        ("SITE_URL", "must begin with https:// and name one of ALLOWED_HOSTS", not _is_own(settings)),
        (
            "CONTACT_EMAIL",
            "is missing: the privacy statement and security.txt name it",
            "@" not in settings["CONTACT_EMAIL"],
        ),
        (
            "EMAIL_USE_TLS",
            "is off: the password would go to EMAIL_HOST in the clear",
            settings["EMAIL_HOST_PASSWORD"]
            and not settings["EMAIL_USE_TLS"]
            and settings["EMAIL_HOST"] not in OWN_MACHINE,
        ),
        (
            "SECOND_FACTOR_ROLES",
            f"must name {EDITOR}: one stolen password would publish anything",
            EDITOR not in settings["SECOND_FACTOR_ROLES"],
        ),
        (
            "OIDC_ISSUER",
            "must begin with https://",
            settings["OIDC_ISSUER"] and not settings["OIDC_ISSUER"].startswith("https://"),
        ),
        (
            "OIDC_ROLE",
            f"must be empty or one of {', '.join(ROLES)}",
            settings["OIDC_ROLE"] and settings["OIDC_ROLE"] not in ROLES,
        ),
    ]
    return [f"{name} {fault} (see README.md)." for name, fault, is_so in faults if is_so]


_WEAK = f"is weak: at least {SHORTEST_SECRET} characters, made by chance"


def is_weak(secret: str) -> bool:
    """Whether someone could guess `secret`."""
    is_example = secret.startswith("django-insecure-")
    return len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_CHARACTERS or is_example


def _is_own(settings: Mapping[str, Any]) -> bool:
    """Whether SITE_URL is https at a host the site answers to; `.voorbeeld.nl` allows what is below it."""
    url = urlsplit(settings["SITE_URL"])
    host = url.hostname or ""
    return url.scheme == "https" and any(
        f".{host}".endswith(allowed) if allowed.startswith(".") else host == allowed
        for allowed in (name.lower() for name in settings["ALLOWED_HOSTS"])
    )
