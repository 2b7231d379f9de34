"""What the worker does for one Export: writes it under another name and puts it in place when it is whole."""

import errno
import os
import time
from contextlib import suppress

from django.http import QueryDict
from django.utils import timezone

from catalogue.browse.list_query import ListQuery
from catalogue.exports import actions
from catalogue.exports.actions import folder
from catalogue.exports.formats import FORMATS
from catalogue.exports.writing import Progress, write
from catalogue.models import CatalogueState, Export
from catalogue.rendering.pdf import PdfUnavailable

#: Seconds between two heartbeats.
HEARTBEAT = 1.0
#: How often it begins anew because the catalogue changed meanwhile.
TRIES = 3


class CatalogueChanged(Exception):
    """The catalogue kept changing while the overview was made."""


class EmptySelection(Exception):
    """The question finds no item (any more)."""


REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (
        PdfUnavailable,
        "Op deze server ontbreekt een onderdeel om PDF’s te maken. Excel, CSV en JSON werken wel.",
    ),
    (CatalogueChanged, "De catalogus veranderde steeds terwijl het overzicht werd gemaakt."),
    (EmptySelection, "In deze selectie staan geen interventies meer."),
    (MemoryError, "De server had te weinig geheugen voor dit overzicht. Maak de selectie kleiner."),
)
FULL = "Er is te weinig ruimte op de server om het overzicht te bewaren."
OTHERWISE = "Er ging iets mis bij het maken."


def make(key: str) -> None:
    """Makes the Export with `key`, when it is still waiting; whatever goes wrong is told on its page."""
    export = actions.begin_export(key=key)
    if export is None:
        return
    try:
        name = _made(export)
    except BaseException as fault:
        actions.fail_export(export=export, reason=reason_of(fault))
        raise
    actions.finish_export(export=export, file_name=name)


def reason_of(fault: BaseException) -> str:
    """What went wrong, in words for the one who asked."""
    if isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    return next((words for kind, words in REASONS if isinstance(fault, kind)), OTHERWISE)


def _made(export: Export) -> str:
    """The name of the file in `folder()`, whole; nothing of it stands there when this fails."""
    folder().mkdir(parents=True, exist_ok=True)
    unfinished = folder() / f"{export.key}.part"
    try:
        for _ in range(TRIES):
            stamp = CatalogueState.stamp()
            with unfinished.open("wb") as file:
                _write(file, export)
                file.flush()
                os.fsync(file.fileno())
            if CatalogueState.stamp() == stamp:
                name = f"{export.key}.{'zip' if export.parts > 1 else export.format}"
                unfinished.replace(folder() / name)
                return name
        raise CatalogueChanged
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def _write(file, export: Export) -> None:
    query = ListQuery(QueryDict(export.query))
    if not query.total:
        raise EmptySelection
    parts = FORMATS[export.format].parts(query.total)
    actions.shape_export(export=export, total=query.total, parts=parts)
    write(file, export.format, query, made_on=timezone.localdate(), progress=ExportProgress(export))


class ExportProgress(Progress):
    """Saves on the Export how far it is, at most once per HEARTBEAT and after each part."""

    def __init__(self, export: Export):
        self._export = export
        self._items = self._before = self._here = 0
        self._last = time.monotonic()

    def item(self, number: int) -> None:
        self._items = number
        self._report_throttled()

    def page(self, number: int) -> None:
        self._here = max(self._here, number)
        self._report_throttled()

    def part(self, items: int) -> None:
        self._items, self._before, self._here = items, self._before + self._here, 0
        self._report()

    def _report_throttled(self) -> None:
        if time.monotonic() - self._last > HEARTBEAT:
            self._report()

    def _report(self) -> None:
        self._last = time.monotonic()
        actions.advance_export(export=self._export, done=self._items, pages=self._before + self._here)
