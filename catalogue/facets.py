"""The facets of the catalogue list: which values items have, how many have each, how to narrow by them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Case, CharField, Count, F, IntegerField, QuerySet, Value, When

from catalogue import labels
from catalogue.models import (
    Coverage,
    Intervention,
    InterventionApproach,
    InterventionGoal,
    InterventionTargetGroup,
    Level,
    Region,
    Trait,
)


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
    narrow: Callable[[QuerySet, Sequence[str]], QuerySet]
    value: object
    label: object | None = None
    position: object | None = None
    item: str = "intervention"
    names: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One value of a facet, with the number of items that have it."""

    value: str
    label: str
    count: int


def _column(name: str, title: str, column: str, names: dict[str, str]) -> Facet:
    """A facet over one text column of the item itself; empty is no value."""
    return Facet(
        name,
        title,
        rows=lambda items: items.exclude(**{column: ""}),
        narrow=lambda items, values: items.filter(**{f"{column}__in": values}),
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
        narrow=lambda items, values: items.filter(**{column: True}),
        value=Case(When(**{column: True}, then=Value("ja")), output_field=CharField()),
        item="pk",
        names={"ja": title},
    )


def _trait(name: str, title: str, kind: str, names: dict[str, str]) -> Facet:
    return Facet(
        name,
        title,
        rows=lambda items: Trait.objects.filter(intervention__in=items.values("pk"), kind=kind),
        narrow=lambda items, values: items.with_trait(kind, values),
        value=F("value"),
        names=names,
    )


_ALL = (
    Facet(
        "niveau",
        "Werkt aan",
        rows=lambda items: Coverage.objects.filter(intervention__in=items.values("pk")),
        narrow=lambda items, values: items.working_on_levels(values),
        value=F("barrier__level"),
        names=dict(Level.choices),
    ),
    Facet(
        "doel",
        "Doel",
        rows=lambda items: InterventionGoal.objects.filter(intervention__in=items.values("pk")),
        narrow=lambda items, values: items.with_goals(values),
        value=F("goal__slug"),
        label=F("goal__label"),
        position=F("goal__position"),
    ),
    Facet(
        "doelgroep",
        "Doelgroep",
        rows=lambda items: InterventionTargetGroup.objects.filter(intervention__in=items.values("pk")),
        narrow=lambda items, values: items.for_target_groups(values),
        value=F("target_group__text"),
        label=F("target_group__text"),
    ),
    Facet(
        "aanpak",
        "Aanpak",
        rows=lambda items: InterventionApproach.objects.filter(intervention__in=items.values("pk")),
        narrow=lambda items, values: items.with_approaches(values),
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

_TOTAL = Facet("totaal", "", lambda items: items, lambda items, values: items, F("status"), item="pk")


def tally(items, names=tuple(FACETS)) -> dict[str, list[Word]]:
    """In one query: per facet the values of `items`, in the order of the screen; "totaal" counts them."""
    return _read(_leg(_TOTAL, items).union(*(_leg(FACETS[name], items) for name in names), all=True), names)


def everything(items) -> dict[str, list[Word]]:
    """`tally(items)` with the names of all municipalities under "gemeente", still in one query."""
    legs = [*(_leg(facet, items) for facet in _ALL), _municipalities()]
    return _read(_leg(_TOTAL, items).union(*legs, all=True), [*FACETS, "gemeente"])


def totals(questions: dict[str, QuerySet]) -> dict[str, int]:
    """How many items each of `questions` finds, in one query; those that find nothing are left out."""
    legs = [_leg(replace(_TOTAL, name=name), items) for name, items in questions.items()]
    return {row[0]: row[-1] for row in legs[0].union(*legs[1:], all=True)}


def _read(rows, names) -> dict[str, list[Word]]:
    found: dict[str, list[tuple]] = {name: [] for name in ("totaal", *names)}
    for name, value, label, position, count in rows:
        found[name].append((_place(name, value, position), label, value, count))
    answer = {name: [_word(name, row) for row in sorted(part)] for name, part in found.items()}
    answer["totaal"] = answer["totaal"] or [Word("", "", 0)]
    return answer


def _municipalities():
    none = Value(0, output_field=IntegerField())
    name = Value("gemeente", output_field=CharField())
    places = Region.objects.municipalities().order_by()
    return places.values_list(name, F("short_name"), F("short_name"), none, none)


def _leg(facet: Facet, items):
    rows = facet.rows(items.order_by()).order_by()
    columns = {
        "facet_name": Value(facet.name, output_field=CharField()),
        "facet_value": facet.value,
        "facet_label": facet.label or facet.value,
        "facet_position": facet.position or Value(0, output_field=IntegerField()),
    }
    counted = rows.values(**columns).annotate(facet_count=Count(facet.item, distinct=True))
    return counted.values_list(*columns, "facet_count")


def _place(name: str, value: str, position: int) -> int:
    names = FACETS[name].names if name in FACETS else None
    return list(names).index(value) if names and value in names else position


def _word(name: str, row: tuple) -> Word:
    _, label, value, count = row
    names = FACETS[name].names if name in FACETS else None
    text = names.get(value, value) if names else label
    return Word(value, text[:1].upper() + text[1:] if name in FACETS else text, count)
