"""Which addresses an account has shown to be its own, and which invitations were sent there."""

from allauth.account.models import EmailAddress
from django.utils import timezone

from catalogue.models import Invitation


def addresses(user) -> list[str]:
    return list(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))


def invitations(user):
    """The invitations that `user` may accept now."""
    now = timezone.now()
    return Invitation.objects.valid(now).addressed_to(addresses(user)).select_related("organisation")
