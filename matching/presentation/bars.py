"""The four bars of an answer, one per level."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.models import Level
from matching.wording import LEVEL_WORDS


@dataclass(frozen=True, slots=True)
class LevelMatch:
    """One bar; `value` and `derived` are percents, `text` replaces the number when nothing was ticked."""

    level: str
    label: str
    value: int
    derived: int
    text: str = ""


def level_matches(values: Mapping[str, int], derived: Mapping[str, int], asked: set[str]) -> list[LevelMatch]:
    return [
        LevelMatch(
            level.value,
            LEVEL_WORDS[level.value],
            values[level.value],
            min(values[level.value] + derived.get(level.value, 0), 100),
            "" if level.value in asked else "niet aangekruist",
        )
        for level in Level
    ]
