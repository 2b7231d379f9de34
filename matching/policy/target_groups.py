"""Target groups of policy: which items name a group, and which keep it out. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from catalogue.text.folding import fold
from matching.engine.answers import Answer
from matching.engine.conditions import Keys, Leaf, evaluate, leaves, required_part
from matching.engine.items import Item


@dataclass(frozen=True, slots=True)
class PolicyGroup:
    """One row of `fixtures/policy_groups.json`.

    An item names the group when one of its conditions tests `fact` with one of `values` (or from `at_least`,
    up to `at_most`), or when a word of `words` begins a word of its target group. `facts` are those of
    someone in the group; without them nobody can say which items keep her out.
    """

    slug: str
    label: str
    source: str
    place: str
    fact: str = ""
    values: tuple[Any, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    words: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    little_known: bool = False


@dataclass(frozen=True, slots=True)
class Served:
    """The items that name a group, and the number that is open to it (None: not known)."""

    group: PolicyGroup
    aimed: tuple[Item, ...]
    open_to: int | None


def served(
    group: PolicyGroup, items: Iterable[Item], texts: Mapping[str, Iterable[str]], keys: Keys
) -> Served:
    """`texts` are the target groups of each source_ref as the source words them."""
    aimed, open_to = [], 0
    for item in items:
        if "client" not in item.audience:
            continue
        if _aims(item, group, texts.get(item.source_ref, ())):
            aimed.append(item)
        open_to += evaluate(required_part(item.conditions), group.facts, keys) is not Answer.NO
    return Served(group, tuple(aimed), open_to if group.facts else None)


def _aims(item: Item, group: PolicyGroup, texts: Iterable[str]) -> bool:
    if any(_tests(leaf, group) for leaf in leaves(item.conditions)):
        return True
    words = [word for text in texts for word in fold(text).replace("-", " ").split()]
    return any(word.startswith(fold(start)) for word in words for start in group.words)


def _tests(leaf: Leaf, group: PolicyGroup) -> bool:
    if not group.fact or leaf.fact != group.fact:
        return False
    if group.at_least is not None:
        return leaf.minimum is not None and leaf.minimum >= group.at_least
    if group.at_most is not None:
        return leaf.maximum is not None and leaf.maximum <= group.at_most
    return not set(leaf.one_of or leaf.has or ()).isdisjoint(group.values)
