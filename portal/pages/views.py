from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.browse.overview import Overview
from catalogue.knowledge.reading import knowledge
from catalogue.models import CatalogueState, Intervention, Level, Source
from portal.http.readiness import not_ready
from portal.pages.security_contact import security_contact


@require_safe
def home(request):
    items = Intervention.objects.visible_to(request.user)
    return render(request, "portal/home.html", {"overview": Overview(items), "newest": items.newest()})


@require_safe
def about(request):
    items = Intervention.objects.visible_to(request.user)
    context = {"overview": Overview(items), "levels_of_barriers": Level.values}
    return render(request, "portal/about.html", context)


@require_safe
def sources(request):
    items = Intervention.objects.visible_to(request.user)
    found = Source.objects.with_citation_counts(items)
    known = knowledge(CatalogueState.stamp_for(request)).texts_per_source()
    for source in found:
        source.known = known.get(source.key, 0)
    context = {"sources": found, "overview": Overview(items)}
    return render(request, "portal/sources.html", context)


@require_safe
def privacy(request):
    return render(request, "portal/privacy.html")


@require_safe
def accessibility(request):
    return render(request, "portal/accessibility.html")


@never_cache
@require_safe
def health(request):
    """Answers only when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("gezond\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request):
    """Whether this machine may get visitors; 503 with a line for each thing that is not there."""
    faults = not_ready(timezone.now())
    text = "".join(f"{line}\n" for line in faults or ["gereed"])
    return HttpResponse(text, status=503 if faults else 200, content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request):
    """Where to report a leak (RFC 9116); not there as long as no address is set."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    text = security_contact(settings.CONTACT_EMAIL, settings.SITE_URL, timezone.now())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
