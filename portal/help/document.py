"""One text, twice: the body of a manual as part of a page, and as a PDF."""

import hashlib
import html
import re
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from catalogue.rendering import pdf
from portal.help.manuals import Manual

#: Seconds that a PDF stays in memory; a manual changes only with a new version of the site or its settings.
KEPT = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Heading:
    anchor: str
    text: str


def body_of(manual: Manual, *, on_paper: bool = False) -> str:
    """The text as safe HTML. On paper links are whole addresses and pictures are files of our own."""
    context = {
        "on_paper": on_paper,
        "site": settings.SITE_URL if on_paper else "",
        "verify_every_days": settings.VERIFY_EVERY_DAYS,
    }
    return render_to_string(manual.template, context)


def headings(body: str) -> list[Heading]:
    """The tasks of a manual: its headings of the second level, in order."""
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body, re.DOTALL)
    return [Heading(anchor, html.unescape(strip_tags(text))) for anchor, text in found]


def pdf_of(manual: Manual) -> bytes:
    """The manual as a tagged PDF, made once a day at most; PdfUnavailable as in catalogue.rendering.pdf."""
    body = body_of(manual, on_paper=True)
    context = {
        "manual": manual,
        "body": body,
        "headings": headings(body),
        "stylesheet": "css/help-print.css",
        "address": settings.SITE_URL,
        "site_version": settings.SITE_VERSION,
    }
    whole = pdf.html_of("help/pdf.html", context)
    key = f"manual:{hashlib.sha256(whole.encode()).hexdigest()}"
    return caches["pages"].get_or_set(key, lambda: pdf.pdf_of(whole), KEPT)
