"""What a sentence on the law says after the day to which it was checked."""

from datetime import date

LAW_CHANGED = "De wet is gewijzigd; vraag je gemeente wat nu geldt."


def law_changed(valid_until: date | None, day: date) -> str:
    """LAW_CHANGED when `day` is past `valid_until`, until somebody checks again; else empty.

    The day itself still counts as checked. Without a day to which it was checked nothing is past.
    """
    return LAW_CHANGED if valid_until is not None and day > valid_until else ""
