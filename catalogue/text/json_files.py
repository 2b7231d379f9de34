"""JSON files that people review: what fits on one line of 110 characters stays on one line."""

import json
from pathlib import Path
from typing import Any

WIDTH = 110


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def dumps(value: object) -> str:
    """`value` as indented UTF-8 JSON text that ends with a newline; the order of keys is kept."""
    return _render(value, indent=0, used=0) + "\n"


def _render(value: object, *, indent: int, used: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or (indent and indent + used + len(flat) <= WIDTH):
        return flat
    inner = " " * (indent + 2)
    if isinstance(value, dict):
        rows = [
            f"{json.dumps(key, ensure_ascii=False)}: "
            + _render(item, indent=indent + 2, used=len(json.dumps(key, ensure_ascii=False)) + 3)
            for key, item in value.items()
        ]
        opening, closing = "{", "}"
    else:
        rows = [_render(item, indent=indent + 2, used=1) for item in value]
        opening, closing = "[", "]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(rows) + f"\n{' ' * indent}{closing}"
