"""A look at one web address, against a server on this machine."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from catalogue.upkeep.link_probe import MAX_ADDRESSES, ProbeResult, Problem, is_public, probe

AGENT = "Trajectwijzer/test"


class Website(BaseHTTPRequestHandler):
    """Answers as its path says: /status/404, /head/405 (only to HEAD), /to/301/where, /loop …"""

    def log_message(self, *arguments):
        """Not on the screen."""

    def do_HEAD(self):
        self.server.seen.append((self.command, self.path, self.headers["User-Agent"]))
        kind, _, rest = self.path.strip("/").partition("/")
        code, _, where = rest.partition("/")
        if kind == "garbage":
            self.wfile.write(b"dit is geen http\r\n\r\n")
            return
        if kind == "drip":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            for _ in range(60):  # a letter now and then: no single wait is long
                self.wfile.write(b"x")
                self.wfile.flush()
                self.server.released.wait(0.05)
            self.wfile.write(b"\r\n\r\n")
            return
        if kind == "slow":
            self.server.released.wait(5)
        status, place = 200, ""
        if kind == "status" or (kind == "head" and self.command == "HEAD"):
            status = int(code)
        elif kind == "to":
            status, place = int(code), where if "//" in where else f"/{where}"
        elif kind == "loop":
            status, place = 302, "/loop"
        self.send_response(status)
        if place:
            self.send_header("Location", place)
        self.end_headers()

    def do_GET(self):
        self.do_HEAD()
        if self.path == "/head/405":
            self.wfile.write(b"x" * 100_000)


@pytest.fixture
def website():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Website)
    server.daemon_threads = True
    server.seen, server.released = [], threading.Event()
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


def look(address: str, **values) -> ProbeResult:
    return probe(address, agent=AGENT, **({"allowed": lambda ip: True} | values))


def test_a_page_that_answers_is_asked_for_its_head_only_and_told_who_asks(website):
    assert look(f"{website.url}/over?x=1") == ProbeResult(status=200)
    assert website.seen == [("HEAD", "/over?x=1", AGENT)]


@pytest.mark.parametrize("status", [404, 410, 403, 500, 503])
def test_a_refusal_is_what_a_visitor_gets_too(website, status):
    seen = look(f"{website.url}/status/{status}")
    assert (seen, seen.failed) == (ProbeResult(status=status), True)
    assert [method for method, *_ in website.seen] == ["HEAD", "GET"]


def test_a_server_that_will_not_answer_head_is_asked_as_a_visitor_asks(website):
    seen = look(f"{website.url}/head/405")
    assert (seen, seen.failed) == (ProbeResult(status=200), False)


def test_a_move_for_good_is_noted_with_the_address_it_leads_to(website):
    assert look(f"{website.url}/to/301/to/308/nieuw") == ProbeResult(
        status=200, leads_to=f"{website.url}/nieuw"
    )


def test_a_move_for_now_is_followed_and_not_noted(website):
    assert look(f"{website.url}/to/302/to/301/nieuw") == ProbeResult(status=200)


def test_a_move_to_a_page_that_is_gone_is_a_failure(website):
    seen = look(f"{website.url}/to/301/status/404")
    assert (seen.status, seen.failed) == (404, True)


def test_a_website_that_sends_on_for_ever_is_left(website):
    assert look(f"{website.url}/loop") == ProbeResult(problem=Problem.REDIRECTS)
    assert len(website.seen) == 6


def test_an_answer_that_is_no_answer_is_a_problem(website):
    assert look(f"{website.url}/garbage") == ProbeResult(problem=Problem.BROKEN)


def test_a_website_that_is_too_slow_is_left(website):
    assert look(f"{website.url}/slow", timeout=0.2) == ProbeResult(problem=Problem.TIMEOUT)


def test_a_website_that_sends_a_letter_now_and_then_is_left_in_the_end(website):
    assert look(f"{website.url}/drip", timeout=2, longest=0.5) == ProbeResult(problem=Problem.TIMEOUT)


def test_the_end_is_the_end_of_the_whole_road(website):
    assert look(f"{website.url}/to/302/over", longest=-1) == ProbeResult(problem=Problem.TIMEOUT)


@pytest.fixture
def closed():
    """The address of a socket at which nobody listens, and that no other program gets meanwhile."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        yield door.getsockname()


def test_of_a_name_with_many_addresses_a_few_are_tried(monkeypatch, closed):
    found, tried = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", closed)] * 50, []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **values: found)
    connect = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, address: (tried.append(address), connect(self, address))
    )
    assert look("http://a.example/") == ProbeResult(problem=Problem.REFUSED)
    assert len(tried) == MAX_ADDRESSES


def test_plain_http_behind_https_is_a_broken_answer(website):
    address = website.url.replace("http:", "https:")
    assert look(address) == ProbeResult(problem=Problem.BROKEN)


def test_a_closed_door_is_a_problem(closed):
    assert look(f"http://127.0.0.1:{closed[1]}/") == ProbeResult(problem=Problem.REFUSED)


def test_a_name_that_nobody_has_is_a_problem(monkeypatch):
    def unknown(*arguments, **values):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert look("https://bestaat-niet.example/") == ProbeResult(problem=Problem.UNKNOWN_HOST)


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "file:///etc/passwd", "mailto:a@a.example", "http://", "//a.example", "http://a:b/",
     "http://user:geheim@a.example/", "javascript:alert(1)", "http://[::1", ""],
)  # fmt: skip
def test_what_is_no_web_address_is_not_asked(address):
    assert look(address) == ProbeResult(problem=Problem.NOT_A_WEB_URL)


# Our own network


def test_a_machine_of_our_own_is_never_asked(website):
    assert probe(f"{website.url}/", agent=AGENT) == ProbeResult(problem=Problem.PRIVATE)
    assert probe(f"http://localhost:{website.server_port}/", agent=AGENT).problem == Problem.PRIVATE
    assert website.seen == []


def test_a_redirect_to_a_machine_of_our_own_is_not_followed(website):
    judged = iter([True, False])
    seen = look(f"{website.url}/to/302/binnen", allowed=lambda ip: next(judged))
    assert seen == ProbeResult(problem=Problem.PRIVATE)
    assert [path for _, path, _ in website.seen] == ["/to/302/binnen"]


def test_a_redirect_to_a_file_is_not_followed(website):
    assert look(f"{website.url}/to/301/file:///etc/passwd") == ProbeResult(problem=Problem.NOT_A_WEB_URL)


def test_a_name_with_one_address_of_our_own_is_not_asked(website, monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, website.server_port))
        for ip in ("127.0.0.1", "10.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **values: found)
    seen = look("http://a.example/", allowed=lambda ip: ip == "127.0.0.1")
    assert (seen, website.seen) == (ProbeResult(problem=Problem.PRIVATE), [])


def test_the_address_that_was_judged_is_the_one_that_is_asked(website, monkeypatch):
    answers = [
        [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", website.server_port))],
        [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))],
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **values: answers.pop(0))
    assert look("http://a.example/") == ProbeResult(status=200)
    assert len(answers) == 1


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - it is refused
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:db8::1",
     "::7f00:1", "::10.0.0.1", "fec0::1"],
)  # fmt: skip
def test_an_address_inside_is_not_public(address):
    assert is_public(address) is False


@pytest.mark.parametrize("address", ["8.8.8.8", "193.0.14.129", "2001:7fd::1"])
def test_an_address_outside_is_public(address):
    assert is_public(address) is True
