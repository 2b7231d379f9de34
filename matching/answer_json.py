"""The answer as plain JSON values, as the command line gives it and the documentation shows it."""

from dataclasses import asdict
from typing import Any

from matching.engine.changes import ProfileChange
from matching.engine.items import NextStep
from matching.engine.matching import Covered, Match, ScoreLine
from matching.engine.plan import Plan
from matching.engine.questions import NextQuestion
from matching.engine.robustness import Robustness
from matching.service import MatchAnswer


def as_json(answered: MatchAnswer, *, sure: bool = False) -> dict[str, Any]:
    """The answer as a document by `schema.answer_schema`; how sure the order is only with `sure`."""
    result = answered.result
    robustness = answered.robustness if sure else {}
    return {
        "catalogue_version": result.catalogue_version,
        "day": result.day.isoformat(),
        "matches": [
            match_json(
                match,
                robustness.get(match.item.source_ref),
                answered.changes.get(match.item.source_ref, ()),
            )
            for match in result.matches
        ],
        "own_side": list(result.own_side),
        "plan": plan_json(answered.plan),
        "slips": [{"key": slip.key, "text": slip.text, "facts": list(slip.facts)} for slip in result.slips],
        "assumed": [
            {"fact": one.fact, "value": _plain(one.value), "source": one.source} for one in result.assumed
        ],
        "lines": [
            {"key": line.key, "text": line.text_on(result.day), "cite": _cites(line.cites)}
            for line in result.lines
        ],
        "next_question": _question(answered.next_question),
    }


def _question(question: NextQuestion | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "fact": question.fact,
        "text": question.text,
        "options": [{"value": _plain(one.value), "label": one.label} for one in question.options],
        "changes": question.changes,
    }


def match_json(match: Match, sure: Robustness | None, changes: tuple[ProfileChange, ...]) -> dict[str, Any]:
    return {
        "source_ref": match.item.source_ref,
        "slug": match.item.slug,
        "name": match.item.name,
        "kind": match.item.kind,
        "list": match.list_name,
        "rank": match.rank,
        "score": match.score,
        "eligibility": match.verdict.value,
        "reach": match.reach.word,
        "waits": match.waits,
        "available": match.available,
        "available_from": match.closed.until.isoformat() if match.closed else None,
        "may_apply": match.may_apply,
        "law_changed": match.law_changed or None,
        "next_step": _next_step(match.next_step),
        "levels": match.levels,
        "lines": [
            {
                "kind": line.kind,
                "key": line.key,
                "label": line.label,
                "points": line.points,
                **_how(line),
            }
            for line in match.lines
        ],
        "served": [{"wish": row.wish, "percent": row.percent, "known": row.known} for row in match.served],
        "cautions": [caution.text for caution in match.cautions],
        "covered": [_covered(row) for row in match.covered],
        "plausible": [_covered(row) for row in match.plausible],
        "uncovered": list(match.uncovered),
        "conditions": [
            {
                "fact": condition.fact,
                "text": condition.text,
                "strength": "required" if condition.required else "intended",
                "answer": condition.answer.word,
                "assumed": condition.assumed,
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


def _how(line: ScoreLine) -> dict[str, Any]:
    if line.kind == "barrier":
        return {"weight": line.weight, "coverage": line.half_percent / 2, "basis": line.basis}
    if line.kind == "wish":
        return {"weight": line.weight, "coverage": line.half_percent / 2}
    return {"percent": line.percent}


def _next_step(step: NextStep | None) -> dict[str, str | None] | None:
    """What the sources say of how to go on; None where no source says anything."""
    found = asdict(step) if step else {}
    return {name: text or None for name, text in found.items()} if any(found.values()) else None


def plan_json(plan: Plan) -> dict[str, Any]:
    return {
        "running": [{"kind": one.kind, "hours": one.hours} for one in plan.running],
        "first": [
            {"key": one.step.key, "text": one.step.text, "barriers": list(one.barriers)} for one in plan.first
        ],
        "without": (
            {"source_ref": plan.without.source_ref, "reason": plan.without.reason} if plan.without else None
        ),
        "items": [
            {
                "source_ref": row.item.source_ref,
                "name": row.item.name,
                "block": row.block,
                "gain": row.gain,
                "barriers": list(row.barriers),
                "for": [*row.barriers, *row.wishes],
                "first": _next_step(row.first),
                "ask": [{"fact": one.fact, "text": one.text} for one in row.ask],
                "hours_unknown": row.hours_unknown,
                "after_childcare": row.after_childcare,
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
