"""A tree of conditions as lines that a person can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalogue.documents.citations import Cite

Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One condition: `required` excludes who does not meet it, the others only say for whom it is meant.

    `facts` are those of the context that it asks for.
    """

    text: str
    required: bool
    cites: tuple[Cite, ...]
    facts: frozenset[str]


def lines(tree: Tree | None) -> list[Line]:
    """The conditions of `tree`, each that must hold by itself on its own line; required ones first."""
    found = list(_lines(tree)) if tree else []
    return sorted(found, key=lambda line: not line.required)


def _lines(tree: Tree) -> Iterator[Line]:
    if "all" in tree:
        for part in tree["all"]:
            yield from _lines(part)
    else:
        leaves = list(_leaves(tree))
        cites = dict.fromkeys(Cite(row["source"], row["place"]) for leaf in leaves for row in leaf["cite"])
        required = any(leaf["strength"] == "required" for leaf in leaves)
        facts = frozenset(leaf["fact"] for leaf in leaves)
        yield Line(sentence(tree), required, tuple(cites), facts)


def sentence(tree: Tree) -> str:
    """The tree in one phrase: "in de opvang of begeleid wonend, of statushouder"."""
    if "any" in tree:
        return ", of ".join(map(sentence, tree["any"]))
    if "all" in tree:
        return " en ".join(map(sentence, tree["all"]))
    if "not" in tree:
        return f"niet: {sentence(tree['not'])}"
    return tree["text"]


def _leaves(tree: Tree) -> Iterator[Tree]:
    if "not" in tree:
        yield from _leaves(tree["not"])
    elif "any" in tree or "all" in tree:
        for part in tree.get("any") or tree["all"]:
            yield from _leaves(part)
    else:
        yield tree
