"""Public pages by Django's test client, nothing cached, beside an empty view with the same middleware."""

import copy
from collections.abc import Callable, Iterator
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import catalogues
from bench.measure import Row, growth, in_turn
from catalogue import version
from catalogue.models import Intervention, Revision
from catalogue.publishing import write_rows
from matching.forms import as_post

BOUND = 20.0
QUERIES = 8
REFERENCE = "an empty view"
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
        _publish_copies(1 if quick else 9)
        after = {name: _row(name, *page, max(runs // 4, 1)) for name, page in _pages().items()}
    for name, row in before.items():
        larger = after[name]
        larger.growth, larger.bound = growth(row, larger), None
        yield row
        yield larger


def _pages() -> dict[str, tuple[Page, int | None]]:
    """Each page with the number of queries that it may make (None: not bounded)."""
    client = Client(SERVER_NAME="localhost")
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
        "match result": (result, None),
    }


def _row(name: str, page: Page, most_queries: int | None, runs: int) -> Row:
    client = Client(SERVER_NAME="localhost")
    response = page()
    assert response.status_code == 200, f"{name}: {response.status_code}"
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        page()
    asked = len(queries)  # counted now: the next request clears the log

    def cold() -> None:
        cache.clear()
        page()

    mine, reference = in_turn(cold, lambda: client.get("/leeg/"), runs=runs)
    count = Intervention.objects.published().count()
    note = f"{asked} queries"
    if most_queries is not None:
        note += f" (bound {most_queries} {'ok' if asked <= most_queries else 'MISSED'})"
    return Row("pages", name, count, mine, REFERENCE, reference, mine / reference, BOUND, note=note)


def _publish_copies(times: int) -> None:
    """Publishes every item `times` times more, under other names; the version is made up once, at the end."""
    known = Revision.objects.filter(status=Revision.Status.ACCEPTED).values_list("document", flat=True)
    for number in range(1, times + 1):
        for document in known:
            other = copy.deepcopy(document)
            for field in ("source_ref", "slug", "name"):
                other[field] = f"{document[field]}-{number}"
            write_rows(other, at=timezone.now())
    version.refresh()
