"""Looks at the websites of the items, a batch at a time, the one that was not looked at longest first."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from catalogue.models import Intervention, LinkCheck
from catalogue.upkeep import actions
from catalogue.upkeep.link_probe import Look, Problem, look_at

#: An address that was looked at within this time is left alone.
EVERY = timedelta(days=7)
#: Seconds between two requests to the same machine. There is never more than one at a time.
PAUSE = 2.0
#: With these no website was reached. A server without internet sees nothing else, whatever the address.
SILENCE = frozenset({Problem.NO_WEB, Problem.PRIVATE, Problem.UNKNOWN_HOST, Problem.TIMEOUT, Problem.REFUSED})
#: So many different machines are not gone all at once: then it is our own that cannot reach them.
TOO_MANY_SILENT = 3

Looking = Callable[[str], Look]


class NoInternet(Exception):
    """None of `count` addresses answered. That says nothing about them, and nothing was noted."""

    def __init__(self, count: int):
        super().__init__(count)
        self.count = count


def look(url: str) -> Look:
    """A look as the site itself takes it, with a name by which its owner can see who came by."""
    agent = f"Trajectwijzer/{settings.SITE_VERSION} (controle van links; {settings.SITE_URL})"
    return look_at(url, agent=agent)


def due(at: datetime) -> Iterator[Intervention]:
    """The published items whose website is due, what was never looked at first; a new address counts anew."""
    lately = Q(link_check__checked_at__gt=at - EVERY, link_check__url=F("url"))
    items = Intervention.objects.published().exclude(url="").exclude(lately)
    return items.order_by(F("link_check__checked_at").asc(nulls_first=True), "pk").iterator()


def check_links(
    *, limit: int, looking: Looking, wait: Callable[[float], object] = time.sleep
) -> list[LinkCheck]:
    """Looks at most at `limit` addresses and keeps what came of it. No transaction is open meanwhile.

    What stayed silent is noted once another website answered, or at the end; NoInternet when none did.
    """
    found: list[LinkCheck] = []
    silent: list[tuple[Intervention, Look]] = []
    answered = False
    batch = [item for item, _ in zip(due(timezone.now()), range(limit), strict=False)]
    last_host = None
    for item in sorted(batch, key=lambda item: _host(item.url)):
        host = _host(item.url)
        if host == last_host:
            wait(PAUSE)
        last_host = host
        seen = looking(item.url)
        answered = answered or seen.problem not in SILENCE
        silent.append((item, seen))
        if answered:
            found += _note(silent)
            silent = []
    if len({_host(item.url) for item, _ in silent}) >= TOO_MANY_SILENT:
        raise NoInternet(len(silent))
    return found + _note(silent)


def _note(looks: list[tuple[Intervention, Look]]) -> list[LinkCheck]:
    return [actions.note_link(item=item, url=item.url, look=look, at=timezone.now()) for item, look in looks]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
