"""The facets of the catalogue list: which values items have, and which items have each."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from django.db.models import Aggregate, Case, CharField, F, IntegerField, QuerySet, TextField, Value, When

from catalogue.models import (
    Coverage,
    Intervention,
    InterventionApproach,
    InterventionGoal,
    InterventionTargetGroup,
    Level,
    Trait,
)
from catalogue.text import labels
from catalogue.text.dutch import first_upper


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of values.

    `rows` gives, for a queryset of items, the rows that hold their values; `value`, `label` and `position`
    are expressions on such a row, `item` is its way to the item. `names` are the labels of a closed list, in
    order.
    """

    name: str
    title: str
    rows: Callable[[QuerySet], QuerySet]
    value: object
    label: object | None = None
    position: object | None = None
    item: str = "intervention"
    names: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, with the keys of the items that have it, each once."""

    value: str
    label: str
    keys: np.ndarray


class KeyList(Aggregate):
    """The keys of a group of rows as one text; `as_array` reads it."""

    output_field = TextField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="STRING_AGG((%(expressions)s)::text, ',')", **context
        )


def as_array(keys: str | None) -> np.ndarray:
    """The keys that `KeyList` gave, rising and each once; none when it had no rows."""
    return np.unique(np.array(keys.split(",") if keys else [], np.int64))


def _column(name: str, title: str, column: str, names: dict[str, str]) -> Facet:
    """A facet over one text column of the item itself; empty is no value."""
    return Facet(
        name,
        title,
        rows=lambda items: items.exclude(**{column: ""}),
        value=F(column),
        item="pk",
        names=names,
    )


def _provision(name: str, title: str, column: str) -> Facet:
    """A facet with the one value "ja"; what is not mentioned is not a no, so there is no other."""
    return Facet(
        name,
        title,
        rows=lambda items: items.filter(**{column: True}),
        value=Case(When(**{column: True}, then=Value("ja")), output_field=CharField()),
        item="pk",
        names={"ja": title},
    )


def _trait(name: str, title: str, kind: str, names: dict[str, str]) -> Facet:
    return Facet(
        name,
        title,
        rows=lambda items: Trait.objects.filter(intervention__in=items.values("pk"), kind=kind),
        value=F("value"),
        names=names,
    )


_ALL = (
    Facet(
        "niveau",
        "Werkt aan",
        rows=lambda items: Coverage.objects.filter(intervention__in=items.values("pk")),
        value=F("barrier__level"),
        names=dict(Level.choices),
    ),
    Facet(
        "doel",
        "Doel",
        rows=lambda items: InterventionGoal.objects.filter(intervention__in=items.values("pk")),
        value=F("goal__slug"),
        label=F("goal__label"),
        position=F("goal__position"),
    ),
    Facet(
        "doelgroep",
        "Doelgroep",
        rows=lambda items: InterventionTargetGroup.objects.filter(intervention__in=items.values("pk")),
        value=F("target_group__text"),
        label=F("target_group__text"),
    ),
    Facet(
        "aanpak",
        "Aanpak",
        rows=lambda items: InterventionApproach.objects.filter(intervention__in=items.values("pk")),
        value=F("approach__slug"),
        label=F("approach__label"),
        position=F("approach__position"),
    ),
    _trait("uitstroom", "Uitstroom", Trait.Kind.OUTCOME, labels.OUTCOMES),
    _provision("kinderopvang", "Kinderopvang", "childcare"),
    _provision("nazorg", "Nazorg", "aftercare"),
    _provision("taalles", "Taalles", "language_lessons"),
    _trait("publiek", "Bedoeld voor", Trait.Kind.AUDIENCE, labels.AUDIENCES),
    _column("soort", "Soort", "kind", dict(Intervention.Kind.choices)),
    _column("erkenning", "Erkenning", "recognition", dict(Intervention.Recognition.choices)),
)
FACETS: dict[str, Facet] = {facet.name: facet for facet in _ALL}
PROVISIONS = ("kinderopvang", "nazorg", "taalles")


def facet_values(items) -> dict[str, list[FacetValue]]:
    """In one query: per facet the values of `items`, in the order of the screen."""
    first, *others = (_leg(facet, items) for facet in _ALL)
    found: dict[str, list[tuple]] = {name: [] for name in FACETS}
    for name, value, label, position, keys in first.union(*others, all=True):
        found[name].append((_position(name, value, position), label, value, keys))
    return {name: [_facet_value(name, row) for row in sorted(rows)] for name, rows in found.items()}


def _leg(facet: Facet, items):
    rows = facet.rows(items.order_by()).order_by()
    columns = {
        "facet_name": Value(facet.name, output_field=CharField()),
        "facet_value": facet.value,
        "facet_label": facet.label or facet.value,
        "facet_position": facet.position or Value(0, output_field=IntegerField()),
    }
    gathered = rows.values(**columns).annotate(facet_keys=KeyList(facet.item))
    return gathered.values_list(*columns, "facet_keys")


def _position(name: str, value: str, position: int) -> int:
    names = FACETS[name].names
    return list(names).index(value) if names and value in names else position


def _facet_value(name: str, row: tuple) -> FacetValue:
    _, label, value, keys = row
    names = FACETS[name].names
    text = names.get(value, value) if names else label
    return FacetValue(value, first_upper(text), as_array(keys))
