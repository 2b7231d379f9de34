"""The doors to the files: a short one at once, a long one by the queue. A GET changes nothing."""

import io

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.browse.list_query import ListQuery
from catalogue.exports import actions, tasks
from catalogue.exports.actions import folder
from catalogue.exports.booklet import comparison_html, factsheet_html, overview_html, shortlist_html
from catalogue.exports.formats import FORMATS, PER_PART, Format
from catalogue.exports.limits import MAX_AT_WORK
from catalogue.exports.writing import write
from catalogue.lists.comparison import LEAST, MOST, Comparison
from catalogue.lists.shortlist import Shortlist
from catalogue.models import Export, Intervention
from catalogue.rendering import pdf

State = Export.State


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """A selection as a file. A long one is asked for by POST and then has an address of its own."""
    query = ListQuery(request.GET)
    form = FORMATS.get(request.GET.get("vorm", ""))
    if not form or not query.total:
        return _offer(request, query, None)
    if request.method == "POST":
        return _ask(request, query, form)
    if query.total > form.at_once:
        return _offer(request, query, form)
    return _file(request, query, form)


@never_cache
@require_safe
def export_detail(request: HttpRequest, key: str) -> HttpResponse:
    """How far it is; htmx asks for this again while it is being made."""
    export = get_object_or_404(Export, key=key)
    context = {
        "export": export,
        "form": FORMATS[export.format],
        "gone": (export.state == State.READY and not _path(export).is_file()) or export.expired,
        "waiting": Export.objects.unfinished().filter(created_at__lt=export.created_at).count(),
    }
    template = "catalogue/export_state.html" if request.htmx else "catalogue/export.html"
    return render(request, template, context)


@never_cache
@require_safe
def export_file(request: HttpRequest, key: str) -> HttpResponse:
    """The finished file; before and after that its page tells how it stands."""
    export = get_object_or_404(Export, key=key)
    if export.state != State.READY or export.expired or not _path(export).is_file():
        return HttpResponseRedirect(export.get_absolute_url())
    form = FORMATS[export.format]
    name = form.file_name(timezone.localdate(export.created_at), export.total)
    kind = "application/zip" if export.parts > 1 else form.kind
    return FileResponse(_path(export).open("rb"), as_attachment=True, filename=name, content_type=kind)


@require_safe
def factsheet(request: HttpRequest, slug: str) -> HttpResponse:
    """One item on paper."""
    items = Intervention.objects.visible_to(request.user)
    item = get_object_or_404(items.at_address(slug))
    html = factsheet_html(item, made_on=timezone.localdate())
    return _pdf(request, html, f"trajectwijzer-{item.slug}.pdf")


@require_safe
def shortlist(request: HttpRequest) -> HttpResponse:
    """The list in the address on paper; an empty one leads back to its page."""
    items = Intervention.objects.visible_to(request.user)
    chosen = Shortlist(request.GET, items).items
    if not chosen:
        return HttpResponseRedirect(reverse("shortlist"))
    html = shortlist_html(chosen, made_on=timezone.localdate())
    return _pdf(request, html, "trajectwijzer-lijst.pdf")


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Two to four items side by side on paper; with fewer or more their page tells how to choose."""
    items = Intervention.objects.visible_to(request.user).marking_professionals().with_everything()
    chosen = Shortlist(request.GET, items)
    if not LEAST <= len(chosen.items) <= MOST:
        return HttpResponseRedirect(f"{reverse('comparison')}?{chosen.query}")
    only = request.GET.get("alleen") == "verschillen"
    html = comparison_html(
        Comparison(chosen.items, request.my_municipality, only), made_on=timezone.localdate()
    )
    return _pdf(request, html, "trajectwijzer-vergelijking.pdf")


def _ask(request: HttpRequest, query: ListQuery, form: Format) -> HttpResponse:
    try:
        export = tasks.queue_export(
            query=query.canonical, form=form.name, total=query.total, parts=form.parts(query.total)
        )
    except actions.TooManyExports:
        return _offer(request, query, form, full=True)
    return HttpResponseRedirect(export.get_absolute_url(), status=303)


def _offer(
    request: HttpRequest, query: ListQuery, form: Format | None, *, full: bool = False
) -> HttpResponse:
    """The forms to choose from; with `form` the one that was asked for and takes long."""
    context = {
        "list_query": query,
        "form": form,
        "formats": FORMATS.values(),
        "parts": form.parts(query.total) if form else 1,
        "per_part": PER_PART,
        "full": full,
        "most": MAX_AT_WORK,
    }
    response = render(request, "catalogue/export_offer.html", context, status=503 if full else 200)
    if full:
        response["Retry-After"] = "120"
    return response


def _file(request: HttpRequest, query: ListQuery, form: Format) -> HttpResponse:
    today = timezone.localdate()
    if form.name == "pdf":
        html = overview_html(query, made_on=today)
        return _pdf(request, html, form.file_name(today))
    file, for_excel = io.BytesIO(), request.GET.get("bom") == "1"
    write(file, form.name, query, made_on=today, for_excel=for_excel)
    response = HttpResponse(file.getvalue(), content_type=form.kind)
    response["Content-Disposition"] = f'attachment; filename="{form.file_name(today)}"'
    return response


def _pdf(request: HttpRequest, html: str, name: str) -> HttpResponse:
    try:
        return pdf.pdf_response(html, name)
    except pdf.PdfUnavailable:
        return render(request, "catalogue/export_no_pdf.html", status=503)


def _path(export: Export):
    return folder() / export.file_name
