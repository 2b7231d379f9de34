"""SSRF-safe request of one URL, to see whether it still answers.

The URLs are typed by people and must not reach our own network: only http and https are requested, and only
public IP addresses. A name is resolved once and the connection goes to the address that was checked, so that
DNS rebinding has no effect. Every redirect is checked again. A proxy of the environment is not used: it would
resolve the name itself.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, quote, urljoin, urlsplit

#: Timeout in seconds for connecting, and for each wait for data.
TIMEOUT = 10.0
#: Timeout in seconds for the whole probe; without it a server that trickles bytes would keep it busy.
TOTAL_TIMEOUT = 60.0
#: Number of resolved addresses that are tried.
MAX_ADDRESSES = 4
MAX_REDIRECTS = 5
#: Number of bytes that are read of a GET response.
MAX_BYTES = 1024
PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
PORTS = {"http": 80, "https": 443}
MAX_URL_LENGTH = 400

Allowed = Callable[[str], bool]

#: IPv6 networks that embed an IPv4 address (NAT64, 6to4, Teredo).
EMBEDDED_IPV4 = ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
#: The deprecated IPv6 site-local network, which Python counts as public.
SITE_LOCAL = "fec0::/10"
INSIDE = tuple(map(ipaddress.ip_network, (*EMBEDDED_IPV4, SITE_LOCAL)))


class Problem(StrEnum):
    """Why there was no HTTP response."""

    NOT_A_WEB_URL = "no-web-address"
    PRIVATE = "private-address"
    UNKNOWN_HOST = "unknown-host"
    CERTIFICATE = "certificate"
    TIMEOUT = "timeout"
    REFUSED = "no-connection"
    REDIRECTS = "too-many-redirects"
    BROKEN = "broken-answer"


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """The status of the last response, or the problem; `leads_to` is the target of permanent redirects."""

    status: int | None = None
    problem: str = ""
    leads_to: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.problem) or self.status is None or self.status >= 400


class _NotReached(Exception):
    def __init__(self, problem: Problem):
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _Response:
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class ProbeOptions:
    """User agent, allowed IP addresses, timeout of a step in seconds, and the deadline (monotonic clock)."""

    agent: str
    allowed: Allowed
    timeout: float
    until: float


def is_public(address: str) -> bool:
    """Whether an IP address is public: not loopback, private, link-local, multicast or reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in INSIDE)


def probe(
    url: str,
    *,
    agent: str,
    allowed: Allowed = is_public,
    timeout: float = TIMEOUT,
    longest: float = TOTAL_TIMEOUT,
) -> ProbeResult:
    """Requests `url` and follows redirects. Raises nothing: a failure is a `problem` of the result.

    `timeout` and `longest` are seconds; `allowed` decides per IP address, and is replaced in tests only.
    """
    options = ProbeOptions(agent, allowed, timeout, time.monotonic() + longest)
    current, leads_to, permanent = url, "", True
    try:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _ask(_web_address(current), options)
            if answer.status not in REDIRECTS or not answer.location:
                return ProbeResult(status=answer.status, leads_to=leads_to)
            current = urljoin(current, answer.location)
            # After a temporary redirect the rest of the chain is temporary too.
            permanent = permanent and answer.status in PERMANENT
            if permanent and len(current) <= MAX_URL_LENGTH:
                leads_to = current
        return ProbeResult(problem=Problem.REDIRECTS)
    except _NotReached as fault:
        return ProbeResult(problem=fault.problem)


def _web_address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises when the port is no number
    except ValueError:
        raise _NotReached(Problem.NOT_A_WEB_URL) from None
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise _NotReached(Problem.NOT_A_WEB_URL)
    return parts


def _ask(parts: SplitResult, options: ProbeOptions) -> _Response:
    """A HEAD request, and GET when the server answers HEAD with an error."""
    answer = _request("HEAD", parts, options)
    return _request("GET", parts, options) if answer.status >= 400 else answer


def _request(method: str, parts: SplitResult, options: ProbeOptions) -> _Response:
    remaining = options.until - time.monotonic()
    if remaining <= 0:
        raise _NotReached(Problem.TIMEOUT)
    connection = _Connection(parts, options)
    end = threading.Timer(remaining, connection.hang_up)
    end.daemon = True
    end.start()
    try:
        answer = _response(connection, method, parts, options.agent)
    except _NotReached:
        if connection.late:
            raise _NotReached(Problem.TIMEOUT) from None
        raise
    finally:
        end.cancel()
        connection.close()
    if connection.late:  # a truncated response may look complete
        raise _NotReached(Problem.TIMEOUT)
    return answer


def _response(connection: "_Connection", method: str, parts: SplitResult, agent: str) -> _Response:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": agent, "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
    try:
        connection.request(method, _in_ascii(path), headers=headers)
        with connection.getresponse() as response:
            response.read(MAX_BYTES)
            return _Response(response.status, _in_ascii(response.headers.get("Location", "").strip()))
    except ssl.SSLError as fault:
        certificate = isinstance(fault, ssl.SSLCertVerificationError)
        raise _NotReached(Problem.CERTIFICATE if certificate else Problem.BROKEN) from None
    except TimeoutError:
        raise _NotReached(Problem.TIMEOUT) from None
    except (http.client.HTTPException, UnicodeError, ValueError):
        raise _NotReached(Problem.BROKEN) from None
    except OSError:
        raise _NotReached(Problem.REFUSED) from None


def _in_ascii(address: str) -> str:
    """`address` with everything that is not ASCII percent-encoded."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~")


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked first; another thread can close it."""

    def __init__(self, parts: SplitResult, options: ProbeOptions):
        super().__init__(str(parts.hostname), parts.port or PORTS[parts.scheme], timeout=options.timeout)
        self.secure, self.options, self.late = parts.scheme == "https", options, False

    def connect(self) -> None:
        self.sock = _open(self.host, self.port, self.options)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        if self.late:  # from here on `hang_up` sees the socket
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def hang_up(self) -> None:
        self.late = True
        with suppress(OSError):
            if self.sock is not None:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def _open(host: str, port: int, options: ProbeOptions) -> socket.socket:
    """A socket to the first address of `host` that answers; PRIVATE when any of them is not `allowed`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _NotReached(Problem.UNKNOWN_HOST) from None
    if not all(options.allowed(str(address[0])) for *_, address in found):
        raise _NotReached(Problem.PRIVATE)
    last: OSError = OSError("no address")
    for family, kind, protocol, _, address in found[:MAX_ADDRESSES]:
        opened = socket.socket(family, kind, protocol)
        opened.settimeout(options.timeout)
        try:
            opened.connect(address)
            return opened
        except OSError as fault:
            opened.close()
            last = fault
    raise last
