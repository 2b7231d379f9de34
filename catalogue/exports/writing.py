"""Writes a selection to a file, in any of the four forms, and tells how far it is."""

import io
from collections.abc import Iterator
from datetime import date
from typing import IO
from zipfile import ZipFile

from catalogue.exports.about import about_of
from catalogue.exports.booklet import Part, overview_html
from catalogue.exports.chosen import Chosen
from catalogue.exports.data import as_json
from catalogue.exports.formats import FORMATS
from catalogue.exports.spreadsheet import write_csv, write_xlsx
from catalogue.models import Intervention
from catalogue.rendering.pdf import pdf_of


class Progress:
    """Hears how far it is; this one does nothing with it."""

    def item(self, number: int) -> None:
        """`number` items are written (not told for a PDF)."""

    def page(self, number: int) -> None:
        """Page `number` of the part at hand is laid out; some pages are laid out again."""

    def part(self, items: int) -> None:
        """A part is done; with it `items` items in all."""


def write(
    file: IO[bytes],
    form: str,
    chosen: Chosen,
    items,
    *,
    made_on: date,
    for_excel: bool = False,
    progress: Progress | None = None,
) -> None:
    """The chosen `items` as `form` (a key of FORMATS): one file, or for many items a ZIP of complete PDFs."""
    progress = progress or Progress()
    if form == "pdf":
        _write_pages(file, chosen, items, made_on, progress)
        return
    about, rows = about_of(chosen, made_on), _counted(chosen, progress)
    if form == "xlsx":
        write_xlsx(file, rows, about)
        return
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    if form == "csv":
        write_csv(text, rows, for_excel=for_excel)
    else:
        text.write(as_json(rows, {"query": about.query, "selection": about.sentence}))
    text.detach()


def _counted(chosen: Chosen, progress: Progress) -> Iterator[Intervention]:
    for number, item in enumerate(chosen.items(), 1):
        yield item
        progress.item(number)


def _write_pages(file: IO[bytes], chosen: Chosen, items, made_on: date, progress: Progress) -> None:
    parts = FORMATS["pdf"].parts(chosen.total)
    if parts == 1:
        file.write(pdf_of(overview_html(chosen, items, made_on=made_on), progress.page))
        return
    size = -(-chosen.total // parts)
    with ZipFile(file, "w") as bundle:
        for number in range(1, parts + 1):
            before = (number - 1) * size
            part, keys = Part(number, parts, before), chosen.keys[before : before + size]
            html = overview_html(chosen, items, made_on=made_on, part=part, keys=keys)
            name = f"trajectwijzer-overzicht-deel-{number}-van-{parts}.pdf"
            bundle.writestr(name, pdf_of(html, progress.page))
            progress.part(before + len(keys))
