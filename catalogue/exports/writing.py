"""Writes what a question finds to a file, in any of the four forms, and reports its progress."""

import io
from collections.abc import Iterator
from datetime import date
from typing import IO
from zipfile import ZipFile

from catalogue.browse.list_query import ListQuery
from catalogue.exports.about import description_of
from catalogue.exports.booklet import BookletPart, overview_html
from catalogue.exports.data import as_json
from catalogue.exports.formats import FORMATS
from catalogue.exports.reading import read_items
from catalogue.exports.spreadsheet import write_csv, write_xlsx
from catalogue.models import Intervention
from catalogue.rendering.pdf import pdf_of


class Progress:
    """Receives how far the writing is; this one does nothing with it."""

    def item(self, number: int) -> None:
        """`number` items are written (not called for a PDF)."""

    def page(self, number: int) -> None:
        """Page `number` of the part at hand is laid out; some pages are laid out again."""

    def part(self, items: int) -> None:
        """A part is done; with it `items` items in all."""


def write(
    file: IO[bytes],
    form: str,
    query: ListQuery,
    *,
    made_on: date,
    for_excel: bool = False,
    progress: Progress | None = None,
) -> None:
    """The items of `query` as `form` (a key of FORMATS): one file, or a ZIP of complete PDFs."""
    progress = progress or Progress()
    if form == "pdf":
        _write_pages(file, query, made_on, progress)
        return
    about, rows = description_of(query, made_on), _counted(query, progress)
    if form == "xlsx":
        write_xlsx(file, rows, about)
        return
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    if form == "csv":
        write_csv(text, rows, for_excel=for_excel)
    else:
        text.write(as_json(rows, {"query": about.query, "selection": about.sentence}))
    text.detach()


def _counted(query: ListQuery, progress: Progress) -> Iterator[Intervention]:
    for number, item in enumerate(read_items(query.keys), 1):
        yield item
        progress.item(number)


def _write_pages(file: IO[bytes], query: ListQuery, made_on: date, progress: Progress) -> None:
    parts = FORMATS["pdf"].parts(query.total)
    if parts == 1:
        file.write(pdf_of(overview_html(query, made_on=made_on), progress.page))
        return
    size = -(-query.total // parts)
    with ZipFile(file, "w") as bundle:
        for number in range(1, parts + 1):
            before = (number - 1) * size
            part, keys = BookletPart(number, parts, before), query.keys[before : before + size]
            html = overview_html(query, made_on=made_on, part=part, keys=keys)
            name = f"trajectwijzer-overzicht-deel-{number}-van-{parts}.pdf"
            bundle.writestr(name, pdf_of(html, progress.page))
            progress.part(before + len(keys))
