"""JSON Schema of the profile (built from the vocabulary) and of the answer."""

from dataclasses import fields
from typing import Any

from matching.engine.changes import BUY_IN
from matching.engine.items import LISTS, NextStep
from matching.engine.plan import LATER, NOW, REASONS
from matching.engine.robustness import NECK_AND_NECK, SENSITIVE, STABLE
from matching.engine.scoring import Verdict
from matching.engine.vocabulary import AUDIENCES, LEVELS, SEVERITIES, ContextKey, MatchingVocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ANSWERS = ["yes", "no", "unknown"]


def profile_schema(vocabulary: MatchingVocabulary) -> dict[str, Any]:
    """The schema of a profile; names of municipalities and contradictions are checked by the engine only."""
    return {
        "$schema": DIALECT,
        "title": "Barrier profile",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "audience": {"enum": list(AUDIENCES), "default": AUDIENCES[0]},
            "barriers": {
                "type": "object",
                "additionalProperties": False,
                "properties": {slug: {"enum": list(SEVERITIES)} for slug in vocabulary.barriers},
            },
            "context": {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: _fact(key) for name, key in vocabulary.context.items()},
            },
        },
    }


def _fact(key: ContextKey) -> dict[str, Any]:
    if key.type == "bool":
        return {"type": ["boolean", "null"]}
    if key.type == "list":
        return {"type": ["array", "null"], "items": {"enum": list(key.values)}}
    if key.type == "choice":
        return {"enum": [*key.values, *key.aliases, None]}
    if key.type == "hours_by_kind":
        hours = {"type": ["number", "null"], "minimum": key.minimum, "maximum": key.maximum}
        return {
            "type": ["object", "null"],
            "additionalProperties": False,
            "properties": dict.fromkeys(key.values, hours),
        }
    if key.type == "municipality":
        return {"type": ["string", "null"]}
    kind = "integer" if key.type == "int" else "number"
    written = {"type": "string", "description": "a number as people write it: 28 jaar, 2½, 6 maanden"}
    return {
        "anyOf": [{"type": [kind, "null"], "minimum": key.minimum, "maximum": key.maximum}, written],
    }


