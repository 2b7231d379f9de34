"""Counts how often an item stood in the first three of a match, after the answer has gone out.

A woman's answers are not here and cannot be: what comes in is a list of items, what is kept is a total a day.
An answer of the result page counts. What htmx asks while somebody moves a slider does not, so that one
conversation is not counted ten times. Without JavaScript each adjustment is a page of its own and counts.
"""

import logging
from collections.abc import Sequence

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalogue.upkeep import actions

logger = logging.getLogger(__name__)
FIRST = 3


class _Count:
    """What is done when the answer is closed. It may fail; the answer is then long with the visitor."""

    def __init__(self, source_refs: Sequence[str]):
        self.source_refs = source_refs

    def close(self) -> None:
        try:
            actions.count_top_three(source_refs=self.source_refs, day=timezone.localdate())
        except Error:
            logger.exception("De dagtelling is overgeslagen")


def count_after(request: HttpRequest, response: HttpResponse, source_refs: Sequence[str]) -> HttpResponse:
    """`response`, which counts the first three of `source_refs` once the server has sent it."""
    if source_refs and not request.htmx:
        # Writing waits for other writers; after the answer nobody waits with it.
        response._resource_closers.append(_Count(source_refs[:FIRST]).close)
    return response
