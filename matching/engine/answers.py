"""Three-valued answers (Kleene): what is not known stays unknown, never false."""

from collections.abc import Iterable
from enum import IntEnum


class Answer(IntEnum):
    """Ordered so that `and` is the minimum and `or` the maximum."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    @property
    def word(self) -> str:
        return ("no", "unknown", "yes")[self]

    def negated(self) -> "Answer":
        return Answer(2 - self)

    @staticmethod
    def of(value: bool) -> "Answer":
        return Answer.YES if value else Answer.NO

    @staticmethod
    def all(answers: Iterable["Answer"]) -> "Answer":
        return min(answers, default=Answer.YES)

    @staticmethod
    def any(answers: Iterable["Answer"]) -> "Answer":
        return max(answers, default=Answer.NO)
