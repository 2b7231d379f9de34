"""What a text asks of the catalogue, in stages: words, ages, place, phrases, one unit for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from catalogue.search import correction
from catalogue.search.asked_place import AskedPlace, take_place
from catalogue.search.stemming import STEM, stem
from catalogue.search.stop_words import FORM_WORDS, FUNCTION_WORDS, NEGATIONS, SOFT_WORDS, STOP_WORDS
from catalogue.search.typed import take_ages, words_typed
from catalogue.search.vocabulary import Phrase, Vocabulary, current, stems

#: What a form counts that stands for a word of the question. A synonym of that word counts half; when the
#: synonym is several words, they share that.
EXACT, STEMMED, BEGINNING, PART = 20, 18, 12, 10
#: The most words that are one word written apart ("leer werk traject").
_MOST_APART = 3
_SHORTEST_BEGINNING = 3

#: The forms that count as one word, each with what it counts.
Slot = dict[str, int]


@dataclass(frozen=True)
class Unit:
    """One thing that is asked: `words` as they are sought, met by an item with a form of every slot of a way.

    What is `soft` need not be met when anything else is asked.
    """

    words: Phrase
    ways: tuple[tuple[Slot, ...], ...]
    soft: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def is_form(self) -> bool:
        """Whether it says only in what form something comes: a course, a group."""
        return set(self.words) <= FORM_WORDS


@dataclass(frozen=True)
class Corrected:
    """A word that does not exist, the known word that is sought instead, and others that may be meant."""

    typed: str
    used: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """What is asked: `units`, a place, ages. `words` are those typed, as they were corrected."""

    words: tuple[str, ...]
    units: tuple[Unit, ...]
    corrected: tuple[Corrected, ...] = ()
    ages: tuple[int, ...] = ()
    place: AskedPlace | None = None

    def __bool__(self) -> bool:
        return bool(self.units or self.ages or self.place)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def with_word(self, word: str, other: str) -> str:
        """The text with another word in the place of one."""
        return " ".join(other if one == word else one for one in self.words)

    @cached_property
    def forms(self) -> set[str]:
        """Every form that counts as something of the question."""
        return {form for unit in self.units for way in unit.ways for slot in way for form in slot}


def understand(text: str, *, literally: bool = False, vocabulary: Vocabulary | None = None) -> Query:
    """What `text` asks; a word that does not exist is corrected, unless `literally`."""
    vocabulary = vocabulary or current()
    typed = words_typed(text)
    ages, words = take_ages(typed)
    place, words = take_place(words, vocabulary)
    if place and place.text not in vocabulary.own_places and vocabulary.has(place.text):
        words = [*words, place.text]  # a neighbourhood that items name
    corrected = []
    for one in dict.fromkeys(words):
        if not literally and (found := _slip(one, one == typed[-1], words, vocabulary)):
            corrected.append(Corrected(one, found[0], tuple(found[1:3])))
    used = {one.typed: one.used for one in corrected}
    words = list(dict.fromkeys(used.get(one, one) for one in words))
    units = tuple(_units(words, typed[-1:] == words[-1:], vocabulary))
    if not (ages or place) or any(not _says_nothing(unit) for unit in units):
        units = tuple(unit for unit in units if not _says_nothing(unit)) or units
    else:
        units = ()
    shown = dict.fromkeys(used.get(one, one) for one in typed)
    return Query(tuple(shown), units, tuple(corrected), ages, place)


def _slip(word: str, is_last: bool, words: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The words that may be meant by one that does not exist; none for one that does, or is being typed."""
    apart = any(_joined(words, place, vocabulary) for place, one in enumerate(words) if one == word)
    typing = is_last and vocabulary.starting_with(word)
    if (
        word in STOP_WORDS
        or apart
        or typing
        or vocabulary.is_listed(word)
        or vocabulary.base_of(word) != word
    ):
        return []
    return correction.meant(word, vocabulary)


def _joined(words: Sequence[str], place: int, vocabulary: Vocabulary) -> int:
    """How many words from `place` on are one known word written apart; 0 for none."""
    for size in range(_MOST_APART, 1, -1):
        run = words[place : place + size]
        whole = "".join(run)
        apart = len(run) == size and min(map(len, run)) > 1 and not {*run} <= STOP_WORDS
        if apart and vocabulary.is_written(whole):
            return size
    return 0


