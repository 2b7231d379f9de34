"""The PDF foundation: tagged and valid, and it fetches nothing but our own static files."""

import page
import pytest
from weasyprint.urls import FatalURLFetchingError

from catalogue.rendering import pdf

HTML = (
    '<!doctype html><html lang="nl"><head><title>Proef</title>{head}</head>'
    "<body><h1>Proef</h1>{body}</body></html>"
)


def made(head="", body="<p>Tekst</p>"):
    return pdf.pdf_of(HTML.format(head=head, body=body))


def test_it_is_valid_pdf_ua():
    report = page.validate_pdf_bytes(made('<link rel="stylesheet" href="css/print.css">'), profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="https://example.org/x.png">',
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="css/../../portal/settings.py">',
        '<img alt="x" src="bestaat-niet.png">',
        '<img alt="x" src="//127.0.0.1/x.png">',
    ],
    ids=["elsewhere", "a file", "outside the static files", "missing", "another host"],
)
def test_it_fetches_only_our_own_static_files_and_fails_loudly(body):
    with pytest.raises(FatalURLFetchingError, match="own static files"):
        made(body=body)


def test_a_missing_library_is_told_and_not_a_crash(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(pdf.PdfUnavailable):
        made()
