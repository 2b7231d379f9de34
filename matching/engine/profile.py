"""A barrier profile: checked whole and never guessed at. What follows from it: see facts.py."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from catalogue.text.folding import fold
from matching.engine.vocabulary import AUDIENCES, SEVERITIES, ContextKey, MatchingVocabulary, Municipality

#: A number is read from at most so many characters.
LONGEST_NUMBER = 30
_NUMBER = re.compile(r"([0-9]+)?(?:[.,]([0-9]+))?\s*(½|¼|¾)?\s*([a-z]*)")
_PARTS = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
#: Words that may stand behind a number, as parts of the unit of the fact.
_UNITS = {"": 1, "jaar": 1, "jaren": 1, "jr": 1, "uur": 1, "uren": 1, "u": 1, "maand": 12, "maanden": 12}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of a profile; `field` is a path such as "context.age"."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


class ProfileRefused(Exception):
    """A profile that cannot be matched; `faults` holds every fault, not just the first."""

    def __init__(self, faults: list[Fault]):
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Profile:
    """`barriers` in the vocabulary's order with severity 1-3; `facts` are what was stated, and nothing else.

    `bought_in` are items that the municipality would buy in (see changes.py); none in a profile from outside.
    """

    audience: str
    barriers: tuple[tuple[str, int], ...]
    facts: Mapping[str, Any]
    place: Municipality | None
    bought_in: frozenset[str] = frozenset()


def parse(data: object, vocabulary: MatchingVocabulary) -> Profile:
    """The profile that `data` (a JSON value) describes; raises ProfileRefused with all faults at once."""
    if not isinstance(data, dict):
        raise ProfileRefused([Fault("profiel", f"moet een object zijn, geen {_kind(data)}")])
    faults = [
        Fault(one_line(name), "bestaat niet in een profiel")
        for name in data
        if name not in ("audience", "barriers", "context")
    ]
    audience = data.get("audience", "client")
    if not isinstance(audience, str) or audience not in AUDIENCES:
        faults.append(Fault("audience", f"moet een van {', '.join(AUDIENCES)} zijn"))
    barriers = _barriers(data.get("barriers", {}), vocabulary, faults)
    facts, place = _context(data.get("context", {}), vocabulary, faults)
    faults += _main_wish_faults(facts)
    if faults:
        raise ProfileRefused(faults)
    ordered = tuple((slug, barriers[slug]) for slug in vocabulary.barriers if slug in barriers)
    return Profile(audience=audience, barriers=ordered, facts=facts, place=place)


def sound_facts(
    data: Mapping[str, Any], vocabulary: MatchingVocabulary
) -> tuple[dict[str, Any], Municipality | None]:
    """The facts of a context that are right as they stand, leaving out those that are not."""
    return _context(dict(data), vocabulary, [])


def _barriers(data: object, vocabulary: MatchingVocabulary, faults: list[Fault]) -> dict[str, int]:
    if not isinstance(data, dict):
        faults.append(Fault("barriers", f"moet een object zijn, geen {_kind(data)}"))
        return {}
    found = {}
    for slug, severity in data.items():
        if slug not in vocabulary.barriers:
            faults.append(Fault(f"barriers.{one_line(slug)}", "deze belemmering bestaat niet"))
        elif isinstance(severity, bool) or not isinstance(severity, int) or severity not in SEVERITIES:
            faults.append(Fault(f"barriers.{slug}", f"ernst {_short(severity)} moet 1, 2 of 3 zijn"))
        else:
            found[slug] = severity
    return found


def _context(
    data: object, vocabulary: MatchingVocabulary, faults: list[Fault]
) -> tuple[dict[str, Any], Municipality | None]:
    if not isinstance(data, dict):
        faults.append(Fault("context", f"moet een object zijn, geen {_kind(data)}"))
        return {}, None
    facts: dict[str, Any] = {}
    place = None
    for name, value in data.items():
        field = f"context.{one_line(name)}"
        key = vocabulary.context.get(name)
        if key is None:
            faults.append(Fault(field, "dit gegeven bestaat niet"))
        elif value is None:
            continue
        elif key.type == "municipality":
            place = _place(value, field, vocabulary, faults)
        else:
            value = _current(value, key)
            message = _check(value, key)
            if message:
                faults.append(Fault(field, message))
            else:
                facts[name] = tuple(dict.fromkeys(value)) if key.type == "list" else value
    return facts, place


def _current(value: Any, key: ContextKey) -> Any:
    """`value` with old words replaced by those that hold now, and a written number as a number."""
    if isinstance(value, list):
        return [key.aliases.get(one, one) if isinstance(one, str) else one for one in value]
    if not isinstance(value, str):
        return value
    if key.type in ("int", "number"):
        number = number_of(value)
        return value if number is None else number
    return key.aliases.get(value, value)


def _check(value: Any, key: ContextKey) -> str:
    """Why `value` does not fit `key`; empty when it does."""
    if key.type == "bool":
        return "" if isinstance(value, bool) else "moet true of false zijn"
    if key.type == "choice":
        fits = isinstance(value, str) and value in key.values
        return "" if fits else f"{_short(value)} is geen van {', '.join(key.values)}"
    if key.type == "list":
        if not isinstance(value, list):
            return f"moet een lijst zijn, geen {_kind(value)}"
        odd = [item for item in value if not isinstance(item, str) or item not in key.values]
        return f"{_short(odd[0])} is geen van {', '.join(key.values)}" if odd else ""
    if key.type == "hours_by_kind":
        return _check_hours(value, key)
    if isinstance(value, bool) or not isinstance(value, int if key.type == "int" else int | float):
        return f"moet een {'heel ' if key.type == 'int' else ''}getal zijn"
    low, high = key.minimum, key.maximum
    if (low is not None and not value >= low) or (high is not None and not value <= high):
        return f"{_short(value)} ligt niet tussen {low:g} en {high:g}"
    return ""


def _check_hours(value: Any, key: ContextKey) -> str:
    """What is wrong with `{kind: hours a week or null}`; empty when nothing is."""
    if not isinstance(value, dict):
        return f"moet een object zijn, geen {_kind(value)}"
    low, high = key.minimum or 0, key.maximum or 168
    for kind, hours in value.items():
        if kind not in key.values:
            return f"{_short(kind)} is geen van {', '.join(key.values)}"
        if hours is None:
            continue
        if isinstance(hours, bool) or not isinstance(hours, int | float):
            return f"{kind}: uren moeten een getal zijn, of null"
        if not low <= hours <= high:
            return f"{kind}: {_short(hours)} ligt niet tussen {low:g} en {high:g}"
    return ""


def _place(
    value: Any, field: str, vocabulary: MatchingVocabulary, faults: list[Fault]
) -> Municipality | None:
    found = vocabulary.places.get(fold(value), ()) if isinstance(value, str) else ()
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{place.name} ({place.code})" for place in found)
        faults.append(Fault(field, f"{_short(value)} kan meer gemeenten zijn: {names}"))
    else:
        faults.append(Fault(field, f"gemeente {_short(value)} bestaat niet"))
    return None


def _main_wish_faults(facts: Mapping[str, Any]) -> list[Fault]:
    """The main wish is one of her wishes, or "sectors" when she named a sector."""
    main = facts.get("main_wish")
    named = (*facts.get("wishes", ()), *(("sectors",) if facts.get("sectors") else ()))
    if main is None or main in named:
        return []
    return [Fault("context.main_wish", f"{_short(main)} staat niet bij wat zij wil")]


def number_of(text: str) -> int | float | None:
    """The number in "28 jaar", "2½", "2,5" or "6 maanden" (half a year); None when there is none."""
    found = _NUMBER.fullmatch(text.strip().lower()) if len(text) <= LONGEST_NUMBER else None
    if (
        not found
        or found[4] not in _UNITS
        or not (found[1] or found[3])
        or (found[2] and (found[3] or not found[1]))
    ):
        return None
    number = Fraction(f"{found[1] or 0}.{found[2] or 0}") + _PARTS.get(found[3], 0)
    number /= _UNITS[found[4]]
    return int(number) if number.denominator == 1 else float(number)


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {list: "lijst", dict: "object", str: "tekst", bool: "ja/nee", int: "getal", float: "getal"}
    return names.get(type(value), type(value).__name__)


def _short(value: object) -> str:
    """`value` between quotes in an error message."""
    return f"'{one_line(value)}'"


def one_line(value: object) -> str:
    """`value` as one line of at most 60 printable characters."""
    text = str(value).replace("\n", " ").replace("\r", " ")
    text = "".join(char if char.isprintable() else "?" for char in text)
    return f"{text[:57]}…" if len(text) > 60 else text
