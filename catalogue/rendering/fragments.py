"""Templates rendered once, with slots that each answer fills in: for the cards of a match, which are many."""

import re
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

_SLOT = re.compile(r"<!--\?(.*?)-->")
_FRAGMENT = re.compile(r"<!--=(.*?)-->")


class Fragment:
    """HTML with {% slot %}s in it. Filling it in leaves the fragment itself as it was."""

    __slots__ = ("_beginning", "_rest")

    def __init__(self, html: str):
        self._beginning, *rest = _SLOT.split(html)
        self._rest = tuple(zip(rest[::2], rest[1::2], strict=True))

    def fill(self, **values: Any) -> SafeString:
        """The HTML with a value for each slot, escaped unless it is safe; KeyError for a slot without one."""
        filled = [self._beginning]
        for name, text in self._rest:
            value = values[name]
            filled += (value if isinstance(value, SafeString) else escape(str(value)), text)
        return mark_safe("".join(filled))  # noqa: S308 - our template, and values escaped


def render_fragment(template: str, context: dict[str, Any]) -> Fragment:
    """`template` with `context`, as one fragment."""
    return Fragment(render_to_string(template, context))


def render_fragments(template: str, context: dict[str, Any]) -> dict[str, Fragment]:
    """`template` with `context`, by the name of each {% fragment %}; text before the first is left out."""
    _, *rest = _FRAGMENT.split(render_to_string(template, context))
    return {name: Fragment(html) for name, html in zip(rest[::2], rest[1::2], strict=True)}
