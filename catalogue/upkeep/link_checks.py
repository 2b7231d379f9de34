"""Checks the websites of the items in batches, the longest unchecked first."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from catalogue.models import Intervention, LinkCheck
from catalogue.upkeep import actions
from catalogue.upkeep.link_probe import ProbeResult, Problem
from catalogue.upkeep.link_probe import probe as probe_url

#: A URL that was checked within this time is skipped.
EVERY = timedelta(days=7)
#: Seconds between two requests to the same host; requests are never made in parallel.
PAUSE = 2.0
#: No website was reached. A server without internet access gets nothing else.
UNREACHABLE = frozenset(
    {Problem.NOT_A_WEB_URL, Problem.PRIVATE, Problem.UNKNOWN_HOST, Problem.TIMEOUT, Problem.REFUSED}
)
#: When this many hosts are all unreachable, the cause is our own connection.
TOO_MANY_UNREACHABLE = 3

Probe = Callable[[str], ProbeResult]


class NoInternet(Exception):
    """None of `count` URLs answered: nothing was stored, since the fault is likely ours."""

    def __init__(self, count: int):
        super().__init__(count)
        self.count = count


def probe_as_site(url: str) -> ProbeResult:
    """A probe with the site's own user agent, so that the owner of a website sees who asked."""
    agent = f"Trajectwijzer/{settings.SITE_VERSION} (controle van links; {settings.SITE_URL})"
    return probe_url(url, agent=agent)


def due(at: datetime) -> Iterator[Intervention]:
    """The published items whose website is due, never checked ones first; a changed URL is due."""
    lately = Q(link_check__checked_at__gt=at - EVERY, link_check__url=F("url"))
    items = Intervention.objects.published().exclude(url="").exclude(lately)
    return items.order_by(F("link_check__checked_at").asc(nulls_first=True), "pk").iterator()


def check_links(*, limit: int, probe: Probe, wait: Callable[[float], object] = time.sleep) -> list[LinkCheck]:
    """Probes at most `limit` URLs and stores the results. No transaction is open during a request.

    Unreachable ones are stored once another website answered, or at the end. Raises NoInternet when
    TOO_MANY_UNREACHABLE hosts were unreachable and none answered.
    """
    found: list[LinkCheck] = []
    unreachable: list[tuple[Intervention, ProbeResult]] = []
    answered = False
    batch = [item for item, _ in zip(due(timezone.now()), range(limit), strict=False)]
    last_host = None
    for item in sorted(batch, key=lambda item: _host(item.url)):
        host = _host(item.url)
        if host == last_host:
            wait(PAUSE)
        last_host = host
        result = probe(item.url)
        answered = answered or result.problem not in UNREACHABLE
        unreachable.append((item, result))
        if answered:
            found += _store(unreachable)
            unreachable = []
    if len({_host(item.url) for item, _ in unreachable}) >= TOO_MANY_UNREACHABLE:
        raise NoInternet(len(unreachable))
    return found + _store(unreachable)


def _store(results: list[tuple[Intervention, ProbeResult]]) -> list[LinkCheck]:
    return [
        actions.record_probe(item=item, url=item.url, result=result, at=timezone.now())
        for item, result in results
    ]


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
