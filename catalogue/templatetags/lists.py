"""Template tags of shortlist, comparison and "mijn gemeente": {% load lists %}."""

from django import template
from django.http import HttpRequest
from django.utils.safestring import SafeString

from catalogue.item_page import structured_data
from catalogue.lists import my_municipality
from catalogue.lists.my_municipality import ReachHere, reach_in
from catalogue.lists.shortlist import query_string
from catalogue.models import Intervention

register = template.Library()

ICONS = {
    ReachHere.ELSEWHERE: "circle-help",
    ReachHere.UNKNOWN: "circle-help",
    ReachHere.NOT_HERE: "x",
}


@register.inclusion_tag("partials/reach_here.html", takes_context=True)
def reach_here(context, item: Intervention) -> dict:
    """Whether an item reaches the visitor's municipality; empty when none was set."""
    here = getattr(context.get("request"), "my_municipality", None)
    if not here:
        return {}
    reach = reach_in(item, here)
    return {"reach": reach, "words": my_municipality.WORDS[reach], "icon_name": ICONS.get(reach, "check")}


@register.inclusion_tag("partials/my_municipality_link.html", takes_context=True)
def my_municipality_link(context) -> dict:
    """The link to set a municipality, with the current one on pages that may read the cookie."""
    request: HttpRequest | None = context.get("request")
    if request is None or not request.path.startswith(my_municipality.paths()):
        return {"chosen": None, "back": ""}
    own_page = request.path == my_municipality.paths()[-1]
    back = "" if own_page or request.method != "GET" else request.get_full_path()
    return {"chosen": getattr(request, "my_municipality", None), "back": back, "own_page": own_page}


@register.simple_tag
def json_ld(item: Intervention, groups: list[str], address: str) -> SafeString:
    """The facts of an item, meant for `groups`, for search engines."""
    return structured_data.script(item, groups, address)


@register.filter
def first_listed(cards, most: int) -> str:
    """The query string that lists the items of the first `most` of `cards`: "item=a&item=b"."""
    return query_string(card.intervention.slug for card in cards[:most])
