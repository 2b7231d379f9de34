"""The signed link in a reminder ("klopt dit nog?").

A GET of the link shows a page with one button and never writes: mail programs and virus scanners open every
link before anyone reads the mail. The button is a POST.

The link needs no login: it is signed, holds one account and one item, expires, and only allows to confirm. It
stops working when the account is closed or loses its membership.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core import signing

from catalogue.models import Intervention

SALT = "catalogue.upkeep.still-true"
VALID = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class VerificationRequest:
    """The account that is asked, and the item to confirm."""

    user: Any
    item: Intervention


def token_for(*, user: int, source_ref: str) -> str:
    return signing.dumps({"user": user, "item": source_ref}, salt=SALT)


def verification_request(token: str) -> VerificationRequest | None:
    """The request of a link; None when it is forged, expired, or of somebody who may not confirm."""
    try:
        claims = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=claims["user"], is_active=True).first()
    items = Intervention.objects.verifiable_by(user) if user else Intervention.objects.none()
    item = items.filter(source_ref=claims["item"]).first()
    return VerificationRequest(user, item) if item else None
