"""From what a person types to folded words: apostrophes, plus signs, and the ages that are named."""

import re
from collections.abc import Iterable

from catalogue.text.folding import fold

#: So much of a question is read.
LONGEST = 300
_PLUS = re.compile(r"(\d)\s*(?:\+|plus(?:sers?)?\b)", re.IGNORECASE)
#: What hangs on a word by an apostrophe: "oma's", "zzp'ers", "cv'tje". That of "'s-Gravenhage" comes first.
_HANGING = re.compile(r"\b(\w+)['’‘`´](?:s|ers?|en|tjes?)\b", re.IGNORECASE)
_CHILD = r"(?:kind(?:eren|je)?|zoon(?:tje)?|dochter(?:tje)?|baby|peuter|kleuter)s?"
_LEAD = r"(?:van|vanaf|boven|is|bijna|rond|ongeveer|ouder dan|jonger dan|onder)(?: de)?"
_OTHER = r"(?! ?(?:uur|uren|we+ken?|maand(?:en)?|dagen|euro|procent|minuten|km|jaar))"
_AGE = re.compile(
    rf"\b(?:(?P<child>{_CHILD}) )?(?:{_LEAD} )?(?<!al )(?<!sinds )(?<!na )"
    r"(?P<years>\d{1,2}) ?(?:plus|jarigen?|ja+r(?: oud| en ouder)?|jr)\b"
    r"(?! (?:thuis|niet|geen|zonder|uit|in|werk))"
    rf"|\b(?:(?P<kid>{_CHILD}) )?{_LEAD} (?P<only>\d{{1,2}})\b{_OTHER}"
)
_YOUNGEST = 15
#: Words that name an age and nothing else, with an age they stand for.
_AGE_WORDS = {"oudere": 55, "ouderen": 55, "pensioen": 66, "gepensioneerd": 66}
#: Words that name one beside what they say.
_YOUNG = {"jongere": 20, "jongeren": 20, "meisje": 18, "meiden": 20, "tienermoeder": 18}


def words_typed(text: str) -> list[str]:
    """The folded words, "oma's" as "oma" and "50+" as "50 plus"."""
    text = _PLUS.sub(r"\1 plus ", text[:LONGEST])
    return fold(_HANGING.sub(r"\1", text)).split()


def take_ages(words: Iterable[str]) -> tuple[tuple[int, ...], list[str]]:
    """The ages of the person herself, and the words without them; of a child only its age is taken away."""
    ages: list[int] = []

    def taken(found: re.Match) -> str:
        years, child = int(found["years"] or found["only"]), found["child"] or found["kid"]
        if child or years < _YOUNGEST:
            return child or found[0]
        ages.append(years)
        return ""

    left = []
    for word in _AGE.sub(taken, " ".join(words)).split():
        if word in _AGE_WORDS:
            ages.append(_AGE_WORDS[word])
        else:
            left.append(word)
            ages += [_YOUNG[word]] if word in _YOUNG else []
    return tuple(dict.fromkeys(ages)), left
