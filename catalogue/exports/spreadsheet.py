"""A selection as an Excel workbook and as CSV: the same columns, rows and order."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from typing import IO

import xlsxwriter

from catalogue.exports.about import ExportDescription
from catalogue.exports.columns import COLUMNS, Value
from catalogue.exports.data import cell
from catalogue.models import Intervention, Source

#: Excel holds no more in one cell.
LONGEST = 32_767
BOM = "\ufeff"


def write_xlsx(file: IO[bytes], items: Iterable[Intervention], about: ExportDescription) -> None:
    """Three sheets: the items, the sources that they cite, and the legend. No cell is a formula or a link."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, {**options, "strings_to_numbers": False}) as book:
        book.set_properties(
            {
                "title": "Overzicht van interventies",
                "subject": about.sentence[:250],
                "author": "Trajectwijzer",
                "comments": f"Catalogus {about.version}",
                "created": datetime(about.made_on.year, about.made_on.month, about.made_on.day),  # noqa: DTZ001 - a day
            }
        )
        cited = _items(book, items)
        _sources(book, cited)
        _legend(book, about)


class _Sheet:
    """A sheet written row by row, with a header that stays in sight and a filter on every column."""

    def __init__(self, book, name: str, titles: list[str], widths: list[int]):
        self._sheet = book.add_worksheet(name)
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E6F1F3", "bottom": 1}
        )
        self._plain = book.add_format({"valign": "top", "text_wrap": True})
        self._day = book.add_format({"valign": "top", "num_format": "d-m-yyyy", "align": "left"})
        self._columns, self._row = len(titles), 0
        for place, width in enumerate(widths):
            self._sheet.set_column(place, place, width)
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        for place, title in enumerate(titles):
            self._sheet.write_string(0, place, title, self._head)

    def add(self, values: Iterable[Value]) -> None:
        self._row += 1
        for place, value in enumerate(values):
            self._write(place, value)

    def _write(self, place: int, value: Value) -> None:
        if value is None:
            self._sheet.write_blank(self._row, place, None, self._plain)
        elif isinstance(value, bool):
            self._sheet.write_string(self._row, place, "ja" if value else "nee", self._plain)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._row, place, value, self._plain)
        elif isinstance(value, date):
            self._sheet.write_datetime(self._row, place, value, self._day)
        else:
            text = value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
            self._sheet.write_string(self._row, place, text, self._plain)

    def done(self) -> None:
        self._sheet.autofilter(0, 0, self._row, self._columns - 1)


def _items(book, items: Iterable[Intervention]) -> dict[int, int]:
    """Writes the items; how often each source (by primary key) is cited by them."""
    titles, widths = [column.title for column in COLUMNS], [column.width for column in COLUMNS]
    sheet = _Sheet(book, "Interventies", titles, widths)
    cited: dict[int, int] = {}
    for item in items:
        sheet.add(column.value(item) for column in COLUMNS)
        for citation in item.citations.all():
            cited[citation.source_id] = cited.get(citation.source_id, 0) + 1
    sheet.done()
    return cited


def _sources(book, cited: dict[int, int]) -> None:
    titles = ["Bron", "Uitgever", "Jaar", "Waar het over gaat", "Beweringen in deze selectie"]
    sheet = _Sheet(book, "Bronnen", titles, [60, 32, 8, 60, 14])
    for source in Source.objects.filter(pk__in=cited):
        sheet.add(
            (source.title, source.publisher or None, source.year, source.about or None, cited[source.pk])
        )
    sheet.done()


def _legend(book, about: ExportDescription) -> None:
    sheet = _Sheet(book, "Legenda", ["Onderdeel", "Soort", "Uitleg"], [34, 12, 90])
    sheet.add(("Selectie", None, about.sentence))
    sheet.add(("Volgorde", None, about.order))
    sheet.add(("Vraag aan de catalogus", None, about.query or "geen filters"))
    sheet.add(("Aantal interventies", None, about.total))
    if about.municipality:
        sheet.add(("Gemaakt voor", None, f"gemeente {about.municipality}"))
    sheet.add(("Gemaakt op", None, about.made_on))
    sheet.add(("Versie van de catalogus", None, about.version))
    sheet.add(("Leeg vak", None, "niet vermeld in de bron. Dat betekent niet: nee."))
    for column in COLUMNS:
        sheet.add((column.title, column.kind, column.meaning or None))
    sheet.done()


def write_csv(file: IO[str], items: Iterable[Intervention], *, for_excel: bool = False) -> None:
    """One line per item, UTF-8. A Dutch Excel wants a mark of the encoding, semicolons and decimal commas."""
    if for_excel:
        file.write(BOM)
    writer = csv.writer(file, delimiter=";" if for_excel else ",", lineterminator="\r\n")
    writer.writerow(cell(column.title) for column in COLUMNS)
    for item in items:
        writer.writerow(_cell(column.value(item), for_excel) for column in COLUMNS)


def _cell(value: Value, for_excel: bool) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        text = f"{value:.15g}"
        return text.replace(".", ",") if for_excel else text
    return cell(value)
