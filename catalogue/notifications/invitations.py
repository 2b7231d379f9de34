"""The mail that asks a colleague to join an organisation, and the link in it."""

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Invitation
from catalogue.notifications.letters import Letter, build_message

_SALT = "catalogue.notifications.invitations"


def token_for(invitation: Invitation) -> str:
    """The signed part of the link: primary key and creation time, since a database may reuse keys."""
    return signing.dumps([invitation.pk, invitation.created_at.isoformat()], salt=_SALT)


def invitation_of(token: str, *, at: datetime | None = None) -> Invitation | None:
    """The valid invitation of a link; None when it was withdrawn, accepted, expired or forged."""
    try:
        key, made = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    found = _open(at or timezone.now()).filter(pk=key).first()
    return found if found and found.created_at.isoformat() == made else None


def send(*, invitation: int) -> bool:
    """Mails one invitation; returns whether it was still valid. Raises OSError or SMTPException."""
    found = _open(timezone.now()).filter(pk=invitation).first()
    if found is None:
        return False
    letter = Letter(
        subject=f"Werk mee aan de trajecten van {found.organisation}",
        lines=(
            f"Een collega vraagt of je op Trajectwijzer meewerkt aan wat er over {found.organisation} staat.",
            "Heb je nog geen account? Maak er dan een met dit e-mailadres.",
        ),
        link=settings.SITE_URL + reverse("member-invitation", args=[token_for(found)]),
        link_text="Bekijk de uitnodiging",
        after=(
            f"De link werkt tot {timezone.localtime(found.expires_at):%d-%m-%Y}.",
            "Ken je deze organisatie niet? Dan hoef je niets te doen.",
        ),
    )
    build_message(letter, to=found.email).send()
    return True


def _open(at: datetime):
    return Invitation.objects.valid(at).select_related("organisation")
