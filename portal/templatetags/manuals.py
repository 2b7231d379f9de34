"""What the texts of the manuals are made of."""

import struct
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def says(words: str) -> str:
    """Words exactly as they stand on the screen; tests/portal/help/test_help.py looks for them there."""
    return format_html('<strong class="says">{}</strong>', words)


@register.inclusion_tag("help/picture.html", takes_context=True)
def picture(context: template.Context, name: str, alt: str, caption: str) -> dict[str, object]:
    """The picture `name` of static/help, which bin/pictures makes, with its size so that nothing moves."""
    file = f"help/{name}.png"
    width, height = _size(file)
    source = file if context["on_paper"] else static(file)
    return {"source": source, "width": width, "height": height, "alt": alt, "caption": caption, "name": name}


@cache
def _size(file: str) -> tuple[int, int]:
    """Width and height of a PNG, in pixels: the eight bytes after its first sixteen."""
    found = finders.find(file)
    if not found:
        raise template.TemplateSyntaxError(f"there is no picture {file}: run bin/pictures")
    with Path(found).open("rb") as opened:
        return struct.unpack(">II", opened.read(24)[16:])
