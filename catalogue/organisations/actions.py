"""Organisations and who speaks for them. The only place that makes, renames or merges an organisation.

Its slug is the key that documents hold, and never changes; its names may.
"""

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalogue.documents.schema import document_of
from catalogue.models import (
    Event,
    Intervention,
    Invitation,
    LocalOverride,
    Membership,
    MembershipRequest,
    Organisation,
    Revision,
)
from catalogue.models.organisations import name_key, visible_name
from catalogue.organisations import lookalikes
from catalogue.revisions import actions as revision_actions
from catalogue.revisions import version
from catalogue.revisions.events import Actor, record
from catalogue.revisions.publishing import fresh, give_to
from catalogue.search import index
from catalogue.text.dutch import listed
from catalogue.text.folding import slugify

Action = Event.Action

#: Addresses under /organisaties/ that are pages of their own.
RESERVED_SLUGS = frozenset(
    {"aanmelden", "aanvragen", "uitnodiging", "uitnodigingen", "trajecten", "nieuw", "redactie"}
)
INVITATION_VALID = timedelta(days=14)
#: How many invitations of one organisation may be open: more is a list of addresses, not a team.
MOST_INVITATIONS = 20


class NotPossible(Exception):
    """A step about an organisation or its members that cannot be taken; says why, for the screen."""


# Organisations


@transaction.atomic
def create_organisation(
    *, name: str, slug: str = "", website: str = "", about: str = "", by: Actor
) -> Organisation:
    """A new organisation at `slug`, or at one made of its name.

    NotPossible when the name, however it is spelled, is or was that of another, or when the slug is taken.
    """
    version.lock()
    name = _free_name(name)
    if slug and (slug in RESERVED_SLUGS or Organisation.objects.filter(slug=slug).exists()):
        raise NotPossible(f"Het adres {slug} is al in gebruik.")
    organisation = Organisation.objects.create(
        name=name, slug=slug or _free_slug(name), website=website, about=about
    )
    if by:
        record(Action.REGISTERED, by=by, organisation=organisation)
    return organisation


@transaction.atomic
def load_organisation(*, slug: str, name: str, website: str, about: str, overwrite: bool) -> bool:
    """Brings one organisation in line with the files; whether an edit here was kept instead.

    What the files leave empty is not emptied here. NotPossible when another organisation has the name.
    """
    locked = Organisation.objects.select_for_update().filter(slug=slug).first()
    if locked is None:
        create_organisation(slug=slug, name=name, website=website, about=about, by=None)
        return False
    wanted = (visible_name(name), website or locked.website, about or locked.about)
    if locked.merged_into_id or (locked.name, locked.website, locked.about) == wanted:
        return False
    edited = LocalOverride.objects.of(Organisation).filter(key=slug)
    if edited.exists() and not overwrite:
        return True
    edited.delete()
    _set_name(locked, name)
    _, locked.website, locked.about = wanted
    locked.save(update_fields=["name", "former_names", "website", "about"])
    return False


@transaction.atomic
def rename_organisation(*, organisation: Organisation, name: str, by: Actor) -> Organisation:
    """Another name for the same organisation; its items are found and shown by it from now on.

    The old name stays known. NotPossible when the name is or was that of another organisation.
    """
    version.lock()
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = locked.name
    if visible_name(name) == before:
        return locked
    _set_name(locked, name)
    locked.save(update_fields=["name", "former_names"])
    _mark_override(locked)
    index.rewrite(locked.interventions.all())
    version.refresh()
    record(Action.RENAMED, by=by, organisation=locked, remark=f"Van {before} naar {locked.name}")
    return locked


@transaction.atomic
def describe_organisation(*, organisation: Organisation, website: str, about: str, by: Actor) -> Organisation:
    """What the organisation says of itself beside its name; nothing happens when it says so already."""
    version.lock()
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if (locked.website, locked.about) != (website, about):
        locked.website, locked.about = website, about
        locked.save(update_fields=["website", "about"])
        _mark_override(locked)
        version.refresh()
        record(Action.DESCRIBED, by=by, organisation=locked)
    return locked


