"""The one PDF foundation: a template becomes HTML, that HTML becomes a tagged PDF/UA-1 file.

Rendering fetches nothing but the project's own static files; anything else, and a file that is not there,
stops it. WeasyPrint needs libraries of the system, so it is imported only when a PDF is asked for.
"""

import logging
import mimetypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string

from catalogue.text.deadline import PAPER, within

#: Where the HTML of a PDF finds the static files; nothing is ever fetched from it.
ORIGIN = "https://static.invalid/"
STYLESHEET = "css/print.css"


class PdfUnavailable(Exception):
    """The libraries that WeasyPrint needs are not on this machine."""


def html_of(template: str, context: dict[str, Any]) -> str:
    """The HTML of a document; its template extends `pdf/base.html`."""
    return render_to_string(template, context)


def pdf_of(html: str, on_page: Callable[[int], None] | None = None) -> bytes:
    """`html` as a PDF/UA-1 file; PdfUnavailable, or a fetching error for a file not ours or missing.

    `on_page` is told the number of each page as it is laid out; some are laid out more than once.
    """
    try:
        from weasyprint import HTML
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse
    except (ImportError, OSError) as fault:
        raise PdfUnavailable(str(fault)) from fault

    class OwnStaticFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            name = url.removeprefix(ORIGIN)
            path = finders.find(name) if url.startswith(ORIGIN) else None
            if not path:
                raise FatalURLFetchingError(f"A PDF may only use our own static files, not {url!r}.")
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            with open(path, "rb") as file:
                return URLFetcherResponse(url, file.read(), {"Content-Type": kind})

    document = HTML(string=html, base_url=ORIGIN, url_fetcher=OwnStaticFiles())
    with _telling(on_page):
        return document.write_pdf(pdf_variant="pdf/ua-1", font_config=FontConfiguration())


@contextmanager
def _telling(on_page: Callable[[int], None] | None) -> Iterator[None]:
    """Passes on what WeasyPrint logs of its progress in this thread."""
    if on_page is None:
        yield
        return
    logger, thread = logging.getLogger("weasyprint.progress"), threading.get_ident()

    class Pages(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread and record.args and "Page" in str(record.msg):
                on_page(int(record.args[0]))

    handler, level, propagate = Pages(), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


def pdf_response(html: str, filename: str) -> HttpResponse:
    """The PDF of `html` as a download with a neutral name; TookTooLongError after PAPER seconds."""
    with within(PAPER):
        made = pdf_of(html)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
