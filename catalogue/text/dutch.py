"""How long something takes, in a few words."""


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
