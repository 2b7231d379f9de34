"""Debian's Chromium for the tests in this folder; their `page` fails on what a visitor's console would show.

A page of these tests loads nothing from elsewhere, misses no file and keeps to the content security policy.
"""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

# Playwright keeps an event loop in this thread; Django would refuse the database because of it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

HERE = Path(__file__).parent

# Width and height in CSS pixels; the last is a screen of 1280 by 1024 enlarged to 400 %.
VIEWPORTS = {
    "desktop": (1280, 900),
    "small-window": (1024, 768),
    "tablet": (768, 1024),
    "phone": (360, 740),
    "zoom-400": (320, 256),
}

#: Milliseconds in which a page must do what a test waits for: a busy machine needs more than the default.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

#: What the console says of an answer that on_response judges, or of a request that leaving broke off.
TOLD_ANYWAY = ("Failed to load resource", "htmx:sendError", "htmx:sendAbort", "htmx:afterRequest")

#: The rule of WCAG 2.2 that axe leaves out unless asked.
ALL_RULES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
]


def pytest_collection_modifyitems(config, items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
    if config.getoption("every_width"):
        items[:] = [item for item in items if "assert_good_at_every_width" in item.fixturenames]


@pytest.fixture(scope="session")
def base_url(live_server):
    """Every `page` is at the site under test: page.goto("/")."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium")
    assert chromium, "no chromium here; run bin/setup test first"
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    width, height = VIEWPORTS["desktop"]
    return {
        **browser_context_args,
        "viewport": {"width": width, "height": height},
        "locale": "nl-NL",
        "timezone_id": "Europe/Amsterdam",
    }


@pytest.fixture
def page(page):
    """A page whose every request stays on this machine and finds its file, and whose console stays empty.

    A test that means to break one of these takes it from `page.complaints` itself.
    """
    page.complaints = []
    page.set_default_timeout(PATIENCE)

    def on_request(request):
        url = urlsplit(request.url)
        if url.scheme in {"http", "https", "ws", "wss"} and url.hostname not in {"127.0.0.1", "localhost"}:
            page.complaints.append(f"request to elsewhere: {request.url}")

    def on_response(response):
        if response.status >= 400 and response.request.resource_type not in {"document", "xhr", "fetch"}:
            page.complaints.append(f"{response.status} for {response.url}")

    def on_console(message):
        if message.type in {"error", "warning"} and not message.text.startswith(TOLD_ANYWAY):
            page.complaints.append(f"console {message.type}: {message.text}")

    page.on("request", on_request)
    page.on("response", on_response)
    page.on("console", on_console)
    page.on("pageerror", lambda error: page.complaints.append(f"script error: {error}"))
    yield page
    assert page.complaints == []


@pytest.fixture(scope="session")
def assert_accessible():
    """assert_accessible(page): axe finds nothing wrong, best practices and the size of targets included."""
    axe = Axe()

    def check(page):
        violations = axe.run(page, options=ALL_RULES).response["violations"]
        found = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n    {node['html']}"
            for violation in violations
            for node in violation["nodes"]
        ]
        assert not found, f"{page.url}: {len(found)} violations\n" + "\n".join(found)

    return check


@pytest.fixture
def assert_no_sideways_scroll():
    """assert_no_sideways_scroll(page): nothing sticks out of the page to the right."""

    def check(page):
        widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert widths[0] <= widths[1], f"{page.url}: {widths[0]} px wide in a view of {widths[1]} px"

    return check


@pytest.fixture
def assert_good_at_every_width(request, assert_accessible, assert_no_sideways_scroll):
    """assert_good_at_every_width(page): in none of VIEWPORTS anything sticks out of the page to the right.

    axe judges the first of them, and with --every-width each: see bin/audit.
    """
    judged = [*VIEWPORTS] if request.config.getoption("every_width") else ["desktop"]

    def check(page):
        before = page.viewport_size
        for name, (width, height) in VIEWPORTS.items():
            page.set_viewport_size({"width": width, "height": height})
            assert_no_sideways_scroll(page)
            if name in judged:
                assert_accessible(page)
        page.set_viewport_size(before)

    return check
