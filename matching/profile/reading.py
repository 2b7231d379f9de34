"""Reads a profile from bytes that anyone may have sent."""

import json
from typing import Any

from matching.engine.profile import Fault, ProfileRefused, one_line

#: A profile is never larger than this many bytes.
LIMIT = 64 * 1024


class _TwiceError(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _TwiceError(f"'{one_line(name)}' staat er twee keer in")
        found[name] = value
    return found


def _no_constant(name: str) -> Any:
    raise _TwiceError(f"{name} is geen getal")


def read_profile(raw: bytes) -> Any:
    """The JSON value in `raw` (UTF-8, at most 64 KiB); raises ProfileRefused with one clear fault."""
    if len(raw) > LIMIT:
        raise ProfileRefused([Fault("profiel", f"is groter dan {LIMIT // 1024} KiB")])
    try:
        value = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair ("\\ud800") is no text
        return value
    except UnicodeError:
        message = "is geen UTF-8-tekst"
    except _TwiceError as fault:
        message = str(fault)
    except json.JSONDecodeError as fault:
        message = f"is geen geldige JSON (regel {fault.lineno}, teken {fault.colno})"
    except (RecursionError, ValueError):
        message = "is geen geldige JSON"
    raise ProfileRefused([Fault("profiel", message)])
