"""Help: the list of manuals, each as a page and as a PDF. Public, like what they describe."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.rendering.pdf import PdfUnavailable
from portal.help.document import body_of, headings, pdf_of
from portal.help.manuals import MANUALS, MANUALS_BY_SLUG, Manual


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "help/index.html", {"manuals": MANUALS})


@require_safe
def manual(request: HttpRequest, slug: str) -> HttpResponse:
    asked = _manual(slug)
    body = body_of(asked)
    return render(request, "help/manual.html", {"manual": asked, "body": body, "headings": headings(body)})


@require_safe
def manual_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    asked = _manual(slug)
    try:
        content = pdf_of(asked)
    except PdfUnavailable:
        return render(request, "help/no_pdf.html", {"manual": asked}, status=503)
    name = f'attachment; filename="handleiding-{asked.slug}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _manual(slug: str) -> Manual:
    try:
        return MANUALS_BY_SLUG[slug]
    except KeyError:
        raise Http404 from None
