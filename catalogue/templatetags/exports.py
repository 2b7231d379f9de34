"""Template tags of the PDFs: {% load exports %}."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalogue.documents.citations import Notes

register = template.Library()


@register.simple_tag
def heading(depth: int, text: str) -> SafeString:
    """A heading at `depth` (1-6): one part has other depths in other documents."""
    return format_html("<h{0}>{1}</h{0}>", depth, text)


@register.simple_tag
def sources_of(notes: Notes, claim: str) -> SafeString:
    """The numbers of the notes that back a claim, as printed: [1, 3]; nothing when it has no source."""
    numbers = format_html_join(", ", "{}", ((note.number,) for note in notes.of(claim)))
    return format_html('\u2060<span class="cite">[{}]</span>', numbers) if numbers else numbers
