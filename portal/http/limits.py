"""Rate limits per visitor or account, and the largest request.

Searches, matches and exports are counted in the memory of each process, so that reading never waits for a
write. Whatever writes or sends mail is counted over all processes (portal.http.counts). Logging in, signing
up and new passwords are counted by allauth (ACCOUNT_RATE_LIMITS), in the shared cache. All count by `visitor`
or by account, and answer with the page of `portal.http.errors.too_many`.
"""

import ipaddress
import math
from dataclasses import dataclass
from time import time

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from portal.http import counts, errors
from portal.http.access import PUBLIC

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
#: A household or a town hall gets one network of this size in IPv6.
NETWORK = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` requests to these addresses in each window of `seconds`.

    `question`: only requests with a query string count. `shared`: only POST counts, over all processes.
    """

    names: frozenset[str]
    most: int
    seconds: int = MINUTE
    question: bool = False
    shared: bool = False

    def is_about(self, request: HttpRequest) -> bool:
        if self.shared:
            return request.method == "POST"
        return bool(request.GET) or not self.question


#: Sized for 200 people behind one address: ten searches, six matches, or one file for every second of them,
#: each minute. A page without a question is served from memory and costs less than counting it.
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
    # Forms that write and are open to all.
    "open-form": Limit(
        frozenset({"report-error", "verify-mail", "member-invitation"}), 60, seconds=HOUR, shared=True
    ),
    # Each sends a mail to an address that the sender chose.
    "invite": Limit(frozenset({"member-list"}), 30, seconds=HOUR, shared=True),
    # Each may send a mail to every editor, or to every member.
    "mail": Limit(
        frozenset(
            {
                "member-register",
                "traject-submit",
                "moderation-decide",
                "member-decide-request",
            }
        ),
        60,
        seconds=HOUR,
        shared=True,
    ),
}
LIMIT_OF = {name: kind for kind, limit in LIMITS.items() for name in limit.names}
#: Any other POST of an account: typing is saved every few seconds, and nobody submits so often.
WRITE = "write"
LIMITS[WRITE] = Limit(frozenset(), 300, shared=True)


#: Mails to one address in a day, by whoever asks for them: no row names the address.
INVITATIONS_TO, INVITATIONS_OF = 3, 40
#: Of one kind, in an hour, of the mails that anyone may have sent to the address of another.
MAILS_TO = 5


def may_invite(organisation: int, address: str) -> bool:
    """Whether `organisation` (primary key) may mail another invitation today, and to `address`; counts it."""
    of_all = [
        (f"invite-to:{_hash(address.strip().lower())}", INVITATIONS_TO),
        (f"invite-of:{_hash(f'organisation:{organisation}')}", INVITATIONS_OF),
    ]
    window = counts.window_end(time(), DAY)
    return all(counts.count(key, window) <= most for key, most in of_all)


def may_mail(kind: str, address: str) -> bool:
    """Whether a mail of `kind` may go to `address` again in this hour; counts it."""
    key = f"mail-to:{_hash(f'{kind}:{address.strip().lower()}')}"
    return counts.count(key, counts.window_end(time(), HOUR)) <= MAILS_TO


class LimitsMiddleware:
    """Refuses a body that is too large before anyone reads it, and a request beyond its limit."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs) -> HttpResponse | None:
        if is_too_large(request):
            return errors.too_large(request)
        kind = kind_of(request) if settings.LIMITS_ON else None
        if kind is None or not LIMITS[kind].is_about(request):
            return None
        now = time()
        if count(request, kind, now) > LIMITS[kind].most:
            return errors.too_many(request, wait=wait(now, LIMITS[kind].seconds))
        return None


def kind_of(request: HttpRequest) -> str | None:
    """The kind in LIMITS that this request counts for; None when it does not count."""
    name = request.resolver_match.view_name
    if name in LIMIT_OF:
        return LIMIT_OF[name]
    is_write = request.method == "POST" and name not in PUBLIC and request.user.is_authenticated
    return WRITE if is_write else None


def is_too_large(request: HttpRequest) -> bool:
    """Whether the body is announced as larger than is read; what is not announced is not read at all."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return not announced.isdecimal() or int(announced) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def count(request: HttpRequest, kind: str, now: float) -> int:
    """How often this visitor or account asked for `kind` in the window of `now`, this time included."""
    limit = LIMITS[kind]
    window = counts.window_end(now, limit.seconds)
    if limit.shared:
        return counts.count(f"{kind}:{_account(request) or visitor(request, now)}", window)
    cache, key = caches["limits"], f"{kind}:{visitor(request, now)}:{window}"
    cache.add(key, 0, 2 * limit.seconds)
    return cache.incr(key)


def wait(now: float, seconds: int) -> int:
    """Seconds until the window ends, at least one."""
    return math.ceil(counts.window_end(now, seconds) - now)


def visitor(request: HttpRequest, now: float) -> str:
    """A keyed hash of the network address, another one each day; the same in every process.

    Without SECRET_KEY the address cannot be read back from it.
    """
    return _hash(f"{int(now // DAY)}:{_network(get_client_ip(request) or '')}")


def _account(request: HttpRequest) -> str:
    """A keyed hash of the account; empty for a visitor without one."""
    return _hash(f"account:{request.user.pk}") if request.user.is_authenticated else ""


def _hash(text: str) -> str:
    return salted_hmac("portal.http.limits", text, algorithm="sha256").hexdigest()[:16]


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ipaddress.ip_network(f"{found}/{NETWORK}", strict=False))
