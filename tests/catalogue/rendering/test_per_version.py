"""What a process keeps of the catalogue is bounded, of today, and listed."""

import ast
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

import matching.urls  # noqa: F401 - with the modules whose functions keep something
from catalogue.rendering import per_version

ROOT = Path(__file__).parents[3]


@pytest.fixture
def asked(monkeypatch):
    """A function that keeps two answers, with the list of what it was really asked."""
    monkeypatch.setattr(per_version, "_cached", {})
    asked: list[tuple] = []

    @per_version.per_version(most=2)
    def answer(stamp: str, what: str = "") -> str:
        asked.append((stamp, what))
        return f"{what} at {stamp}"

    asked.append(answer)
    return asked


def test_an_answer_is_made_once_per_stamp_and_value(asked):
    answer = asked.pop()
    assert [answer("s", "a"), answer("s", "a"), answer("s", "b"), answer("t", "b")] == [
        "a at s", "a at s", "b at s", "b at t",
    ]  # fmt: skip
    assert asked == [("s", "a"), ("s", "b"), ("t", "b")]


def test_no_more_than_the_last_few_are_kept(asked):
    answer = asked.pop()
    for stamp in ("1", "2", "3", "3", "1"):
        answer(stamp)
    assert [stamp for stamp, _ in asked] == ["1", "2", "3", "1"]


def test_tomorrow_it_is_made_anew(asked, monkeypatch):
    answer = asked.pop()
    for day in (1, 1, 2):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: date(2026, 3, day))
        answer("s")
    assert len(asked) == 2


def test_everything_can_be_forgotten_at_once(asked):
    answer = asked.pop()
    answer("s")
    per_version.clear()
    answer("s")
    assert len(asked) == 2


def test_the_list_of_users_in_the_documentation_is_whole():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    own = [name for name in per_version.users() if name.startswith(("catalogue.", "matching.", "portal."))]
    assert [name for name in own if f"`{name}`" not in text] == []


def test_no_other_cache_holds_what_was_read_from_the_database():
    found = []
    for path in (path for app in ("catalogue", "matching", "portal") for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            decorators = {ast.unparse(one).split("(")[0] for one in getattr(node, "decorator_list", ())}
            reads = any(isinstance(one, ast.Attribute) and one.attr == "objects" for one in ast.walk(node))
            if reads and decorators & {"cache", "lru_cache"}:
                found.append(f"{path.name}: {node.name}")
    assert found == []
