"""Template tags for fragments with slots (catalogue/rendering/fragments.py): {% load fragments %}."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def slot(name: str) -> SafeString:
    """The place where the value `name` is filled in."""
    return format_html("<!--?{}-->", name)


@register.simple_tag
def fragment(*names: object) -> SafeString:
    """Where a fragment begins; it goes on to the next. Its name is `names` with spaces between."""
    return format_html("<!--={}-->", " ".join(map(str, names)))
