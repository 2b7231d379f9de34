"""Dutch in small pieces: capitals, lists, numbers and durations."""

from collections.abc import Iterable

NUMBERS = ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien")


def first_upper(text: str) -> str:
    """`text` as a sentence or a label begins; "één" becomes "Eén"."""
    if text.startswith("één"):
        return f"Eén{text[3:]}"
    return text[:1].upper() + text[1:]


def first_lower(text: str) -> str:
    """`text` in the middle of a sentence; a name of capitals keeps them ("NT2")."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def listed(words: Iterable[str], most: int = 0, last: str = "en") -> str:
    """ "a, b en c"; with `most` the rest is counted: "a, b en nog 3". Words with a comma get semicolons.

    `last` is the word before the last.
    """
    found = list(words)
    if most and len(found) > most + 1:
        found = [*found[:most], f"nog {len(found) - most}"]
    if len(found) < 2:
        return "".join(found)
    between = "; " if any(", " in word for word in found) else ", "
    return f"{between.join(found[:-1])} {last} {found[-1]}"


def count(number: int, one: str, many: str) -> str:
    """ "drie trajecten": small numbers as words, with the form that goes with them."""
    word = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{word} {one if number == 1 else many}"


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip


def duration_words(item) -> str:
    """How long, how many times and how much a week; empty when the sources give no number."""
    parts = [
        span(item.duration_weeks_min, item.duration_weeks_max, "week", "weken"),
        span(item.sessions, item.sessions, "bijeenkomst", "bijeenkomsten"),
        span(item.hours_per_week_min, item.hours_per_week_max, "uur per week", "uur per week"),
    ]
    return ", ".join(part for part in parts if part)


def span(least: float | None, most: float | None, one: str, many: str) -> str:
    """From least to most in words: "minstens 20 weken", "6 tot 12 weken"; empty when neither is known."""
    if least is None and most is None:
        return ""
    unit = one if (least if most is None else most) == 1 else many
    if most is None:
        return f"minstens {number(least)} {unit}"
    if least is None:
        return f"hoogstens {number(most)} {unit}"
    return f"{number(least)} {unit}" if least == most else f"{number(least)} tot {number(most)} {unit}"


def number(value: float) -> str:
    """A number as Dutch writes it: 20, 3,5."""
    return f"{value:g}".replace(".", ",")
