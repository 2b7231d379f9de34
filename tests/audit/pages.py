"""The pages as a visitor of each role gets them: valid HTML, and accessible by another judge than axe.

A browser walks from the front page along every link, one page per name of an address (a few more without an
account, where the query string makes another page), and through some forms. So a new page is judged as soon
as a link leads to it. Not judged are the pages of Django's own administration (/beheer/): they are not ours.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.audit.site import Site, running
from tests.audit.tree import JUDGES
from tests.audit.verdict import Verdict

ENGINE = JUDGES / "accessibility-checker-engine" / "ace.js"
VALIDATOR = JUDGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
RULES = "WCAG_2_2"
#: How many pages of one name are looked at: by a visitor without an account, and by each role.
MOST = {"": 3}
NOT_FOLLOWED = ("admin:",)
#: Rules that were answered, with the answer.
ANSWERED = {
    "aria_form_label_unique": "a form without a name is no landmark, so it needs no unique one",
}
#: What htmx reads is no HTML, and is ignored by a browser without it.
HTMX = re.compile(r"^Attribute “hx-[a-z-]+” not allowed")
#: What is folded up is opened first: closed, its labels count as hidden.
CHECK = """async rules => {
    document.querySelectorAll("details").forEach(one => { one.open = true });
    const report = await new ace.Checker().check(document, [rules]);
    return report.results
        .filter(one => one.value[1] === "FAIL" && one.value[0] === "VIOLATION")
        .map(one => [one.ruleId, `${one.message} ${one.snippet.slice(0, 160)}`]);
}"""


def judge() -> Verdict:
    if missing := [what for what in ("chromium", "java") if not shutil.which(what)]:
        return Verdict([], [f"no {missing[0]} on this machine"], judged=False)
    with tempfile.TemporaryDirectory() as folder:
        home, saved = Path(folder) / "site", Path(folder) / "pages"
        home.mkdir()
        saved.mkdir()
        with running(home) as site:
            walk = Walk(site, saved)
            walk.everyone()
        valid = html(saved)
    said = f"{walk.count} pages of {len(walk.seen)} names of addresses, {len(site.sessions) + 1} visitors"
    return Verdict(walk.findings + valid, [said])


@dataclass(slots=True)
class Walk:
    """One walk by every visitor; HTML goes to `saved`, what the accessibility judge finds to `findings`."""

    site: Site
    saved: Path
    findings: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    count: int = 0

    def everyone(self) -> None:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for who in ("", *self.site.sessions):
                # The judge's script is no script of the page; the policy is judged by the tests.
                context = browser.new_context(bypass_csp=True, locale="nl-NL", base_url=self.site.address)
                if who:
                    cookie = {"name": "sessionid", "value": self.site.sessions[who], "url": self.site.address}
                    context.add_cookies([cookie])
                self._walk(context, who)
                context.close()
            browser.close()

    def _walk(self, context: BrowserContext, who: str) -> None:
        page, seen = context.new_page(), Counter[str]()
        to_do, known = ["/"], {"/"}
        while to_do:
            address = to_do.pop(0)
            name = name_of(address)
            if name.startswith(NOT_FOLLOWED) or seen[name] >= MOST.get(who, 1) or not self._is_new(name, who):
                continue
            answer = context.request.get(address)
            if answer.status != 200 or "text/html" not in answer.headers.get("content-type", ""):
                continue
            seen[name] += 1
            self._judge(page, who, name, address, answer.text())
            for link in links(page):
                if link not in known:
                    known.add(link)
                    to_do.append(link)
        if not who:
            for name, steps in FORMS.items():
                steps(page)
                self._note(page, who, name, page.content())
        self.seen += seen

    def _is_new(self, name: str, who: str) -> bool:
        """What was judged without an account is not judged again for each role, but for the front page."""
        return not who or not self.seen[name] or name in {"home", "account"} or name not in public_names()

    def _judge(self, page: Page, who: str, name: str, address: str, html: str) -> None:
        page.goto(address)
        self._note(page, who, name, html)

    def _note(self, page: Page, who: str, name: str, html: str) -> None:
        self.count += 1
        label = f"{self.count:03}-{who or 'niemand'}-{name.replace(':', '-')}"
        (self.saved / f"{label}.html").write_text(html, encoding="utf-8")
        page.add_script_tag(path=ENGINE)
        where = urlsplit(page.url).path
        found = {rule: said for rule, said in reversed(page.evaluate(CHECK, RULES)) if rule not in ANSWERED}
        self.findings += [f"{label} {where}: {rule}: {said}" for rule, said in sorted(found.items())]


def links(page: Page) -> Iterator[str]:
    """The addresses of this site that `page` leads to, from the root, without the part after #."""
    home = urlsplit(page.url)
    for href in page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))"):
        url = urlsplit(urldefrag(urljoin(page.url, href)).url)
        if (url.scheme, url.netloc) == (home.scheme, home.netloc):
            yield url.path + (f"?{url.query}" if url.query else "")


def name_of(address: str) -> str:
    """The name of an address, by the site's own table."""
    _django()
    from django.urls import Resolver404, resolve

    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return "not-found"
    return found.view_name


def public_names() -> frozenset[str]:
    from portal.http.access import PUBLIC

    return PUBLIC


def _django() -> None:
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the driver of the browser keeps a loop here
    if not apps.ready:
        django.setup()


def _match(page: Page) -> None:
    page.goto("/matching/")
    page.evaluate("document.querySelector('#profiel').noValidate = true")
    page.eval_on_selector("input[name=belemmering]", "one => { one.checked = true }")
    with page.expect_navigation():
        page.eval_on_selector("#profiel", "form => form.submit()")


def _wrong_login(page: Page) -> None:
    page.goto("/inloggen/")
    with page.expect_navigation():
        page.eval_on_selector(
            "form:has(input[type=password])", "form => { form.noValidate = true; form.submit() }"
        )


def _empty_report(page: Page) -> None:
    page.goto("/interventies/jasmijn-werkt/fout-melden/")
    with page.expect_navigation():
        page.eval_on_selector("main form", "form => { form.noValidate = true; form.submit() }")


#: Pages behind a form: where to go and what to send.
FORMS = {"matching-result": _match, "login-wrong": _wrong_login, "report-empty": _empty_report}


def html(folder: Path) -> list[str]:
    """What the validator of the web's own standards body says is wrong in the pages in `folder`."""
    words = [
        "java",
        "-jar",
        str(VALIDATOR),
        "--errors-only",
        "--stdout",
        "--exit-zero-always",
        "--format",
        "json",
    ]
    done = subprocess.run([*words, str(folder)], capture_output=True, text=True, check=False)
    try:
        messages = json.loads(done.stdout)["messages"]
    except ValueError:
        return [f"the validator of HTML gave no answer: {done.stderr.strip()[-300:]}"]
    found = {}
    for message in messages:
        if HTMX.match(message["message"]):
            continue
        name = Path(message.get("url", "?")).stem
        found.setdefault(f"{message['message']} {message.get('extract', '').strip()[:120]}", name)
    return [f"{name}: {text}" for text, name in found.items()]
