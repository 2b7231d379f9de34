"""The life of an Export: asked for, made by the worker, ready or failed, and cleared away."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalogue.exports.limits import KEEP_FILES, KEEP_ROWS, MAX_AT_WORK, MAX_BYTES
from catalogue.models import CatalogueState, Export

State = Export.State
LEFT = "Het maken is halverwege gestopt. Waarschijnlijk is de server opnieuw gestart."


class TooManyExports(Exception):
    """As many overviews are waiting as the site makes at once."""


def folder() -> Path:
    """Where the files stand."""
    return Path(settings.VAR_DIR) / "exports"


@transaction.atomic
def ask_export(
    *, query: str, form: str, total: int, parts: int, now: datetime | None = None
) -> tuple[Export, bool]:
    """The Export of this question and whether it is new, so that the caller has to queue it.

    `query` is the question as `ListQuery.canonical` writes it. TooManyExports when the queue is full.
    """
    now = now or timezone.now()
    question = hashlib.sha256("\n".join((query, form, CatalogueState.stamp())).encode()).hexdigest()
    _leave_interrupted(now)
    if shared := Export.objects.to_share(question, now).first():
        return shared, False
    if Export.objects.at_work(now).count() >= MAX_AT_WORK:
        raise TooManyExports
    try:
        with transaction.atomic():
            export = Export.objects.create(
                query=query,
                format=form,
                question=question,
                total=total,
                parts=parts,
                created_at=now,
                expires_at=now + KEEP_FILES,
            )
    except IntegrityError:
        return Export.objects.unfinished().get(question=question), False
    return export, True


def begin_export(*, key: str, now: datetime | None = None) -> Export | None:
    """The Export, now being made by the caller; None when it is not waiting (any more)."""
    moment = now or timezone.now()
    waiting = Export.objects.filter(key=key, state=State.QUEUED)
    taken = waiting.update(state=State.RUNNING, done=0, pages=0, heartbeat_at=moment)
    return Export.objects.get(key=key) if taken else None


def advance_export(*, export: Export, done: int, pages: int) -> None:
    """A sign of life, with how many items are in finished parts and how many pages are laid out."""
    export.done, export.pages, export.heartbeat_at = done, pages, timezone.now()
    export.save(update_fields=["done", "pages", "heartbeat_at"])


def shape_export(*, export: Export, total: int, parts: int) -> None:
    """What it turns out to be once the worker has read the catalogue."""
    export.total, export.parts = total, parts
    export.save(update_fields=["total", "parts"])


def finish_export(*, export: Export, file_name: str, now: datetime | None = None) -> None:
    """Ready: the whole file stands in `folder()`, and is kept from now on."""
    now = now or timezone.now()
    export.state, export.file_name, export.done = State.READY, file_name, export.total
    export.expires_at = now + KEEP_FILES
    export.save(update_fields=["state", "file_name", "done", "expires_at"])
    _make_room(export, now)


def fail_export(*, export: Export, reason: str) -> None:
    export.state, export.reason = State.FAILED, reason
    export.save(update_fields=["state", "reason"])


@transaction.atomic
def clear_exports(*, now: datetime | None = None) -> int:
    """Removes the files that have expired and what a lost worker left behind; how many files went.

    With its file goes what was asked: words that somebody searched by are of no use any more.
    """
    now = now or timezone.now()
    _leave_interrupted(now)
    Export.objects.filter(expires_at__lt=now - KEEP_ROWS).delete()
    over = Export.objects.filter(expires_at__lte=now).exclude(state__in=Export.UNFINISHED)
    over.update(query="", question="")
    kept = set(
        Export.objects.filter(expires_at__gt=now, state=State.READY).values_list("file_name", flat=True)
    )
    busy = {str(key) for key in Export.objects.at_work(now).values_list("key", flat=True)}
    gone = 0
    for path in folder().iterdir() if folder().is_dir() else ():
        if path.name not in kept and path.name.split(".")[0] not in busy:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _make_room(newest: Export, now: datetime) -> None:
    """Lets go of the oldest files as long as all together take more than MAX_BYTES; `newest` stays."""
    kept = Export.objects.filter(state=State.READY, expires_at__gt=now).exclude(pk=newest.pk)
    taken = _size(newest)
    for export in kept.order_by("-expires_at"):
        taken += _size(export)
        if taken > MAX_BYTES:
            export.expires_at = now
            export.save(update_fields=["expires_at"])
            (folder() / export.file_name).unlink(missing_ok=True)


def _size(export: Export) -> int:
    path = folder() / export.file_name
    return path.stat().st_size if path.is_file() else 0


def _leave_interrupted(now: datetime) -> None:
    Export.objects.interrupted(now).update(state=State.FAILED, reason=LEFT)
