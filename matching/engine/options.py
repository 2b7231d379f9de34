"""The answers that a question about one fact can have, as few as make a difference."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from matching.engine.conditions import Leaf, test
from matching.engine.vocabulary import ContextKey
from matching.engine.weights import Weights

#: Types of facts that no answer of one button can give.
NOT_ASKED = frozenset({"municipality", "hours_by_kind"})
#: Facts that only say something beside another.
NOT_ASKED_FACTS = frozenset({"main_wish"})


@dataclass(frozen=True, slots=True)
class Option:
    """One button: `value` as a fact of the profile."""

    value: Any
    label: str


def may_be_asked(key: ContextKey) -> bool:
    """Whether she may be asked for it here: never what is closed-world, and reach is for the provider."""
    return not (key.closed_world or key.unscored or key.type in NOT_ASKED or key.name in NOT_ASKED_FACTS)


def options_for(
    key: ContextKey, leaves: Sequence[Leaf], weights: Weights, wishes: Collection[str]
) -> tuple[Option, ...]:
    """The options for `key`; none when no leaf, no rule for fit and no wish looks at it."""
    rules = [rule for rule in weights.fit if rule.fact == key.name]
    if not may_be_asked(key) or not (leaves or rules or wishes):
        return ()
    if key.type == "bool":
        return (Option(True, "ja"), Option(False, "nee"))
    if key.type == "list":
        named = {value for leaf in leaves for value in leaf.has or ()}
        named |= {rule.value for rule in rules} | set(wishes)
        return tuple(Option((value,), _label(value, key)) for value in key.values if value in named)
    if key.numeric and not key.value_labels:
        return _intervals(key, leaves)
    values = key.values or tuple(range(int(key.minimum or 0), int(key.maximum or 0) + 1))
    if not key.ordered:
        return tuple(Option(value, _label(value, key)) for value in values)
    groups = _alike(values, leaves, key)
    return tuple(Option(group[0], _span(group, key)) for group in groups)


def _label(value: Any, key: ContextKey) -> str:
    return key.value_labels.get(str(value), str(value))


def _span(values: Sequence[Any], key: ContextKey) -> str:
    first = _label(values[0], key)
    return first if len(values) == 1 else f"{first} tot en met {_label(values[-1], key)}"


def _intervals(key: ContextKey, leaves: Sequence[Leaf]) -> tuple[Option, ...]:
    """One option per stretch of numbers on which every leaf answers the same.

    A stretch stands for its lowest number ("minstens 16"), the first one for its highest ("minder dan 16").
    """
    bounds = {bound for leaf in leaves for bound in (leaf.minimum, leaf.maximum) if bound is not None}
    bounds |= {value for leaf in leaves for value in leaf.one_of or ()}
    low, high = key.minimum or 0, key.maximum if key.maximum is not None else max(bounds, default=0) + 1
    near = {low, high} | {bound + step for bound in bounds for step in (-1, 0, 1)}
    groups = _alike(sorted(value for value in near if low <= value <= high), leaves, key)
    if len(groups) < 2:
        return ()
    options = [Option(groups[0][-1], f"minder dan {groups[1][0]:g}")]
    for index, group in enumerate(groups[1:], start=1):
        last = index == len(groups) - 1
        label = f"minstens {group[0]:g}" if last else f"{group[0]:g} tot {groups[index + 1][0]:g}"
        options.append(Option(group[0], label))
    return tuple(options)


def _alike(values: Sequence[Any], leaves: Sequence[Leaf], key: ContextKey) -> list[list[Any]]:
    """`values` in stretches on which every leaf answers the same."""
    groups: list[list[Any]] = []
    before = None
    for value in values:
        answers = [test(leaf, {key.name: value}, {key.name: key}) for leaf in leaves]
        if answers != before:
            groups.append([])
        groups[-1].append(value)
        before = answers
    return groups
