"""The fixed text about safety, and when partner and family are left out: `fixtures/safety.json`."""

from collections.abc import Mapping
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


@cache
def never_with_family() -> frozenset[str]:
    """The barriers beside which no tip may bring in partner or family: she may not be free to speak."""
    rules = safety()["partner_left_out"]["when"]
    return frozenset(slug for rule in rules for slug in rule.get("barriers", ()))
