"""The link with which a mail asks "klopt dit nog?", and what it stands for.

The link opens a page with one button and changes nothing by itself. Mail programs and virus scanners open
every link in a mail before anyone has read it; a link that acted on being opened would confirm what nobody
looked at. So a GET never writes here, and the button is a POST.

It needs no login: it is signed, it names one account and one item, it expires, and all it can do is confirm.
It stops working as soon as the account is closed or no longer speaks for the organisation of the item.
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
class Asked:
    """Who is asked whether which item is still true."""

    user: Any
    item: Intervention


def token_for(*, user: int, source_ref: str) -> str:
    return signing.dumps({"user": user, "item": source_ref}, salt=SALT)


def asked_by(token: str) -> Asked | None:
    """What `token` stands for; None when it is not ours, too old, or of somebody who may not confirm."""
    try:
        named = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=named["user"], is_active=True).first()
    items = Intervention.objects.kept_current_by(user) if user else Intervention.objects.none()
    item = items.filter(source_ref=named["item"]).first()
    return Asked(user, item) if item else None
