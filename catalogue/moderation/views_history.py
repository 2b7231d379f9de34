"""The history of items: versions, one version, restoring, archiving, and all events."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalogue.access.roles import editors_only
from catalogue.models import Event, Intervention
from catalogue.moderation import actions
from catalogue.moderation.forms import ArchiveForm, EventFilter
from catalogue.moderation.item_history import ItemHistory, VersionPage
from catalogue.moderation.views import PER_PAGE, REFUSED, faults_of, status_of
from catalogue.revisions.history import History, find_items


@never_cache
@editors_only
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Every item, published and archived, to start an edit or see its history."""
    text = request.GET.get("q", "").replace("\x00", "").strip()
    page = Paginator(find_items(text), PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "catalogue/moderation/items.html", {"page": page, "text": text})


@never_cache
@editors_only
@require_safe
def history(request: HttpRequest, source_ref: str) -> HttpResponse:
    return _history(request, source_ref)


@never_cache
@editors_only
@require_safe
def version(request: HttpRequest, source_ref: str, number: int) -> HttpResponse:
    found = History(source_ref).version(number)
    if found is None:
        raise Http404
    context = {"page": VersionPage(found, ItemHistory(_item(source_ref), request.user))}
    return render(request, "catalogue/moderation/version.html", context)


@never_cache
@editors_only
@require_POST
def restore(request: HttpRequest, source_ref: str, number: int) -> HttpResponse:
    found = History(source_ref).version(number)
    if found is None:
        raise Http404
    try:
        actions.restore_version(revision=found.revision, by=request.user)
    except REFUSED as refused:
        return _history(request, source_ref, faults_of(refused), status_of(refused))
    messages.success(request, f"Versie {number} is teruggezet en staat nu in de catalogus.")
    return redirect("moderation-history", source_ref)


@never_cache
@editors_only
@require_POST
def archive(request: HttpRequest, source_ref: str) -> HttpResponse:
    item, form = _item(source_ref), ArchiveForm(request.POST)
    form.is_valid()
    try:
        actions.archive_item(item=item, by=request.user, remark=form.cleaned_data.get("opmerking", ""))
    except REFUSED as refused:
        return _history(request, source_ref, faults_of(refused), status_of(refused), form)
    messages.success(request, f"{item.name} staat in het archief en is niet meer openbaar.")
    return redirect("moderation-history", source_ref)


@never_cache
@editors_only
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """All events, newest first; read only."""
    asked = EventFilter(request.GET, Event.objects.select_related("by", "organisation", "revision"))
    page = Paginator(asked.qs, PER_PAGE * 2).get_page(request.GET.get("pagina"))
    return render(request, "catalogue/moderation/events.html", {"form": asked.form, "page": page})


def _item(source_ref: str) -> Intervention:
    return get_object_or_404(Intervention.objects.select_related("provider"), source_ref=source_ref)


def _history(
    request: HttpRequest,
    source_ref: str,
    faults: list[str] | None = None,
    status: int = 200,
    form: ArchiveForm | None = None,
) -> HttpResponse:
    context = {
        "page": ItemHistory(_item(source_ref), request.user),
        "form": form or ArchiveForm(),
        "faults": faults or [],
    }
    return render(request, "catalogue/moderation/history.html", context, status=status)
