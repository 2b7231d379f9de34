"""Answers that are unlikely together. The page asks about them, and refuses none."""

from collections.abc import Iterator, Mapping
from typing import Any

#: Minimum age in years at the birth of a child, and at leaving work.
MIN_AGE = 12
ADULT = 18
NO_CHILDREN_AT_HOME = ("alleenstaand", "samenwonend")


def contradictions(facts: Mapping[str, Any]) -> Iterator[str]:
    """A Dutch question for each unlikely combination of `facts` (years, household)."""
    age, child, idle = (facts.get(name) for name in ("age", "youngest_child_age", "years_without_work"))
    if age is not None and child is not None and age - child < MIN_AGE:
        yield f"Zij is {_years(age)} en haar jongste kind is {_years(child)}. Klopt dat?"
    if child is not None and child < ADULT and facts.get("household") in NO_CHILDREN_AT_HOME:
        yield f"Haar jongste kind is {_years(child)}, maar er wonen geen kinderen thuis. Klopt dat?"
    if age is not None and idle is not None and age - idle < MIN_AGE:
        yield f"Zij is {_years(age)} en werkte {_years(idle)} niet. Klopt dat?"


def _years(number: float) -> str:
    return f"{number:g} jaar".replace(".", ",")
