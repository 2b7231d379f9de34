"""Answers that can hardly all be true. They are asked about, not refused: the klantmanager knows her."""

from collections.abc import Iterator, Mapping
from typing import Any

#: So old at least was she when her youngest child came, and when she last worked.
YOUNGEST = 12
ADULT = 18
NO_CHILDREN_AT_HOME = ("alleenstaand", "samenwonend")


def doubts(facts: Mapping[str, Any]) -> Iterator[str]:
    """Questions about the facts of a profile, a sentence each."""
    age, child, idle = (facts.get(name) for name in ("age", "youngest_child_age", "years_without_work"))
    if age is not None and child is not None and age - child < YOUNGEST:
        yield f"Zij is {_years(age)} en haar jongste kind is {_years(child)}. Klopt dat?"
    if child is not None and child < ADULT and facts.get("household") in NO_CHILDREN_AT_HOME:
        yield f"Haar jongste kind is {_years(child)}, maar er wonen geen kinderen thuis. Klopt dat?"
    if age is not None and idle is not None and age - idle < YOUNGEST:
        yield f"Zij is {_years(age)} en werkte {_years(idle)} niet. Klopt dat?"


def _years(number: float) -> str:
    return f"{number:g} jaar".replace(".", ",")
