"""Turns rows and fixture files into the data of the policy pages: areas, target groups, facts of items."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.models import Intervention, Region
from catalogue.places.lookup import (
    CARIBBEAN,
    POSTCODE,
    Place,
    PlaceOption,
    look_up,
    municipality_names,
    name_of,
)
from catalogue.text.dutch import listed
from catalogue.text.folding import fold
from catalogue.text.json_files import read_json
from matching.engine.vocabulary import MatchingVocabulary, Municipality
from matching.policy.areas import LABOUR_REGION, MUNICIPALITY, NETHERLANDS, PROVINCE, Area, area_of
from matching.policy.item_facts import ItemFacts
from matching.policy.source_check import SourceFigure
from matching.policy.target_groups import PolicyGroup

#: The word that may stand before a typed name ("" for a municipality), and the level that it means.
PREFIXES = {
    "gemeente": MUNICIPALITY,
    "arbeidsmarktregio": LABOUR_REGION,
    "regio": LABOUR_REGION,
    "provincie": PROVINCE,
}
KIND_IN_FRONT = re.compile("^(arbeidsmarktregio|provincie) ")
WHOLE_COUNTRY = ("", "nederland", "heel nederland")


def item_facts() -> dict[str, ItemFacts]:
    """The facts of all published items by source_ref, in a constant number of queries."""
    return {row.source_ref: _facts(row) for row in Intervention.objects.published().with_everything()}


def _facts(row: Intervention) -> ItemFacts:
    return ItemFacts(
        source_ref=row.source_ref,
        slug=row.slug,
        name=row.name,
        provider=row.provider.name if row.provider else "",
        kind=row.get_kind_display(),
        goals=tuple(link.goal.label for link in row.goal_rows.all()),
        approaches=tuple(link.approach.label for link in row.approach_rows.all()),
        target_groups=tuple(link.target_group.text for link in row.target_group_rows.all()),
        recognition=row.get_recognition_display(),
        where=row.where,
        stand=row.stand,
        verified_on=row.verified_on,
        handbook=row.handbook,
        transferability=row.transferability,
        effect_note=row.effect_note,
        has_result=any(result.kind == "result" for result in row.results.all()),
        places=row.places,
        as_of=row.as_of,
        cost_per_place=row.cost_per_place,
        contract=row.contract_here,
        funding_until=row.funding_until,
        sources=tuple(sorted({citation.source.short for citation in row.citations.all()})),
        table_position=row.table_position,
        section=row.section,
        childcare=row.childcare,
        municipality_takes_part=row.municipality_takes_part,
        national=row.reach_national,
        region_levels=tuple(reach.region.level for reach in row.reach_rows.all()),
        goal_slugs=tuple(link.goal.slug for link in row.goal_rows.all()),
        approach_slugs=tuple(link.approach.slug for link in row.approach_rows.all()),
    )


@cache
def policy_groups() -> tuple[PolicyGroup, ...]:
    return tuple(_group(row) for row in read_json(settings.FIXTURES_DIR / "policy_groups.json"))


def _group(row: dict[str, Any]) -> PolicyGroup:
    lists: dict[str, Any] = {name: tuple(row[name]) for name in ("values", "words") if name in row}
    return PolicyGroup(**(row | lists))


@cache
def source_figures() -> tuple[SourceFigure, ...]:
    return tuple(SourceFigure(**row) for row in read_json(settings.FIXTURES_DIR / "source_figures.json"))


class UnknownAreaError(Exception):
    """No area has this name, or more than one; the message is for the visitor, `options` what it may be."""

    def __init__(self, message: str, options: tuple[PlaceOption, ...] = ()):
        super().__init__(message)
        self.options = options


def find_area(text: str, vocabulary: MatchingVocabulary) -> Area:
    """The area that `text` names: a municipality as everywhere, or the word for what it is and its name."""
    folded = fold(text)
    if folded in WHOLE_COUNTRY:
        return NETHERLANDS
    first, _, rest = folded.partition(" ")
    level, name = (PREFIXES[first], rest) if first in PREFIXES and rest else ("", folded)
    places = municipalities(vocabulary)
    place = look_up(text) if level in ("", MUNICIPALITY) else Place()
    if place.code:
        return _municipality(next(one for one in places if one.code == place.code))
    if place.several:
        raise UnknownAreaError(place.message, place.options)
    for region in Region.objects.exclude(level=MUNICIPALITY):
        if level in ("", region.level) and fold(region.short_name) == name:
            return area_of(region.level, region.key, region.short_name, places)
    raise _unknown(text, name, place)


def _unknown(text: str, name: str, place: Place) -> UnknownAreaError:
    if place.message and not place.options and (name in CARIBBEAN or POSTCODE.fullmatch(name)):
        return UnknownAreaError(place.message)
    regions = {fold(KIND_IN_FRONT.sub("", area)): area for area in area_names() if KIND_IN_FRONT.match(area)}
    close = get_close_matches(name, regions, n=1, cutoff=0.7)
    options = place.options + tuple(PlaceOption(regions[key], regions[key]) for key in close)
    meant = f" Bedoel je {listed((one.label for one in options), last='of')}?" if options else ""
    return UnknownAreaError(f"We kennen geen gebied “{text}”.{meant}", options)


def _municipality(place: Municipality) -> Area:
    return Area(MUNICIPALITY, name_of(place.code), f"municipality:{place.code}", (place,))


def municipalities(vocabulary: MatchingVocabulary) -> tuple[Municipality, ...]:
    """Every municipality once, by name."""
    distinct = {place.code: place for found in vocabulary.places.values() for place in found}
    return tuple(sorted(distinct.values(), key=lambda place: (place.name, place.code)))


def area_names() -> Iterator[str]:
    """Every name that `find_area` accepts, for the suggestions; above a municipality with its level."""
    yield "Nederland"
    yield from municipality_names()
    words = {LABOUR_REGION: "arbeidsmarktregio ", PROVINCE: "provincie "}
    for level in (PROVINCE, LABOUR_REGION):
        for name in Region.objects.filter(level=level).values_list("short_name", flat=True):
            yield words[level] + name
