"""Names that look like another, as Unicode Technical Standard 39 has it: for organisations that register."""

from functools import cache

from catalogue.models.organisations import name_key, visible_name

#: Letters and digits that a reader does not tell apart, beside what Unicode says of other alphabets.
_ALIKE = str.maketrans("01i|", "olll")
_ALIKE_TOGETHER = (("rn", "m"), ("vv", "w"), ("cl", "d"))
#: Alphabets that are written within one word with each other.
_TOGETHER = {"HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
_NO_ALPHABET = {"COMMON", "INHERITED", "UNKNOWN"}


def mixes_alphabets(name: str) -> bool:
    """Whether one word of `name` has letters of more than one alphabet: a Cyrillic А before Latin letters."""
    return any(len(_alphabets(word)) > 1 for word in visible_name(name).split())


def outline(name: str) -> str:
    """What two names share that look the same: UTS 39's skeleton, further reduced to the letters a to z."""
    key = name_key("".join(map(_as_latin, visible_name(name)))).translate(_ALIKE)
    for pair, single in _ALIKE_TOGETHER:
        key = key.replace(pair, single)
    return key


def _alphabets(word: str) -> set[str]:
    from confusable_homoglyphs.categories import unique_aliases

    found = unique_aliases(word) - _NO_ALPHABET
    return found - _TOGETHER | ({"HAN"} if found & _TOGETHER else set())


@cache
def _as_latin(char: str) -> str:
    """The plain letters that `char` looks like; itself when there are none, or when it is Latin."""
    # Read when the first name is judged: the tables take a third of a second and ten megabytes.
    from confusable_homoglyphs.categories import alias
    from confusable_homoglyphs.confusables import confusables_data

    if char.isascii() or alias(char) == "LATIN":
        return char
    return next((found["c"] for found in confusables_data.get(char, ()) if found["c"].isascii()), char)
