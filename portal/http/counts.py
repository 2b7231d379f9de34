"""Counts that hold over all processes: one row per key and window, removed by expiry alone."""

import math
from datetime import datetime

from django.db import connection

from portal.models import SharedEntry, WindowCount

_COUNT = """
    INSERT INTO portal_windowcount ("key", "window", n) VALUES (%s, %s, 1)
    ON CONFLICT ("key", "window") DO UPDATE SET n = portal_windowcount.n + 1
    RETURNING n
"""


def window_end(now: float, length: int) -> int:
    """When the window of `length` seconds that holds `now` ends; both moments in seconds since 1970."""
    return math.floor(now / length + 1) * length


def count(key: str, window: int) -> int:
    """One more for `key` in the window that ends at `window`; how many that makes. `key` names nobody."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, window])
        return cursor.fetchall()[0][0]


def forget_expired(*, at: datetime) -> int:
    """Deletes the counts and shared entries that have expired; how many there were."""
    moment = at.timestamp()
    counts, _ = WindowCount.objects.filter(window__lte=moment).delete()
    entries, _ = SharedEntry.objects.filter(expires_at__lte=moment).delete()
    return counts + entries
