"""Reads a profile document from untrusted bytes."""

import json
from typing import Any

from matching.engine.profile import Fault, ProfileRefused, one_line

#: Largest profile, in bytes.
MAX_BYTES = 64 * 1024


class _InvalidJsonError(ValueError):
    pass


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _InvalidJsonError(f"'{one_line(name)}' staat er twee keer in")
        found[name] = value
    return found


def _refuse_constant(name: str) -> Any:
    raise _InvalidJsonError(f"{name} is geen getal")


def read_profile(raw: bytes) -> Any:
    """The JSON value in `raw` (UTF-8, at most 64 KiB); raises ProfileRefused with one clear fault."""
    if len(raw) > MAX_BYTES:
        raise ProfileRefused([Fault("profiel", f"is groter dan {MAX_BYTES // 1024} KiB")])
    try:
        value = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_unique_keys, parse_constant=_refuse_constant
        )
        json.dumps(value, ensure_ascii=False).encode()  # a lone surrogate ("\\ud800") is no text
        return value
    except UnicodeError:
        message = "is geen UTF-8-tekst"
    except _InvalidJsonError as fault:
        message = str(fault)
    except json.JSONDecodeError as fault:
        message = f"is geen geldige JSON (regel {fault.lineno}, teken {fault.colno})"
    except (RecursionError, ValueError):
        message = "is geen geldige JSON"
    raise ProfileRefused([Fault("profiel", message)])
