from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from catalogue.browse.filters import InterventionFilter
from catalogue.browse.results import Selection
from catalogue.models import CatalogueState, Intervention
from catalogue.rendering import page_cache
from catalogue.rendering.page_cache import PageContent

PAGE = "pagina"


@require_safe
def intervention_list(request: HttpRequest) -> HttpResponse:
    query = page_cache.known(request.GET, [*InterventionFilter.base_filters, PAGE])
    stamp = CatalogueState.stamp_for(request)
    if not request.htmx:
        return page_cache.page(request, "catalogue/intervention_list.html", query, _content, stamp=stamp)
    response = page_cache.page(request, "catalogue/intervention_results.html", query, _content, stamp=stamp)
    query.pop(PAGE, None)
    return push_url(response, f"{request.path}?{query.urlencode()}".rstrip("?"))


def _content(request: HttpRequest) -> PageContent:
    """The items that answer a question; kept when it is one that others may ask, and finds something."""
    number = request.GET.get(PAGE, "1")
    items = Intervention.objects.visible_to(request.user)
    selection = Selection(request.GET, items, request.catalogue_stamp)
    page = selection.page(number)
    keep = selection.form.is_valid() and selection.total > 0 and number == str(page.number)
    return PageContent({"selection": selection, "page": page}, keep)
