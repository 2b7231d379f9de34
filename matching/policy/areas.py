"""A part of the country, and what the reach of an item means there. Pure: no Django, no rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from matching.engine.answers import Answer
from matching.engine.items import ItemReach
from matching.engine.vocabulary import Municipality

COUNTRY, PROVINCE, LABOUR_REGION, MUNICIPALITY = "country", "province", "labour-region", "municipality"


@dataclass(frozen=True, slots=True)
class Area:
    """`key` is "" for the whole country, else "level:code"; `places` are the municipalities in it."""

    kind: str
    name: str
    key: str = ""
    places: tuple[Municipality, ...] = ()


NETHERLANDS = Area(COUNTRY, "Nederland")


class Presence(StrEnum):
    """Whether an item is available in an area according to the sources, from nearest to farthest."""

    HERE = "here"
    PARTLY = "partly"
    NATIONAL = "national"
    ELSEWHERE_TOO = "elsewhere-too"
    UNKNOWN = "unknown"
    NOT_HERE = "not-here"


#: What counts as offer in an area: the items whose reach a match there would answer with yes.
COUNTED = (Presence.HERE, Presence.PARTLY, Presence.NATIONAL, Presence.ELSEWHERE_TOO)
#: The source names the area itself or a municipality in it.
LOCAL = (Presence.HERE, Presence.PARTLY)


def presence_of(reach: ItemReach, area: Area) -> Presence:
    """The first rule that holds decides.

    1. A national item is NATIONAL. 2. Seen from the whole country every other item is PARTLY there. 3. HERE
    when the source names the area, a region that contains it, or all of its municipalities. 4. PARTLY when it
    names some of them. 5. Otherwise what the source says about people from elsewhere decides.
    """
    if reach.national:
        return Presence.NATIONAL
    if area.kind == COUNTRY:
        return Presence.PARTLY
    if area.key in reach.keys:
        return Presence.HERE
    named = sum(bool(reach.keys & place.keys) for place in area.places)
    if named:
        return Presence.HERE if named == len(area.places) else Presence.PARTLY
    return {Answer.YES: Presence.ELSEWHERE_TOO, Answer.UNKNOWN: Presence.UNKNOWN}.get(
        reach.elsewhere, Presence.NOT_HERE
    )


def area_of(kind: str, key: str, name: str, places: Iterable[Municipality]) -> Area:
    """The area with the municipalities of `places` that lie in it."""
    return Area(kind, name, key, tuple(place for place in places if key in place.keys))
