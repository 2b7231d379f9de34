"""The pages of an organisation: dashboard, overview of a traject, preview and check."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.models import Organisation, Revision
from catalogue.organisations.writers import (
    REDACTIE,
    items_of,
    readable_by,
    revisions_of,
    writer_at,
    writer_of,
)
from catalogue.registration import actions as registration_actions
from catalogue.registration.dashboard import OrganisationDashboard
from catalogue.registration.draft import Draft
from catalogue.registration.pages import CheckPage, OverviewPage
from catalogue.registration.preview import preview_page
from catalogue.revisions import actions as revision_actions


def organisation_of(request: HttpRequest, slug: str) -> Organisation:
    """The organisation with this slug; 404 when the visitor is not a member."""
    return get_object_or_404(Organisation.objects.of(request.user).at(slug))


def writer_or_404(request: HttpRequest, slug: str) -> Organisation:
    writer = writer_at(request.user, slug)
    if writer is None:
        raise Http404
    return writer


def draft_of(request: HttpRequest, slug: str, pk: int) -> Draft:
    writer = writer_or_404(request, slug)
    return Draft.of(get_object_or_404(revisions_of(writer), pk=pk), writer)


@require_safe
@never_cache
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    if slug == REDACTIE:
        return redirect("moderation-dashboard")
    page = OrganisationDashboard(organisation_of(request, slug), today=timezone.localdate())
    return render(request, "catalogue/registration/dashboard.html", {"page": page})


@require_POST
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Starts an edit of a published or archived item, or opens the one that was started."""
    writer = writer_or_404(request, slug)
    item = get_object_or_404(items_of(writer), slug=request.POST.get("item", "").replace("\0", ""))
    try:
        revision = registration_actions.start_edit(item=item, writer=writer, by=request.user)
    except revision_actions.NotAllowed:
        who = "De redactie is nu zelf" if writer.pk else "Een organisatie is nu"
        messages.warning(request, f"{who} met dit traject bezig. Probeer het later weer.")
        return redirect("organisation-dashboard", slug)
    return redirect("traject-overview", slug, revision.pk)


@require_safe
@never_cache
def overview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page = OverviewPage(draft_of(request, slug, pk))
    return render(request, "catalogue/registration/overview.html", {"page": page, "draft": page.draft})


@require_safe
@never_cache
def preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The item page as it will be, for its writers and the editors; not for search engines."""
    revision = get_object_or_404(readable_by(request.user, slug), pk=pk)
    draft = Draft.of(revision, writer_of(revision))
    context = {**preview_page(draft, today=timezone.localdate()), "draft": draft, "preview": True}
    context |= {
        "frame": "catalogue/registration/preview_frame.html",
        "reads": not writer_at(request.user, slug),
    }
    response = render(request, "catalogue/intervention_detail.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def submit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The check before submitting; submitting twice has the effect of once."""
    draft = draft_of(request, slug, pk)
    page = CheckPage(
        draft, confirmed=bool(request.POST.get("confirmed")), show_errors=request.method == "POST"
    )
    if request.method != "POST" or not page.confirmed:
        status = 422 if page.show_errors else 200
        return render(
            request, "catalogue/registration/check.html", {"page": page, "draft": draft}, status=status
        )
    try:
        registration_actions.submit_draft(
            revision=draft.revision, by=request.user, today=timezone.localdate()
        )
    except registration_actions.IncompleteDraft as refusal:
        page.faults = refusal.faults
        return render(
            request, "catalogue/registration/check.html", {"page": page, "draft": draft}, status=422
        )
    except revision_actions.NotAllowed as refusal:
        messages.warning(request, str(refusal))
    return redirect("traject-overview", slug, pk)


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    revision: Revision = draft_of(request, slug, pk).revision
    try:
        revision_actions.withdraw(revision=revision, by=request.user)
        messages.success(request, "Ingetrokken. Wat openbaar was, blijft openbaar.")
    except revision_actions.NotAllowed as refusal:
        messages.warning(request, str(refusal))
    return redirect("traject-overview", slug, pk)
