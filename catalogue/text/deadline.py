"""An end to the time that one pure step may take. Only for steps that write nothing and hold nothing open."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds; the web server ends a process that answers nothing for 30 (gunicorn's `timeout`).
STEP, PAPER = 10, 20


class TookTooLongError(Exception):
    """A step was ended because it took too long; the page says so and shows what was typed."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raises TookTooLongError in what runs in it after `seconds`; within another the first to end counts.

    Python tells its signals to the main thread alone: in another thread there is no limit.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before, (left, _) = signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)
    if 0 < left <= seconds:
        yield
        return
    signal.signal(signal.SIGALRM, _end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)
        signal.signal(signal.SIGALRM, before)


def _end(number, frame) -> None:
    raise TookTooLongError
