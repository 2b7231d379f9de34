"""Changes of weights and tables by an administrator, each in one transaction with the catalogue version."""

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.db import transaction

from catalogue.models import Event
from catalogue.revisions import version
from catalogue.revisions.events import Actor, record
from matching.models import RuleTable, Weight
from matching.weights.bounds import weight_fault
from matching.weights.tables import table_faults


@transaction.atomic
def set_weight(*, weight: Weight, value: int, by: Actor) -> None:
    """Sets one weight; raises ValidationError on the field `value` when it is out of bounds."""
    version.lock()
    _apply({weight.key: value}, by)


@transaction.atomic
def reset_weights(*, weights: Collection[Weight], by: Actor) -> None:
    """Resets `weights` to the numbers of the file, all at once.

    Raises ValidationError, and changes nothing, when one conflicts with the weights that are not reset.
    """
    version.lock()
    mine = Weight.objects.filter(pk__in=[weight.pk for weight in weights])
    _apply(dict(mine.values_list("key", "loaded")), by)


@transaction.atomic
def set_table(*, table: RuleTable, text: str, by: Actor) -> None:
    """Puts another table of rules in force; raises ValidationError on the field `text` with every fault."""
    version.lock()
    if faults := table_faults(table.key, text):
        raise ValidationError({"text": faults})
    before, table.text = RuleTable.objects.get(pk=table.pk).text, text
    if text != before:
        table.save(update_fields=["text"])
        record(Event.Action.WEIGHED, by=by, remark=f"{table.name}: tabel gewijzigd")
    version.refresh()


@transaction.atomic
def reset_tables(*, tables: Collection[RuleTable], by: Actor) -> None:
    """Puts the tables of the files in force again."""
    for table in tables:
        set_table(table=table, text=table.loaded, by=by)


def _apply(changes: Mapping[str, int], by: Actor) -> None:
    numbers = Weight.objects.numbers() | changes
    for key in changes:
        if fault := weight_fault(key, numbers):
            raise ValidationError({"value": fault})
    for weight in Weight.objects.filter(key__in=changes):
        before, weight.value = weight.value, changes[weight.key]
        if weight.value != before:
            weight.save(update_fields=["value"])
            record(Event.Action.WEIGHED, by=by, remark=f"{weight.name}: van {before} naar {weight.value}")
    version.refresh()
