"""What would change the verdict, and why an item is not offered, in Dutch sentences."""

from collections.abc import Mapping
from typing import Any

from catalogue.models import Intervention
from catalogue.text.dutch import first_upper
from matching.engine.changes import BUY_IN, ProfileChange
from matching.engine.matching import Match
from matching.engine.scoring import Verdict
from matching.engine.vocabulary import MatchingVocabulary


def change_words(change: ProfileChange, vocabulary: MatchingVocabulary) -> str:
    """One change as a sentence to the klantmanager."""
    steps = " en ".join(_step(fact, value, vocabulary, change.kind) for fact, value in change.facts)
    gives = "komt dit in beeld" if change.gives == "offered" else "staat dit op de eerste plaats"
    return f"{first_upper(steps)}, dan {gives}."


def _step(fact: str, value: Any, vocabulary: MatchingVocabulary, kind: str) -> str:
    if fact == BUY_IN:
        return "als de gemeente dit inkoopt"
    if kind == "arrange":
        if fact == "childcare":
            return "als er kinderopvang is geregeld"
        if fact == "in_work_track":
            return "als zij een traject naar werk volgt"
        if fact == "diploma_recognised":
            return "als haar diploma is gewaardeerd"
    key = vocabulary.context[fact]
    if isinstance(value, bool):
        shown = "ja" if value else "nee"
    elif isinstance(value, tuple):
        shown = " en ".join(key.value_labels.get(item, item) for item in value)
    else:
        shown = key.value_labels.get(str(value), str(value))
    verb = "als het antwoord is" if kind == "answer" else "als dit verandert:"
    return f"{verb} “{key.label.lower()}: {shown}”"


def not_offered_reason(
    match: Match, row: Intervention, vocabulary: MatchingVocabulary, facts: Mapping[str, Any]
) -> str:
    if match.verdict is Verdict.OUT_OF_REACH:
        if match.item.kind == Intervention.Kind.SCHEME:
            return f"Regeling van {row.where}. Vraag of jouw gemeente ook zo’n regeling heeft."
        return f"Volgens de bron in {row.where}." if row.where else ""
    if match.verdict is not Verdict.INELIGIBLE:
        return ""
    if all(vocabulary.context[fact].closed_world and fact not in facts for fact in match.excluded_by):
        return "Voor een groep die je niet hebt aangekruist. Vraag er niet naar."
    texts = [
        condition.text
        for condition in match.conditions
        if condition.required and condition.fact in match.excluded_by
    ]
    return f"De aanbieder vraagt: {', '.join(dict.fromkeys(texts))}."
