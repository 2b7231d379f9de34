"""Who gets a mail about an Event."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from catalogue.access.roles import EDITORS
from catalogue.models import Event

Action = Event.Action

#: Steps that are told to the people of the organisation, and steps that are told to the editors. A report of
#: a fault is told to whoever is to mend it: it names the organisation only when that is the provider.
TO_ORGANISATION = frozenset(
    {
        Action.SUBMITTED,
        Action.RETURNED,
        Action.PUBLISHED,
        Action.REJECTED,
        Action.REMINDED,
        Action.REPORTED,
    }
)
TO_EDITORS = frozenset({Action.SUBMITTED, Action.REQUESTED})
#: What became of a claim is told to whoever made it; the task names that account.
TO_REQUESTER = frozenset({Action.JOINED, Action.REQUEST_REFUSED})
#: Decisions about an edit by the redactie itself are told to the editor who began it, if another decided.
TO_WRITER_WITHOUT_ORGANISATION = frozenset({Action.RETURNED, Action.PUBLISHED, Action.REJECTED})
TO_EDITORS_WITHOUT_ORGANISATION = frozenset({Action.REPORTED})


def recipient(event: Event, user: int) -> Any | None:
    """Account `user` as long as it should get the mail about `event`."""
    if event.action in TO_REQUESTER:
        return get_user_model().objects.filter(pk=user, is_active=True).first()
    return recipients(event).filter(pk=user).first()


def recipients(event: Event) -> QuerySet:
    """The active accounts that get a mail about `event`: members of its organisation and/or editors."""
    recipients = Q(pk__in=[])
    if event.action in TO_ORGANISATION and event.organisation_id:
        recipients |= Q(memberships__organisation=event.organisation_id)
    unowned = event.action in TO_EDITORS_WITHOUT_ORGANISATION and not event.organisation_id
    if event.action in TO_EDITORS or unowned:
        recipients |= Q(groups__name=EDITORS)
    decided = event.action in TO_WRITER_WITHOUT_ORGANISATION and not event.organisation_id
    if decided and event.revision and event.revision.created_by_id != event.by_id:
        recipients |= Q(pk=event.revision.created_by_id, groups__name=EDITORS)
    return get_user_model().objects.filter(recipients, is_active=True).distinct().order_by("pk")
