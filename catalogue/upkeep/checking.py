"""Looks at the websites of the items, a batch at a time, the one that was not looked at longest first."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from catalogue import actions
from catalogue.models import Intervention, LinkCheck
from catalogue.upkeep.looking import Look, look_at

#: An address that was looked at within this time is left alone.
EVERY = timedelta(days=7)
#: Seconds between two requests to the same machine. There is never more than one at a time.
PAUSE = 2.0

Looking = Callable[[str], Look]


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
    """Looks at most at `limit` addresses and keeps what came of it. No transaction is open meanwhile."""
    found: list[LinkCheck] = []
    batch = [item for item, _ in zip(due(timezone.now()), range(limit), strict=False)]
    last_host = None
    for item in sorted(batch, key=lambda item: _host(item.url)):
        host = _host(item.url)
        if host == last_host:
            wait(PAUSE)
        last_host = host
        seen = looking(item.url)
        found.append(actions.note_link(item=item, url=item.url, look=seen, at=timezone.now()))
    return found


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
