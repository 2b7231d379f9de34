"""Text as people type it: without accents, case, apostrophes and double spaces."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold(text: str) -> str:
    """`text` in lower-case ASCII words with single spaces between ("'s-Gravenhage" → "s gravenhage")."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", plain).strip()
