"""Dutch words as the search compares them: folded, and stemmed the way PostgreSQL stems Dutch."""

from functools import lru_cache

import snowballstemmer

from catalogue.folding import fold

_stemmer = snowballstemmer.stemmer("dutch_porter")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    return _stemmer.stemWord(word)


def index_text(*texts: str) -> str:
    """All words of `texts` and their stems, each once, with a space before every word."""
    words = dict.fromkeys(word for text in texts for word in fold(text).split())
    return " " + " ".join(dict.fromkeys([*words, *(stem(word) for word in words)]))


def search_forms(text: str) -> list[tuple[str, ...]]:
    """Per word of a query the forms that count as that word: itself (also as a prefix) and its stem."""
    return [tuple(dict.fromkeys((word, stem(word)))) for word in fold(text).split()]
