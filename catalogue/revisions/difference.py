"""What an edit changes, field by field: words within a text, lines within a list.

A change is always a word and a sign as well as a colour: see templates/catalogue/moderation/diff_line.html.
"""

import re
from dataclasses import dataclass

from diff_match_patch import diff_match_patch

from catalogue.documents.fields import FIELDS, PARTS, Document, Field, Said, said
from catalogue.documents.words import Words, exactly
from catalogue.text.deadline import STEP, within

SAME, ADDED, REMOVED = "same", "added", "removed"
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
#: Texts that have less than this in common are shown one after the other, not woven together.
ALIKE = 0.4
#: Longer texts are not compared word by word.
MOST_WORDS = 3000
#: The longest that one comparison may take.
SECONDS = 0.1
#: Each different word is one sign to the library, from here on.
_FIRST_SIGN = 0x100
_OPS = {-1: REMOVED, 0: SAME, 1: ADDED}


@dataclass(frozen=True, slots=True)
class Segment:
    op: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line: wholly the same, added or removed, or a text in which `segments` were."""

    segments: tuple[Segment, ...]

    @property
    def op(self) -> str:
        found = {segment.op for segment in self.segments}
        return found.pop() if len(found) == 1 else "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One field in two documents: `state` is same, added, removed, changed or silent (in neither)."""

    field: Field
    state: str
    value: tuple[DiffLine, ...]
    remark: tuple[DiffLine, ...]
    cites: tuple[DiffLine, ...]

    @property
    def word(self) -> str:
        return {"added": "toegevoegd", "removed": "weggehaald", "changed": "gewijzigd"}.get(self.state, "")


@dataclass(frozen=True, slots=True)
class SectionDiff:
    """One part of the page: what is different in it, what is not, and which fields say nothing."""

    title: str
    changed: tuple[Change, ...]
    same: tuple[Change, ...]
    silent: tuple[str, ...]


def compare(before: Document, after: Document, words: Words) -> list[SectionDiff]:
    """The parts of the page with what changed from `before` to `after`; TookTooLongError after STEP."""
    with within(STEP):
        return [_part(title, keys, before, after, words) for title, keys in PARTS]


def changed_fields(before: Document, after: Document) -> list[Field]:
    """The fields of which `after` says something else than `before`, in the order of the page."""
    return [field for key, field in FIELDS.items() if _said(before, key) != _said(after, key)]


def change(key: str, before: Document | None, after: Document, words: Words) -> Change:
    """One field in two documents; all that it says is new when there is no `before`."""
    old, new = _said(before, key), _said(after, key)
    field = FIELDS[key]
    value = _lines(words.of(key, old.value), words.of(key, new.value), field.many)
    remark = _lines(_remark(old), _remark(new), False)
    cites = _lines(words.cites(old.cites), words.cites(new.cites), True)
    state = _state(old, new)
    if state == "changed" and all(line.op == SAME for line in (*value, *remark, *cites)):
        value = _lines([exactly(old.value)], [exactly(new.value)], True)
    return Change(field, state, value, remark, cites)


def words_of(before: str, after: str) -> DiffLine:
    """`after` with the words that were added and removed since `before`.

    The work is bounded by SECONDS: texts that take longer are shown one after the other.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    apart = DiffLine(tuple(Segment(op, text) for op, text in ((REMOVED, before), (ADDED, after)) if text))
    if max(len(old), len(new)) > MOST_WORDS:
        return apart
    signs = {token: chr(_FIRST_SIGN + number) for number, token in enumerate(dict.fromkeys(old + new))}
    tokens = {sign: token for token, sign in signs.items()}
    matcher = diff_match_patch()
    matcher.Diff_Timeout = SECONDS
    found = matcher.diff_main("".join(map(signs.get, old)), "".join(map(signs.get, new)), False)
    segments = tuple(Segment(_OPS[op], "".join(map(tokens.get, text))) for op, text in found)
    shared = sum(len(segment.text.split()) for segment in segments if segment.op == SAME)
    if 2 * shared < ALIKE * (len(before.split()) + len(after.split())):
        return apart
    return DiffLine(segments)


def _part(title: str, keys: tuple[str, ...], before: Document, after: Document, words: Words) -> SectionDiff:
    changes = [change(key, before, after, words) for key in keys]
    return SectionDiff(
        title,
        tuple(each for each in changes if each.state not in ("same", "silent")),
        tuple(each for each in changes if each.state == "same"),
        tuple(each.field.label.lower() for each in changes if each.state == "silent"),
    )


def _said(document: Document | None, key: str) -> Said:
    return said(document, key) if document else Said(None, None, ())


def _state(old: Said, new: Said) -> str:
    if old == new or not (old or new):
        return "same" if new else "silent"
    if not old:
        return "added"
    return "changed" if new else "removed"


def _remark(said: Said) -> list[str]:
    return [said.remark] if said.remark else []


def _lines(old: list[str], new: list[str], many: bool) -> tuple[DiffLine, ...]:
    if not many and len(old) == len(new) == 1 and old != new:
        return (words_of(old[0], new[0]),)
    kept, gone = set(old), [line for line in old if line not in new]
    lines = [DiffLine((Segment(SAME if line in kept else ADDED, line),)) for line in new]
    return (*lines, *(DiffLine((Segment(REMOVED, line),)) for line in gone))
