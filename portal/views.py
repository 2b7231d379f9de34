from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.models import Intervention, Level, Source
from catalogue.overview import Overview


@require_safe
def home(request):
    items = Intervention.objects.visible_to(request.user)
    return render(request, "portal/home.html", {"overview": Overview(items)})


@require_safe
def about(request):
    items = Intervention.objects.visible_to(request.user)
    context = {"overview": Overview(items), "levels_of_barriers": Level.values}
    return render(request, "portal/about.html", context)


@require_safe
def sources(request):
    items = Intervention.objects.visible_to(request.user)
    context = {"sources": Source.objects.with_claim_counts(items), "overview": Overview(items)}
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
