"""What a process keeps in memory of the catalogue, for as long as the catalogue stays as it is.

The users are listed in docs/architecture.md. The key is the stamp (CatalogueState.stamp: hash and moment) and
not the hash alone: a process that read half an update would serve that again when the old hash comes back.
The day is part of the key too, because what is said of an item may depend on the date.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache, wraps
from typing import Any, TypeVar

from django.utils import timezone

Function = TypeVar("Function", bound=Callable[..., Any])
_cached: dict[str, Any] = {}


def per_version(most: int = 2) -> Callable[[Function], Function]:
    """Decorates a function of a stamp and other hashable values, by position; the last `most` are kept.

    An answer is shared by all visitors and threads: nothing of a visitor may be put on it.
    """

    def decorate(function: Function) -> Function:
        @lru_cache(maxsize=most)
        def cached(day: date, *values: Any) -> Any:
            return function(*values)

        @wraps(function)
        def for_today(*values: Any) -> Any:
            return cached(timezone.localdate(), *values)

        _cached[f"{function.__module__}.{function.__qualname__}"] = cached
        return for_today  # type: ignore[return-value]

    return decorate


def users() -> list[str]:
    """The dotted names of the functions whose answers are kept, of all modules imported so far."""
    return sorted(_cached)


def clear() -> None:
    """Forgets all answers."""
    for cached in _cached.values():
        cached.cache_clear()
