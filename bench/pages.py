"""Public pages by Django's test client, beside an empty view with the same middleware.

"cold": nothing of the page is kept; the cards that it shares with other pages are. "changed": nothing at all
is kept, as just after a change of the catalogue. "warm": the same page again. Every request takes gzip, as
browsers do. Processor time is measured: all of it, the database too, is in this process.
"""

import copy
import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import catalogues
from bench.measure import Row, growth, in_turn
from catalogue.models import Intervention, Revision
from catalogue.rendering.page_cache import cache
from catalogue.revisions import version
from catalogue.revisions.publishing import write_rows
from matching.profile.forms import as_post

COLD, WARM = 30.0, 2.0
#: Of a match result, for the real items and for ten times as many.
RESULT_SMALL, RESULT_LARGE = 45.0, 70.0
QUERIES = 8
#: Kilobytes of the first view, packed, without fonts.
WEIGHT = 60.0
REFERENCE = "an empty view"
RESULT = "match result"
PLAIN_FILES = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

Page = Callable[[], HttpResponse]


def rows(*, quick: bool) -> Iterator[Row]:
    catalogues.real()
    runs = 2 if quick else 25
    with (
        TemporaryDirectory() as folder,
        override_settings(
            ROOT_URLCONF="bench.site",
            STATIC_ROOT=folder,
            STORAGES={**settings.STORAGES, "staticfiles": PLAIN_FILES},
        ),
    ):
        before = {name: _row(name, *page, runs) for name, page in _pages().items()}
        warm = [_warm(name, page, runs * 4) for name, (page, _) in _pages().items() if name != RESULT]
        changed = [_changed(name, page, runs) for name, (page, _) in _pages().items() if name != RESULT]
        weight = _weight(_pages()["list"][0])
        _publish_copies(1 if quick else 9)
        after = {name: _row(name, *page, max(runs // 4, 1)) for name, page in _pages().items()}
    for name, row in before.items():
        larger = after[name]
        larger.growth = growth(row, larger)
        larger.bound = RESULT_LARGE if name == RESULT else None
        yield row
        yield larger
    yield from changed
    yield from warm
    yield weight


def _pages() -> dict[str, tuple[Page, int | None]]:
    """Each page with the number of queries that it may make (None: not bounded)."""
    client = browser()
    item = Intervention.objects.published().order_by("source_ref").first()
    post = as_post(catalogues.SCENARIO).urlencode()

    def result() -> HttpResponse:
        return client.post(reverse("matching-result"), post, content_type="application/x-www-form-urlencoded")

    listing, detail = reverse("intervention-list"), reverse("intervention-detail", args=[item.slug])
    return {
        "list": (lambda: client.get(listing), QUERIES),
        "list, two facets": (
            lambda: client.get(listing, {"niveau": "personal", "doel": "empowerment"}),
            QUERIES + 2,
        ),
        "item": (lambda: client.get(detail), QUERIES),
        RESULT: (result, None),
    }


def browser() -> Client:
    return Client(SERVER_NAME="localhost", HTTP_ACCEPT_ENCODING="gzip, deflate, br")


def _row(name: str, page: Page, most_queries: int | None, runs: int) -> Row:
    response = page()
    assert response.status_code == 200, f"{name}: {response.status_code}"
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        page()
    asked = len(queries)  # counted now: the next request clears the log

    def cold() -> None:
        cache.clear()
        page()

    mine, reference = _in_turn(cold, runs)
    count = Intervention.objects.published().count()
    note = f"{asked} queries"
    if most_queries is not None:
        note += f" (bound {most_queries} {'ok' if asked <= most_queries else 'MISSED'})"
    what, bound = (f"{name}, never kept", RESULT_SMALL) if name == RESULT else (f"{name}, cold", COLD)
    return Row("pages", what, count, mine, REFERENCE, reference, mine / reference, bound, note=note)


def _warm(name: str, page: Page, runs: int) -> Row:
    """The same page again, for a visitor of whom nothing is known."""
    page()
    with CaptureQueriesContext(connection) as queries:
        page()
    note = f"{len(queries)} queries"  # counted now: the next request clears the log
    mine, reference = _in_turn(page, runs)
    count = Intervention.objects.published().count()
    return Row("pages", f"{name}, warm", count, mine, REFERENCE, reference, mine / reference, WARM, note=note)


def _changed(name: str, page: Page, runs: int) -> Row:
    """The first request after a change of the catalogue, in a process that had read it before."""

    def changed() -> None:
        version.refresh()
        page()

    mine, renewed, reference = in_turn(changed, version.refresh, _empty(), runs=runs, clock=process_time)
    count, mine = Intervention.objects.published().count(), mine - renewed
    return Row("pages", f"{name}, changed", count, mine, REFERENCE, reference, mine / reference)


def _in_turn(page: Page, runs: int) -> list[float]:
    return in_turn(page, _empty(), runs=runs, clock=process_time)


def _empty() -> Page:
    client = browser()
    return lambda: client.get("/leeg/")


def _weight(page: Page) -> Row:
    """The list with its stylesheets and scripts, each packed: kilobytes, told as a ratio to one."""
    packed = page().content
    text = gzip.decompress(packed).decode()
    addresses = re.findall(r'(?:rel="stylesheet" href|<script src)="([^"]+)"', text)
    files = [finders.find(address.removeprefix(settings.STATIC_URL)) for address in addresses]
    sizes = [len(gzip.compress(Path(file).read_bytes())) for file in files]
    total = (len(packed) + sum(sizes)) / 1000
    note = f"page {len(packed) / 1000:.0f} kB and {len(files)} files"
    return Row(
        "pages", "first view of the list, kB", len(files), total, "one kB", 1.0, total, WEIGHT, note=note
    )


def _publish_copies(times: int) -> None:
    """Publishes every item `times` times more, under other names; the version is made up once, at the end."""
    accepted, now = Revision.Status.ACCEPTED, timezone.now()
    known = list(Revision.objects.filter(status=accepted).values_list("document", flat=True))
    for number in range(1, times + 1):
        for document in known:
            other = copy.deepcopy(document)
            for field in ("source_ref", "slug", "name"):
                other[field] = f"{document[field]}-{number}"
            write_rows(other, at=now)
            Revision.objects.create(
                source_ref=other["source_ref"], document=other, status=accepted, decided_at=now
            )
    version.refresh()
