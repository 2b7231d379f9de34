"""Barriers that often follow from the situation: suggested, never assumed (`fixtures/suggestions.json`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.text.json_files import read_json
from matching.engine.vocabulary import Barrier, ContextKey, MatchingVocabulary


@dataclass(frozen=True, slots=True)
class Suggestion:
    barrier: Barrier
    because: str


@cache
def rules() -> list[dict[str, Any]]:
    return read_json(settings.FIXTURES_DIR / "suggestions.json")["rules"]


def suggestions(
    facts: Mapping[str, Any], ticked: Mapping[str, int], vocabulary: MatchingVocabulary
) -> list[Suggestion]:
    """The barriers that the facts suggest and that are not in `ticked`, each once, in the order of the table.

    A barrier that was removed from the vocabulary is skipped.
    """
    found: dict[str, Suggestion] = {}
    for slug, because in _fitting(facts, vocabulary.context):
        if slug in vocabulary.barriers and slug not in ticked:
            found.setdefault(slug, Suggestion(vocabulary.barriers[slug], because))
    return list(found.values())


def _fitting(facts: Mapping[str, Any], keys: Mapping[str, ContextKey]) -> Iterator[tuple[str, str]]:
    for rule in rules():
        if all(_holds(facts.get(name), test, keys[name]) for name, test in rule["when"].items()):
            for slug in rule["suggest"]:
                yield slug, rule["because"]


def _holds(value: Any, test: Any, key: ContextKey) -> bool:
    if value is None:
        return False
    if isinstance(test, list):
        return any(item in test for item in value) if isinstance(value, tuple | list) else value in test
    position = key.position(value)
    low, high = test.get("min"), test.get("max")
    return (low is None or position >= key.position(low)) and (high is None or position <= key.position(high))
