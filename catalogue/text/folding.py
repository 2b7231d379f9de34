"""Text as people type it: without accents, case, apostrophes and double spaces, and every letter kept."""

import re
import unicodedata

from anyascii import anyascii

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9_\s-]+")
_BETWEEN_WORDS = re.compile(r"[-\s]+")


def fold(text: str) -> str:
    """`text` in lower-case ASCII words with single spaces between ("'s-Gravenhage" → "s gravenhage").

    A letter that is no a-z with an accent is written as one or more that are ("Łączy" → "laczy", "œ" → "oe").
    """
    return _NOT_WORD.sub(" ", _plain_letters(text.casefold())).strip()


def slugify(text: str) -> str:
    """`text` as part of an address or a file name, in the letters of `fold` ("Łączy Kad" → "laczy-kad")."""
    kept = _NOT_IN_SLUG.sub("", _plain_letters(text.lower()))
    return _BETWEEN_WORDS.sub("-", kept).strip("-_")


def _plain_letters(text: str) -> str:
    if text.isascii():
        return text
    return "".join(
        _plain_letter(char) for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
    )


def _plain_letter(char: str) -> str:
    if char.isascii() or not char.isalpha():
        return char
    return _NOT_WORD.sub("", anyascii(char).lower())
