"""Which table of rules may be in force, and what is wrong with one, in Dutch."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from catalogue.models import Source
from matching import adapter
from matching.engine.rules import BARRIERS, Rules, When, rules_from
from matching.engine.vocabulary import MatchingVocabulary
from matching.engine.weights import SECTORS
from matching.weights.bounds import LONGEST_TABLE
from matching.weights.in_force import file_table, tables

NAMES = {
    "wish_needs": "Wat zij wil: hoe zwaar een wens telt",
    "implications": "Wat mag worden aangenomen",
    "slips": "Waarschijnlijke typefouten",
    "plan_rules": "Regels van het voorstel",
    "fixed_lines": "Vaste regels bij een antwoord",
}
OTHER_FORM = (
    "De tabel heeft niet de vorm van het bestand. Zet hem terug, en wijzig alleen getallen en teksten."
)
#: A text of a table is at most so long.
LONGEST_TEXT = 1000


def table_faults(key: str, text: str) -> list[str]:
    """Why `text` cannot be the table `key`; empty when it can."""
    if len(text) > LONGEST_TABLE:
        return [f"De tabel is langer dan {LONGEST_TABLE} tekens."]
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except json.JSONDecodeError as fault:
        return [f"Dit is geen geldige JSON (regel {fault.lineno}, teken {fault.colno})."]
    except RecursionError:
        return ["Dit is geen geldige JSON."]
    except ValueError as fault:
        return [f"{fault}."]
    shape = list(_other_shape(value, file_table(key)))
    if shape:
        return shape
    try:
        rules = rules_from(**{**tables(), key: value})
    except ValueError as fault:
        return [f"{fault}."]
    except KeyError as fault:
        return [f"Er ontbreekt {fault}."]
    except (TypeError, AttributeError):
        return [OTHER_FORM]
    return [*_unknown_words(rules, adapter.vocabulary()), *_text_faults(value), *_unknown_sources(value)]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, _ in pairs if [one for one, _ in pairs].count(name) > 1)
        raise ValueError(f"{twice!r} staat er twee keer in")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is geen getal")


def _other_shape(value: Any, file: Any) -> Iterator[str]:
    """Where the table has other keys at the top than its file."""
    if type(value) is not type(file):
        yield "De tabel begint anders dan het bestand."
    elif isinstance(file, dict):
        yield from (f"Er ontbreekt {name!r}." for name in file if name not in value)
        yield from (f"{name!r} hoort hier niet." for name in value if name not in file)


def _unknown_words(rules: Rules, vocabulary: MatchingVocabulary) -> Iterator[str]:
    """Every fact, value, barrier and wish that does not exist."""
    whens: list[When] = [
        *(row.when for row in rules.implications.rows), rules.implications.held, rules.plan.level_exempt,
        *(slip.when for slip in rules.slips), *(step.when for step in rules.plan.steps),
        *(line.when for line in rules.lines),
    ]  # fmt: skip
    for clue in (clue for when in whens for one in when for clue in one):
        yield from _unknown_in(clue.fact, clue.values, vocabulary)
    for row in rules.implications.rows:
        yield from _unknown_in(row.fact, (row.value,), vocabulary)
    for slip in rules.slips:
        yield from (f"Het gegeven {name!r} bestaat niet." for name in (slip.of, slip.minus)
                    if name and name not in vocabulary.context)  # fmt: skip
    named = {*rules.plan.language_barriers}
    for step in rules.plan.steps:
        named |= {*step.barriers, *step.about}
    yield from (f"De belemmering {slug!r} bestaat niet." for slug in sorted(named - set(vocabulary.barriers)))
    wishes = {need.wish for need in rules.wishes.needs} | rules.plan.activation_wishes
    known = {*vocabulary.context["wishes"].values, SECTORS}
    yield from (f"De wens {wish!r} bestaat niet." for wish in sorted(wishes - known))


def _unknown_in(fact: str, values: Sequence[Any], vocabulary: MatchingVocabulary) -> Iterator[str]:
    if fact == BARRIERS:
        known: Sequence[Any] = tuple(vocabulary.barriers)
    elif fact not in vocabulary.context:
        yield f"Het gegeven {fact!r} bestaat niet."
        return
    else:
        key = vocabulary.context[fact]
        known = (True, False) if key.type == "bool" else key.values
    if known:
        yield from (f"{fact}: de waarde {value!r} bestaat niet." for value in values if value not in known)


def _text_faults(value: Any) -> Iterator[str]:
    """Texts that nobody could read, wherever they stand."""
    if isinstance(value, str):
        if not value.strip():
            yield "Een tekst is leeg."
        elif len(value) > LONGEST_TEXT:
            yield f"Een tekst is langer dan {LONGEST_TEXT} tekens: {value[:40]!r} …"
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _text_faults(one)
    elif isinstance(value, list):
        for one in value:
            yield from _text_faults(one)


def _unknown_sources(value: Any) -> Iterator[str]:
    known = set(Source.objects.values_list("key", flat=True))
    yield from (f"De bron {name!r} bestaat niet." for name in sorted(set(_sources(value)) - known))


def _sources(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("source"), str):
            yield value["source"]
        for one in value.values():
            yield from _sources(one)
    elif isinstance(value, list):
        for one in value:
            yield from _sources(one)
