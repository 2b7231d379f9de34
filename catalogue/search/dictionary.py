"""Which words are Dutch, and of which word each is a form: simplemma's list, packed into ten megabytes.

It is read when a question first holds a word that the catalogue does not, once per process.
"""

from functools import cache

import numpy as np
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from catalogue.text.folding import fold

#: Longer words are compounds of words that are in the list.
LONGEST = 20
#: In a shorter word a form says too little: "wees" is one of "wijzen".
SHORTEST_FORM = 5


@cache
def _packed() -> tuple[np.ndarray, np.ndarray]:
    """The folded words in order, and of each the place of its lemma among them."""
    listed = DefaultDictionaryFactory(cache_max_size=1).get_dictionary("nl")
    lemmas: dict[str, str] = {}
    for word, lemma in listed.items():
        plain = _plain(word)
        if 1 < len(plain) <= LONGEST:
            lemmas.setdefault(plain, lemma)
    words = np.array(sorted(lemmas), f"S{LONGEST}")
    found = np.array([_plain(lemmas[word]) for word in sorted(lemmas)], f"S{LONGEST}")
    places = np.minimum(np.searchsorted(words, found), len(words) - 1)
    return words, np.where(words[places] == found, places, np.arange(len(words))).astype(np.int32)


def _plain(word: str) -> str:
    return word if word.isascii() and word.isalpha() and word.islower() else fold(word).replace(" ", "")


def _place(word: str) -> int:
    """Where folded `word` is in the list, -1 when it is not."""
    words, _ = _packed()
    sought = np.array(word, words.dtype)
    place = int(np.searchsorted(words, sought))
    return place if len(word) <= LONGEST and place < len(words) and words[place] == sought else -1


def is_dutch(word: str) -> bool:
    """Whether the folded `word` is in the list."""
    return _place(word) >= 0


def lemma(word: str) -> str:
    """The word of which folded `word` is a form ("durft" → "durven"); itself when they look too unlike."""
    place = _place(word) if len(word) >= SHORTEST_FORM else -1
    if place < 0:
        return word
    words, lemmas = _packed()
    found = words[lemmas[place]].decode()
    alike = found[:3] == word[:3] or (word.startswith("ge") and word[2:5] == found[:3])
    return found if alike else word
