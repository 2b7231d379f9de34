"""What the plan leaves: per barrier what the sources say one can do oneself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.text.json_files import read_json
from matching.engine.vocabulary import Barrier
from matching.presentation.cites import cites_text


@dataclass(frozen=True, slots=True)
class Left:
    """A barrier that nothing in the plan covers, with what the sources say you can do yourself."""

    barrier: Barrier
    working_elements: list[dict[str, str]]
    tips: list[dict[str, str]]
    policy: dict[str, str] | None


@cache
def _what_is_left() -> dict[str, Any]:
    path = settings.FIXTURES_DIR / "what_is_left.json"
    return read_json(path)["barriers"] if path.is_file() else {}


def left_of(barrier: Barrier, sources: Mapping[str, str]) -> Left:
    known = _what_is_left().get(barrier.slug, {})

    def told(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
        return [
            {"text": row["text"], "cites": cites_text([(row["source"], row["place"])], sources)}
            for row in rows
        ]

    policy = known.get("policy")
    return Left(
        barrier=barrier,
        working_elements=told(known.get("working_elements", ())),
        tips=told(known.get("conversation_tips", ())),
        policy=told([policy])[0] if policy and policy.get("source") else None,
    )
