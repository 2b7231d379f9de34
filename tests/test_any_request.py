"""Any value in any field of any form, and in any query string, of every role: never a fault of ours.

What is posted carries a valid token (the client of Django's tests is let through), and goes to forms that the
pages themselves show. It takes minutes, so it is a part of bin/audit: bin/audit fuzz.
"""

import os
import random
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.rendering import pdf
from portal.worker import heartbeat
from tests.test_permissions import CAST, PARTS, sections, world

__all__ = ["world"]

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "0"))
pytestmark = pytest.mark.skipif(not ROUNDS, reason="bin/audit fuzz")
#: What people, programs and attackers type.
VALUES = (
    "", " ", "0", "-1", "1", "37", "2026-02-30", "9" * 400, "2" * 19, "1e309", "NaN",
    "ja", "on", "None", "null",
    "a" * 5000, "ja en " * 500, "é" * 300, "\U0001f469\u200d\U0001f52c", "\u202eomgekeerd", "\ufeff",
    "A\u0300",
    "\x00nul", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "\r\nBcc: a@b.example",
    "<script>alert(1)</script>", "{{ 7|add:7 }}", "' OR 1=1 --", "%s%n%00", "../../etc/passwd", "=1+1",
    "https://127.0.0.1/", "javascript:alert(1)", "a@b.example", "[]", '{"a": 1}', "|", "Den Haag", "taal",
)  # fmt: skip
#: Other methods of login and its answers end in a redirect by themselves; logging out ends the walk.
LEFT_OUT = {"account_logout", "openid_connect_login", "openid_connect_callback"}


class Forms(HTMLParser):
    """The forms of a page: (method, action, [(name, value)])."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.found.append((given.get("method", "get").lower(), given.get("action") or "", []))
        elif tag in {"input", "select", "textarea", "button"} and given.get("name") and self.found:
            self.found[-1][2].append((given["name"], given.get("value") or ""))


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    monkeypatch.setattr(pdf, "pdf_of", lambda html, *_: b"%PDF-1.7")


def pages(world, person):
    names = {name for table in sections().values() for name, _ in table} - LEFT_OUT
    found = {reverse(name, kwargs=PARTS[name](world) if name in PARTS else None) for name in names}
    if person == "sofie":
        found |= {
            f"/beheer/{model}/add/"
            for model in ("catalogue/barrier", "catalogue/organisation", "catalogue/synonymgroup")
        } | {f"/beheer/portal/user/{world.karin.pk}/change/"}
    return sorted(found)


def forms_of(client, addresses):
    """Every form that these pages show, by method and address, with its fields."""
    found = {}
    for address in addresses:
        response = client.get(address)
        parser = Forms()
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            parser.feed(response.content.decode())
        for method, action, fields in parser.found:
            at = urlsplit(urljoin(address, action)).path
            if not at.startswith(("/uitloggen", "/beheer/uitloggen")):
                found.setdefault((method, at), {}).update(dict(fields))
        found.setdefault(("get", address), {"q": "", "pagina": "1"})
    return found


def filled(fields, chance):
    """The fields as the page had them, one in three with another value; now and then one more or less."""
    values = {
        name: [chance.choice(VALUES)] * chance.choice((1, 1, 2)) if chance.random() < 0.35 else [value]
        for name, value in fields.items()
        if chance.random() < 0.95
    }
    if chance.random() < 0.2:
        values[chance.choice(("extra", "page", "edit_number", "toon"))] = [chance.choice(VALUES)]
    return values


@pytest.mark.parametrize("person", CAST)
def test_nothing_that_is_sent_is_a_fault_of_ours(world, client_of, person, record_property):
    heartbeat.beat(worker="een", at=timezone.now())
    chance = random.Random(person)  # noqa: S311 - the same ones every time
    client = client_of(getattr(world, person))
    client.raise_request_exception = False
    seen = []
    for (method, address), fields in forms_of(client, pages(world, person)).items():
        for _ in range(ROUNDS):
            values = filled(fields, chance)
            with transaction.atomic():
                visitor = Client(raise_request_exception=False)
                visitor.cookies = client.cookies.copy()
                response = getattr(visitor, method)(address, values)
                transaction.set_rollback(True)
            seen.append((response.status_code, method, address, values))
    faults = [row for row in seen if row[0] >= 500]
    assert faults == [], {row[2] for row in faults}
    reached = [row for row in seen if row[0] in {200, 302, 409, 410, 422}]
    record_property("reached", f"{len(reached)} of {len(seen)}")
    # The rest is what this role may not see, or an address that takes no such method.
    assert len(reached) > 0.6 * len(seen)
