"""What the sources say beside the offer of an area: figures, what a municipality does, questions, advice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.knowledge.reading import Kind, Knowledge
from matching.policy.areas import Area

Entry = Mapping[str, Any]
COUNTRY = "Nederland"


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    """One thing that a source says of a municipality, with its topic and its sources in words."""

    topic: str
    text: str
    cites: str
    as_of: int | None


@dataclass(frozen=True, slots=True)
class SaidOfMunicipality:
    name: str
    says: tuple[MunicipalityLine, ...]


@dataclass(frozen=True, slots=True)
class Background:
    """`figures` are of the area itself; those of the country stand apart unless it is the country.

    `scan`, `analysis` and `split` are the fixed texts of fixtures/knowledge/figures.json; None when removed.
    """

    figures: tuple[Entry, ...]
    national: tuple[Entry, ...]
    municipalities: tuple[SaidOfMunicipality, ...]
    recommendations: tuple[tuple[str, tuple[Entry, ...]], ...]
    scan: Entry | None
    analysis: Entry | None
    split: Entry | None


def background_of(area: Area, known: Knowledge) -> Background:
    names = {place.name for place in area.places} | {area.name}
    codes = {key.partition(":")[2] for place in area.places for key in place.keys}
    figures = known.all(Kind.FIGURE)
    return Background(
        tuple(row for row in figures if row["area"] in names - {COUNTRY}),
        tuple(row for row in figures if row["area"] == COUNTRY),
        tuple(_municipality(row, known) for row in known.all(Kind.MUNICIPALITY) if row["cbs_code"] in codes),
        _by_source(known),
        *(_text(known, slug) for slug in ("gender-scan", "gender-analysis", "split-data")),
    )


def _municipality(row: Entry, known: Knowledge) -> SaidOfMunicipality:
    topics = _text(known, "topics") or {}
    says = (
        MunicipalityLine(topics.get(one["topic"], one["topic"]), one["text"], one["cites"], one.get("as_of"))
        for one in row["says"]
    )
    return SaidOfMunicipality(row["municipality"], tuple(says))


def _by_source(known: Knowledge) -> tuple[tuple[str, tuple[Entry, ...]], ...]:
    """The recommendations per source, under the name of the source, in its order."""
    found: dict[str, list[Entry]] = {}
    for row in known.all(Kind.RECOMMENDATION):
        found.setdefault(row["cites"].split(",")[0], []).append(row)
    return tuple((source, tuple(rows)) for source, rows in found.items())


def _text(known: Knowledge, slug: str) -> Entry | None:
    page = known.get(Kind.PAGE, slug)
    return page["text"] if page else None