@transaction.atomic
def merge_organisations(*, organisation: Organisation, into: Organisation, by: Actor) -> Organisation:
    """`organisation` goes up in `into`: its items, members, requests, invitations and revisions follow.

    Its row stays, so that its slug in older documents and addresses leads to `into`. Accepted revisions stay
    as they were; what is being written gets the new provider. NotPossible for one that was merged before.
    """
    version.lock()
    rows = Organisation.objects.select_for_update().in_bulk([organisation.pk, into.pk])
    gone, stays = rows[organisation.pk], rows[into.pk]
    if gone == stays or gone.merged_into_id or stays.merged_into_id:
        raise NotPossible("Kies twee verschillende organisaties die nog bestaan.")
    moved = _move_items(gone, stays) | _move_people(gone, stays)
    stays.website, stays.about = stays.website or gone.website, stays.about or gone.about
    names = [*stays.former_names, gone.name, *gone.former_names]
    stays.former_names = [each for each in dict.fromkeys(names) if each != stays.name]
    stays.save(update_fields=["website", "about", "former_names"])
    gone.absorbed.update(merged_into=stays)
    gone.merged_into = stays
    gone.save(update_fields=["merged_into"])
    _mark_override(gone)
    _mark_override(stays)
    index.rewrite(stays.interventions.all())
    version.refresh()
    told = listed([f"{number} {word}" for word, number in moved.items() if number]) or "niets"
    remark = f"{gone.name} is opgegaan in {stays.name}. Meegegaan: {told}"
    record(Action.ORGANISATIONS_MERGED, by=by, organisation=stays, remark=remark)
    return stays


@transaction.atomic
def hand_over(*, item: Intervention, to: Organisation, by: Actor) -> Intervention:
    """Publishes a version of `item` in which `to` is the provider.

    NotPossible when it is the provider already, NotAllowed when an edit of the item is open.
    """
    document, before = document_of(fresh(item.source_ref)), item.provider
    if before == to:
        raise NotPossible(f"{item} is al van {to}.")
    revision = revision_actions.start_revision(document={**document, "provider": to.slug}, by=by)
    revision = revision_actions.move(revision=revision, to=Revision.Status.SUBMITTED, by=by)
    given = revision_actions.publish(revision=revision, by=by)
    remark = f"Van {before or 'niemand'} naar {to}"
    record(Action.HANDED_OVER, by=by, source_ref=item.source_ref, organisation=to, remark=remark)
    return given


# Members


@transaction.atomic
def register_organisation(
    *, name: str, by: AbstractBaseUser, website: str = "", about: str = ""
) -> Membership | MembershipRequest:
    """Makes `by` a member of a new organisation, or asks the editors for one that has members or work.

    Names are compared without case, accents and what cannot be seen, former names too. Raises NotPossible
    when `by` is a member already, and for a new name that can be taken for that of another.
    """
    version.lock()  # of two who register one name at once, the second finds what the first made
    known = Organisation.objects.named(name).first()
    if known is None:
        _refuse_lookalike(name)
        known = create_organisation(name=name, website=website, about=about, by=by)
        return _join(known, by)
    if known.memberships.filter(user=by).exists():
        raise NotPossible(f"Je hoort al bij {known}.")
    if known.memberships.exists() or known.interventions.exists() or known.revisions.exists():
        return _request(known, by=by, website=website, about=about)
    record(Action.REGISTERED, by=by, organisation=known)
    return _join(known, by)


