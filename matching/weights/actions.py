"""Every write to the weights by people. Each is one transaction and leaves the catalogue version right."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue.models import Event
from catalogue.revisions import version
from catalogue.revisions.events import Actor, record
from matching.models import Weight, fault_of


@transaction.atomic
def set_weight(*, weight: Weight, value: int, by: Actor) -> None:
    """Puts another number in force; ValidationError, about the field, when it may not be that one."""
    version.lock()
    _put_in_force({weight.key: value}, by)


@transaction.atomic
def put_back(*, weights: Collection[Weight], by: Actor) -> None:
    """Puts the numbers of the file in force again, all of `weights` at once.

    ValidationError, and nothing is changed, when one does not go with the numbers that stay.
    """
    version.lock()
    mine = Weight.objects.filter(pk__in=[weight.pk for weight in weights])
    _put_in_force(dict(mine.values_list("key", "loaded")), by)


def _put_in_force(changes: Mapping[str, int], by: Actor) -> None:
    numbers = Weight.objects.numbers() | changes
    for key in changes:
        if fault := fault_of(key, numbers):
            raise ValidationError({"value": fault})
    for weight in Weight.objects.filter(key__in=changes):
        before, weight.value = weight.value, changes[weight.key]
        if weight.value != before:
            weight.save(update_fields=["value"])
            record(Event.Action.WEIGHED, by=by, remark=f"{weight.name}: van {before} naar {weight.value}")
    version.refresh()
