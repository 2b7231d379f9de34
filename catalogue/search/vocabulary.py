"""All words of the public items and the synonyms, kept in memory until the catalogue changes."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalogue.models.search import Posting, SynonymGroup
from catalogue.models.state import CatalogueState
from catalogue.rendering.per_version import per_version
from catalogue.search.stemming import STEM, stem, words_of

#: The shortest word, and the shortest rest, of which a compound may be made.
SHORTEST_PART = 4
SHORTEST_REST = 3
_MOST_KEPT = 5000
_LINKS = ("", "s", "e", "n", "en")

Phrase = tuple[str, ...]


@dataclass
class Vocabulary:
    """`words` in order; `synonyms` from a phrase, as stems, to the phrases that it also finds."""

    words: list[str]
    synonyms: dict[Phrase, list[Phrase]]
    _known: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._stems = {stem(word) for word in self.words}
        self._known = {*self.words, *self._stems}
        self.synonym_words = {word for found in self.synonyms.values() for one in found for word in one}
        self._text = "\n".join(["", *self.words, ""])
        self._compounds: dict[str, list[str]] = {}
        self.longest_phrase = max(map(len, self.synonyms), default=0)

    def has(self, word: str) -> bool:
        """Whether some item has `word` or a word with the same stem."""
        return word in self._known or stem(word) in self._stems

    def starting_with(self, beginning: str) -> list[str]:
        """The words that begin with `beginning`, itself left out."""
        place, found = bisect_left(self.words, beginning), []
        while place < len(self.words) and self.words[place].startswith(beginning):
            found.append(self.words[place])
            place += 1
        return [word for word in found if word != beginning]

    def compounds_of(self, word: str) -> list[str]:
        """The words that are `word` and other known words put together ("opvang" → "kinderopvang")."""
        found = self._compounds.get(word)
        if found is None:
            parts = {part for part in (word, stem(word)) if len(part) >= SHORTEST_PART}
            whole = {
                other for part in parts for other in self._holding(part) if self._is_compound(other, part)
            }
            found = sorted(whole - {word})
            if len(self._compounds) >= _MOST_KEPT:
                self._compounds.clear()
            self._compounds[word] = found
        return found

    def _holding(self, part: str) -> Iterator[str]:
        """The words in which `part` stands."""
        place = self._text.find(part)
        while place >= 0:
            end = self._text.index("\n", place)
            yield self._text[self._text.rindex("\n", 0, place) + 1 : end]
            place = self._text.find(part, end)

    def _is_compound(self, other: str, part: str) -> bool:
        place = other.index(part)
        before, after = other[:place], other[place + len(part) :]
        if not before and not after:
            return False
        return (not before or self._is_before(before)) and (not after or self._is_after(after))

    def _is_before(self, piece: str) -> bool:
        """Whether `piece` is a known word, with or without a letter that joins it to the next."""
        return any(piece.endswith(link) and self._is_word(piece[: len(piece) - len(link)]) for link in _LINKS)

    def _is_after(self, piece: str) -> bool:
        return any(piece.startswith(link) and self._is_word(piece[len(link) :]) for link in _LINKS)

    def _is_word(self, piece: str) -> bool:
        return len(piece) >= SHORTEST_REST and self.has(piece)


def current() -> Vocabulary:
    """The vocabulary as it is now."""
    return at(CatalogueState.stamp())


@per_version()
def at(stamp: str) -> Vocabulary:
    """The vocabulary at `stamp` (CatalogueState.stamp); two queries the first time."""
    words = Posting.objects.exclude(form__startswith=STEM).values_list("form", flat=True).distinct()
    return Vocabulary(sorted(words), read_synonyms())


def read_synonyms() -> dict[Phrase, list[Phrase]]:
    found: dict[Phrase, list[Phrase]] = {}
    for group in SynonymGroup.objects.all():
        asked = [tuple(words_of(text)) for text in group.asked]
        others = [tuple(words_of(text)) for text in group.found]
        if group.both_ways:
            asked = others = [*asked, *others]
        for one in asked:
            mine = found.setdefault(stems(one), [])
            mine += [other for other in others if other != one and other not in mine]
    return found


def stems(phrase: Phrase) -> Phrase:
    return tuple(stem(word) for word in phrase)
