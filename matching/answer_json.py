"""The answer as plain JSON values, as the command line gives it and the documentation shows it."""

from typing import Any

from matching.engine.changes import ProfileChange
from matching.engine.matching import Covered, Match
from matching.engine.plan import Plan
from matching.engine.robustness import Robustness
from matching.service import MatchAnswer


def as_json(answered: MatchAnswer) -> dict[str, Any]:
    """`{"catalogue_version", "matches", "own_side", "plan"}` by `schema.answer_schema`."""
    result = answered.result
    return {
        "catalogue_version": result.catalogue_version,
        "matches": [
            match_json(
                match,
                answered.robustness.get(match.item.source_ref),
                answered.changes.get(match.item.source_ref, ()),
            )
            for match in result.matches
        ],
        "own_side": list(result.own_side),
        "plan": plan_json(answered.plan),
    }


def match_json(match: Match, sure: Robustness | None, changes: tuple[ProfileChange, ...]) -> dict[str, Any]:
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
                    {"weight": line.weight, "coverage": line.half_percent / 2, "basis": line.basis}
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
        "robustness": {"share_in_top_3": sure.share, "word": sure.word} if sure else None,
        "changes": [
            {
                "kind": change.kind,
                "gives": change.gives,
                "facts": [{"fact": fact, "value": _plain(value)} for fact, value in change.facts],
            }
            for change in changes
        ],
    }


def plan_json(plan: Plan) -> dict[str, Any]:
    return {
        "items": [
            {
                "source_ref": row.item.source_ref,
                "name": row.item.name,
                "block": row.block,
                "gain": row.gain,
                "barriers": list(row.barriers),
                "hours_unknown": row.hours_unknown,
            }
            for row in plan.items
        ],
        "coverage": plan.coverage,
        "levels": plan.levels,
        "left": list(plan.left),
        "others": [list(refs) for refs in plan.others],
        "more": plan.more,
        "missing": list(plan.missing),
        "builds_on": [list(pair) for pair in plan.builds_on],
    }


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _covered(row: Covered) -> dict[str, Any]:
    return {
        "barrier": row.barrier,
        "level": row.level,
        "severity": row.severity,
        "value": row.coverage.percent,
        "basis": row.coverage.basis,
        "role": row.coverage.role or None,
        "note": row.coverage.note or None,
        "condition_met": row.answer.word,
        "cite": _cites(row.coverage.cites),
    }


def _cites(cites: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"source": source, "place": place} for source, place in cites]
