"""Which number a weight may be, and how long a table. Pure: the model, the actions and the loader use it."""

from collections.abc import Mapping

#: A weight of 0 would drop ticked barriers from the score, the plan and what is left uncovered.
LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5
#: In percent. A score is at most 125 (docs/matching.md), so the two caps together are at most this.
HIGHEST_POINTS = 25
CAPS = ("specificity-cap", "fit-cap")
#: So many characters a table of rules has at most.
LONGEST_TABLE = 40_000


def weight_fault(key: str, numbers: Mapping[str, int]) -> str:
    """Why `numbers[key]` is out of bounds (docs/matching.md), in Dutch; "" when it is not."""
    lowest, highest = (LOWEST_LEVEL, HIGHEST_LEVEL) if key.startswith("level:") else (0, HIGHEST_POINTS)
    if type(numbers[key]) is not int or not lowest <= numbers[key] <= highest:
        return f"Kies een heel getal van {lowest} tot en met {highest}."
    together = sum(numbers.get(cap, 0) for cap in CAPS)
    if key in CAPS and together > HIGHEST_POINTS:
        return f"De twee grenzen zijn dan samen {together} %. Dat mag hooguit {HIGHEST_POINTS} % zijn."
    return ""
