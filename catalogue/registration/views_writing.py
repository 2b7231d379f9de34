"""One step of the form: shown, saved (also automatically), and merged when two people wrote at once."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalogue.registration import actions as registration_actions
from catalogue.registration.draft import Draft
from catalogue.registration.draft_keys import KEY, is_key, source_ref_of
from catalogue.registration.forms import STEPS, STEPS_BY_SLUG, FormStep
from catalogue.registration.pages import StepPage
from catalogue.registration.step_conflict import StepConflict, resolve_conflicts
from catalogue.registration.views import draft_of, organisation_of
from catalogue.revisions import actions as revision_actions


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The first step of a new traject; the first save makes it a draft."""
    organisation, today = organisation_of(request, slug), timezone.localdate()
    key = request.POST.get(KEY, "")
    key = key if is_key(key, organisation) else secrets.token_hex(6)
    draft = Draft.new(organisation, source_ref=source_ref_of(key), stand=str(today.year))
    if request.method == "POST":
        return _save(request, draft, STEPS[0])
    return _show(request, StepPage(draft, STEPS[0], key=key))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest, slug: str, pk: int, step: str) -> HttpResponse:
    draft = draft_of(request, slug, pk)
    if step not in STEPS_BY_SLUG:
        raise Http404
    if request.method == "POST":
        return _save(request, draft, STEPS_BY_SLUG[step])
    if not draft.is_writable:
        return redirect("traject-overview", slug, pk)
    return _show(request, StepPage(draft, STEPS_BY_SLUG[step], saved="bewaard" in request.GET))


def _save(request: HttpRequest, draft: Draft, step: FormStep) -> HttpResponse:
    """Saves the step first, whatever was typed, and then shows its errors."""
    quietly = request.headers.get("X-Autosave") == "1"
    try:
        saved = registration_actions.save_step(
            draft=draft,
            step=step,
            data=resolve_conflicts(request.POST, draft, step),
            today=timezone.localdate(),
            by=request.user,
        )
    except registration_actions.StepEditedMeanwhile as change:
        return _conflict(request, StepConflict(change.theirs, change.mine, step), quietly)
    except revision_actions.NotAllowed as refusal:
        return _locked(request, draft, step, str(refusal), quietly)
    page = StepPage(saved, step, search=request.POST.get("place_search", ""), show_errors=True)
    if quietly:
        return JsonResponse(page.autosave_response(timezone.localtime()))
    if "search" in request.POST or (page.search and request.POST.get("go") == "keep"):
        return _show(request, page)
    if not page.form.is_valid() and "onward" not in request.POST:
        return _show(request, page, status=422)
    return redirect(page.next_url(request.POST.get("go", "")))


def _show(request: HttpRequest, page: StepPage, status: int = 200) -> HttpResponse:
    return render(
        request, "catalogue/registration/step.html", {"page": page, "draft": page.draft}, status=status
    )


def _conflict(request: HttpRequest, merge: StepConflict, quietly: bool) -> HttpResponse:
    if quietly:
        return JsonResponse(
            {"conflict": "Een ander heeft deze stap ook bewaard. Kies Bewaar om te vergelijken."}, status=409
        )
    return render(
        request, "catalogue/registration/merge.html", {"merge": merge, "draft": merge.draft}, status=409
    )


def _locked(request: HttpRequest, draft: Draft, step: FormStep, reason: str, quietly: bool) -> HttpResponse:
    """The page with the typed answers, which can no longer be saved."""
    if quietly:
        return JsonResponse({"conflict": reason}, status=409)
    posted = step.form(
        step.form.grow_for(draft.answers, request.POST), by_editors=draft.by_editors
    ).answers_from(request.POST)
    page = StepPage(draft.with_answers(posted), step, locked=reason)
    return _show(request, page, status=409)
