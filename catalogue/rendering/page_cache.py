"""Pages of the catalogue, kept ready for as long as the catalogue stays as it is.

What is kept was rendered for nobody: from a request without cookies, account, messages or token, so that
nothing of a visitor can be in it. A visitor of whom nothing is known gets such a page whole. Anyone else gets
the same middle in a frame of their own (header with municipality, account, messages), made anew every time.
A page with a form that is posted is not kept at all: its token belongs to one visitor.
"""

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.connection import ConnectionProxy
from django.utils.safestring import SafeString, mark_safe

cache = ConnectionProxy(caches, "pages")
#: An hour; a change of the catalogue shows at once, because its stamp is part of the key.
SECONDS = 60 * 60
#: A longer question is answered but not kept: nobody else will ask it.
LONGEST = 120
#: Cookies that change nothing on a page without a form.
NEUTRAL = frozenset({settings.CSRF_COOKIE_NAME})
#: What of the visitor's request goes into the one that is rendered: where the site is, nothing of who asks.
ADDRESS = (
    "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "SERVER_NAME", "SERVER_PORT", "SCRIPT_NAME", "PATH_INFO",
    "wsgi.url_scheme",
)  # fmt: skip
PARTS = ("title", "description", "head", "main")
#: Between the parts. No value of a visitor or an item can hold it: "<" is escaped in those.
MARK = mark_safe("<!--|-->")
LEVEL = 4


@dataclass(frozen=True, slots=True)
class PageContent:
    """What a page is made of: the context of its template, and whether others will ask the same."""

    context: dict[str, Any]
    keep: bool = True


@dataclass(frozen=True, slots=True)
class _Whole:
    etag: str
    packed: bytes


def known(query: QueryDict, names: Iterable[str]) -> QueryDict:
    """`query` in one order, without empty values and without names that mean nothing here."""
    found = QueryDict(mutable=True)
    for name in names:
        if values := [value for value in query.getlist(name) if value]:
            found.setlist(name, values)
    return found


def page(
    request: HttpRequest,
    template: str,
    query: QueryDict,
    answer: Callable[[HttpRequest], PageContent],
    *,
    stamp: str,
) -> HttpResponse:
    """The page of `template` for the question `query`; `answer` is called only when it is not there yet.

    `stamp` is that of the catalogue the page is made from. `answer` gets the request that is rendered: the
    address of this one with `query` and the chosen municipality, and otherwise nobody's. `template` extends
    its `frame`, unless it is a fragment for htmx. No cache on the way may share the answer. A browser
    keeps no fragment and no frame of one's own, so that Back never shows half a page, or the name of who has
    logged out; any other page it asks for again.
    """
    asked = _Asked(request, template, query, answer, stamp)
    # While only reading goes on, a page says so in its frame.
    of_nobody = request.COOKIES.keys() <= NEUTRAL and not getattr(request, "reading_only", False)
    response = asked.whole() if request.htmx or of_nobody else asked.in_own_frame()
    patch_vary_headers(response, ["Cookie", "HX-Request"])
    stays = of_nobody and not request.htmx
    patch_cache_control(response, private=True, **{"no_cache" if stays else "no_store": True})
    return response


class _Asked:
    """One request for one page."""

    def __init__(self, request, template, query, answer, stamp):
        self.request, self.template, self.query, self.answer = request, template, query, answer
        self.question = query.urlencode()
        self.stamp = stamp

    def whole(self) -> HttpResponse:
        key = self._key("whole")
        if not (kept := key and cache.get(key)):
            html, keep = self._rendered()
            if html is None:
                return self._unkept()
            packed = gzip.compress(html.encode(), LEVEL, mtime=0)
            kept = _Whole(f'"{hashlib.sha256(packed).hexdigest()[:20]}"', packed)
            if keep and key:
                cache.set(key, kept, SECONDS)
        return self._unpacked(kept)

    def in_own_frame(self) -> HttpResponse:
        key = self._key("parts")
        if not (packed := key and cache.get(key)):
            html, keep = self._rendered(frame="catalogue/parts.html", mark=MARK)
            if html is None:
                return self._unkept()
            packed = zlib.compress(html.encode(), LEVEL)
            if keep and key:
                cache.set(key, packed, SECONDS)
        kept = _split_at_marks(zlib.decompress(packed).decode())
        return render(self.request, "catalogue/kept.html", {"kept": kept})

    def _key(self, what: str) -> str:
        """The name under which it is kept; empty when the question is too long to keep."""
        if len(self.question) > LONGEST:
            return ""
        where = self.request.build_absolute_uri(self.request.path)
        here = getattr(self.request.my_municipality, "code", "")
        day = timezone.localdate().isoformat()
        parts = (settings.SITE_VERSION, self.stamp, day, what, self.template, where, self.question, here)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _rendered(self, **frame: str) -> tuple[str | None, bool]:
        """The page as nobody sees it and whether to keep it; None when it holds a visitor's token."""
        bare = self._bare()
        answer = self.answer(bare)
        html = render_to_string(self.template, {**answer.context, **frame}, request=bare)
        return (None, False) if "CSRF_COOKIE" in bare.META else (html, answer.keep)

    def _bare(self) -> HttpRequest:
        environ = {name: self.request.META[name] for name in ADDRESS if name in self.request.META}
        bare = WSGIRequest(
            environ | {"REQUEST_METHOD": "GET", "QUERY_STRING": self.question, "wsgi.input": io.BytesIO()}
        )
        bare.user = AnonymousUser()
        bare.my_municipality = self.request.my_municipality
        bare.resolver_match = self.request.resolver_match
        bare.catalogue_stamp = self.stamp
        return bare

    def _unkept(self) -> HttpResponse:
        return render(self.request, self.template, self.answer(self.request).context)

    def _unpacked(self, kept: _Whole) -> HttpResponse:
        """The kept page as it is for a browser that takes gzip, or "not changed" when it has it already."""
        if "gzip" not in self.request.META.get("HTTP_ACCEPT_ENCODING", ""):
            return HttpResponse(gzip.decompress(kept.packed))
        headers = {"Content-Encoding": "gzip", "ETag": kept.etag}
        response = HttpResponse(kept.packed, headers=headers)
        patch_vary_headers(response, ["Accept-Encoding"])
        return get_conditional_response(self.request, etag=kept.etag, response=response)


def _split_at_marks(html: str) -> dict[str, SafeString]:
    """The PARTS of a page that was rendered with `catalogue/parts.html` as its frame."""
    return dict(zip(PARTS, map(mark_safe, html.split(MARK)), strict=True))
