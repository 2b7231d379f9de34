"""Who speaks for an organisation: registering it, inviting a colleague, joining, leaving, asking to join."""

import unicodedata
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalogue.models import (
    Event,
    Intervention,
    Invitation,
    Membership,
    MembershipRequest,
    Organisation,
    Revision,
)
from catalogue.revisions import version
from catalogue.revisions.events import record
from catalogue.text.folding import fold, slugify

Action = Event.Action

INVITATION_VALID = timedelta(days=14)
#: So many invitations of one organisation may be open: more is a list of addresses, not a team.
MOST_INVITATIONS = 20
#: Addresses under /organisaties/ that are pages of their own.
RESERVED_SLUGS = frozenset(
    {"aanmelden", "aanvragen", "uitnodiging", "uitnodigingen", "trajecten", "nieuw", "redactie"}
)


class NotPossible(Exception):
    """A step about members that cannot be taken; says why, for the screen."""


@transaction.atomic
def register_organisation(
    *, name: str, by: AbstractBaseUser, website: str = "", about: str = ""
) -> Membership | MembershipRequest:
    """Makes `by` a member of a new organisation, or asks the editors for one that has members or work.

    Names are compared without case, accents and what cannot be seen. Raises NotPossible when `by` is a member
    already.
    """
    version.lock()  # of two who register one name at once, the second finds what the first made
    name = _visible(name)
    known = _known(name)
    if known is None:
        known = Organisation.objects.create(name=name, slug=_free_slug(name), website=website, about=about)
    elif known.memberships.filter(user=by).exists():
        raise NotPossible(f"Je hoort al bij {known}.")
    elif known.memberships.exists() or known.interventions.exists() or known.revisions.exists():
        return _request(known, by=by, website=website, about=about)
    record(Action.REGISTERED, by=by, organisation=known)
    return _join(known, by)


@transaction.atomic
def accept_request(*, membership_request: MembershipRequest, by: AbstractBaseUser) -> Membership:
    """Makes the account of `membership_request` a member; its texts fill what the organisation left empty.

    NotPossible for one's own request: an editor too is let in by another.
    """
    organisation, user = membership_request.organisation, membership_request.user
    if user == by:
        raise NotPossible("Dit is je eigen aanvraag. Een andere redacteur moet hierover beslissen.")
    organisation.website = organisation.website or membership_request.website
    organisation.about = organisation.about or membership_request.about
    organisation.save(update_fields=["website", "about"])
    membership_request.delete()
    return _join(organisation, user, by=by)


@transaction.atomic
def refuse_request(*, membership_request: MembershipRequest, by: AbstractBaseUser) -> None:
    record(
        Action.REQUEST_REFUSED,
        by=by,
        organisation=membership_request.organisation,
        account=membership_request.user,
    )
    membership_request.delete()


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, by: AbstractBaseUser, at: datetime | None = None
) -> Invitation:
    """Asks a colleague by mail; asking again sends a new link. NotPossible for a member or for too many."""
    at = at or timezone.now()
    email = email.strip().lower()
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise NotPossible(f"{email} hoort al bij {organisation}.")
    organisation.invitations.filter(email__iexact=email).delete()
    if organisation.invitations.valid(at).count() >= MOST_INVITATIONS:
        raise NotPossible("Er staan al veel uitnodigingen open. Trek er eerst een in.")
    invitation = Invitation.objects.create(
        organisation=organisation, email=email, invited_by=by, expires_at=at + INVITATION_VALID
    )
    record(Action.INVITED, by=by, at=at, organisation=organisation, invitation=invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: AbstractBaseUser) -> None:
    invitation.delete()


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, by: AbstractBaseUser, at: datetime | None = None
) -> Membership:
    """Makes `by` a member. NotPossible when the invitation has expired.

    Whether the invited address is one that `by` has confirmed is for the caller to see to.
    """
    if invitation.expires_at <= (at or timezone.now()):
        raise NotPossible("Deze uitnodiging is verlopen. Vraag je collega om een nieuwe.")
    organisation = invitation.organisation
    invitation.delete()
    return _join(organisation, by)


@transaction.atomic
def leave(*, membership: Membership, by: AbstractBaseUser) -> None:
    """Ends a membership. NotPossible for the last member while work is open or items are public.

    Nobody would keep those current: first invite a colleague, or have the editors archive them.
    """
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    others = organisation.memberships.exclude(pk=membership.pk)
    if not others.exists() and has_work(organisation):
        raise NotPossible(
            f"Je bent de laatste bij {organisation}. Nodig eerst een collega uit, "
            "of vraag de redactie om wat er staat te archiveren."
        )
    membership.delete()
    record(Action.LEFT, by=by, organisation=organisation)


@transaction.atomic
def leave_all(*, user: AbstractBaseUser) -> None:
    """Ends every membership of an account that is about to go; this one cannot be refused.

    Open drafts stay with the organisation, and the history keeps an actor without a name.
    """
    for membership in Membership.objects.filter(user=user).select_related("organisation"):
        membership.delete()
        record(Action.LEFT, by=None, organisation=membership.organisation)


@transaction.atomic
def add_member(*, organisation: Organisation, user: AbstractBaseUser, by: AbstractBaseUser) -> Membership:
    """An administrator makes `user` a member."""
    return _join(organisation, user, by=by)


@transaction.atomic
def remove_member(*, membership: Membership, by: AbstractBaseUser) -> None:
    """An administrator ends a membership, also that of the last member."""
    membership.delete()
    record(Action.LEFT, by=by, organisation=membership.organisation, remark="Door de beheerder")


@transaction.atomic
def forget_invitations(*, at: datetime) -> int:
    """Deletes the invitations that expired before `at`; says how many."""
    return Invitation.objects.filter(expires_at__lte=at).delete()[0]


def has_work(organisation: Organisation) -> bool:
    """Whether something of `organisation` is public or being written."""
    return (
        Intervention.objects.published().filter(provider=organisation).exists()
        or Revision.objects.open().filter(organisation=organisation).exists()
    )


def _join(organisation: Organisation, user: Any, *, by: Any = None) -> Membership:
    """`by`: whoever let `user` in; `user` then gets a mail about it."""
    membership, is_new = Membership.objects.get_or_create(organisation=organisation, user=user)
    MembershipRequest.objects.filter(organisation=organisation, user=user).delete()
    if is_new:
        record(Action.JOINED, by=by or user, organisation=organisation, account=user if by else None)
    return membership


def _request(
    organisation: Organisation, *, by: AbstractBaseUser, website: str, about: str
) -> MembershipRequest:
    request, is_new = MembershipRequest.objects.get_or_create(
        organisation=organisation, user=by, defaults={"website": website, "about": about}
    )
    if is_new:
        record(Action.REQUESTED, by=by, organisation=organisation)
    return request


def _visible(name: str) -> str:
    """`name` in the plain form of its letters, without marks that nobody sees."""
    plain = unicodedata.normalize("NFKC", name)
    return " ".join("".join(sign for sign in plain if unicodedata.category(sign) != "Cf").split())


def _known(name: str) -> Organisation | None:
    wanted = _compared(name)
    return next((each for each in Organisation.objects.all() if _compared(each.name) == wanted), None)


def _compared(name: str) -> str:
    """A name in other letters than ours folds to nothing; it is then compared as it is."""
    return fold(name) or name.casefold()


def _free_slug(name: str) -> str:
    base = slugify(name)[:200] or "organisatie"
    slug, number = base, 2
    while slug in RESERVED_SLUGS or Organisation.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
