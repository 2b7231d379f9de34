"""Text of a template cut at the places where something else comes in, so that it is rendered once."""

import re
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

#: Stands in a template as {{ mark }}. No value of a visitor or an item can hold it: "<" is escaped in those.
MARK = mark_safe("<!--|-->")
_HOLE = re.compile(r"<!--\?(.*?)-->")
_PART = re.compile(r"<!--=(.*?)-->")


def pieces(template: str, context: dict[str, Any]) -> tuple[SafeString, ...]:
    """`template` with `context`, in the pieces between its marks."""
    return cut(render_to_string(template, {**context, "mark": MARK}))


def cut(html: str) -> tuple[SafeString, ...]:
    return tuple(map(mark_safe, html.split(MARK)))


class Drawn:
    """HTML with {% hole %}s in it, drawn once. What is filled in comes out and is not kept."""

    __slots__ = ("_beginning", "_rest")

    def __init__(self, html: str):
        self._beginning, *rest = _HOLE.split(html)
        self._rest = tuple(zip(rest[::2], rest[1::2], strict=True))

    def fill(self, **values: Any) -> SafeString:
        """The HTML with a value for each of its holes, escaped unless it is safe; others are passed over."""
        filled = [self._beginning]
        for name, text in self._rest:
            value = values[name]
            filled += (value if isinstance(value, SafeString) else escape(str(value)), text)
        return mark_safe("".join(filled))  # noqa: S308 - our template, and values escaped


def drawn(template: str, context: dict[str, Any]) -> Drawn:
    """`template` with `context`, as one whole."""
    return Drawn(render_to_string(template, context))


def drawn_parts(template: str, context: dict[str, Any]) -> dict[str, Drawn]:
    """`template` with `context`, by the name of each {% part %}; what stands before the first is left out."""
    _, *rest = _PART.split(render_to_string(template, context))
    return {name: Drawn(html) for name, html in zip(rest[::2], rest[1::2], strict=True)}
