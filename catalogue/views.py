from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url

from catalogue.item_page import ItemPage
from catalogue.models import Intervention
from catalogue.selection import Selection
from catalogue.similar import similar_items


@require_safe
@vary_on_headers("HX-Request")
def intervention_list(request):
    selection = Selection(request.GET, Intervention.objects.visible_to(request.user))
    context = {"selection": selection, "page": selection.page(request.GET.get("pagina"))}
    if not request.htmx:
        return render(request, "catalogue/intervention_list.html", context)
    response = render(request, "catalogue/intervention_results.html", context)
    return push_url(response, f"{request.path}?{selection.clean.urlencode()}".rstrip("?"))


@require_safe
def intervention_detail(request, slug):
    items = Intervention.objects.visible_to(request.user)
    item = get_object_or_404(items.marking_professionals().with_everything(), slug=slug)
    context = {
        "item": item,
        "page": ItemPage(item, items),
        "similar": similar_items(item, items),
        "address": request.build_absolute_uri(item.get_absolute_url()),
    }
    return render(request, "catalogue/intervention_detail.html", context)
