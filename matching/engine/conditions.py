"""Conditions as trees over context facts: is she meant, what is not known, and what stands in the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from matching.engine.answers import Answer
from matching.engine.vocabulary import ContextKey

Facts = Mapping[str, Any]
Keys = Mapping[str, ContextKey]
NO, UNKNOWN, YES = Answer


@dataclass(frozen=True, slots=True)
class Leaf:
    """One test of one fact; `required` excludes when false, otherwise it is intended and never excludes."""

    fact: str
    required: bool
    text: str
    cites: tuple[tuple[str, str], ...] = ()
    one_of: tuple[Any, ...] | None = None
    has: tuple[Any, ...] | None = None
    minimum: Any = None
    maximum: Any = None
    unsure: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionGroup:
    """`operator` is "all", "any" or "not" (one part)."""

    operator: str
    parts: tuple["Leaf | ConditionGroup", ...]


Tree = Leaf | ConditionGroup


def parse(document: Mapping[str, Any] | None) -> Tree | None:
    """The tree of a JSON condition in the form of the item schema; None when there is no condition."""
    if document is None:
        return None
    for operator in ("all", "any"):
        if operator in document:
            return ConditionGroup(
                operator, tuple(part for item in document[operator] if (part := parse(item)))
            )
    if "not" in document:
        inner = parse(document["not"])
        return ConditionGroup("not", (inner,)) if inner else None
    return Leaf(
        fact=document["fact"],
        required=document["strength"] == "required",
        text=document["text"],
        cites=tuple((cite["source"], cite["place"]) for cite in document["cite"]),
        one_of=tuple(document["in"]) if "in" in document else None,
        has=tuple(document["has"]) if "has" in document else None,
        minimum=document.get("min"),
        maximum=document.get("max"),
        unsure=tuple(document.get("unsure", ())),
    )


def leaves(tree: Tree | None) -> Iterator[Leaf]:
    if isinstance(tree, Leaf):
        yield tree
    elif tree is not None:
        for part in tree.parts:
            yield from leaves(part)


def required_part(tree: Tree | None) -> Tree | None:
    """The tree without its intended leaves; None when nothing is required."""
    if tree is None or isinstance(tree, Leaf):
        return tree if tree is None or tree.required else None
    parts = tuple(part for item in tree.parts if (part := required_part(item)))
    return ConditionGroup(tree.operator, parts) if parts else None


def faults(document: Mapping[str, Any] | None, keys: Keys) -> list[str]:
    """Why a condition cannot be used: an unknown fact or value, or strengths mixed under "any" or "not"."""
    tree, found = parse(document), []
    for leaf in leaves(tree):
        key = keys.get(leaf.fact)
        if key is None:
            found.append(f"onbekend gegeven {leaf.fact!r}")
            continue
        named = [*(leaf.one_of or ()), *(leaf.has or ()), *leaf.unsure]
        if key.ordered:
            named += [value for value in (leaf.minimum, leaf.maximum) if value is not None]
        found += [
            f"onbekende waarde {value!r} voor {leaf.fact}"
            for value in named
            if key.values and value not in key.values
        ]
        if (leaf.has is not None) != (key.type == "list"):
            found.append(f"{leaf.fact}: 'has' hoort bij een lijst, 'in', 'min' en 'max' niet")
    found += [f"onder '{group.operator}' staan eisen en bedoelingen door elkaar" for group in _mixed(tree)]
    return found


def _mixed(tree: Tree | None) -> Iterator[ConditionGroup]:
    if isinstance(tree, ConditionGroup):
        strengths = {leaf.required for leaf in leaves(tree)}
        if tree.operator in ("any", "not") and len(strengths) > 1:
            yield tree
        for part in tree.parts:
            yield from _mixed(part)


def test(leaf: Leaf, facts: Facts, keys: Keys) -> Answer:
    """The answer of one leaf. A fact left out is unknown, except for a closed-world list: that is empty."""
    key = keys[leaf.fact]
    value = facts.get(leaf.fact)
    if value is None:
        if not key.closed_world:
            return UNKNOWN
        value = ()
    if leaf.has is not None:
        if any(item in leaf.has for item in value):
            return YES
        return UNKNOWN if any(item in leaf.unsure for item in value) else NO
    if value in leaf.unsure:
        return UNKNOWN
    if leaf.one_of is not None:
        if leaf.fact == "gender" and value == "anders" and value not in leaf.one_of:
            return UNKNOWN
        return YES if value in leaf.one_of else NO
    place = key.position(value)
    above = leaf.minimum is None or place >= key.position(leaf.minimum)
    below = leaf.maximum is None or place <= key.position(leaf.maximum)
    return YES if above and below else NO


def evaluate(tree: Tree | None, facts: Facts, keys: Keys) -> Answer:
    """The Kleene answer of the whole tree; no tree is yes."""
    if tree is None:
        return YES
    if isinstance(tree, Leaf):
        return test(tree, facts, keys)
    if tree.operator == "not":
        return evaluate(tree.parts[0], facts, keys).negated()
    found, decisive = (YES, NO) if tree.operator == "all" else (NO, YES)
    for part in tree.parts:
        answer = evaluate(part, facts, keys)
        if answer is decisive:
            return decisive
        if answer is UNKNOWN:
            found = UNKNOWN
    return found


def open_leaves(tree: Tree | None, facts: Facts, keys: Keys) -> list[Leaf]:
    """The unknown leaves on which an unknown answer of `tree` turns; empty when the answer is known."""
    if tree is None or evaluate(tree, facts, keys) is not Answer.UNKNOWN:
        return []
    if isinstance(tree, Leaf):
        return [tree]
    return [leaf for part in tree.parts for leaf in open_leaves(part, facts, keys)]


def what_excludes(tree: Tree | None, facts: Facts, keys: Keys) -> tuple[str, ...]:
    """The smallest set of facts that makes `tree` false: changing exactly those can remove the verdict.

    The first such set in the order of the tree; empty when the tree is not false. A tree that no facts can
    make true (an age of at least 40 and at most 30) names all of its facts.
    """
    if evaluate(tree, facts, keys) is not Answer.NO:
        return ()
    names = list(dict.fromkeys(leaf.fact for leaf in leaves(tree)))
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            if way_out(tree, facts, keys, chosen) is not None:
                return chosen
    return tuple(names)


def way_out(tree: Tree | None, facts: Facts, keys: Keys, chosen: Sequence[str]) -> dict[str, Any] | None:
    """New values for the `chosen` facts with which `tree` is not false; None when there are none."""
    options = [
        [value for value in candidate_values(tree, keys[name]) if value != facts.get(name)] for name in chosen
    ]
    for values in product(*options):
        change = dict(zip(chosen, values, strict=True))
        if evaluate(tree, {**facts, **change}, keys) is not Answer.NO:
            return change
    return None


def candidate_values(tree: Tree | None, key: ContextKey) -> list[Any]:
    """Enough values of one fact to reach every answer that the leaves of `tree` can give."""
    mine = [leaf for leaf in leaves(tree) if leaf.fact == key.name]
    if key.type == "bool":
        return [True, False]
    if key.type == "list":
        mentioned = tuple(dict.fromkeys(value for leaf in mine for value in (leaf.has or ())))
        return [*((value,) for value in mentioned), mentioned, ()]
    if key.values:
        return list(key.values)
    bounds = [value for leaf in mine for value in (leaf.minimum, leaf.maximum) if value is not None]
    bounds += [value for leaf in mine for value in (leaf.one_of or ())]
    near = {value + step for value in bounds for step in (-1, 0, 1)}
    return sorted(value for value in near if _in_range(value, key))


def _in_range(value: float, key: ContextKey) -> bool:
    return (key.minimum is None or value >= key.minimum) and (key.maximum is None or value <= key.maximum)
