"""All words of the public items and the synonyms, kept in memory until the catalogue changes."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from catalogue.models.search import IndexWord, Posting, SynonymGroup
from catalogue.models.state import CatalogueState
from catalogue.search.stemming import stem, words_of

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
        if word not in self._compounds:
            if len(self._compounds) >= _MOST_KEPT:
                self._compounds.clear()
            parts = {part for part in (word, stem(word)) if len(part) >= SHORTEST_PART}
            self._compounds[word] = sorted(
                {
                    other
                    for part in parts
                    for other in self._holding(part)
                    if other != word and self._is_compound(other, part)
                }
            )
        return self._compounds[word]

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


_kept: dict[tuple, Vocabulary] = {}


def current() -> Vocabulary:
    """The vocabulary of now: one query when the catalogue did not change since the last time."""
    state = CatalogueState.objects.filter(pk=1).values_list("version", "changed_at").first() or ()
    if state not in _kept:
        _kept.clear()
        _kept[state] = read()
    return _kept[state]


def read() -> Vocabulary:
    public = Posting.objects.filter(form=OuterRef("word"), intervention__status="published")
    words = IndexWord.objects.filter(Exists(public)).values_list("word", flat=True)
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
