"""What a text asks of the catalogue."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from catalogue.search import correction
from catalogue.search.stemming import STEM, stem
from catalogue.search.vocabulary import Phrase, Vocabulary, current, stems
from catalogue.text.folding import fold

#: What a form counts that stands for a word of the question. A synonym of that word counts half; when the
#: synonym is several words, they share that.
EXACT, STEMMED, BEGINNING, PART = 20, 18, 12, 10

#: Words that say nothing about what is sought; left out when a question also has others.
STOP_WORDS = frozenset((
    "aan", "al", "als", "bij", "daar", "dan", "dat", "de", "der", "deze", "die", "dit", "door", "een", "en",
    "er", "haar", "heb", "hebben", "heeft", "hem", "het", "hij", "hoe", "iets", "ik", "in", "is", "je",
    "jij", "kan", "kunnen", "maar", "me", "meer", "met", "mij", "mijn", "na", "naar", "niet", "nog", "of",
    "om", "onder", "ons", "ook", "op", "over", "te", "tegen", "toch", "toen", "tot", "u", "uit", "uw",
    "van", "veel", "voor", "waar", "wat", "we", "wel", "wie", "wij", "wil", "willen", "zal", "ze", "zich",
    "zij", "zijn", "zo", "zoek", "zoekt", "zou",
))  # fmt: skip

#: The forms that count as one word, each with what it counts.
Slot = dict[str, int]


@dataclass(frozen=True)
class Unit:
    """One thing that is asked: a word, or a phrase that has synonyms.

    It is met by an item that has, for one of `ways`, a form of every slot. `beginning` is what the last word
    may begin with, "" when it must stand as it is.
    """

    ways: tuple[tuple[Slot, ...], ...]
    beginning: str = ""


@dataclass(frozen=True)
class Corrected:
    """A word that is in no item, the known word that is sought instead, and others that may be meant."""

    typed: str
    used: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """`words` are sought as `units`; all of them, or any of them when `any_of_them`."""

    words: tuple[str, ...]
    units: tuple[Unit, ...]
    corrected: tuple[Corrected, ...] = ()
    any_of_them: bool = False

    def __bool__(self) -> bool:
        return bool(self.units)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def with_any(self) -> "Query":
        return replace(self, any_of_them=True)

    @cached_property
    def slots(self) -> list[Slot]:
        return [slot for unit in self.units for way in unit.ways for slot in way]

    @cached_property
    def forms(self) -> set[str]:
        """Every form that counts as something of the question."""
        return set().union(*self.slots)


def understand(text: str, *, literally: bool = False, vocabulary: Vocabulary | None = None) -> Query:
    """What `text` asks; words that no item has are corrected, unless `literally`."""
    vocabulary = vocabulary or current()
    typed = list(dict.fromkeys(fold(text).split()))
    words, corrected = [], []
    for place, word in enumerate(typed):
        known = literally or _is_known(word, place == len(typed) - 1, vocabulary)
        found = [] if known else correction.meant(word, vocabulary)
        if found:
            corrected.append(Corrected(word, found[0], tuple(found[1:3])))
        words.append(found[0] if found else word)
    return Query(tuple(words), tuple(_units(words, vocabulary)), tuple(corrected))


def _is_known(word: str, is_last: bool, vocabulary: Vocabulary) -> bool:
    return bool(
        vocabulary.has(word)
        or word in STOP_WORDS
        or any(stem(word) in phrase for phrase in vocabulary.synonyms)
        or (is_last and vocabulary.starting_with(word))
        or vocabulary.compounds_of(word)
    )


def _units(words: Sequence[str], vocabulary: Vocabulary) -> Iterable[Unit]:
    place, phrases = 0, []
    while place < len(words):
        size = _phrase_at(words, place, vocabulary)
        phrases.append(tuple(words[place : place + size]))
        place += size
    telling = [one for one in phrases if len(one) > 1 or one[0] not in STOP_WORDS]
    for phrase in telling or phrases:
        yield _unit(phrase, phrase is phrases[-1], vocabulary)


def _phrase_at(words: Sequence[str], place: int, vocabulary: Vocabulary) -> int:
    """How many words from `place` on are one phrase: the longest that has synonyms, else one word."""
    for size in range(min(vocabulary.longest_phrase, len(words) - place), 1, -1):
        if stems(tuple(words[place : place + size])) in vocabulary.synonyms:
            return size
    return 1


def _unit(phrase: Phrase, is_last: bool, vocabulary: Vocabulary) -> Unit:
    own = [_slot(word, vocabulary) for word in _telling(phrase)]
    if is_last:
        for word in vocabulary.starting_with(phrase[-1]):
            _count(own[-1], word, BEGINNING)
    single: Slot = {}
    several = []
    for other in vocabulary.synonyms.get(stems(phrase), []):
        words = _telling(other)
        slots = [_slot(word, vocabulary, share=2 * len(words)) for word in words]
        if len(slots) == 1:
            for form, worth in slots[0].items():
                _count(single, form, worth)
        else:
            several.append(tuple(slots))
    if len(own) == 1:
        for form, worth in single.items():
            _count(own[0], form, worth)
        single = {}
    ways = [tuple(own), *([(single,)] if single else []), *several]
    return Unit(tuple(ways), phrase[-1] if is_last else "")


def _telling(phrase: Phrase) -> Phrase:
    """`phrase` without the words that say nothing, unless it has no other."""
    return tuple(word for word in phrase if word not in STOP_WORDS) or phrase


def _slot(word: str, vocabulary: Vocabulary, share: int = 1) -> Slot:
    slot = {word: EXACT // share, STEM + stem(word): STEMMED // share}
    for other in vocabulary.compounds_of(word):
        _count(slot, other, PART // share)
    return slot


def _count(slot: Slot, form: str, worth: int) -> None:
    slot[form] = max(slot.get(form, 0), worth)
