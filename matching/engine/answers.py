"""Three-valued answers (Kleene): what is not known stays unknown, never false."""

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
