"""The municipality that a question names: "welk traject is er in Rotterdam"."""

from dataclasses import dataclass

from catalogue.search import dictionary
from catalogue.search.vocabulary import Vocabulary

#: The most words of a name ("Bergen op Zoom").
_MOST = 4
_BEFORE = frozenset({"in", "te", "uit", "gemeente", "gem", "regio", "omgeving", "rond", "rondom"})
#: Municipalities that are as well a word of questions: only behind a word of _BEFORE, or alone.
_WORDS = frozenset({"best", "buren", "huizen", "houten", "putten", "leiden", "heel", "echt"})
#: A shorter word that is also Dutch ("Winkel", "Handel") is no woonplaats unless it must be.
_LONG = 8


@dataclass(frozen=True)
class AskedPlace:
    """What was typed, and the CBS codes of the municipalities that it may be."""

    text: str
    codes: tuple[str, ...]


def take_place(words: list[str], vocabulary: Vocabulary) -> tuple[AskedPlace | None, list[str]]:
    """The longest name of a place in `words`, and the words without it and the word before it."""
    for size in range(min(_MOST, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            name = " ".join(words[start : start + size])
            if codes := vocabulary.places.get(name):
                lead = start > 0 and words[start - 1] in _BEFORE
                if _is_meant(name, vocabulary, lead=lead, alone=size == len(words)):
                    return AskedPlace(name, codes), words[: start - lead] + words[start + size :]
    return None, words


def _is_meant(name: str, vocabulary: Vocabulary, *, lead: bool, alone: bool) -> bool:
    """Whether `name` is the place and not the word that is spelt so."""
    if name in vocabulary.own_places:
        return lead or alone or name not in _WORDS
    word = max(name.split(), key=len)
    held = vocabulary.has(word)
    is_word = (held or len(word) < _LONG) and dictionary.is_dutch(word)
    return not is_word or (lead and not held)
