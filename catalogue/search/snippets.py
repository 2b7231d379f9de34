"""The passage of an item where it says what was asked, with those words marked."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, mark_safe

from catalogue.models import Intervention
from catalogue.search.denial import affirmed_remarks
from catalogue.search.query import Query
from catalogue.search.stemming import STEM, stem
from catalogue.text.folding import fold

LENGTH = 170
_WORD = re.compile(r"\w+")
#: The fields a passage is taken from, the most telling first. Name, provider and goals stand on the card.
_FIELDS = (
    "summary", "working_method", "duration_text", "asks_of_participant", "referral", "costs_participant",
    "permission_needed", "effect_note", "recognition_text", "visiting_address",
)  # fmt: skip


def snippet(item: Intervention, query: Query) -> str:
    """Safe HTML of the passage with most of the words asked; "" when the item says them elsewhere."""
    found = [(text, hits) for text in _texts(item) if (hits := list(_hits(text, query)))]
    if not found:
        return ""
    text, hits = max(found, key=lambda pair: len({fold(pair[0][start:end]) for start, end in pair[1]}))
    return _marked(text, hits)


def _texts(item: Intervention) -> Iterator[str]:
    yield from (getattr(item, name) for name in _FIELDS)
    yield from affirmed_remarks(text for text in item.notes.values() if isinstance(text, str))
    yield from (f"Werkt aan: {row.barrier.label}" for row in item.coverage.all())


def _hits(text: str, query: Query) -> Iterator[tuple[int, int]]:
    """Where the words of `query` stand in `text`."""
    forms = query.forms
    for word in _WORD.finditer(text):
        if any(part in forms or STEM + stem(part) in forms for part in fold(word[0]).split()):
            yield word.span()


def _marked(text: str, hits: list[tuple[int, int]]) -> str:
    start, end = _window(text, hits[0][0])
    pieces, place = ["… " if start else ""], start
    for left, right in hits:
        if left >= start and right <= end:
            pieces.append(format_html("{}<mark>{}</mark>", text[place:left], text[left:right]))
            place = right
    pieces.append(format_html("{}{}", text[place:end], " …" if end < len(text) else ""))
    return mark_safe("".join(pieces))  # noqa: S308 (every piece of text was escaped above)


def _window(text: str, hit: int) -> tuple[int, int]:
    """A part of `text` of about LENGTH characters around `hit`, cut between words."""
    if len(text) <= LENGTH:
        return 0, len(text)
    start = 0 if hit < LENGTH // 2 else text.rfind(" ", 0, hit - LENGTH // 3) + 1
    end = len(text) if start + LENGTH >= len(text) else text.rfind(" ", 0, start + LENGTH)
    return start, max(end, hit)