@transaction.atomic
def accept_request(*, membership_request: MembershipRequest, by: AbstractBaseUser) -> Membership:
    """Makes the account of `membership_request` a member; its texts fill what the organisation left empty.

    NotPossible for one's own request: an editor too is let in by another.
    """
    if membership_request.user == by:
        raise NotPossible("Dit is je eigen aanvraag. Een andere redacteur moet hierover beslissen.")
    organisation = describe_organisation(
        organisation=membership_request.organisation,
        website=membership_request.organisation.website or membership_request.website,
        about=membership_request.organisation.about or membership_request.about,
        by=by,
    )
    user = membership_request.user
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
def add_member(*, organisation: Organisation, user: AbstractBaseUser, by: Actor) -> Membership:
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


def _join(organisation: Organisation, user: AbstractBaseUser, *, by: Actor = None) -> Membership:
    """`by`: who let `user` in; `user` then gets a mail about it."""
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


def _set_name(organisation: Organisation, name: str) -> None:
    """Another name; the one before it becomes a former name, unless it is another spelling of the new one."""
    before, organisation.name = organisation.name, _free_name(name, of=organisation)
    known = [*organisation.former_names, before]
    others = [each for each in dict.fromkeys(known) if name_key(each) != name_key(organisation.name)]
    organisation.former_names = others


def _free_name(name: str, *, of: Organisation | None = None) -> str:
    """`name` as it is shown; NotPossible when it is empty, or is or was that of another than `of`."""
    name = visible_name(name)
    if not name_key(name):
        raise NotPossible("Een organisatie heeft een naam nodig.")
    others = Organisation.objects.named(name).exclude(pk=of.pk if of else None)
    if known := others.first():
        raise NotPossible(f"Deze naam is of was van {known}.")
    return name


def _refuse_lookalike(name: str) -> None:
    """NotPossible when a reader may take `name` for that of another organisation."""
    if lookalikes.mixes_alphabets(name):
        raise NotPossible(
            "In één woord van deze naam staan letters uit twee alfabetten. Typ de naam opnieuw, "
            "zonder te plakken."
        )
    outline = lookalikes.outline(name)
    for other in Organisation.objects.present():
        if outline in map(lookalikes.outline, [other.name, *other.former_names]):
            raise NotPossible(
                f"Deze naam lijkt te veel op die van {other}. Hoor je daarbij? Typ dan die naam. "
                "Is het een andere organisatie? Vraag de redactie om haar aan te maken."
            )


def _free_slug(name: str) -> str:
    base = slugify(name)[:200] or "organisatie"
    slug, number = base, 2
    while slug in RESERVED_SLUGS or Organisation.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def _mark_override(organisation: Organisation) -> None:
    """Loading the files leaves it alone from now on."""
    LocalOverride.objects.get_or_create(table="organisation", key=organisation.word_key)


def _move_items(gone: Organisation, stays: Organisation) -> dict[str, int]:
    items = give_to(gone.interventions.all(), stays)
    drafts = revision_actions.change_provider(former=gone.slug, new=stays.slug)
    gone.revisions.update(organisation=stays)
    return {"items": items, "lopende bewerkingen": drafts}


def _move_people(gone: Organisation, stays: Organisation) -> dict[str, int]:
    """Who is a member, asked or invited at both counts once."""
    members = gone.memberships.exclude(user__in=stays.memberships.values("user")).update(organisation=stays)
    gone.memberships.all().delete()
    asked = gone.membership_requests.exclude(user__in=stays.membership_requests.values("user"))
    requests = asked.exclude(user__in=stays.memberships.values("user")).update(organisation=stays)
    gone.membership_requests.all().delete()
    stays.membership_requests.filter(user__in=stays.memberships.values("user")).delete()
    invited = {email.lower() for email in stays.invitations.values_list("email", flat=True)}
    invited |= {email.lower() for email in stays.memberships.values_list("user__email", flat=True)}
    twice = [row.pk for row in gone.invitations.all() if row.email.lower() in invited]
    invitations = gone.invitations.exclude(pk__in=twice).update(organisation=stays)
    gone.invitations.all().delete()
    return {"leden": members, "aanvragen": requests, "uitnodigingen": invitations}
