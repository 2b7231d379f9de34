"""The pages for policy staff. All public: they hold nothing but what the catalogue shows everyone."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from catalogue.knowledge.reading import knowledge
from catalogue.models import CatalogueState
from catalogue.rendering.pdf import PdfUnavailable, html_of, pdf_response
from catalogue.text.folding import slugify
from matching import adapter as engine
from matching.policy.adapter import area_names, item_facts
from matching.policy.background import background_of
from matching.policy.forms import AreaForm, ComparisonForm, MemoForm
from matching.policy.memo import memo_of
from matching.policy.report import Report, source_check
from matching.policy.spreadsheet import CONTENT_TYPE, VERDICT_WORDS, spreadsheet_of

STYLESHEET = "css/policy-print.css"


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The offer in one area as a picture, with what is missing in words."""
    form = AreaForm(request.GET)
    right = form.is_valid()
    report = Report(form.area, today=timezone.localdate(), stops=form.cleaned_data.get("stopt", ""))
    background = background_of(form.area, knowledge(CatalogueState.stamp_for(request)))
    return _page(request, "matching/policy/overview.html", form, right, report=report, background=background)


@require_GET
def comparison(request: HttpRequest) -> HttpResponse:
    """Two areas side by side."""
    asked = "met" in request.GET
    form = ComparisonForm(request.GET if asked else None, initial={"gebied": request.GET.get("gebied", "")})
    right = not asked or form.is_valid()
    report = None
    if asked and right:
        report = Report(form.area, today=timezone.localdate(), versus=form.versus)
    return _page(request, "matching/policy/comparison.html", form, right, report=report)


@require_GET
def overview_pdf(request: HttpRequest) -> HttpResponse:
    """The same selection as a PDF; a wrong one comes back as the page with the message (422)."""
    report = _asked(request)
    if report is None:
        return overview(request)
    context = {"report": report, "address": _full_address(request, report), "stylesheet": STYLESHEET}
    return _as_pdf(request, "matching/policy/report_pdf.html", context, _filename(report, "beleid", "pdf"))


@require_GET
def overview_xlsx(request: HttpRequest) -> HttpResponse:
    report = _asked(request)
    if report is None:
        return overview(request)
    content = spreadsheet_of(report, _full_address(request, report))
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_filename(report, "beleid", "xlsx")}"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def memo(request: HttpRequest) -> HttpResponse:
    """The form of the memo; a right POST answers with the PDF, a wrong one with the form as it was (422)."""
    posted = request.method == "POST"
    form = MemoForm(request.POST if posted else None, initial={"gebied": request.GET.get("gebied", "")})
    right = not posted or form.is_valid()
    if not posted or not right:
        return _page(request, "matching/policy/memo.html", form, right)
    data = form.cleaned_data
    report = Report(data["gebied"], today=timezone.localdate())
    made = memo_of(report, occasion=data["aanleiding"], money=data["financien"], sizes=form.sizes)
    context = {
        "memo": made,
        "report": report,
        "address": _full_address(request, report),
        "stylesheet": STYLESHEET,
    }
    return _as_pdf(request, "matching/policy/memo_pdf.html", context, _filename(report, "raadsmemo", "pdf"))


@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """The figures that the source prints beside those of the catalogue."""
    checked = source_check(engine.current(), item_facts())
    context = {"checked": checked, "verdicts": VERDICT_WORDS}
    return render(request, "matching/policy/check.html", context)


def _page(request: HttpRequest, template: str, form: Form, right: bool, **more: Any) -> HttpResponse:
    context = {"form": form, "area_names": area_names(), **more}
    return render(request, template, context, status=200 if right else 422)


def _asked(request: HttpRequest) -> Report | None:
    """The report that the address asks for; None when something in it is wrong."""
    form: AreaForm | ComparisonForm = AreaForm(request.GET)
    stops, versus = "", None
    if "met" in request.GET:
        form = ComparisonForm(request.GET)
    if not form.is_valid():
        return None
    if isinstance(form, ComparisonForm):
        versus = form.versus
    else:
        stops = form.cleaned_data["stopt"]
    return Report(form.area, today=timezone.localdate(), stops=stops, versus=versus)


def _full_address(request: HttpRequest, report: Report) -> str:
    return request.build_absolute_uri(report.address)


def _filename(report: Report, what: str, kind: str) -> str:
    names = [report.search_text, report.versus.name if report.versus else ""]
    return f"trajectwijzer-{what}-{'-'.join(slugify(name) for name in names if name)}.{kind}"


def _as_pdf(request: HttpRequest, template: str, context: dict[str, Any], filename: str) -> HttpResponse:
    try:
        return pdf_response(html_of(template, context), filename)
    except PdfUnavailable:
        return render(request, "matching/policy/no_pdf.html", {"report": context["report"]}, status=503)
