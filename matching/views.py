"""The pages of the match. A profile is only ever in the body of a POST: never in a URL, session, cache, log
or the database.
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

from catalogue.models import CatalogueState, Intervention
from catalogue.places.lookup import municipality_names, name_of
from catalogue.rendering.pdf import STYLESHEET, PdfUnavailable, html_of, pdf_response
from catalogue.upkeep.match_counts import count_after_response
from catalogue.vocabulary.cached import shared_vocabulary
from matching import adapter
from matching.engine.items import Catalogue
from matching.engine.profile import Fault, ProfileRefused, parse, sound_facts
from matching.policy.analysis import Offer
from matching.policy.areas import NETHERLANDS
from matching.policy.report_parts import levels_of
from matching.presentation import INITIAL_COUNTS, page_of, unticked_choices
from matching.presentation.worked_example import worked_example
from matching.profile.forms import ProfileForm, as_post, situation_of
from matching.profile.reading import MAX_BYTES, read_profile
from matching.profile.saving import without_sensitive
from matching.profile.suggestions import Suggestion, suggestions
from matching.service import answer
from matching.takealong.sheet import FILENAME, KLANTMANAGER_FILENAME, MAX_ITEMS, sheet_of

NO_SAVED_PROFILE = "is geen profiel dat hier is bewaard"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wizard(request: HttpRequest) -> HttpResponse:
    """The form; a POST shows it again with everything filled in ("Vorige").

    An empty form starts with the municipality that the visitor set, if any.
    """
    if request.method == "POST":
        return _wizard(request, _form(request, request.POST))
    mine = request.my_municipality
    return _wizard(request, _form(request, None, municipality=name_of(mine.code) if mine else ""))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest) -> HttpResponse:
    """The ranking for the posted profile; a profile with faults gives the form again (422)."""
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
    expanded = [name for name in INITIAL_COUNTS if name in request.POST.getlist("toon")]
    context = {
        "form": form,
        "page": page_of(answered, catalogue, CatalogueState.stamp_for(request), expanded),
        "expanded": expanded,
        "ticked": form.ticked,
        "unticked_choices": unticked_choices(form),
        "situation": list(situation_of(form)),
        "suggestions": _suggestions(form),
        "hide_sensitive": request.POST.get("verberg") == "ja",
    }
    template = "matching/result_body.html" if request.htmx else "matching/result.html"
    refs = [card.match.item.source_ref for card in context["page"].cards]
    return count_after_response(request, render(request, template, context), refs)


@never_cache
@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """The suggestions for the situation as posted, for the form that is being filled in."""
    return render(
        request, "matching/suggestions.html", {"suggestions": _suggestions(_form(request, request.POST))}
    )


@never_cache
@require_POST
def save_file(request: HttpRequest) -> HttpResponse:
    """The profile as a download; sensitive facts only when asked for."""
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
    """A saved profile in the form; a broken file gives the reason and an empty form (422)."""
    upload = request.FILES.get("bestand")
    if upload is None:
        return _wizard(request, _form(request, None), status=422, file_fault="Kies eerst een bestand.")
    try:
        document = read_profile(upload.read(MAX_BYTES + 1))
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
    """Her paper or the klantmanager's, of the selected items; the reason for none or too many (422)."""
    refs = [ref for ref in request.POST.getlist("item") if ref.isprintable()]
    rows = Intervention.objects.published().with_everything().filter(source_ref__in=refs)
    if not 1 <= len(rows) <= MAX_ITEMS:
        return render(
            request, "matching/wrong_choice.html", {"chosen": len(rows), "most": MAX_ITEMS}, status=422
        )
    catalogue, for_klantmanager = _catalogue(request), request.POST.get("blad") == "klantmanager"
    sheet = sheet_of(
        sorted(rows, key=lambda row: refs.index(row.source_ref)),
        today=timezone.localdate(),
        catalogue_version=catalogue.version,
        for_klantmanager=for_klantmanager,
        vocabulary=catalogue.vocabulary,
        later=request.POST.getlist("daarna"),
    )
    if request.POST.get("vorm") == "scherm":
        return render(request, "matching/sheet.html", {"sheet": sheet, "stylesheet": static(STYLESHEET)})
    try:
        filename = KLANTMANAGER_FILENAME if for_klantmanager else FILENAME
        return pdf_response(html_of("matching/sheet.html", {"sheet": sheet}), filename)
    except PdfUnavailable:
        return render(request, "matching/no_pdf.html", status=503)


@require_GET
def coverage(request: HttpRequest) -> HttpResponse:
    """Which items work on which barrier, and on what grounds."""
    levels = levels_of(Offer(_catalogue(request), NETHERLANDS))
    return render(request, "matching/coverage.html", {"levels": levels})


@require_GET
def explanation(request: HttpRequest) -> HttpResponse:
    """The model, the tables in force, and an example to redo by hand."""
    return render(request, "matching/explanation.html", worked_example(_catalogue(request)))


@require_GET
def council(request: HttpRequest) -> HttpResponse:
    """What a council asks of this: is anyone obliged, is origin used, who answers for wrong advice."""
    return render(request, "matching/council.html")


def _faults(document: object, form: ProfileForm) -> list[Fault]:
    """The faults of a saved profile; an empty list of barriers is not one."""
    try:
        parse(document, form.vocabulary)
    except ProfileRefused as refused:
        return list(refused.faults)
    return []


def _catalogue(request: HttpRequest) -> Catalogue:
    return adapter.at(CatalogueState.stamp_for(request))


def _form(request: HttpRequest, data: QueryDict | None, municipality: str = "") -> ProfileForm:
    """The form for `data`; without data an empty one with `municipality`."""
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
        "municipalities": municipality_names(),
        "file_fault": file_fault,
        "opened": opened,
        "hide_sensitive": request.POST.get("verberg") == "ja",
        "show_errors": status != 200 and form.is_bound and not file_fault,
    }
    return render(request, "matching/wizard.html", context, status=status)


def _refused(request: HttpRequest, form: ProfileForm) -> HttpResponse:
    """The form with the faults; for htmx, beside a ranking, only their text (422)."""
    if not request.htmx:
        return _wizard(request, form, status=422)
    response = render(request, "matching/adjust_fault.html", {"form": form}, status=422)
    return retarget(response, "#bijstel-fout")


def _suggestions(form: ProfileForm) -> list[Suggestion]:
    """Suggestions for the valid answers so far."""
    document = form.document()
    facts, _ = sound_facts(document["context"], form.vocabulary)
    return suggestions(facts, document["barriers"], form.vocabulary)
