from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from catalogue.item_page import ItemPage
from catalogue.item_page.similar import similar_items
from catalogue.models import CatalogueState, Intervention
from catalogue.rendering import page_cache
from catalogue.rendering.page_cache import PageContent


@require_safe
def intervention_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one item; from an address that it had before to the one it has now."""
    stamp = CatalogueState.stamp_for(request)
    try:
        return page_cache.page(
            request, "catalogue/intervention_detail.html", QueryDict(), partial(_content, slug), stamp=stamp
        )
    except Http404:
        items = Intervention.objects.visible_to(request.user)
        return redirect(get_object_or_404(items.at_address(slug)), permanent=True)


def _content(slug: str, request: HttpRequest) -> PageContent:
    items = Intervention.objects.visible_to(request.user)
    item = get_object_or_404(items.marking_professionals().with_document().for_places(), slug=slug)
    page = ItemPage(item, request.catalogue_stamp)
    similar = similar_items(page)
    address = request.build_absolute_uri(item.get_absolute_url())
    return PageContent({"item": item, "page": page, "similar": similar, "address": address})
