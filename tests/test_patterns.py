"""No pattern takes time by the square: a long text of one or two letters would keep a process busy."""

import importlib
import pkgutil
import re
from itertools import product
from time import process_time

import pytest

import catalogue
import matching
import portal

#: Letters that patterns repeat, alone and by two.
SIGNS = ("a", "1", " ", ".", "@", "-", "_", "/", "(", "A", "\n")
LENGTH = 4_000
#: Below this a measurement says nothing.
NOTICEABLE = 0.02


def patterns() -> dict[str, re.Pattern]:
    found = {}
    for package in (catalogue, matching, portal):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." in module.name or module.name.endswith((".wsgi", ".settings")):
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    found.setdefault(value.pattern, (f"{module.name}.{name}", value))
    return dict(found.values())


PATTERNS = patterns()


def spent(pattern: re.Pattern, text: str) -> float:
    before = process_time()
    pattern.search(text)
    return process_time() - before


def test_the_patterns_are_found():
    assert len(PATTERNS) > 15


@pytest.mark.parametrize("name", PATTERNS)
def test_twice_the_text_takes_no_more_than_about_twice_the_time(name):
    slow = []
    for pair in {"".join(dict.fromkeys(two)) for two in product(SIGNS, repeat=2)}:
        text = pair * (LENGTH // len(pair))
        twice = spent(PATTERNS[name], 2 * text)
        once = spent(PATTERNS[name], text) if twice > NOTICEABLE else twice
        if twice > NOTICEABLE and twice > 3 * once:
            slow.append((pair, once, twice))
    assert slow == []
