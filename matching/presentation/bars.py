"""The bars of an answer, one per level on which something was ticked."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.models import Level
from matching.wording import LEVEL_WORDS


@dataclass(frozen=True, slots=True)
class LevelMatch:
    """One bar; `value` and `derived` are percents, `text` would replace the number."""

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
        )
        for level in Level
        if level.value in asked
    ]
