"""Template tags for fragments with slots (catalogue/rendering/fragments.py)."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def hole(name: str) -> SafeString:
    """The place where `name` is filled in."""
    return format_html("<!--?{}-->", name)


@register.simple_tag
def part(*names: object) -> SafeString:
    """Where a part begins; it goes on to the next. Its name is made of `names`."""
    return format_html("<!--={}-->", " ".join(map(str, names)))
