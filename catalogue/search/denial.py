"""What a text says that is not so: it must not be found as if it was."""

import re
from collections.abc import Iterable, Iterator

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
#: In a remark any denial tells what the source does not say or what does not hold.
_REMARK = re.compile(r"\b(?:niet|geen|nooit)\b", re.IGNORECASE)
#: In running text only one of what something is for; "wie nog geen diploma heeft" is about her.
_PROSE = re.compile(
    r"\b(?:niet|nooit) (?:voor|bedoeld|bij)\b|\bgeldt? niet\b|\bgeen (?:eigen|vaste)\b"
    r"|\bbron (?:is |\w+ )?(?:niet|geen)\b",
    re.IGNORECASE,
)
#: A condition that begins so excludes whom it names ("Geen verslaving").
_EXCLUDES = re.compile(r"(?:niet|geen|nooit)\b", re.IGNORECASE)


def affirmed_remarks(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of remarks that deny nothing."""
    return _without(_REMARK, texts)


def affirmed(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of running text that do not say whom or what it is not for."""
    return _without(_PROSE, texts)


def including(conditions: Iterable[str]) -> Iterator[str]:
    """The conditions that exclude nobody by name."""
    return (text for text in conditions if not _EXCLUDES.match(text))


def _without(denial: re.Pattern, texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (sentence for sentence in _SENTENCE.split(text) if not denial.search(sentence))
