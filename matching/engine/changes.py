"""What would change it: the smallest step that gets an item offered, or to the first place of its list.

Only what can really be changed or arranged is ever named: facts marked changeable (upwards on a scale) or
arrangeable in the vocabulary, and that the municipality buys an item in from elsewhere (no scheme: those are
the rules of one municipality). Never age, origin or having children. Every change is verified by matching
again with it: for an offer the conditions of that item, for the first place what the answer touches.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

from matching.engine.answers import Answer
from matching.engine.conditions import Tree, candidate_values, evaluate, leaves
from matching.engine.facts import known_facts
from matching.engine.items import RECHTEN, REGELINGEN, Catalogue
from matching.engine.matching import Match, MatchResult
from matching.engine.options import may_be_asked
from matching.engine.profile import Profile
from matching.engine.scoring import OFFERED, RANKED_LISTS, Verdict
from matching.engine.vocabulary import ARRANGED, ContextKey
from matching.engine.what_if import WhatIf

BUY_IN = "buy_in"
MOST_FACTS = 2


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """`facts` as pairs of fact and new value ("buy_in" with True); what it gives: "offered" or "first".

    `kind` is "answer" when the fact is only unknown now, "arrange" when something has to be done for it.
    """

    kind: str
    facts: tuple[tuple[str, Any], ...]
    gives: str


def changes(result: MatchResult, catalogue: Catalogue) -> dict[str, tuple[ProfileChange, ...]]:
    """Per source_ref what would change its place; items without such a change are left out."""
    first = _first_places(result, catalogue)
    found = {}
    ways_in: dict[Any, tuple[ProfileChange, ...]] = {}
    for match in result.matches:
        item = match.item
        if match.list_name == RECHTEN:
            continue
        if match.verdict in OFFERED:
            mine = first.get(item.source_ref, ())
        else:
            # All that the way in depends on; many items share it.
            tree = int(catalogue.tree_of[match.column])
            alike = tree, match.reach is Answer.NO, match.list_name, match.verdict
            if alike not in ways_in:
                ways_in[alike] = _ways_in(match, result, catalogue)
            mine = ways_in[alike]
        if mine:
            found[item.source_ref] = mine
    return found


def _ways_in(match: Match, result: MatchResult, catalogue: Catalogue) -> tuple[ProfileChange, ...]:
    """The first smallest change, of at most two facts, with which the item is offered."""
    bought = ((BUY_IN, True),) if match.reach is Answer.NO else ()
    if bought and match.list_name == REGELINGEN:
        return ()
    if match.verdict is Verdict.OUT_OF_REACH:
        return (ProfileChange("arrange", bought, "offered"),)
    keys, profile = catalogue.vocabulary.context, result.profile
    eligible = result.scores.known.eligible
    required = catalogue.required[catalogue.tree_of[match.column]]
    options = list(_options(required, profile, keys))
    for size in range(1, MOST_FACTS + 1 - len(bought)):
        for chosen in combinations(options, size):
            for values in product(*(values for _, values in chosen)):
                facts = tuple((name, value) for (name, _), value in zip(chosen, values, strict=True))
                if evaluate(required, {**eligible, **dict(facts)}, keys) is Answer.NO:
                    continue
                other = replace(profile, facts={**profile.facts, **dict(facts)})
                known = known_facts(other, catalogue.vocabulary, catalogue.rules)
                if evaluate(required, known.eligible, keys) is not Answer.NO:
                    return (ProfileChange("arrange", (*facts, *bought), "offered"),)
    return ()


def _options(
    required: Tree | None, profile: Profile, keys: Mapping[str, ContextKey]
) -> Iterator[tuple[str, Sequence[Any]]]:
    """The facts of a tree that may be changed, each with the values that may be tried."""
    for name in dict.fromkeys(leaf.fact for leaf in leaves(required)):
        key, now = keys[name], profile.facts.get(name)
        if key.changeable or key.arrangeable:
            values = [
                value
                for value in candidate_values(required, key)
                if value != now and _may_become(key, now, value)
            ]
            if values:
                yield name, values


def _may_become(key: ContextKey, now: Any, value: Any) -> bool:
    if key.arrangeable:
        return ARRANGED.get(key.name) == value
    if not key.changeable or (key.type in ("list", "choice") and not key.ordered):
        return False
    return now is None or key.position(value) > key.position(now)


def _first_places(result: MatchResult, catalogue: Catalogue) -> dict[str, tuple[ProfileChange, ...]]:
    """For ranked items that are not first in their list: one answer or arranged thing that makes them so."""
    profile, keys = result.profile, catalogue.vocabulary.context
    waiting = {match.column: match.item.source_ref for match in result.ranked() if match.rank != 1}
    known = result.scores.known.eligible
    tries: dict[str, dict[Any, str]] = {}
    for match in result.ranked():
        required = catalogue.required[catalogue.tree_of[match.column]]
        for question in match.questions if match.column in waiting else ():
            key = keys.get(question.fact)
            if key is not None and may_be_asked(key) and known.get(key.name) is None:
                tries.setdefault(key.name, {}).update(
                    dict.fromkeys(candidate_values(required, key), "answer")
                )
    for name, value in ARRANGED.items():
        if name in keys and keys[name].arrangeable and profile.facts.get(name) != value:
            tries.setdefault(name, {}).setdefault(value, "arrange")
    found: dict[str, tuple[ProfileChange, ...]] = {}
    what_if = WhatIf(profile, catalogue, result.scores)
    for list_name in RANKED_LISTS:
        if len(result.ranked(list_name)) < 2:
            continue
        for name, values in tries.items():
            leading = what_if.leading(name, list(values), count=1, name=list_name)
            for (value, kind), one in zip(values.items(), leading, strict=True):
                ref = waiting.get(one.columns[0]) if one.columns else None
                if ref is not None and ref not in found:
                    found[ref] = (ProfileChange(kind, ((name, value),), "first"),)
    return found
