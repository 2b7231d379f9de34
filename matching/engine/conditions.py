"""Conditions as trees over context facts: is she meant, what is not known, and what stands in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from matching.engine.answers import Answer
from matching.engine.vocabulary import ContextKey

Facts = Mapping[str, Any]
Keys = Mapping[str, ContextKey]
NO, UNKNOWN, YES = Answer
#: What a search for a minimal set of facts tries at most, in evaluations of the tree.
MOST_TRIES = 4000
#: Beside the facts of eligibility: the name of the fact that childcare holds down (see facts.py).
HELD = "held_by_childcare"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One test of one fact; `required` excludes when false, otherwise it is intended and never excludes.

    `only_if_stated`: as long as the fact is unknown there is nothing to test, so the answer is yes.
    `if_named`: the answer when the list holds one of `has`; as long as it does not, the answer is yes.
    """

    fact: str
    required: bool
    text: str
    cites: tuple[tuple[str, str], ...] = ()
    one_of: tuple[Any, ...] | None = None
    has: tuple[Any, ...] | None = None
    minimum: Any = None
    maximum: Any = None
    unsure: tuple[Any, ...] = ()
    only_if_stated: bool = False
    if_named: Answer | None = None


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
    """The answer of one leaf. A fact left out is unknown, except for a closed-world list: that is empty.

    What is not named in an open-ended list (her wishes) is unknown, not no. Hours that fall short only
    because childcare holds them down are unknown too.
    """
    key = keys[leaf.fact]
    value = facts.get(leaf.fact)
    if leaf.if_named is not None:
        return leaf.if_named if any(one in (leaf.has or ()) for one in value or ()) else YES
    if value is None:
        if leaf.only_if_stated:
            return YES
        if not key.closed_world:
            return UNKNOWN
        value = ()
    if leaf.has is not None:
        if any(item in leaf.has for item in value):
            return YES
        return UNKNOWN if key.open_ended or any(item in leaf.unsure for item in value) else NO
    if value in leaf.unsure:
        return UNKNOWN
    if leaf.one_of is not None:
        if leaf.fact == "gender" and value == "anders" and value not in leaf.one_of:
            return UNKNOWN
        return YES if value in leaf.one_of else NO
    position = key.position(value)
    above = leaf.minimum is None or position >= key.position(leaf.minimum)
    below = leaf.maximum is None or position <= key.position(leaf.maximum)
    if above and below:
        return YES
    return UNKNOWN if below and facts.get(HELD) == leaf.fact else NO


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


def waits(tree: Tree | None, facts: Facts, keys: Keys) -> bool:
    """Whether `tree` waits for an answer about a group that she may belong to.

    So it is when the tree is unknown and stays unknown with every other open leaf answered in its favour.
    """
    return (
        evaluate(tree, facts, keys) is UNKNOWN
        and any(_asks_group(leaf, facts, keys) for leaf in leaves(tree))
        and _favoured(tree, facts, keys, YES) is UNKNOWN
    )


def _asks_group(leaf: Leaf, facts: Facts, keys: Keys) -> bool:
    return keys[leaf.fact].group and facts.get(leaf.fact) is None


def _favoured(tree: Tree | None, facts: Facts, keys: Keys, favour: Answer) -> Answer:
    """The answer of `tree` with its open leaves answered `favour`, those about an unknown group excepted."""
    if tree is None:
        return YES
    if isinstance(tree, Leaf):
        answer = test(tree, facts, keys)
        return favour if answer is UNKNOWN and not _asks_group(tree, facts, keys) else answer
    if tree.operator == "not":
        return _favoured(tree.parts[0], facts, keys, favour.negated()).negated()
    answers = [_favoured(part, facts, keys, favour) for part in tree.parts]
    return min(answers) if tree.operator == "all" else max(answers)


def what_excludes(tree: Tree | None, facts: Facts, keys: Keys) -> tuple[str, ...]:
    """A smallest set of facts that makes `tree` false: changing exactly those can remove the verdict.

    Of an `all` every part that is false must change, so its sets are found part by part; only where parts
    share a fact, and under `any` and `not`, sets are tried in the order of the tree. Empty when the tree is
    not false. A tree that no facts can make true (an age of at least 40 and at most 30), or whose search
    takes more than MOST_TRIES, names all facts of its false parts.
    """
    if tree is None or evaluate(tree, facts, keys) is not NO:
        return ()
    found: list[str] = []
    for part in _independent_parts(tree, facts, keys):
        found += _smallest(part, facts, keys)
    order = dict.fromkeys(leaf.fact for leaf in leaves(tree))
    return tuple(name for name in order if name in found)


def _independent_parts(tree: Tree, facts: Facts, keys: Keys) -> list[Tree]:
    """The false parts of an `all` (of this tree alone when it is none), joined where changing one touches
    another: parts that share a fact stand together in one `all`."""
    parts = list(conjuncts(tree))
    names = [frozenset(leaf.fact for leaf in leaves(part)) for part in parts]
    groups: list[tuple[frozenset[str], list[Tree]]] = []
    for part, mine in zip(parts, names, strict=True):
        touching = [group for group in groups if group[0] & mine]
        groups = [group for group in groups if not group[0] & mine]
        together = frozenset().union(mine, *(group[0] for group in touching))
        groups.append((together, [*(one for group in touching for one in group[1]), part]))
    joined = [
        members[0] if len(members) == 1 else ConditionGroup("all", tuple(members)) for _, members in groups
    ]
    return [part for part in joined if evaluate(part, facts, keys) is NO]


def conjuncts(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, ConditionGroup) and tree.operator == "all":
        for part in tree.parts:
            yield from conjuncts(part)
    else:
        yield tree


def _smallest(tree: Tree, facts: Facts, keys: Keys) -> tuple[str, ...]:
    """The first smallest set of facts with which `tree`, now false, can become not false."""
    names = list(dict.fromkeys(leaf.fact for leaf in leaves(tree)))
    if len(names) == 1:
        return tuple(names)
    options = {name: _other_values(tree, facts, keys[name]) for name in names}
    tries = 0
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            for values in product(*(options[name] for name in chosen)):
                tries += 1
                if tries > MOST_TRIES:
                    return tuple(names)
                change = dict(zip(chosen, values, strict=True))
                if evaluate(tree, {**facts, **change}, keys) is not NO:
                    return chosen
    return tuple(names)


def _other_values(tree: Tree, facts: Facts, key: ContextKey) -> list[Any]:
    """One value of a fact for every different set of answers that its leaves in `tree` can give."""
    mine = [leaf for leaf in leaves(tree) if leaf.fact == key.name]
    found: dict[tuple[Answer, ...], Any] = {}
    for value in candidate_values(tree, key):
        if value != facts.get(key.name):
            answers = tuple(test(leaf, {key.name: value}, {key.name: key}) for leaf in mine)
            found.setdefault(answers, value)
    return list(found.values())


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
