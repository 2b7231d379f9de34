"""Verification: which overdue items have somebody to ask, and the reminders."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from catalogue.models import Event, Intervention, Organisation
from catalogue.upkeep import actions


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """An overdue item, the number of accounts to ask, and when they were last asked."""

    item: Intervention
    members: int
    reminded_at: datetime | None


def overdue_rows(items: Iterable[Intervention]) -> list[OverdueRow]:
    """The rows of the overdue list, in a constant number of queries."""
    items = list(items)
    active = Count("memberships", filter=Q(memberships__user__is_active=True))
    organisations = Organisation.objects.filter(pk__in={item.provider_id for item in items})
    members = dict(organisations.annotate(active=active).values_list("pk", "active"))
    asked = Event.objects.filter(
        action=Event.Action.REMINDED, source_ref__in=[item.source_ref for item in items]
    )
    reminded = dict(
        asked.order_by().values("source_ref").annotate(last=Max("at")).values_list("source_ref", "last")
    )
    return [
        OverdueRow(item, members.get(item.provider_id, 0), reminded.get(item.source_ref)) for item in items
    ]


def send_reminders(*, at: datetime) -> list[Intervention]:
    """Reminds the organisation of each overdue item that was not asked lately; returns those items."""
    overdue = Intervention.objects.overdue(timezone.localdate(at))
    with_members = overdue.filter(provider__memberships__user__is_active=True).distinct()
    return [item for item in with_members if actions.remind(item=item, at=at)]
