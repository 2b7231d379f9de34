"""The fixed text about safety, and when partner and family are left out: `fixtures/safety.json`."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.text.json_files import read_json


@cache
def safety() -> Mapping[str, Any]:
    """The file: what the page shows, and `partner_left_out`, which matching.engine.rules reads too."""
    found: Mapping[str, Any] = read_json(settings.FIXTURES_DIR / "safety.json")
    return found


def speak_alone() -> str:
    """What stands in the place of tips that bring in partner or family."""
    return str(safety()["partner_left_out"]["instead"])


def may_meet_violence(document: Mapping[str, Any]) -> bool:
    """Whether an item works on a barrier, or names a circumstance, that leaves partner and family out."""
    if never_with_family() & {row["barrier"] for row in document["coverage"]}:
        return True
    rules = safety()["partner_left_out"]["when"]
    named = {value for rule in rules for value in rule.get("circumstances", ())}
    return bool(named & set(_texts(document["conditions"])))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from _texts(part)


@cache
def never_with_family() -> frozenset[str]:
    """The barriers beside which no tip may bring in partner or family: she may not be free to speak."""
    rules = safety()["partner_left_out"]["when"]
    return frozenset(slug for rule in rules for slug in rule.get("barriers", ()))
