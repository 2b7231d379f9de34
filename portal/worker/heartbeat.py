"""Signs of life of the workers, in the cache that all processes share: a key per worker and one of any.

What is taken up by a worker that gives no sign of life any more was interrupted.
"""

from datetime import datetime, timedelta

from django.core.cache import cache

#: How often a worker gives a sign of life, and how long after the last one it counts as gone.
EVERY, GONE_AFTER = timedelta(seconds=30), timedelta(minutes=2)
#: How long a sign of life is kept.
KEPT = timedelta(days=1)
_ANY = "worker"


def beat(*, worker: str, at: datetime) -> None:
    for key in (_ANY, f"worker:{worker}"):
        cache.set(key, at.timestamp(), KEPT.total_seconds())


def lives(*, at: datetime, worker: str = "") -> bool:
    """Whether `worker` gave a sign of life lately; without a name, whether any did."""
    last = cache.get(f"worker:{worker}" if worker else _ANY)
    return last is not None and at.timestamp() - last <= GONE_AFTER.total_seconds()
