"""The word that was meant when the catalogue does not know a word."""

from catalogue.search import index
from catalogue.search.stemming import stem
from catalogue.search.stop_words import STOP_WORDS
from catalogue.search.vocabulary import Vocabulary

SHORTEST = 4
#: Up to this many letters one slip is taken for a slip; in a longer word two.
ONE_SLIP = 6
#: From so many letters on one slip from a known word is sooner a slip than a compound nobody wrote before.
SURE = 9


def meant(word: str, vocabulary: Vocabulary) -> list[str]:
    """Known words that differ from `word` by a slip or two: fewest slips, then in most items, then A to Z.

    Of words with one stem only the first is given; empty for numbers, for words under four letters, and for
    a compound of known words, or of Dutch words if it is not one slip from a long word. Never a stop word.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return []
    most = 1 if len(word) <= ONE_SLIP else 2
    near = _near(word, [*vocabulary.words, *sorted(vocabulary.synonym_words | vocabulary.beside)], most)
    fewest = min(near.values(), default=0)
    unsure = fewest > 1 or len(word) < SURE
    if not near or vocabulary.parts_of(word) or (unsure and vocabulary.is_compound(word)):
        return []
    best = sorted(other for other, slips in near.items() if slips == fewest and other not in STOP_WORDS)
    if len(best) > 1:
        held = _held(best)
        best.sort(key=lambda other: (-held.get(other, 0), other))
    return list({stem(other): other for other in reversed(best)}.values())[::-1]


def _near(word: str, others: list[str], most: int) -> dict[str, int]:
    letters, found = _letters(word), {}
    for other in others:
        if (
            other[:1]
            == word[:1]  # who slips at once does so at another letter; "omscholing" is no "scholing"
            and abs(len(other) - len(word)) <= most
            and len(other) >= SHORTEST
            and (_letters(other) ^ letters).bit_count() <= 2 * most
            and other.isalpha()
            and (slips := distance(word, other)) <= most
        ):
            found[other] = slips
    return found


def _held(words: list[str]) -> dict[str, int]:
    """In how many public items each of `words` stands."""
    return {form: len(postings.keys) for form, postings in index.read(words).items()}


def _letters(word: str) -> int:
    """Which letters stand in `word`, as bits: two words that differ in many cannot be near."""
    bits = 0
    for char in word:
        bits |= 1 << (ord(char) & 31)
    return bits


def distance(one: str, other: str) -> int:
    """Damerau-Levenshtein: letters left out, put in, changed, or two neighbours swapped."""
    before, last = [], list(range(len(other) + 1))
    for row, char in enumerate(one, 1):
        now = [row]
        for column, letter in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (char != letter))
            if row > 1 and column > 1 and char == other[column - 2] and one[row - 2] == letter:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
