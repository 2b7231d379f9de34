"""A barrier profile: checked, completed with what its barriers imply, and never guessed at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.text.folding import fold
from matching.engine.vocabulary import AUDIENCES, SEVERITIES, ContextKey, MatchingVocabulary, Municipality

NO_BARRIER = "kies eerst een belemmering"


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
    """`barriers` in the vocabulary's order with severity 1-3; `facts` include what the barriers imply.

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
    _imply(barriers, facts, vocabulary, faults)
    if faults:
        raise ProfileRefused(faults)
    ordered = tuple((slug, barriers[slug]) for slug in vocabulary.barriers if slug in barriers)
    if not ordered:
        raise ProfileRefused([Fault("barriers", NO_BARRIER)])
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
            message = _check(value, key)
            if message:
                faults.append(Fault(field, message))
            else:
                facts[name] = tuple(dict.fromkeys(value)) if key.type == "list" else value
    return facts, place


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
    if isinstance(value, bool) or not isinstance(value, int if key.type == "int" else int | float):
        return f"moet een {'heel ' if key.type == 'int' else ''}getal zijn"
    low, high = key.minimum, key.maximum
    if (low is not None and not value >= low) or (high is not None and not value <= high):
        return f"{_short(value)} ligt niet tussen {low:g} en {high:g}"
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


def _imply(
    barriers: Mapping[str, int], facts: dict[str, Any], vocabulary: MatchingVocabulary, faults: list[Fault]
) -> None:
    """Adds what the barriers imply to `facts`; a contradiction is a fault that names both."""
    for slug in barriers:
        for name, implied in vocabulary.barriers[slug].implies.items():
            stated = facts.get(name)
            if isinstance(implied, list):
                facts[name] = tuple(dict.fromkeys([*(stated or ()), *implied]))
            elif stated is None:
                facts[name] = implied
            elif stated != implied:
                faults.append(
                    Fault(
                        f"context.{name}",
                        f"{_short(stated)} spreekt de belemmering {slug} tegen ({_short(implied)})",
                    )
                )


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
