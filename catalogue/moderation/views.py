"""The pages of the redactie: the queue, one submission, the decision and the merge."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.access.roles import editors_only
from catalogue.models import Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.moderation.forms import DecisionForm, checklist_answers
from catalogue.moderation.merge_page import MergePage
from catalogue.moderation.queue_dashboard import QueueDashboard, QueueForm, QueueRow
from catalogue.moderation.review import Review
from catalogue.revisions import actions as revision_actions
from catalogue.revisions.publishing import DocumentRefused

PER_PAGE = 20
#: The exceptions of a refused action, with their HTTP status.
REFUSALS = {
    moderation_actions.IncompleteDecision: 422,
    DocumentRefused: 422,
    moderation_actions.FourEyesViolation: 403,
    revision_actions.NotAllowed: 409,
    revision_actions.EditConflict: 409,
}
REFUSED = tuple(REFUSALS)
DONE = {
    moderation_actions.Decision.PUBLISH: "{} is gepubliceerd en staat nu in de catalogus.",
    moderation_actions.Decision.RETURN: "{} is met je bericht terug naar de organisatie.",
    moderation_actions.Decision.REJECT: "{} is afgewezen. De organisatie krijgt je reden.",
}


def submissions():
    """The revisions that an editor may open: all that were ever submitted."""
    return Revision.objects.exclude(submitted_at=None).select_related(
        "organisation", "created_by", "decided_by"
    )


@never_cache
@editors_only
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    form, queue = QueueForm(request.GET), QueueDashboard(timezone.now())
    page = Paginator(form.revisions, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"form": form, "dashboard": queue, "page": page, "rows": queue.rows(page)}
    return render(request, "catalogue/moderation/dashboard.html", context)


@never_cache
@editors_only
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    revision = get_object_or_404(submissions(), pk=pk)
    return render(request, "catalogue/moderation/review.html", {"review": Review(revision, request.user)})


@never_cache
@editors_only
@require_POST
def save_checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves checklist answers: the whole list, or with JavaScript one criterion."""
    revision = get_object_or_404(submissions(), pk=pk)
    try:
        revision = moderation_actions.save_checklist(
            revision=revision, answers=checklist_answers(request.POST), by=request.user
        )
        fault = ""
    except revision_actions.NotAllowed as refused:
        fault = f"Niet bewaard. {refused}"
    if request.htmx:
        context = {"review": Review(revision, request.user), "fault": fault, "now": timezone.now()}
        return render(
            request, "catalogue/moderation/checklist_saved.html", context, status=422 if fault else 200
        )
    messages.add_message(
        request, messages.ERROR if fault else messages.SUCCESS, fault or "De controlelijst is bewaard."
    )
    return redirect("moderation-review", pk)


@never_cache
@editors_only
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    revision = get_object_or_404(submissions(), pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _review_again(request, pk, form, 422)
    try:
        moderation_actions.decide(revision=revision, by=request.user, **form.decision)
    except REFUSED as refused:
        form.refuse(faults_of(refused))
        return _review_again(request, pk, form, status_of(refused))
    messages.success(request, DONE[form.decision["decision"]].format(QueueRow(revision, 0).name))
    return redirect("moderation-dashboard")


@never_cache
@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merges an edit with the public version when that changed since the edit was started."""
    revision = get_object_or_404(submissions(), pk=pk)
    review, status = Review(revision, request.user), 200
    if not review.outdated:
        return redirect("moderation-review", pk)
    page = MergePage(revision, review.item, request.POST)
    if request.method == "POST":
        try:
            moderation_actions.merge(
                revision=revision, document=page.document, by=request.user, **page.versions
            )
        except REFUSED as refused:
            page.faults, status = faults_of(refused), status_of(refused)
        else:
            messages.success(request, "Samengevoegd. Bekijk het resultaat en beslis daarna.")
            return redirect("moderation-review", pk)
    return render(request, "catalogue/moderation/merge.html", {"page": page}, status=status)


def _review_again(request: HttpRequest, pk: int, form: DecisionForm, status: int) -> HttpResponse:
    """The review page after a refused decision, with the reasons and everything that was typed."""
    context = {"review": Review(submissions().get(pk=pk), request.user, form)}
    return render(request, "catalogue/moderation/review.html", context, status=status)


def faults_of(refused: Exception) -> list[str]:
    return getattr(refused, "faults", None) or [str(refused)]


def status_of(refused: Exception) -> int:
    return next(status for kind, status in REFUSALS.items() if isinstance(refused, kind))
