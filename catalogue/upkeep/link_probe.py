"""A look at one web address, as carefully as a stranger's address asks for.

The addresses come from what people typed, so they are not to be trusted with our own network: only http and
https, and only machines with a public address. The name is looked up once and the connection goes to the
address that was judged, so that a name cannot point elsewhere a moment later. Every redirect is judged again.
A proxy of the environment is not used: it would look the name up by itself.
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

#: Seconds for each step: connecting, and each wait for an answer.
TIMEOUT = 10.0
#: Seconds for the whole look. Without it a website that sends a letter now and then is waited for for ever.
LONGEST = 60.0
#: Of a name with many addresses, so many are tried.
MOST_ADDRESSES = 4
MOST_REDIRECTS = 5
#: Of a page that is asked for whole, as much as shows that it comes.
MOST_BYTES = 1024
FOR_GOOD = frozenset({301, 308})
REDIRECTS = FOR_GOOD | {302, 303, 307}
PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 400

Allowed = Callable[[str], bool]

#: Ways in which an address of IPv4 hides in one of IPv6, behind a translator of the network we stand in.
TRANSLATED = ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
#: What a network gave its own machines before fc00::/7; Python counts it as public.
SITE_LOCAL = "fec0::/10"
INSIDE = tuple(map(ipaddress.ip_network, (*TRANSLATED, SITE_LOCAL)))


class Problem(StrEnum):
    """Why there is no answer to judge."""

    NO_WEB = "no-web-address"
    PRIVATE = "private-address"
    UNKNOWN_HOST = "unknown-host"
    CERTIFICATE = "certificate"
    TIMEOUT = "timeout"
    REFUSED = "no-connection"
    REDIRECTS = "too-many-redirects"
    BROKEN = "broken-answer"


@dataclass(frozen=True, slots=True)
class Look:
    """What came back: the HTTP status of the last answer, or the problem; where it was moved to for good."""

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
class _Answer:
    status: int
    location: str


@dataclass(frozen=True, slots=True)
class _Manner:
    """How is asked: by which name, which machines, seconds for a step, and when (monotonic) it must end."""

    agent: str
    allowed: Allowed
    timeout: float
    until: float


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not this machine, this network or reserved."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in INSIDE)


def look_at(
    url: str,
    *,
    agent: str,
    allowed: Allowed = is_public,
    timeout: float = TIMEOUT,
    longest: float = LONGEST,
) -> Look:
    """Asks for `url`, follows redirects, and says what came of it; raises nothing.

    `allowed` says of an IP address whether it may be connected to; only a test has another one.
    """
    how = _Manner(agent, allowed, timeout, time.monotonic() + longest)
    here, leads_to, for_good = url, "", True
    try:
        for _ in range(MOST_REDIRECTS + 1):
            answer = _ask(_web_address(here), how)
            if answer.status not in REDIRECTS or not answer.location:
                return Look(status=answer.status, leads_to=leads_to)
            here = urljoin(here, answer.location)
            # After a redirect that may change tomorrow, the rest of the road is not for good either.
            for_good = for_good and answer.status in FOR_GOOD
            if for_good and len(here) <= LONGEST_ADDRESS:
                leads_to = here
        return Look(problem=Problem.REDIRECTS)
    except _NotReached as fault:
        return Look(problem=fault.problem)


def _web_address(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises when the port is no number
    except ValueError:
        raise _NotReached(Problem.NO_WEB) from None
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.password:
        raise _NotReached(Problem.NO_WEB)
    return parts


def _ask(parts: SplitResult, how: _Manner) -> _Answer:
    """HEAD, and GET where a server will not answer that as it would answer a visitor."""
    answer = _request("HEAD", parts, how)
    return _request("GET", parts, how) if answer.status >= 400 else answer


def _request(method: str, parts: SplitResult, how: _Manner) -> _Answer:
    left = how.until - time.monotonic()
    if left <= 0:
        raise _NotReached(Problem.TIMEOUT)
    connection = _Connection(parts, how)
    end = threading.Timer(left, connection.hang_up)
    end.daemon = True
    end.start()
    try:
        answer = _answered(connection, method, parts, how.agent)
    except _NotReached:
        if connection.late:
            raise _NotReached(Problem.TIMEOUT) from None
        raise
    finally:
        end.cancel()
        connection.close()
    if connection.late:  # half an answer may look like a whole one
        raise _NotReached(Problem.TIMEOUT)
    return answer


def _answered(connection: "_Connection", method: str, parts: SplitResult, agent: str) -> _Answer:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": agent, "Accept": "text/html,*/*;q=0.5", "Connection": "close"}
    try:
        connection.request(method, _in_ascii(path), headers=headers)
        with connection.getresponse() as response:
            response.read(MOST_BYTES)
            return _Answer(response.status, _in_ascii(response.headers.get("Location", "").strip()))
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
    """`address` as it goes over the line: what is not plain ASCII, percent-encoded."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~")


class _Connection(http.client.HTTPConnection):
    """A connection to a machine that was judged first, which can be ended from outside."""

    def __init__(self, parts: SplitResult, how: _Manner):
        super().__init__(str(parts.hostname), parts.port or PORTS[parts.scheme], timeout=how.timeout)
        self.secure, self.how, self.late = parts.scheme == "https", how, False

    def connect(self) -> None:
        self.sock = _open(self.host, self.port, self.how)
        if self.secure:
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        if self.late:  # from here on `hang_up` finds the socket that is waited for
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def hang_up(self) -> None:
        self.late = True
        with suppress(OSError):
            if self.sock is not None:
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def _open(host: str, port: int, how: _Manner) -> socket.socket:
    """A socket to the first address of `host` that answers; none when any of them is not `allowed`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _NotReached(Problem.UNKNOWN_HOST) from None
    if not all(how.allowed(str(address[0])) for *_, address in found):
        raise _NotReached(Problem.PRIVATE)
    last: OSError = OSError("no address")
    for family, kind, protocol, _, address in found[:MOST_ADDRESSES]:
        opened = socket.socket(family, kind, protocol)
        opened.settimeout(how.timeout)
        try:
            opened.connect(address)
            return opened
        except OSError as fault:
            opened.close()
            last = fault
    raise last
