from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.access.roles import editors_only, is_editor
from catalogue.models import ErrorReport, Intervention, LinkCheck
from catalogue.revisions import actions as revision_actions
from catalogue.upkeep import actions as upkeep_actions
from catalogue.upkeep.forms import CloseReportForm, ErrorReportForm
from catalogue.upkeep.link_advice import advice_for
from catalogue.upkeep.verification import overdue_rows
from catalogue.upkeep.verification_links import VALID, verification_request

PAGE = "pagina"
ROWS = 50
THANKED = "gemeld"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_error(request: HttpRequest, slug: str) -> HttpResponse:
    """Anyone reports an error in an item; nothing of the visitor is stored."""
    item = get_object_or_404(Intervention.objects.visible_to(request.user).at_address(slug))
    form = ErrorReportForm(request.POST or None)
    context = {"item": item, "form": form, "thanked": THANKED in request.GET, "full": False}
    if request.method != "POST":
        return render(request, "catalogue/upkeep/report_error.html", context)
    if not form.is_spam:
        if not form.is_valid():
            return render(request, "catalogue/upkeep/report_error.html", context, status=422)
        try:
            upkeep_actions.report_error(item=item, text=form.cleaned_data["text"])
        except upkeep_actions.TooManyReports:
            return render(request, "catalogue/upkeep/report_error.html", context | {"full": True}, status=429)
    return HttpResponseRedirect(f"{request.path}?{THANKED}=ja")


@require_http_methods(["GET", "HEAD", "POST"])
def verify_item(request: HttpRequest, slug: str) -> HttpResponse:
    """A member of the organisation, or an editor, confirms that an item is still correct."""
    item = get_object_or_404(Intervention.objects.verifiable_by(request.user), slug=slug)
    if request.method != "POST":
        return render(request, "catalogue/upkeep/verify_item.html", {"item": item})
    upkeep_actions.verify(item=item, by=request.user)
    messages.success(request, f"Bedankt. {item.name} is bevestigd.")
    next_url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(next_url, {request.get_host()}, require_https=request.is_secure())
    # Not `redirect`, which takes a word for the name of an address.
    return HttpResponseRedirect(next_url if safe else item.get_absolute_url())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in a reminder; a GET changes nothing (see verification_links)."""
    asked = verification_request(token)
    if asked is None:
        return render(request, "catalogue/upkeep/link_expired.html", {"days": VALID.days}, status=410)
    item, done = asked.item, request.method == "POST"
    if done:
        item = upkeep_actions.verify(item=item, by=asked.user)
    return render(request, "catalogue/upkeep/verify_mail.html", {"item": item, "done": done})


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports to resolve: all for an editor, else those about items of the visitor's organisations."""
    reports = ErrorReport.objects.assigned_to(request.user).select_related("item", "item__provider")
    closed = Paginator(reports.closed(), ROWS).get_page(request.GET.get(PAGE))
    editor = is_editor(request.user)
    context = {"waiting": reports.open(), "closed": closed, "now": timezone.now(), "is_editor": editor}
    return render(request, "catalogue/upkeep/report_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_close(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, and the form to close it."""
    reports = ErrorReport.objects.assigned_to(request.user).select_related("item", "item__provider")
    report = get_object_or_404(reports, pk=pk)
    form = CloseReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            upkeep_actions.close_report(report=report, by=request.user, **form.cleaned_data)
        except revision_actions.NotAllowed as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, "De melding is afgehandeld.")
        return HttpResponseRedirect(reverse("report-list"))
    context = {"report": report, "item": report.item, "form": form, "now": timezone.now()}
    status = 422 if request.method == "POST" else 200
    return render(request, "catalogue/upkeep/report_close.html", context, status=status)


@require_safe
@editors_only
def overdue_list(request: HttpRequest) -> HttpResponse:
    """The overdue items, and whom to ask."""
    items = Intervention.objects.overdue(timezone.localdate()).select_related("provider")
    page = Paginator(items, ROWS).get_page(request.GET.get(PAGE))
    context = {"page": page, "rows": overdue_rows(page.object_list)}
    return render(request, "catalogue/upkeep/overdue_list.html", context)


@require_safe
@editors_only
def link_list(request: HttpRequest) -> HttpResponse:
    """The websites that failed or moved, with advice."""
    page = Paginator(LinkCheck.objects.needing_attention(), ROWS).get_page(request.GET.get(PAGE))
    context = {
        "page": page,
        "rows": [(check, advice_for(check)) for check in page.object_list],
        "checked_count": LinkCheck.objects.current().count(),
    }
    return render(request, "catalogue/upkeep/link_list.html", context)
