"""Who gets a mail about an Event."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from catalogue.access.roles import EDITORS
from catalogue.models import Event

Action = Event.Action

#: Events that are mailed to the members of the organisation. A report has an organisation only when its
#: members are to resolve it.
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
#: Decisions about a membership request are mailed to the account that made it, which the task names.
TO_REQUESTER = frozenset({Action.JOINED, Action.REQUEST_REFUSED})
#: Decisions about an edit by the redactie are mailed to the editor who made it, unless they decided.
TO_WRITER_WITHOUT_ORGANISATION = frozenset({Action.RETURNED, Action.PUBLISHED, Action.REJECTED})
TO_EDITORS_WITHOUT_ORGANISATION = frozenset({Action.REPORTED})


def recipient(event: Event, user: int) -> Any | None:
    """Account `user` if it is a recipient of the mail about `event` now, else None."""
    if event.action in TO_REQUESTER:
        return get_user_model().objects.filter(pk=user, is_active=True).first()
    return recipients(event).filter(pk=user).first()


def recipients(event: Event) -> QuerySet:
    """The active accounts that get a mail about `event`: members of its organisation and/or editors."""
    condition = Q(pk__in=[])
    if event.action in TO_ORGANISATION and event.organisation_id:
        condition |= Q(memberships__organisation=event.organisation.successor)
    unowned = event.action in TO_EDITORS_WITHOUT_ORGANISATION and not event.organisation_id
    if event.action in TO_EDITORS or unowned:
        condition |= Q(groups__name=EDITORS)
    decided = event.action in TO_WRITER_WITHOUT_ORGANISATION and not event.organisation_id
    if decided and event.revision and event.revision.created_by_id != event.by_id:
        condition |= Q(pk=event.revision.created_by_id, groups__name=EDITORS)
    return get_user_model().objects.filter(condition, is_active=True).distinct().order_by("pk")
