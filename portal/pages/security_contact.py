"""The text of /.well-known/security.txt (RFC 9116)."""

from datetime import datetime, timedelta

from django.urls import reverse

#: A text older than this must not be trusted; it is made anew at each request, so it never gets that old.
VALID = timedelta(days=180)


def security_contact(address: str, site: str, now: datetime) -> str:
    """`address` to write to about `site`, valid from the midnight before `now` (UTC) on."""
    until = (now + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = {
        "Contact": f"mailto:{address}",
        "Expires": f"{until:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": "nl, en",
        "Canonical": site + reverse("security-txt"),
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())
