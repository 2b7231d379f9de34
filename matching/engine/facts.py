"""What is known of her: what she stated, and what may be assumed of it for eligibility only.

A stated value always wins. What is assumed follows from a ticked barrier, from what runs already, or from the
table of implications; nothing follows from what is itself assumed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matching.engine.conditions import HELD
from matching.engine.profile import Profile
from matching.engine.rules import BARRIERS, Rules, SlipRule, holds
from matching.engine.vocabulary import MatchingVocabulary


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumed fact. `source` is the barrier or the fact that it follows from, or what the table says."""

    fact: str
    value: Any
    source: str


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """`stated` decides points, coverage, wishes and rights; `eligible` (with what is assumed) the verdict."""

    stated: Mapping[str, Any]
    eligible: Mapping[str, Any]
    assumed: tuple[Assumed, ...]


def known_facts(profile: Profile, vocabulary: MatchingVocabulary, rules: Rules) -> KnownFacts:
    stated, found = profile.facts, dict(profile.facts)
    assumed = []
    for fact, value, source in _implied(profile, vocabulary, rules):
        if isinstance(value, list | tuple):
            new = tuple(one for one in value if one not in found.get(fact, ()))
            if new:
                found[fact] = (*found.get(fact, ()), *new)
                assumed.append(Assumed(fact, new, source))
        elif fact not in found:
            found[fact] = value
            assumed.append(Assumed(fact, value, source))
    implications = rules.implications
    slugs = [slug for slug, _ in profile.barriers]
    # What she said of childcare itself goes before what a barrier suggests.
    asked = implications.held_question
    held = implications.held
    if asked in stated:
        held = tuple(one for one in held if asked in {clue.fact for clue in one})
    if holds(held, stated, slugs, vocabulary.context):
        found[HELD] = implications.held_fact
    return KnownFacts(stated, found, tuple(assumed))


def _implied(
    profile: Profile, vocabulary: MatchingVocabulary, rules: Rules
) -> Iterator[tuple[str, Any, str]]:
    """Every fact that follows, with its value and what it follows from; a later one never replaces it."""
    for slug, _ in profile.barriers:
        for fact, value in vocabulary.barriers[slug].implies.items():
            yield fact, value, slug
    for name, stated in profile.facts.items():
        for value, implied in vocabulary.context[name].implies.items():
            if value in stated if isinstance(stated, tuple | Mapping) else value == stated:
                for fact, follows in implied.items():
                    yield fact, follows, name
    slugs = [slug for slug, _ in profile.barriers]
    for row in rules.implications.rows:
        if holds(row.when, profile.facts, slugs, vocabulary.context):
            yield row.fact, row.value, row.because


@dataclass(frozen=True, slots=True)
class Slip:
    """A likely slip of the pen, to look at again; never a refusal. `facts` are those that do not agree."""

    key: str
    text: str
    facts: tuple[str, ...]


def slips(profile: Profile, vocabulary: MatchingVocabulary, rules: Rules) -> tuple[Slip, ...]:
    """What looks like a slip, for the klantmanager's eyes only."""
    found = [
        Slip(rule.key, rule.text, _facts_of(rule))
        for rule in rules.slips
        if _slipped(rule, profile, vocabulary)
    ]
    for slug, _ in profile.barriers:
        barrier = vocabulary.barriers[slug]
        for fact, implied in barrier.implies.items():
            stated = profile.facts.get(fact)
            if stated is not None and not isinstance(implied, list | tuple) and stated != implied:
                text = (
                    f"“{barrier.label}” past niet bij wat is ingevuld bij “{vocabulary.context[fact].label}”."
                )
                found.append(Slip(f"{slug}:{fact}", text, (BARRIERS, fact)))
    return tuple(found)


def _facts_of(rule: SlipRule) -> tuple[str, ...]:
    clues = [clue.fact for one in rule.when for clue in one]
    return tuple(dict.fromkeys([*(name for name in (rule.of, rule.minus) if name), *clues]))


def _slipped(rule: SlipRule, profile: Profile, vocabulary: MatchingVocabulary) -> bool:
    if rule.when:
        slugs = [slug for slug, _ in profile.barriers]
        return holds(rule.when, profile.facts, slugs, vocabulary.context)
    of, minus = profile.facts.get(rule.of), profile.facts.get(rule.minus)
    return of is not None and minus is not None and bool(of - minus < rule.below)
