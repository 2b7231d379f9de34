"""What a spreadsheet tells of an item: its columns, each with its type and what it means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalogue.documents.conditions import lines
from catalogue.documents.schema import FLAGS
from catalogue.item_page import IN_WORDS
from catalogue.models import Intervention, Level
from catalogue.text import labels

#: What a cell holds; None is "niet vermeld" and stays empty.
Value = str | float | bool | date | None

LEVEL_MEANING = "belemmeringen op dit niveau waaraan het werkt, volgens bron of organisatie"

TEXT, NUMBER, FLAG, DATE = "tekst", "getal", "ja of nee", "datum"


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    title: str
    kind: str
    value: Callable[[Intervention], Value]
    meaning: str = ""
    width: int = 14


def _text(
    key: str, title: str, value: Callable[[Intervention], Any], meaning: str = "", width: int = 24
) -> Column:
    return Column(key, title, TEXT, lambda item: str(value(item) or "") or None, meaning, width)


def _joined(key: str, title: str, values: Callable[[Intervention], Any], meaning: str = "") -> Column:
    return _text(key, title, lambda item: "; ".join(values(item)), meaning, 32)


def _number(key: str, title: str, name: str, meaning: str = "") -> Column:
    return Column(key, title, NUMBER, lambda item: getattr(item, name), meaning, 10)


def _flag(name: str) -> Column:
    return Column(name, _title(name), FLAG, lambda item: getattr(item, name), width=12)


def _title(name: str) -> str:
    label = labels.FIELDS[name]
    return label[:1].upper() + label[1:]


def _in_words(name: str) -> Column:
    if name == "places":
        return _number(name, _title(name), name)
    if name == "funding_until":
        return Column(name, _title(name), DATE, lambda item: item.funding_until)
    return _text(name, _title(name), lambda item: getattr(item, name))


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


COLUMNS: tuple[Column, ...] = (
    _text("name", "Naam", lambda item: item.name, width=30),
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
    _text("kind", "Soort", lambda item: item.get_kind_display(), width=14),
    _text("summary", "Samenvatting", lambda item: item.summary, width=60),
    _text("working_method", "Werkwijze", lambda item: item.working_method, width=40),
    _joined(
        "audience",
        "Bedoeld voor",
        lambda item: [labels.AUDIENCES[value] for value in item.traits_of("audience")],
    ),
    _joined("required", "Voorwaarden", _conditions(True), "wie hier niet aan voldoet, kan niet meedoen"),
    _joined("intended", "Bedoeld voor, geen eis", _conditions(False)),
    _joined(
        "provider_conditions",
        "Bespreek zelf",
        lambda item: [row.text for row in item.provider_conditions.all()],
    ),
    Column("national", "Landelijk", FLAG, lambda item: item.reach_national, width=12),
    _joined(
        "regions",
        "Gebieden",
        lambda item: [row.region.short_name for row in item.reach_rows.all()],
        "wat wij tot het bereik rekenen",
    ),
    _text("elsewhere", "Elders", lambda item: item.get_reach_elsewhere_display(), width=16),
    _text("duration_text", "Duur", lambda item: item.duration_text, width=40),
    _number("duration_weeks_min", "Weken, minstens", "duration_weeks_min"),
    _number("duration_weeks_max", "Weken, hoogstens", "duration_weeks_max"),
    _number("hours_per_week_min", "Uren per week, minstens", "hours_per_week_min"),
    _number("hours_per_week_max", "Uren per week, hoogstens", "hours_per_week_max"),
    _number("sessions", "Bijeenkomsten", "sessions"),
    _joined("phases", "Fase", lambda item: [labels.PHASES[value] for value in item.traits_of("phases")]),
    _number("ladder_from", "Participatieladder, van", "ladder_from"),
    _number("ladder_to", "Participatieladder, tot", "ladder_to"),
    _joined(
        "outcomes", "Uitstroom", lambda item: [labels.OUTCOMES[value] for value in item.traits_of("outcomes")]
    ),
    _joined(
        "sectors", "Sector", lambda item: [value.replace("-", " ") for value in item.traits_of("sectors")]
    ),
    *(_joined(f"level_{level.value}", level.label, _on_level(level.value), LEVEL_MEANING) for level in Level),
    *map(_flag, FLAGS),
    *map(_in_words, IN_WORDS),
    Column("as_of", "Peildatum plekken en wachttijd", DATE, lambda item: item.as_of),
    _text(
        "recognition",
        "Erkenning",
        lambda item: item.get_recognition_display(),
        "in de betekenis van de databank",
        18,
    ),
    _text("effect_note", "Effect", lambda item: item.effect_note),
    _joined("results", "Resultaten", _results, "een streefgetal is geen resultaat"),
    _text("section", "Deel van de tabel", lambda item: item.get_section_display()),
    _number("table_position", "Plaats in de tabel", "table_position"),
    _text("url", "Website", lambda item: item.url),
    _text("mailbox", "E-mail", lambda item: item.mailbox, "algemene mailbox van de organisatie"),
    _text("visiting_address", "Bezoekadres", lambda item: item.visiting_address),
    Column("stand", "Stand", NUMBER, lambda item: int(item.stand), "het jaar waaruit de gegevens komen", 8),
    Column("verified_on", "Geverifieerd op", DATE, lambda item: item.verified_on, "leeg: niet geverifieerd"),
    _joined("sources", "Bronnen", _sources),
    _number("version", "Versie", "version", "hoe vaak dit item is gepubliceerd"),
    _text(
        "source_ref", "Sleutel", lambda item: item.source_ref, "blijft gelijk, ook als de naam verandert", 16
    ),
    _text("slug", "Adres", lambda item: f"/interventies/{item.slug}/", "de pagina op deze site", 30),
)
