"""The barriers that the plan leaves uncovered, with what the sources say the klantmanager can do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from catalogue.text.json_files import read_json
from matching.engine.vocabulary import Barrier
from matching.presentation.cites import cites_text


@dataclass(frozen=True, slots=True)
class UncoveredBarrier:
    """A barrier that nothing in the plan covers; per text its sources in words."""

    barrier: Barrier
    working_elements: list[dict[str, str]]
    tips: list[dict[str, str]]
    policy: dict[str, str] | None


@cache
def _what_one_can_do() -> dict[str, Any]:
    path = settings.FIXTURES_DIR / "what_is_left.json"
    return read_json(path)["barriers"] if path.is_file() else {}


def uncovered_barrier(barrier: Barrier, sources: Mapping[str, str]) -> UncoveredBarrier:
    known = _what_one_can_do().get(barrier.slug, {})

    def cited(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
        return [
            {"text": row["text"], "cites": cites_text([(row["source"], row["place"])], sources)}
            for row in rows
        ]

    policy = known.get("policy")
    return UncoveredBarrier(
        barrier=barrier,
        working_elements=cited(known.get("working_elements", ())),
        tips=cited(known.get("conversation_tips", ())),
        policy=cited([policy])[0] if policy and policy.get("source") else None,
    )
