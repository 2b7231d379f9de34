"""What a spreadsheet tells of an item: its columns, each with its type and what it means.

A field of the table has its column by its kind; here stand those that are not that plain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.documents.conditions import lines
from catalogue.documents.fields import BY_KEY, FIELDS, Kind
from catalogue.documents.schema import TRAITS
from catalogue.documents.words import lines_of
from catalogue.models import Intervention, Level

#: What a cell holds; None is "niet vermeld" and stays empty.
Value = str | float | bool | date | None

LEVEL_MEANING = "belemmeringen op dit niveau waaraan het werkt, volgens bron of organisatie"

TEXT, NUMBER, FLAG, DATE = "tekst", "getal", "ja of nee", "datum"
#: What a cell of a kind holds as it is; the other kinds are told in words.
AS_IT_IS = {Kind.NUMBER: NUMBER, Kind.WHOLE: NUMBER, Kind.FLAG: FLAG, Kind.DATE: DATE}
WIDTHS = {NUMBER: 10, FLAG: 12, DATE: 14}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    key: str
    title: str
    kind: str
    value: Callable[[Intervention], Value]
    meaning: str = ""
    width: int = 14


def _text(
    key: str, title: str, value: Callable[[Intervention], Any], meaning: str = "", width: int = 24
) -> SheetColumn:
    return SheetColumn(key, title, TEXT, lambda item: str(value(item) or "") or None, meaning, width)


def _joined(key: str, title: str, values: Callable[[Intervention], Any], meaning: str = "") -> SheetColumn:
    return _text(key, title, lambda item: "; ".join(values(item)), meaning, 32)


def _field(key: str, meaning: str = "", width: int = 24) -> SheetColumn:
    """The column of a field by its kind: a number, a day, yes or no as it is, all else in words."""
    field = BY_KEY[key]
    if field.kind in AS_IT_IS:
        kind = AS_IT_IS[field.kind]
        return SheetColumn(key, field.title, kind, lambda item: getattr(item, key), meaning, WIDTHS[kind])
    if key in TRAITS:
        return _joined(key, field.title, lambda item: lines_of(field, item.traits_of(key)), meaning)
    return _text(
        key, field.title, lambda item: "; ".join(lines_of(field, getattr(item, key))), meaning, width
    )


def _conditions(required: bool) -> Callable[[Intervention], list[str]]:
    return lambda item: [line.text for line in lines(item.conditions) if line.required is required]


def _on_level(level: str) -> Callable[[Intervention], list[str]]:
    return lambda item: [row.barrier.label for row in item.coverage.all() if row.barrier.level == level]


def _sources(item: Intervention) -> list[str]:
    return list(dict.fromkeys(row.source.short for row in item.citations.all()))


def _results(item: Intervention) -> list[str]:
    kinds = {"target": "streefgetal", "result": "gemeld"}
    return [
        f"{row.text} ({kinds[row.kind]}{f', {row.year}' if row.year else ''})" for row in item.results.all()
    ]


#: The columns before and after those that are in the order of the page.
_FIRST: tuple[SheetColumn, ...] = (
    _field("name", width=30),
    _joined(
        "goals",
        "Doelen",
        lambda item: [row.wording for row in item.goal_rows.all()],
        "in het woord van de bron",
    ),
    _joined(
        "target_groups",
        "Doelgroep",
        lambda item: [row.target_group.text for row in item.target_group_rows.all()],
    ),
    _joined(
        "approaches",
        "Aanpak",
        lambda item: [row.wording for row in item.approach_rows.all()],
        "in het woord van de bron",
    ),
    _text("reach", "Bereik", lambda item: item.reach_text, "in de woorden van de bron"),
    _text("provider", "Aanbieder", lambda item: item.provider),
    _field("kind", width=14),
    _field("summary", width=60),
    _field("working_method", width=40),
    _field("audience"),
    _joined("required", "Voorwaarden", _conditions(True), "wie hier niet aan voldoet, kan niet meedoen"),
    _joined("intended", "Bedoeld voor, geen eis", _conditions(False)),
    _joined(
        "provider_conditions",
        "Bespreek zelf",
        lambda item: [row.text for row in item.provider_conditions.all()],
    ),
    SheetColumn("national", "Landelijk", FLAG, lambda item: item.reach_national, width=12),
    _joined(
        "regions",
        "Gebieden",
        lambda item: [row.region.short_name for row in item.reach_rows.all()],
        "wat wij tot het bereik rekenen",
    ),
    _text("elsewhere", "Elders", lambda item: item.get_reach_elsewhere_display(), width=16),
    _field("duration_text", width=40),
    *map(_field, ("duration_weeks_min", "duration_weeks_max", "hours_per_week_min", "hours_per_week_max")),
    *map(_field, ("sessions", "phases", "ladder_from", "ladder_to", "outcomes", "sectors")),
    *(_joined(f"level_{level.value}", level.label, _on_level(level.value), LEVEL_MEANING) for level in Level),
)
_LAST: tuple[SheetColumn, ...] = (
    _text(
        "recognition",
        "Erkenning",
        lambda item: item.get_recognition_display(),
        "in de betekenis van de databank",
        18,
    ),
    _field("effect_note"),
    _joined("results", "Resultaten", _results, "een streefgetal is geen resultaat"),
    _field("section"),
    _field("table_position"),
    _field("url"),
    _field("mailbox", "algemene mailbox van de organisatie"),
    _field("visiting_address"),
    SheetColumn(
        "stand", "Stand", NUMBER, lambda item: int(item.stand), "het jaar waaruit de gegevens komen", 8
    ),
    SheetColumn(
        "verified_on", "Geverifieerd op", DATE, lambda item: item.verified_on, "leeg: niet geverifieerd"
    ),
    _joined("sources", "Bronnen", _sources),
    SheetColumn(
        "version", "Versie", NUMBER, lambda item: item.version, "hoe vaak dit item is gepubliceerd", 10
    ),
    _text(
        "source_ref", "Sleutel", lambda item: item.source_ref, "blijft gelijk, ook als de naam verandert", 16
    ),
    _text("slug", "Adres", lambda item: f"/interventies/{item.slug}/", "de pagina op deze site", 30),
)
_APART = {column.key for column in _FIRST + _LAST}
COLUMNS: tuple[SheetColumn, ...] = (
    *_FIRST,
    *(
        _field(key)
        for key, field in FIELDS.items()
        if key not in _APART and field.public and field.title is not None
    ),
    *_LAST,
)
