"""Overviews, as work for the worker."""

from typing import Any

from django.db import transaction
from django_tasks import task

from catalogue.exports import actions, build
from catalogue.models import Export


@task()
def make_export(key: str) -> None:
    """Makes the overview with `key`; a fault is shown on its page."""
    build.make(key)


@transaction.atomic
def queue_export(**question: Any) -> Export:
    """The Export of `actions.ask_export(**question)`; a new one is queued in the same transaction."""
    export, is_new = actions.ask_export(**question)
    if is_new:
        make_export.enqueue(str(export.key))
    return export
