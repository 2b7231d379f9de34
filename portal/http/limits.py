"""How much one visitor may ask, and how large a request may be.

Logging in, signing up and new passwords are counted by allauth (ACCOUNT_RATE_LIMITS); both count by
`visitor` and answer with the page of `portal.http.errors.too_many`. Counts stand in the memory of one process
(CACHES["limits"]), so that two processes let through up to twice as much.
"""

import ipaddress
import math
import secrets
from dataclasses import dataclass
from time import time

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from portal.http import errors

#: Seconds in which is counted, and after which nothing of it is left.
WINDOW = 60
DAY = 60 * 60 * 24
#: A household or a town hall gets one network of this size in IPv6.
NETWORK = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` requests to these addresses in a window; `question`: only those with a query string."""

    names: frozenset[str]
    most: int
    question: bool = False


#: Sized for 200 people behind one address: ten searches, six matches, or one file for every second of them,
#: each minute. A page without a question is kept ready and costs less than counting it.
LIMITS = {
    "search": Limit(
        frozenset(
            {"intervention-list", "shortlist", "comparison", "policy", "policy-comparison", "policy-check"}
        ),
        2000,
        question=True,
    ),
    "match": Limit(
        frozenset({"matching-result", "matching-suggestions", "matching-save", "matching-open"}), 1200
    ),
    "export": Limit(
        frozenset(
            {
                "export-overview",
                "export-factsheet",
                "export-shortlist",
                "export-comparison",
                "matching-takealong",
                "policy-pdf",
                "policy-xlsx",
                "policy-memo",
            }
        ),
        100,
    ),
}
LIMIT_OF = {name: kind for kind, limit in LIMITS.items() for name in limit.names}


class LimitsMiddleware:
    """Refuses a body that is too large before anyone reads it, and whoever asks too much in a minute."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if is_too_large(request):
            return errors.too_large(request)
        kind = LIMIT_OF.get(request.resolver_match.view_name) if settings.LIMITS_ON else None
        if kind is None or (LIMITS[kind].question and not request.GET):
            return None
        now = time()
        return (
            errors.too_many(request, wait=wait(now))
            if count(request, kind, now) > LIMITS[kind].most
            else None
        )


def is_too_large(request: HttpRequest) -> bool:
    """Whether the body is announced as larger than is read; what is not announced is not read at all."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return not announced.isdecimal() or int(announced) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def count(request: HttpRequest, kind: str, now: float) -> int:
    """How often this visitor asked for `kind` in the window of `now`, this time included."""
    kept, key = caches["limits"], f"{kind}:{visitor(request, now)}:{int(now // WINDOW)}"
    kept.add(key, 0, 2 * WINDOW)
    return kept.incr(key)


def wait(now: float) -> int:
    """Seconds until the window ends, at least one."""
    return math.ceil(WINDOW - now % WINDOW)


def visitor(request: HttpRequest, now: float) -> str:
    """Something that differs by network address and from day to day, from which neither can be read back.

    The key it is made with is chance, stands in memory only and is made anew every day.
    """
    day = caches["limits"].get_or_set(f"day:{int(now // DAY)}", lambda: secrets.token_hex(32), DAY)
    return salted_hmac("portal.http.limits", _network(get_client_ip(request) or ""), secret=day).hexdigest()[
        :16
    ]


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ipaddress.ip_network(f"{found}/{NETWORK}", strict=False))
