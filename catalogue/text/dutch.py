"""Dutch in small pieces: capitals, lists, numbers, dates and durations, written and read."""

import re
from collections.abc import Iterable
from datetime import date

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


#: An exponent only as a computer writes a small number.
_TYPED_NUMBER = re.compile(
    r"(?P<sign>-?)(?P<whole>\d{1,20}(?:[.,]\d{1,400})?(?:e-\d{1,3})?)?\s*(?P<part>[½¼¾]?)\s*(?P<unit>[a-z]*)\.?",
    re.IGNORECASE,
)
_PARTS = {"": 0.0, "¼": 0.25, "½": 0.5, "¾": 0.75}
#: What may stand behind a number, and how much of "jaar" or "uur" it is.
_UNITS = {
    "jaar": {
        "": 1.0,
        "jaar": 1.0,
        "jaren": 1.0,
        "jr": 1.0,
        "maand": 1 / 12,
        "maanden": 1 / 12,
        "mnd": 1 / 12,
    },
    "uur": dict.fromkeys(("", "uur", "uren", "u"), 1.0),
}


def read_number(text: str, unit: str) -> float | None:
    """A number as people type it, in `unit` ("jaar" or "uur"): "2½", "28 jaar", "6 maanden"; else None."""
    found = _TYPED_NUMBER.fullmatch(text.strip())
    if not found or not (found["whole"] or found["part"]) or found["unit"].lower() not in _UNITS[unit]:
        return None
    value = float((found["whole"] or "0").replace(",", ".")) + _PARTS[found["part"]]
    share = _UNITS[unit][found["unit"].lower()]
    return (value if share == 1 else round(value * share, 2)) * (-1 if found["sign"] else 1)


_TYPED_DATE = re.compile(r"(\d{1,2})\.?\s+([a-z]{3,9})\.?\s+(\d{4})", re.IGNORECASE)
_SHORT_MONTHS = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"mrt": 3}


def read_date(text: str) -> date | None:
    """A date in words, as the site itself writes it: "1 mei 2027", "3 mrt. 2026"; None if it is none."""
    found = _TYPED_DATE.fullmatch(text.strip())
    if not found:
        return None
    month = found[2].lower()
    number = _SHORT_MONTHS.get(month[:3])
    if number is None or not (len(month) == 3 or MONTHS[number - 1].startswith(month)):
        return None
    try:
        return date(int(found[3]), number, int(found[1]))
    except ValueError:
        return None
