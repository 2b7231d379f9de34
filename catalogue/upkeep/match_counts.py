"""Counts how often an item was in the top three of a match, after the response was sent.

No profile reaches this module: it takes source_refs and stores a total per day. A result page counts; an
adjustment by htmx does not, so that one conversation counts once. Without JavaScript each adjustment counts.
"""

import logging
from collections.abc import Sequence

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalogue.upkeep import actions

logger = logging.getLogger(__name__)
TOP = 3


class _Count:
    """Runs when the response is closed, and may fail: the visitor has the response."""

    def __init__(self, source_refs: Sequence[str]):
        self.source_refs = source_refs

    def close(self) -> None:
        try:
            actions.count_top_three(source_refs=self.source_refs, day=timezone.localdate())
        except Error:
            logger.exception("De dagtelling is overgeslagen")


def count_after_response(
    request: HttpRequest, response: HttpResponse, source_refs: Sequence[str]
) -> HttpResponse:
    """`response`, which counts the first three of `source_refs` after it was sent."""
    if source_refs and not request.htmx:
        # A write waits for other writers; after the response no visitor waits.
        response._resource_closers.append(_Count(source_refs[:TOP]).close)
    return response
