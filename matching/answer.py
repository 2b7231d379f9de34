"""The answer as plain JSON values, the same for the command line, the documentation and the tests."""

from typing import Any

from matching.engine.matching import Covered, Match, MatchResult


def as_json(result: MatchResult) -> dict[str, Any]:
    """`{"catalogue_version", "matches": [...], "own_side": [...]}` in the contract of docs/matching.md."""
    return {
        "catalogue_version": result.catalogue_version,
        "matches": [match_json(match) for match in result.matches],
        "own_side": list(result.own_side),
    }


def match_json(match: Match) -> dict[str, Any]:
    return {
        "source_ref": match.item.source_ref,
        "slug": match.item.slug,
        "name": match.item.name,
        "kind": match.item.kind,
        "rank": match.rank,
        "score": match.score,
        "eligibility": match.verdict.value,
        "reach": match.reach.word,
        "levels": match.levels,
        "lines": [
            {
                "kind": line.kind,
                "key": line.key,
                "label": line.label,
                "points": line.points,
                **(
                    {"weight": line.weight, "coverage": line.coverage / 2, "basis": line.basis}
                    if line.kind == "barrier"
                    else {"percent": line.percent}
                ),
            }
            for line in match.lines
        ],
        "covered": [_covered(row) for row in match.covered],
        "plausible": [_covered(row) for row in match.plausible],
        "uncovered": list(match.uncovered),
        "conditions": [
            {
                "fact": condition.fact,
                "text": condition.text,
                "strength": "required" if condition.required else "intended",
                "answer": condition.answer.word,
                "cite": _cites(condition.cites),
            }
            for condition in match.conditions
        ],
        "questions": [
            {"fact": question.fact, "text": question.text, "why": question.why}
            for question in match.questions
        ],
        "excluded_by": list(match.excluded_by),
    }


def _covered(row: Covered) -> dict[str, Any]:
    return {
        "barrier": row.barrier,
        "level": row.level,
        "severity": row.severity,
        "value": row.coverage.value,
        "basis": row.coverage.basis,
        "role": row.coverage.role or None,
        "note": row.coverage.note or None,
        "condition_met": row.answer.word,
        "cite": _cites(row.coverage.cites),
    }


def _cites(cites: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"source": source, "place": place} for source, place in cites]
