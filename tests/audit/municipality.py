"""Logging in at the municipality, in a browser, against a certified OpenID Connect provider (oidc-provider).

The happy path, and what may go wrong: a provider that tells more than is asked, that is away, whose address
ends in a slash, and a second person with the address of the first.
"""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.audit.servers import free_port, prepare, served, until_open
from tests.audit.tree import ROOT
from tests.audit.verdict import Verdict

PROGRAM = ROOT / "tests" / "audit" / "oidc-provider.mjs"
#: Where bin/setup audit puts the packages of tests/audit/package.json.
PACKAGES = ROOT / "build" / "audit"
RETURN = "/account/via/gemeente/terug/"
#: Milliseconds for a page on a busy machine.
PATIENCE = 30_000


def judge() -> Verdict:
    if missing := [what for what in ("chromium", "node") if not shutil.which(what)]:
        return Verdict(remarks=[f"{missing[0]} is not on this machine"], judged=False)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        port, provider = free_port(), free_port()
        base = f"http://127.0.0.1:{port}"
        with site(folder, port, provider), started_provider(folder, provider, base) as process:
            return Verdict(list(faults(folder, base, process)))


def faults(folder: Path, base: str, provider: subprocess.Popen) -> Iterator[str]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )

        def log_in(name: str) -> Page:
            page = browser.new_context(locale="nl-NL").new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(f"{base}/inloggen/")
            page.get_by_role("button", name="Log in via").click()
            if name:
                page.locator("input[name=login]").fill(name)
                page.locator("input[name=password]").fill("wat dan ook")
                page.get_by_role("button", name="Sign-in").click()
                page.get_by_role("button", name="Continue").click()
                page.wait_for_url(f"{base}/**")
            return page

        first = log_in("user1")
        first.goto(f"{base}/account/")
        if "medewerker@gemeente.example" not in first.content():
            yield "who logs in at the municipality is not in her account"
        if "klantmanager" not in first.content():
            yield "she has not got the role of the setting"
        if set(kept := stored(folder)) != {"sub", "name", "email"}:
            yield f"kept of what the provider tells: {', '.join(sorted(kept))}"
        again = log_in("user1")
        again.goto(f"{base}/account/")
        if "medewerker@gemeente.example" not in again.content():
            yield "the second time she does not get in"
        other = log_in("user2")
        if "Dit account is van iemand anders" not in other.content():
            yield "another person with the same address is not refused"
        other.goto(f"{base}/account/")
        if "/inloggen/" not in other.url:
            yield "another person with the same address gets into the account"
        provider.send_signal(signal.SIGKILL)
        provider.wait()
        away = log_in("")
        if "Inloggen via je gemeente is niet gelukt" not in away.content():
            yield "a provider that is away has no page of its own"
        browser.close()


def stored(folder: Path) -> dict:
    with closing(sqlite3.connect(folder / "trajectwijzer.sqlite3")) as database:
        [(told,)] = database.execute("SELECT extra_data FROM socialaccount_socialaccount").fetchall()
    return json.loads(told)


@contextmanager
def started_provider(folder: Path, port: int, base: str) -> Iterator[subprocess.Popen]:
    shutil.copy(PROGRAM, PACKAGES / PROGRAM.name)  # a module finds its packages beside itself
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            ["node", PROGRAM.name, str(port), base + RETURN], cwd=PACKAGES, stdout=log, stderr=log
        )
    try:
        until_open(port)
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def site(folder: Path, port: int, provider: int) -> Iterator[None]:
    environment = os.environ | {
        "LOCAL": "1", "PORT": str(port), "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": f"sqlite:///{folder}/trajectwijzer.sqlite3",
        "OIDC_ISSUER": f"http://localhost:{provider}/", "OIDC_CLIENT_ID": "trajecten",
        "OIDC_CLIENT_SECRET": "geheim", "OIDC_EMAIL_DOMAINS": "gemeente.example",
        "OIDC_ROLE": "klantmanager", "OIDC_NAME": "Gemeente Voorbeeld",
    }  # fmt: skip
    prepare(environment)
    with served(environment, folder / "site.log"):
        yield
