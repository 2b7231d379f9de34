"""Template tags of shortlist, comparison and "mijn gemeente": {% load lists %}."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from catalogue.browse.results import Option
from catalogue.item_page import structured_data
from catalogue.lists import my_municipality
from catalogue.lists.my_municipality import ReachHere, reach_in
from catalogue.lists.shortlist import query_string
from catalogue.models import Intervention
from catalogue.rendering.fragments import pieces

register = template.Library()

ICONS = {
    ReachHere.ELSEWHERE: "circle-help",
    ReachHere.UNKNOWN: "circle-help",
    ReachHere.NOT_HERE: "x",
}


@register.inclusion_tag("partials/reach_here.html", takes_context=True)
def reach_here(context, item: Intervention) -> dict:
    """Whether an item reaches the visitor's own municipality; nothing when none was chosen."""
    here = getattr(context.get("request"), "my_municipality", None)
    if not here:
        return {}
    reach = reach_in(item, here)
    return {"reach": reach, "words": my_municipality.WORDS[reach], "icon_name": ICONS.get(reach, "check")}


@register.inclusion_tag("partials/my_municipality_link.html", takes_context=True)
def my_municipality_link(context) -> dict:
    """The way to choose a municipality, with the chosen one on the pages that may know it."""
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
    return query_string(card.row.slug for card in cards[:most])


@register.filter
def facet_options(options: Iterable[Option]) -> SafeString:
    """The options of a facet. There are a hundred on the list, so each is drawn once and then filled in."""
    return mark_safe("".join(map(_facet_option, options)))  # noqa: S308 - pieces of our template and a number


def _facet_option(option: Option) -> str:
    before, between, after = _drawn_option(option.name, option.value, option.label)
    return f"{before}{' checked' if option.checked else ''}{between}{option.count}{after}"


@lru_cache(maxsize=1000)
def _drawn_option(name: str, value: str, label: str) -> tuple[SafeString, ...]:
    return pieces("catalogue/facet_option.html", {"option": Option(name, value, label, 0, False)})


@register.filter
@lru_cache(maxsize=2)
def datalist(words: tuple[str, ...]) -> SafeString:
    """The options of a <datalist>: the municipalities, some three hundred and forty."""
    return format_html_join("", '<option value="{}"></option>', ((word,) for word in words))
