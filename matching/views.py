"""The browser's door to the engine. A client's profile is only ever in the body of a POST: never in a URL, a
session, a cache, a log or the database.
"""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import retarget

from catalogue.models import CatalogueState, Intervention, Region
from catalogue.rendering.pdf import STYLESHEET, PdfUnavailable, html_of, pdf_response
from catalogue.upkeep.counting import count_after
from catalogue.vocabulary.cached import shared_vocabulary
from matching import adapter
from matching.engine.items import Catalogue
from matching.engine.profile import NO_BARRIER, Fault, ProfileRefused, parse, sound_facts
from matching.policy.analysis import Offer
from matching.policy.areas import NETHERLANDS
from matching.policy.parts import levels_of
from matching.presentation import FIRST, page_of, taken_away
from matching.presentation.worked_example import worked_example
from matching.profile.forms import ProfileForm, as_post, situation_of
from matching.profile.reading import LIMIT, read_profile
from matching.profile.saving import without_sensitive
from matching.profile.suggestions import Suggestion, suggestions
from matching.service import answer
from matching.takealong.sheet import FILENAME, MOST_ITEMS, sheet_of

NO_SAVED_PROFILE = "is geen profiel dat hier is bewaard"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wizard(request: HttpRequest) -> HttpResponse:
    """The questions; a POST brings them back with everything still filled in ("Vorige").

    At first her municipality is the visitor's own, if that was chosen.
    """
    if request.method == "POST":
        return _wizard(request, _form(request, request.POST))
    mine = request.my_municipality
    return _wizard(request, _form(request, None, municipality=mine.short_name if mine else ""))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest) -> HttpResponse:
    """The ranking for the posted profile; a profile with faults comes back as the questions (422)."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("matching"))
    form, catalogue = _form(request, request.POST), _catalogue(request)
    try:
        answered = answer(form.profile, catalogue) if form.is_valid() and form.profile else None
    except ProfileRefused as refused:
        form.refuse(refused.faults)
        answered = None
    if answered is None:
        return _refused(request, form)
    whole = [name for name in FIRST if name in request.POST.getlist("toon")]
    context = {
        "form": form,
        "page": page_of(answered, catalogue, CatalogueState.stamp_for(request), whole),
        "whole": whole,
        "ticked": form.ticked,
        "taken_away": taken_away(form),
        "situation": list(situation_of(form)),
        "suggestions": _suggestions(form),
        "hide_sensitive": request.POST.get("verberg") == "ja",
    }
    template = "matching/result_body.html" if request.htmx else "matching/result.html"
    refs = [card.match.item.source_ref for card in context["page"].cards]
    return count_after(request, render(request, template, context), refs)


@never_cache
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """The suggestions that follow from the situation as it stands, for the page that is being filled in."""
    return render(
        request, "matching/suggestions.html", {"suggestions": _suggestions(_form(request, request.POST))}
    )


@never_cache
@require_POST
def save_file(request: HttpRequest) -> HttpResponse:
    """The profile as a file for the klantmanager's own hands; sensitive facts only when asked for."""
    form = _form(request, request.POST)
    document = form.document()
    if request.POST.get("gevoelig") != "ja":
        document = without_sensitive(document, form.vocabulary)
    response = HttpResponse(
        json.dumps(document, ensure_ascii=False, indent=2) + "\n",
        content_type="application/json; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="trajectwijzer-profiel.json"'
    return response


@never_cache
@require_POST
def open_file(request: HttpRequest) -> HttpResponse:
    """A saved profile back in the form; a broken file gives a reason and an empty form (422)."""
    upload = request.FILES.get("bestand")
    if upload is None:
        return _wizard(request, _form(request, None), status=422, file_fault="Kies eerst een bestand.")
    try:
        document = read_profile(upload.read(LIMIT + 1))
        form = _form(request, as_post(document))
        if not set(document) <= {"audience", "barriers", "context"}:
            raise TypeError
    except (ProfileRefused, AttributeError, TypeError) as fault:
        reason = fault.faults[0].message if isinstance(fault, ProfileRefused) else NO_SAVED_PROFILE
        return _wizard(request, _form(request, None), status=422, file_fault=f"Dit bestand {reason}.")
    if faults := _faults(document, form):
        reason = "; ".join(map(str, faults))
        return _wizard(request, form, status=422, file_fault=f"Niet alles in dit bestand klopt: {reason}.")
    return _wizard(request, form, opened=True)


@never_cache
@require_POST
def take_along(request: HttpRequest) -> HttpResponse:
    """The sheet for her, made of the chosen items alone; without a choice a page that says so (422)."""
    refs = [ref for ref in request.POST.getlist("item") if ref.isprintable()]
    rows = Intervention.objects.published().with_everything().filter(source_ref__in=refs)
    if not 1 <= len(rows) <= MOST_ITEMS:
        return render(
            request, "matching/wrong_choice.html", {"chosen": len(rows), "most": MOST_ITEMS}, status=422
        )
    catalogue = _catalogue(request)
    sheet = sheet_of(
        sorted(rows, key=lambda row: refs.index(row.source_ref)),
        today=timezone.localdate(),
        catalogue_version=catalogue.version,
        with_plan=request.POST.get("plan") == "ja",
        vocabulary=catalogue.vocabulary,
    )
    if request.POST.get("vorm") == "scherm":
        return render(request, "matching/sheet.html", {"sheet": sheet, "stylesheet": static(STYLESHEET)})
    try:
        return pdf_response(html_of("matching/sheet.html", {"sheet": sheet}), FILENAME)
    except PdfUnavailable:
        return render(request, "matching/no_pdf.html", status=503)


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Which items work on which barrier, and on what grounds."""
    levels = levels_of(Offer(_catalogue(request), NETHERLANDS))
    return render(request, "matching/coverage.html", {"levels": levels})


@require_GET
def explanation(request: HttpRequest) -> HttpResponse:
    """The model, with the tables that are in force and an example that a reader can redo by hand."""
    return render(request, "matching/explanation.html", worked_example(_catalogue(request)))


def _faults(document: object, form: ProfileForm) -> list[Fault]:
    """What is wrong with a saved profile; that nothing was chosen yet is not."""
    try:
        parse(document, form.vocabulary)
    except ProfileRefused as refused:
        return [fault for fault in refused.faults if fault.message != NO_BARRIER]
    return []


def _catalogue(request: HttpRequest) -> Catalogue:
    return adapter.at(CatalogueState.stamp_for(request))


def _form(request: HttpRequest, data: QueryDict | None, municipality: str = "") -> ProfileForm:
    """The form as it was posted; an empty one begins with `municipality`."""
    return ProfileForm(
        data,
        vocabulary=_catalogue(request).vocabulary,
        barriers=shared_vocabulary(CatalogueState.stamp_for(request)).barriers,
        municipality=municipality,
    )


def _wizard(
    request: HttpRequest,
    form: ProfileForm,
    *,
    status: int = 200,
    file_fault: str = "",
    opened: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "suggestions": _suggestions(form) if form.is_bound else [],
        "municipalities": Region.objects.municipalities().values_list("short_name", flat=True),
        "file_fault": file_fault,
        "opened": opened,
        "hide_sensitive": request.POST.get("verberg") == "ja",
        "show_errors": status != 200 and form.is_bound and not file_fault,
    }
    return render(request, "matching/wizard.html", context, status=status)


def _refused(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    """The questions with what is wrong; beside a ranking that is being adjusted only the words (422)."""
    if not request.htmx:
        return _wizard(request, form, status=422)
    response = render(request, "matching/adjust_fault.html", {"form": form}, status=422)
    return retarget(response, "#bijstel-fout")


def _suggestions(form: ProfileForm) -> list[Suggestion]:
    """Suggestions for what is filled in so far, faults and missing barriers aside."""
    document = form.document()
    facts, _ = sound_facts(document["context"], form.vocabulary)
    return suggestions(facts, document["barriers"], form.vocabulary)
