"""Loads the numbers of `fixtures/matching_weights.json` and the tables of rules after the reference data."""

from pathlib import Path

from django.db import transaction

from catalogue.models import Level
from catalogue.revisions.publishing import DocumentRefused
from catalogue.text.json_files import read_json
from catalogue.vocabulary.loading import Loaded
from matching.adapter import context_keys
from matching.models import RuleTable, Weight
from matching.weights.bounds import weight_fault
from matching.weights.in_force import FILE, TABLES, numbers_of
from matching.weights.tables import NAMES, table_faults
from matching.wording import EVERY_SECTOR, value_words

CAP_NAMES = {
    "specificity-cap": "Voor haar groep: samen hooguit",
    "fit-cap": "Sluit aan: samen hooguit",
}


@transaction.atomic
def load_weights(folder: Path, overwrite: bool) -> Loaded:
    """Brings the weights in line with the file in `folder`.

    A number that was edited in the administration stays, unless `overwrite`. One no longer in the file is
    removed. Raises DocumentRefused when the numbers of the file conflict with the edited ones.
    """
    numbers = numbers_of(read_json(folder / FILE))
    edited = Weight.objects.none() if overwrite else Weight.objects.edited().filter(key__in=numbers)
    in_force = numbers | edited.numbers()
    faults = [
        f"{FILE}: {weight_name(key)}: {fault}" for key in in_force if (fault := weight_fault(key, in_force))
    ]
    if faults:
        raise DocumentRefused(faults)
    Weight.objects.exclude(key__in=numbers).delete()
    for position, (key, number) in enumerate(numbers.items()):
        values = {"name": weight_name(key), "value": in_force[key], "loaded": number, "position": position}
        Weight.objects.update_or_create(key=key, defaults=values)
    return Loaded("gewichten", len(numbers), [weight.name for weight in Weight.objects.edited()])


@transaction.atomic
def load_tables(folder: Path, overwrite: bool) -> Loaded:
    """Brings the tables of rules in line with the files in `folder`.

    An edited one stays, unless `overwrite`. Raises DocumentRefused when that can be in force no longer.
    """
    for position, key in enumerate(TABLES):
        loaded = (folder / f"{key}.json").read_text(encoding="utf-8")
        known = RuleTable.objects.filter(key=key).first()
        text = known.text if known and known.edited and not overwrite else loaded
        if text != loaded and (faults := table_faults(key, text)):
            raise DocumentRefused([f"{NAMES[key]}: {fault}" for fault in faults])
        values = {"name": NAMES[key], "text": text, "loaded": loaded, "position": position}
        RuleTable.objects.update_or_create(key=key, defaults=values)
    RuleTable.objects.exclude(key__in=TABLES).delete()
    return Loaded("tabellen", len(TABLES), [table.name for table in RuleTable.objects.edited()])


def weight_name(key: str) -> str:
    """The Dutch name of the weight with `key`, in the words of the form."""
    if key in CAP_NAMES:
        return CAP_NAMES[key]
    kind, _, about = key.partition(":")
    if kind == "level":
        return f"Niveau: {Level(about).label}"
    fact, _, values = about.partition(":")
    known = context_keys()[fact]
    if kind == "specificity":
        return f"Voor haar groep: {known.label}"
    words = value_words(tuple(values.split("+")), known.value_labels) if values else EVERY_SECTOR
    return f"Sluit aan: {known.label}: {words}"
