"""JSON Schema of the profile (built from the vocabulary) and of the answer."""

from typing import Any

from matching.engine.changes import BUY_IN
from matching.engine.plan import AFTER, TOGETHER
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
                "minProperties": 1,
                "additionalProperties": False,
                "properties": {slug: {"enum": list(SEVERITIES)} for slug in vocabulary.barriers},
            },
            "context": {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: _fact(key) for name, key in vocabulary.context.items()},
            },
        },
        "required": ["barriers"],
    }


def _fact(key: ContextKey) -> dict[str, Any]:
    if key.type == "bool":
        return {"type": ["boolean", "null"]}
    if key.type == "list":
        return {"type": ["array", "null"], "items": {"enum": list(key.values)}}
    if key.type == "choice":
        return {"enum": [*key.values, None]}
    if key.type == "municipality":
        return {"type": ["string", "null"]}
    kind = "integer" if key.type == "int" else "number"
    return {"type": [kind, "null"], "minimum": key.minimum, "maximum": key.maximum}


def answer_schema() -> dict[str, Any]:
    """The schema of the answer (`manage.py match --json`)."""
    points = {"type": "integer", "minimum": 0, "maximum": 125}
    share = {"type": "integer", "minimum": 0, "maximum": 100}
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
                    "weight": {"type": "integer", "minimum": 1},
                    "coverage": {"type": "number", "minimum": 0, "maximum": 100},
                    "basis": {"enum": ["stated", "declared", "derived"]},
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
    match = _object(
        {
            "source_ref": text,
            "slug": text,
            "name": text,
            "kind": text,
            "rank": {"type": ["integer", "null"], "minimum": 1},
            "score": points,
            "eligibility": {"enum": [verdict.value for verdict in Verdict]},
            "reach": {"enum": ANSWERS},
            "levels": levels,
            "lines": _list(line),
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
            "items": _list(
                _object(
                    {
                        "source_ref": text,
                        "name": text,
                        "block": {"enum": [TOGETHER, AFTER]},
                        "gain": share,
                        "barriers": _list(text),
                        "hours_unknown": {"type": "boolean"},
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
            {"catalogue_version": text, "matches": _list(match), "own_side": _list(text), "plan": plan}
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
