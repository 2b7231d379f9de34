"""Four eyes: nobody decides about their own work (docs/decisions/0024-four-eyes.md).

An editor does not decide about a revision that she made or submitted, nor about anything of an organisation
of which she is a member. Merging and restoring are allowed for one's own revision, since others wrote or
decided about the content; the rule about organisations applies to them too.
"""

from django.db.models import Q

from catalogue.models import Event, Membership, Revision

OWN_ORGANISATION = (
    "Dit is van een organisatie waar jij bij hoort. Een andere redacteur moet hierover beslissen."
)
OWN_WORK = "Je hebt dit zelf gemaakt of ingediend. Een andere redacteur moet hierover beslissen."


def refusal_reason(revision: Revision, user) -> str:
    """Why `user` may not decide about `revision`; empty when she may."""
    if of_own_organisation(user, revision.source_ref, revision.organisation_id):
        return OWN_ORGANISATION
    sent = Event.objects.filter(revision=revision, action=Event.Action.SUBMITTED, by=user)
    return OWN_WORK if revision.created_by_id == user.pk or sent.exists() else ""


def of_own_organisation(user, source_ref: str, organisation: int | None = None) -> bool:
    """Whether `user` is a member of `organisation` or of the one that offers the item now."""
    offers = Q(organisation__interventions__source_ref=source_ref)
    return Membership.objects.filter(offers | Q(organisation=organisation), user=user).exists()
