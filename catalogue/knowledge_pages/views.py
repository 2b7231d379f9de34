"""What the sources know beside the items, as pages: open to all, and the same for everyone."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from catalogue.browse.overview import Overview
from catalogue.knowledge.reading import Kind, Knowledge, knowledge
from catalogue.knowledge.safety import never_with_family, speak_alone
from catalogue.knowledge.safety import safety as safety_text
from catalogue.knowledge_pages import offer
from catalogue.models import Barrier, CatalogueState, Intervention, MunicipalityContact


def _knowledge(request: HttpRequest) -> Knowledge:
    return knowledge(CatalogueState.stamp_for(request))


@require_safe
def barriers(request: HttpRequest) -> HttpResponse:
    items = Intervention.objects.visible_to(request.user)
    return render(request, "knowledge/barriers.html", {"levels": offer.barriers_with_counts(items)})


@require_safe
def barrier(request: HttpRequest, slug: str) -> HttpResponse:
    """One barrier: what works, tips for the talk, what there is, examples, tools and the task for policy."""
    found = get_object_or_404(Barrier, slug=slug)
    known = _knowledge(request)
    items = Intervention.objects.visible_to(request.user)
    context = {
        "barrier": found,
        "tips": known.tips(slug),
        "offer": offer.offer_for(found, items, request.my_municipality),
        "examples": known.about(Kind.EXAMPLE, slug),
        "resources": known.about(Kind.RESOURCE, slug),
        "models": known.about(Kind.MODEL, slug),
        "speak_alone": speak_alone() if slug in never_with_family() else "",
    }
    return render(request, "knowledge/barrier.html", context)


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    audiences = (
        ("klantmanager", "Voor klantmanagers"),
        ("organisatie", "Voor organisaties"),
        ("beleid", "Voor beleid"),
    )  # fmt: skip
    found = _knowledge(request).all(Kind.RESOURCE)
    groups = [(label, [entry for entry in found if entry["for"][:1] == [name]]) for name, label in audiences]
    return render(request, "knowledge/resources.html", {"groups": groups})


@require_safe
def examples(request: HttpRequest) -> HttpResponse:
    return render(request, "knowledge/examples.html", {"examples": _knowledge(request).all(Kind.EXAMPLE)})


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    found = sorted(_knowledge(request).all(Kind.ORGANISATION), key=lambda entry: entry["name"].casefold())
    return render(request, "knowledge/organisations.html", {"organisations": found})


@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    """What there is in one municipality, whom to ring, and what is missing."""
    region = offer.municipality_at(slug)
    if region is None:
        raise Http404
    known, items = _knowledge(request), Intervention.objects.visible_to(request.user)
    entry = next((one for one in known.all(Kind.MUNICIPALITY) if one["cbs_code"] == region.code), None)
    topics = known.get(Kind.PAGE, "topics")
    everywhere = known.get(Kind.PAGE, "everywhere")
    context = {
        "region": region,
        "own": offer.own_items(items, region),
        "near": items.within_reach(region).count(),
        "says": entry["says"] if entry else (),
        "topics": topics["text"] if topics else {},
        "everywhere": everywhere["text"] if everywhere else (),
        "ask": known.all(Kind.ASK),
        "contact": MunicipalityContact.objects.filter(municipality=region).first(),
        "missing": offer.without_offer(items, region),
        "overview": Overview(items.within_reach(region)),
    }
    return render(request, "knowledge/municipality.html", context)


@require_safe
def longlist(request: HttpRequest) -> HttpResponse:
    known = _knowledge(request)
    reasons = known.get(Kind.PAGE, "reasons")
    names = {item.source_ref: item for item in Intervention.objects.visible_to(request.user)}
    rows = [(entry, names.get(entry["in_catalogue"])) for entry in known.all(Kind.LONGLIST)]
    context = {"rows": rows, "reasons": reasons["text"] if reasons else ()}
    return render(request, "knowledge/longlist.html", context)


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    known = _knowledge(request)
    found = known.all(Kind.MODEL)
    context = {
        "models": [entry for entry in found if entry["kind"] == "model"],
        "glossary": [entry for entry in found if entry["kind"] != "model"],
        "voices": known.all(Kind.VOICE),
    }
    return render(request, "knowledge/models.html", context)


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    text = _knowledge(request).cited(safety_text())
    context = {
        "safety": text,
        "speak_alone": speak_alone(),
        "checked_on": date.fromisoformat(text["checked_on"]),
    }
    return render(request, "knowledge/safety.html", context)
