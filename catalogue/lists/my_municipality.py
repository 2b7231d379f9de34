"""The visitor's own municipality: chosen once, kept in a cookie, and what reach means seen from there.

The cookie holds a CBS code and goes along on the pages of the catalogue only: never with a match.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import SimpleLazyObject

from catalogue.models import Region
from catalogue.places.fields import MunicipalityField
from catalogue.places.lookup import municipality, municipality_names

COOKIE = "gemeente"
DAYS = 180
_CODE = re.compile(r"GM[0-9]{4}")


class ReachHere(StrEnum):
    """What is known of an item in one municipality, from the nearest to the farthest."""

    MUNICIPALITY = "municipality"
    LABOUR_REGION = "labour-region"
    PROVINCE = "province"
    NATIONAL = "national"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    NOT_HERE = "not-here"


WORDS = {
    ReachHere.MUNICIPALITY: "in jouw gemeente",
    ReachHere.LABOUR_REGION: "in jouw arbeidsmarktregio",
    ReachHere.PROVINCE: "in jouw provincie",
    ReachHere.NATIONAL: "landelijk",
    ReachHere.ELSEWHERE: "kan ook elders, vraag het na",
    ReachHere.UNKNOWN: "elders niet bekend",
    ReachHere.NOT_HERE: "niet in jouw gemeente",
}


@dataclass(frozen=True, slots=True)
class Here:
    """A municipality with its regions, each by its key (Region.key); "" where there is none."""

    municipality: str
    labour_region: str = ""
    province: str = ""


def reach_of(*, named: Collection[str], national: bool | None, elsewhere: str, here: Here) -> ReachHere:
    """What reach means in one municipality; the first rule that holds decides.

    1. The source names the municipality. 2. It names its labour market region. 3. It names its province.
    4. The item is national. 5. It can be done elsewhere too. 6. It is said to be in the named places only.
    7. Otherwise nothing is known of it here.
    """
    if here.municipality in named:
        return ReachHere.MUNICIPALITY
    if here.labour_region in named:
        return ReachHere.LABOUR_REGION
    if here.province in named:
        return ReachHere.PROVINCE
    if national:
        return ReachHere.NATIONAL
    return {"yes": ReachHere.ELSEWHERE, "no": ReachHere.NOT_HERE}.get(elsewhere, ReachHere.UNKNOWN)


def reach_in(item, municipality: Region) -> ReachHere:
    """`reach_of` an item loaded `for_cards`, without another query."""
    region, province = municipality.labour_region, municipality.province
    return reach_of(
        named={row.region.key for row in item.reach_rows.all()},
        national=item.reach_national,
        elsewhere=item.reach_elsewhere,
        here=Here(municipality.key, region.key if region else "", province.key if province else ""),
    )


class MunicipalityForm(forms.Form):
    gemeente = MunicipalityField(label="Gemeente", error_messages={"required": "Vul een gemeente in."})

    @property
    def municipality_names(self) -> list[str]:
        return municipality_names()


class MyMunicipalityMiddleware:
    """Gives `request.my_municipality` (a Region, or false), read from the cookie when first asked for.

    An answer that looked at it is the visitor's own: it varies by cookie and no shared cache may keep it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        looked = []

        def look() -> Region | None:
            looked.append(True)
            return _region(request.COOKIES.get(COOKIE, ""))

        request.my_municipality = SimpleLazyObject(look)
        response = self.get_response(request)
        if looked:
            patch_vary_headers(response, ["Cookie"])
            patch_cache_control(response, private=True)
        return response


def _region(code: str) -> Region | None:
    return municipality(code) if _CODE.fullmatch(code) else None


def paths() -> tuple[str, ...]:
    """Where the cookie goes along."""
    return tuple(
        map(reverse, ("intervention-list", "barrier-list", "shortlist", "comparison", "my-municipality"))
    )


def remember(response, municipality: Region):
    return _with_cookie(response, municipality.code, DAYS * 24 * 60 * 60)


def forget(response):
    return _with_cookie(response, "", 0)


def _with_cookie(response, value: str, seconds: int):
    for path in paths():
        response.set_cookie(
            COOKIE,
            value,
            max_age=seconds,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        # A response keeps one cookie per name; under a name of its own each path keeps its header.
        response.cookies[f"{COOKIE} {path}"] = response.cookies.pop(COOKIE)
    return response
