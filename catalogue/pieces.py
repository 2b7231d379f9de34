"""Text of a template cut at the places where something else comes in, so that it is rendered once."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

#: Stands in a template as {{ mark }}. No value of a visitor or an item can hold it: "<" is escaped in those.
MARK = mark_safe("<!--|-->")


def pieces(template: str, context: dict[str, Any]) -> tuple[SafeString, ...]:
    """`template` with `context`, in the pieces between its marks."""
    return cut(render_to_string(template, {**context, "mark": MARK}))


def cut(html: str) -> tuple[SafeString, ...]:
    return tuple(map(mark_safe, html.split(MARK)))
