"""Dutch words as the search compares them: folded, and stemmed the way PostgreSQL stems Dutch."""

import re
from functools import lru_cache

import snowballstemmer

from catalogue.text.folding import fold

#: Marks a form of the index as a stem, so that the stem of "taal" is not the word "tal".
STEM = "_"

_HYPHENED = re.compile(r"\b\w+(?:-\w+){1,3}")
_stemmer = snowballstemmer.stemmer("dutch_porter")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    return _stemmer.stemWord(word)


def words_of(*texts: str) -> list[str]:
    """The folded words of `texts`, each once, in order."""
    return list(dict.fromkeys(word for text in texts for word in fold(text).split()))


def forms_of(*texts: str) -> set[str]:
    """All that `texts` can be found by: words, with a hyphen as one word too, and their stems, marked."""
    words = words_of(*texts, *(whole.replace("-", "") for text in texts for whole in _HYPHENED.findall(text)))
    return {*words, *(STEM + stem(word) for word in words)}
