"""Shortlist, comparison and "mijn gemeente": their whole state is an address, and one small cookie."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.lists.comparison import LEAST, MOST, Comparison
from catalogue.lists.my_municipality import MunicipalityForm, forget, paths, remember
from catalogue.lists.shortlist import Shortlist
from catalogue.models import Intervention


@require_safe
def shortlist(request: HttpRequest) -> HttpResponse:
    items = Intervention.objects.visible_to(request.user).marking_professionals()
    chosen = Shortlist(request.GET, items.for_cards())
    text = request.GET.get("zoek", "")
    context = {"shortlist": chosen, "text": text, "additions": chosen.named(text, items), "most": MOST}
    context["address"] = request.build_absolute_uri(f"{request.path}?{chosen.query}")
    return render(request, "catalogue/shortlist.html", context)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Two to four items side by side; with fewer or more a way to choose."""
    items = Intervention.objects.visible_to(request.user).marking_professionals()
    chosen = Shortlist(request.GET, items.with_everything())
    context = {
        "shortlist": chosen,
        "least": LEAST,
        "most": MOST,
        "only": request.GET.get("alleen") == "verschillen",
    }
    if LEAST <= len(chosen.items) <= MOST:
        context["comparison"] = Comparison(chosen.items, request.my_municipality, context["only"])
        context["address"] = request.build_absolute_uri(f"{request.path}?{chosen.query}")
    return render(request, "catalogue/comparison.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_municipality(request: HttpRequest) -> HttpResponse:
    """Chooses or clears the municipality from which reach is told, and goes back to where one came from."""
    back = _back(request)
    if request.method == "POST" and "wis" in request.POST:
        return forget(HttpResponseRedirect(back))
    named = {"gemeente": request.GET.get("gemeente", "")}
    form = MunicipalityForm(request.POST) if request.method == "POST" else MunicipalityForm(initial=named)
    if form.is_bound and form.is_valid():
        return remember(HttpResponseRedirect(back), form.cleaned_data["gemeente"])
    context = {"form": form, "back": back}
    return render(request, "catalogue/my_municipality.html", context, status=422 if form.is_bound else 200)


def _back(request: HttpRequest) -> str:
    """The page of the catalogue to return to; an address of elsewhere gives the list."""
    asked = request.POST.get("terug") or request.GET.get("terug") or ""
    safe = asked.startswith(paths()) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else reverse("intervention-list")
