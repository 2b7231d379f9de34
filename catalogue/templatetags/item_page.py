"""The long lists of an item page, filled into rows that are drawn once: {% load item_page %}."""

from collections.abc import Iterable, Mapping
from functools import cache

from django import template
from django.template.defaultfilters import capfirst
from django.utils.safestring import SafeString, mark_safe

from catalogue.documents.citations import Note, Notes
from catalogue.item_page.facts import Fact
from catalogue.rendering.fragments import Drawn, drawn_parts
from catalogue.templatetags.trajectwijzer import cite

register = template.Library()


@register.simple_tag
def fact_rows(facts: Iterable[Fact], notes: Notes) -> SafeString:
    """The rows of the table of practical matters."""
    return mark_safe("".join(_fact_row(fact, notes) for fact in facts))  # noqa: S308 - drawn rows, filled in


@register.simple_tag
def note_rows(notes: Notes) -> SafeString:
    """The sources of the page, each with the way back to what it backs."""
    return mark_safe("".join(map(_note_row, notes)))  # noqa: S308 - drawn rows, filled in


@cache
def _rows() -> Mapping[str, Drawn]:
    return drawn_parts("catalogue/item_rows.html", {})


def _fact_row(fact: Fact, notes: Notes) -> SafeString:
    rows = _rows()
    return rows["fact"].fill(
        label=fact.label,
        answer=capfirst(fact.answer) if fact.answer else rows["not mentioned"].fill(),
        cite=cite(notes, fact.key),
        remark=rows["remark"].fill(text=fact.remark) if fact.remark else "",
    )


def _note_row(note: Note) -> SafeString:
    rows, count = _rows(), len(note.statements)
    claims = [
        rows["claim"].fill(mark=Notes.mark(claim.key), label=capfirst(claim.label))
        for claim in note.statements
    ]
    return rows["note"].fill(
        anchor=note.anchor,
        source=note.cite.source,
        place=note.cite.place,
        count=count,
        plural="" if count == 1 else "en",
        claims=mark_safe("".join(claims)),  # noqa: S308 - drawn rows, filled in
    )