def answer_schema() -> dict[str, Any]:
    """The schema of the answer (`manage.py match --json`)."""
    points = {"type": "integer", "minimum": 0, "maximum": 100}
    share = {"type": "integer", "minimum": 0, "maximum": 100}
    weight = {"type": "integer", "minimum": 1}
    levels = _object(dict.fromkeys(LEVELS, share))
    text = {"type": "string"}
    cites = _list(_object({"source": text, "place": text}))
    covered = _object(
        {
            "barrier": text,
            "level": {"enum": list(LEVELS)},
            "severity": {"enum": list(SEVERITIES)},
            "value": share,
            "basis": {"enum": ["stated", "declared", "derived"]},
            "role": {"enum": ["main", "part", "side", None]},
            "note": {"type": ["string", "null"]},
            "condition_met": {"enum": ["yes", "unknown"]},
            "cite": cites,
        }
    )
    line = {
        "oneOf": [
            _object(
                {
                    "kind": {"const": "barrier"},
                    "key": text,
                    "label": text,
                    "points": points,
                    "weight": weight,
                    "coverage": {"type": "number", "minimum": 0, "maximum": 100},
                    "basis": {"enum": ["stated", "declared", "derived"]},
                }
            ),
            _object(
                {
                    "kind": {"const": "wish"},
                    "key": text,
                    "label": text,
                    "points": points,
                    "weight": weight,
                    "coverage": {"type": "number", "minimum": 0, "maximum": 100},
                }
            ),
            _object(
                {
                    "kind": {"const": "open"},
                    "key": {"enum": ["conditions", "reach"]},
                    "label": text,
                    "points": {"type": "integer", "minimum": -100, "maximum": 0},
                    "percent": {"type": "integer", "maximum": -1},
                }
            ),
            _object(
                {
                    "kind": {"enum": ["specificity", "fit"]},
                    "key": text,
                    "label": text,
                    "points": points,
                    "percent": {"type": "integer", "minimum": 1},
                }
            ),
        ]
    }
    maybe_text = {"type": ["string", "null"]}
    step = _object({field.name: maybe_text for field in fields(NextStep)})
    next_step = {"oneOf": [{"type": "null"}, step]}
    match = _object(
        {
            "source_ref": text,
            "slug": text,
            "name": text,
            "kind": text,
            "list": {"enum": list(LISTS)},
            "rank": {"type": ["integer", "null"], "minimum": 1},
            "score": points,
            "eligibility": {"enum": [verdict.value for verdict in Verdict]},
            "reach": {"enum": ANSWERS},
            "waits": {"type": "boolean"},
            "available": {"enum": ["open", "paused", "full"]},
            "available_from": {"type": ["string", "null"], "format": "date"},
            "may_apply": {"type": "boolean"},
            "law_changed": maybe_text,
            "next_step": next_step,
            "levels": levels,
            "lines": _list(line),
            "served": _list(_object({"wish": text, "percent": share, "known": {"type": "boolean"}})),
            "cautions": _list(text),
            "covered": _list(covered),
            "plausible": _list(covered),
            "uncovered": _list(text),
            "conditions": _list(
                _object(
                    {
                        "fact": text,
                        "text": text,
                        "strength": {"enum": ["required", "intended"]},
                        "answer": {"enum": ANSWERS},
                        "assumed": {"type": "boolean"},
                        "cite": cites,
                    }
                )
            ),
            "questions": _list(_object({"fact": text, "text": text, "why": text})),
            "excluded_by": _list(text),
            "robustness": {
                "oneOf": [
                    {"type": "null"},
                    _object({"share_in_top_3": share, "word": {"enum": [STABLE, SENSITIVE, NECK_AND_NECK]}}),
                ]
            },
            "changes": _list(
                _object(
                    {
                        "kind": {"enum": ["answer", "arrange"]},
                        "gives": {"enum": ["offered", "first"]},
                        "facts": _list(
                            _object(
                                {
                                    "fact": {"type": "string", "description": f'"{BUY_IN}" or a fact'},
                                    "value": {},
                                }
                            )
                        ),
                    }
                )
            ),
        }
    )
    plan = _object(
        {
            "running": _list(_object({"kind": text, "hours": {"type": ["number", "null"], "minimum": 0}})),
            "first": _list(_object({"key": text, "text": text, "barriers": _list(text)})),
            "without": {
                "oneOf": [{"type": "null"}, _object({"source_ref": text, "reason": {"enum": list(REASONS)}})]
            },
            "items": _list(
                _object(
                    {
                        "source_ref": text,
                        "name": text,
                        "block": {"enum": [NOW, LATER]},
                        "gain": share,
                        "barriers": _list(text),
                        "for": _list(text),
                        "first": next_step,
                        "ask": _list(_object({"fact": text, "text": text})),
                        "hours_unknown": {"type": "boolean"},
                        "after_childcare": {"type": "boolean"},
                    }
                )
            ),
            "coverage": share,
            "levels": levels,
            "left": _list(text),
            "others": _list(_list(text)),
            "more": {"type": "boolean"},
            "missing": _list({"enum": ["work", "realism_check", "aftercare"]}),
            "builds_on": _list(_list(text)),
        }
    )
    return {
        "$schema": DIALECT,
        "title": "Answer to a barrier profile",
        **_object(
            {
                "catalogue_version": text,
                "day": {"type": "string", "format": "date"},
                "matches": _list(match),
                "own_side": _list(text),
                "plan": plan,
                "slips": _list(_object({"key": text, "text": text, "facts": _list(text)})),
                "assumed": _list(_object({"fact": text, "value": {}, "source": text})),
                "lines": _list(_object({"key": text, "text": text, "cite": cites})),
                "next_question": {
                    "oneOf": [
                        {"type": "null"},
                        _object(
                            {
                                "fact": text,
                                "text": text,
                                "options": _list(_object({"value": {}, "label": text})),
                                "changes": {"type": "integer", "minimum": 1},
                            }
                        ),
                    ]
                },
            }
        ),
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(properties),
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
