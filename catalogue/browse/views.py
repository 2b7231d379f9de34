from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from catalogue.browse.forms import NAMES
from catalogue.browse.list_query import ListQuery
from catalogue.models import CatalogueState
from catalogue.rendering import page_cache
from catalogue.rendering.page_cache import PageContent

PAGE = "pagina"


@require_safe
def intervention_list(request: HttpRequest) -> HttpResponse:
    query = page_cache.known(request.GET, [*NAMES, PAGE])
    stamp = CatalogueState.stamp_for(request)
    if not request.htmx:
        return page_cache.page(request, "catalogue/intervention_list.html", query, _content, stamp=stamp)
    response = page_cache.page(request, "catalogue/intervention_results.html", query, _content, stamp=stamp)
    query.pop(PAGE, None)
    return push_url(response, f"{request.path}?{query.urlencode()}".rstrip("?"))


def _content(request: HttpRequest) -> PageContent:
    """The items that answer a question; kept when it is one that others may ask, and finds something."""
    number = request.GET.get(PAGE, "1")
    list_query = ListQuery(request.GET, request.catalogue_stamp)
    page = list_query.page(number)
    keep = list_query.form.is_valid() and list_query.total > 0 and number == str(page.number)
    return PageContent({"list_query": list_query, "page": page}, keep)
