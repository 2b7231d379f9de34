"""All words of the public items, the barriers and the synonyms, in memory until the catalogue changes."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings

from catalogue.models import Barrier, KnowledgeEntry
from catalogue.models.search import Posting, SynonymGroup
from catalogue.models.state import CatalogueState
from catalogue.places import lookup
from catalogue.rendering.per_version import per_version
from catalogue.search import dictionary
from catalogue.search.stemming import STEM, stem, words_of
from catalogue.search.stop_words import FORM_WORDS
from catalogue.text.json_files import read_json

#: The shortest word, and the shortest rest, of which a compound may be made.
SHORTEST_PART = 4
SHORTEST_REST = 3
_MOST_KEPT = 5000
_LINKS = ("", "s", "e", "n", "en")
#: The shortest part of a compound that only the dictionary knows.
_SHORTEST_DUTCH = 4
_ENDINGS = ("sters", "ster", "ers", "er", "enden", "ende", "end", "ing", "en", "e")

Phrase = tuple[str, ...]


@dataclass
class Vocabulary:
    """`words` in order; `synonyms` from a phrase, as stems, to the phrases that it also finds.

    `beside` are the words of barriers, synonyms and names, which no item need hold; `places` give
    the codes of a folded name.
    """

    words: list[str]
    synonyms: dict[Phrase, list[Phrase]]
    beside: frozenset[str] = frozenset()
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_places: frozenset[str] = frozenset()
    _known: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._stems = {stem(word) for word in self.words}
        self._known = {*self.words, *self._stems}
        self.synonym_words = {word for found in self.synonyms.values() for one in found for word in one}
        beside = {*self.synonym_words, *self.beside}
        self._beside = {*beside, *map(stem, beside)}
        self._written = {*self.words, *beside}
        self._text = "\n".join(["", *self.words, ""])
        self._compounds: dict[str, list[str]] = {}
        self.longest_phrase = max(map(len, self.synonyms), default=0)

    def has(self, word: str) -> bool:
        """Whether some item has `word` or a word with the same stem."""
        return word in self._known or stem(word) in self._stems

    def is_sought(self, word: str) -> bool:
        """Whether an item can be found by `word`: by itself or by a synonym."""
        return self.has(word) or (stem(word),) in self.synonyms

    def knows(self, word: str) -> bool:
        """Whether an item, a synonym or a barrier has `word` or a word with the same stem."""
        return self.has(word) or word in self._beside or stem(word) in self._beside

    def is_written(self, word: str) -> bool:
        """Whether `word` itself stands in an item, in a synonym or with a barrier."""
        return word in self._known or word in self.beside or (stem(word),) in self.synonyms

    def is_listed(self, word: str) -> bool:
        """Whether `word` is known here or stands in the list of Dutch words."""
        return self.knows(word) or dictionary.is_dutch(word)

    def is_compound(self, word: str) -> bool:
        """Whether `word` is made of two words that are listed, one of them known here."""
        return any(map(self.knows, self._split(word, self._is_plain)))

    def base_of(self, word: str) -> str:
        """The known word of which an unknown one is a form: "durft" → "durven", "zzper" → "zzp"."""
        if self.is_sought(word):
            return word
        lemma = dictionary.lemma(word)
        endless = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
        long = [one for one in endless if len(one) >= SHORTEST_PART or self._is_short_name(one)]
        found = next(filter(self.is_sought, [lemma, *long]), word)
        return lemma if found == word and not self.knows(word) and self.knows(lemma) else found

    def _is_short_name(self, word: str) -> bool:
        return word in self._written and not dictionary.is_dutch(word)

    def parts_of(self, word: str) -> Phrase:
        """The two known words of which `word` is made ("taalmaatje"); () when there are none."""
        found = self._split(word, self.knows)
        short = any(len(part) < _SHORTEST_DUTCH and part not in FORM_WORDS for part in found)
        return () if short and dictionary.is_dutch(word) else found

    def _split(self, word: str, known) -> Phrase:
        found = [
            (left, word[place:])
            for place in range(SHORTEST_REST, len(word) - SHORTEST_REST + 1)
            if known(word[place:])
            for link in _LINKS
            if len(left := word[:place].removesuffix(link)) >= SHORTEST_REST
            and word[:place] == left + link
            and known(left)
        ]
        return max(found, key=lambda pair: (len(self._written & {*pair}), min(map(len, pair))), default=())

    def _is_plain(self, part: str) -> bool:
        return len(part) >= _SHORTEST_DUTCH and self.is_listed(part)

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
    """The vocabulary at `stamp` (CatalogueState.stamp); three queries the first time, and those of places."""
    words = Posting.objects.exclude(form__startswith=STEM).values_list("form", flat=True).distinct()
    places = lookup.index(stamp)
    return Vocabulary(sorted(words), read_synonyms(), _beside(), places.folded(), places.own_names)


def _beside() -> frozenset[str]:
    labels = Barrier.objects.values_list("label", flat=True)
    asked = (text for group in SynonymGroup.objects.all() for text in group.asked)
    named = KnowledgeEntry.objects.filter(
        kind__in=[KnowledgeEntry.Kind.LONGLIST, KnowledgeEntry.Kind.ORGANISATION]
    )
    names = (entry["name"] or "" for entry in named.values_list("data", flat=True))
    return frozenset(words_of(*labels, *barrier_words().values(), *asked, *names))


@cache
def barrier_words() -> dict[str, str]:
    """Per barrier the words that people seek it by, beside its name (fixtures/barrier_words.json)."""
    return read_json(settings.FIXTURES_DIR / "barrier_words.json")["words"]


def read_synonyms() -> dict[Phrase, list[Phrase]]:
    """From each way to write a phrase, as stems: "job coach" is asked by "jobcoach" too."""
    found: dict[Phrase, list[Phrase]] = {}
    for group in SynonymGroup.objects.all():
        asked = [tuple(words_of(text)) for text in group.asked]
        others = [tuple(words_of(text)) for text in group.found]
        if group.both_ways:
            asked = others = [*asked, *others]
        for one in dict.fromkeys(asked):
            for way in {one, ("".join(one),)}:
                mine = found.setdefault(stems(way), [])
                mine += [
                    other for other in dict.fromkeys((one, *others)) if other != way and other not in mine
                ]
    return found


def stems(phrase: Phrase) -> Phrase:
    return tuple(stem(word) for word in phrase)