def _units(words: Sequence[str], is_typing: bool, vocabulary: Vocabulary) -> Iterator[Unit]:
    place = 0
    while place < len(words):
        size = _phrase_at(words, place, vocabulary)
        phrase = written = tuple(words[place : place + size])
        if size == 1 and (apart := _joined(words, place, vocabulary)):
            size, written = apart, tuple(words[place : place + apart])
            phrase = ("".join(written),)
        place += size
        if len(phrase) == 1:
            base = vocabulary.base_of(phrase[0])
            parts = () if vocabulary.has(base) else vocabulary.parts_of(base)
            if vocabulary.is_sought(base) and stems(parts) not in vocabulary.synonyms:
                parts = ()
            if parts and parts[-1] in FORM_WORDS | STOP_WORDS:
                yield _unit(parts[-1:], False, vocabulary)
                parts = parts[:-1]
            phrase = parts or (base,)
        unit = _unit(phrase, is_typing and place == len(words), vocabulary)
        yield _or_apart(unit, written, vocabulary) if "".join(written) == phrase[0] else unit


def _or_apart(unit: Unit, written: Phrase, vocabulary: Vocabulary) -> Unit:
    """`unit` for words that are also one word somewhere: as they were `written` they are found as well.

    Parts of one word are a slip of spelling ("leer werk traject"); what begins with a word of the sentence
    may be words of their own too ("op eigen kracht").
    """
    words = _telling(written)
    if len(written) <= 2 or written[0] not in STOP_WORDS:
        return unit
    return replace(unit, ways=(*unit.ways, tuple(_slot(word, vocabulary, len(words)) for word in words)))


def _phrase_at(words: Sequence[str], place: int, vocabulary: Vocabulary) -> int:
    """How many words from `place` on are one phrase: the longest that has synonyms, else one word."""
    for size in range(min(vocabulary.longest_phrase, len(words) - place), 1, -1):
        if stems(tuple(words[place : place + size])) in vocabulary.synonyms:
            return size
    return 1


def _unit(phrase: Phrase, is_typing: bool, vocabulary: Vocabulary) -> Unit:
    others = vocabulary.synonyms.get(stems(phrase)) or vocabulary.synonyms.get(stems(("".join(phrase),)), [])
    ways = []
    words = _telling(phrase)
    if not (others and (NEGATIONS & set(phrase) or len(words) == 1 < len(phrase))):
        ways.append(
            tuple(_slot(word, vocabulary, len(words), with_synonyms=len(phrase) > 1) for word in words)
        )
        if is_typing and len(phrase[-1]) >= _SHORTEST_BEGINNING and not vocabulary.has(phrase[-1]):
            for word in vocabulary.starting_with(phrase[-1]):
                _count(ways[0][-1], word, BEGINNING)
    parts = _about(vocabulary.parts_of(phrase[0])) if len(phrase) == 1 and not others else ()
    others = [parts] if parts and vocabulary.has(phrase[0]) else others
    for other in others:
        if NEGATIONS & set(other):
            continue
        words = _telling(other)
        slots = tuple(
            _slot(word, vocabulary, share=2 * len(words), with_synonyms=other == parts) for word in words
        )
        if len(slots) == 1 and ways and len(ways[0]) == 1:
            for form, worth in slots[0].items():
                _count(ways[0][0], form, worth)
        else:
            ways.append(slots)
    return Unit(phrase, tuple(ways), set(_telling(phrase)) <= (SOFT_WORDS | FORM_WORDS))


def _says_nothing(unit: Unit) -> bool:
    return len(unit.words) == 1 and unit.words[0] in STOP_WORDS


def _about(parts: Phrase) -> Phrase:
    """What a compound of `parts` is about: "inburgeringscursus" is about the first."""
    return parts[:-1] if parts and parts[-1] in FORM_WORDS | STOP_WORDS else parts


def _telling(phrase: Phrase) -> Phrase:
    """`phrase` without the words of any sentence, unless it has no other."""
    return tuple(word for word in phrase if word not in FUNCTION_WORDS) or phrase


def _slot(word: str, vocabulary: Vocabulary, share: int = 1, *, with_synonyms: bool = False) -> Slot:
    slot = {word: EXACT // share, STEM + stem(word): STEMMED // share}
    _count(slot, STEM + word, STEMMED // share)  # as typed it may be the stem of a longer word ("fiets")
    for other in vocabulary.compounds_of(word):
        _count(slot, other, PART // share)
    for other in vocabulary.synonyms.get((stem(word),), []) if with_synonyms else []:
        if len(other) == 1:
            for form, worth in _slot(other[0], vocabulary, share=2 * share).items():
                _count(slot, form, worth)
    return slot


def _count(slot: Slot, form: str, worth: int) -> None:
    slot[form] = max(slot.get(form, 0), worth)
