from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from catalogue import page_cache
from catalogue.filters import InterventionFilter
from catalogue.item_page import ItemPage
from catalogue.models import Intervention
from catalogue.page_cache import Answer
from catalogue.selection import Selection
from catalogue.similar import similar_items

PAGE = "pagina"


@require_safe
def intervention_list(request: HttpRequest) -> HttpResponse:
    query = page_cache.known(request.GET, [*InterventionFilter.base_filters, PAGE])
    if not request.htmx:
        return page_cache.page(request, "catalogue/intervention_list.html", query, _found)
    response = page_cache.page(request, "catalogue/intervention_results.html", query, _found)
    query.pop(PAGE, None)
    return push_url(response, f"{request.path}?{query.urlencode()}".rstrip("?"))


def _found(request: HttpRequest) -> Answer:
    """The items that answer a question; kept when it is one that others may ask, and finds something."""
    number = request.GET.get(PAGE, "1")
    items = Intervention.objects.visible_to(request.user)
    selection = Selection(request.GET, items, request.catalogue_stamp)
    page = selection.page(number)
    keep = selection.form.is_valid() and selection.total > 0 and number == str(page.number)
    return Answer({"selection": selection, "page": page}, keep)


@require_safe
def intervention_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return page_cache.page(request, "catalogue/intervention_detail.html", QueryDict(), partial(_item, slug))


def _item(slug: str, request: HttpRequest) -> Answer:
    items = Intervention.objects.visible_to(request.user)
    item = get_object_or_404(items.marking_professionals().with_document().for_places(), slug=slug)
    page = ItemPage(item, request.catalogue_stamp)
    similar = similar_items(page, request.catalogue_stamp)
    address = request.build_absolute_uri(item.get_absolute_url())
    return Answer({"item": item, "page": page, "similar": similar, "address": address})
