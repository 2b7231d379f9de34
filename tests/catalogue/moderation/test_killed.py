"""kill -9 of the web process between the request and the commit: the old state or the new one, never half.

A server of its own stands on the database of the test. It is told where to stop within the decision; there it
reports and waits, and there it is killed.
"""

import os
import signal
import subprocess
import sys
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from catalogue.documents.schema import document_of
from catalogue.models import CatalogueState, Event, Intervention, Revision
from catalogue.revisions import version
from catalogue.revisions.publishing import current_hash, fresh
from tests.catalogue.moderation.submissions import edited, submitted
from tests.conftest import database_url

pytestmark = pytest.mark.usefixtures("live_catalogue")

SERVER = """
import sys, time
import django
django.setup()
from wsgiref.simple_server import make_server, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import transaction
import catalogue.moderation.actions, catalogue.revisions.actions
import catalogue.revisions.publishing, catalogue.revisions.version

def stop(*args, **kwargs):
    print("stopped", flush=True)
    time.sleep(60)

place = sys.argv[1]
if place == "before the first write":
    catalogue.revisions.actions.move = stop
elif place == "between status and rows":
    catalogue.revisions.actions.write_rows = stop
elif place == "between the rows":
    catalogue.revisions.publishing.index.write = stop
elif place == "before the version":
    catalogue.revisions.version.refresh = stop
elif place == "before the history":
    catalogue.revisions.actions.record = stop
elif place == "before the commit":
    decide = catalogue.moderation.actions.publish
    catalogue.moderation.actions.publish = lambda **given: (decide(**given), stop())
elif place == "after the commit":
    import catalogue.moderation.views
    catalogue.moderation.views.redirect = stop

class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass

application = get_wsgi_application()
server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
print(server.server_port, flush=True)
server.serve_forever()
"""
BEFORE_COMMIT = [
    "before the first write", "between status and rows", "between the rows", "before the version",
    "before the history", "before the commit",
]  # fmt: skip


@pytest.fixture
def server_that_stops(tmp_path):
    """server_that_stops(place): the process and its port; it stops at `place` within a decision."""
    started = []

    def start(place):
        program = tmp_path / "server.py"
        program.write_text(SERVER, encoding="utf-8")
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PYTHONPATH": str(settings.BASE_DIR),
            "LOCAL": "1",
            "DEBUG": "1",
            "SECRET_KEY": settings.SECRET_KEY,
            "PYTHONWARNINGS": "ignore",
        }
        process = subprocess.Popen(
            [sys.executable, program, place], env=environment, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process, int(process.stdout.readline())

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def cookies_and_token(user, pk: int) -> tuple[str, str]:
    """The cookies of a browser that has the submission open, and the token of its form."""
    client = Client()
    client.force_login(user)
    page = client.get(f"/redactie/inzending/{pk}/")
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return cookies, str(page.context["csrf_token"])


def killed(server_that_stops, mo, revision, place):
    """Sends the decision to publish, waits until the server is at `place`, and kills it."""
    cookies, token = cookies_and_token(mo, revision.pk)
    connection.close()
    process, port = server_that_stops(place)
    browser = HTTPConnection("127.0.0.1", port, timeout=30)
    browser.request(
        "POST",
        f"/redactie/inzending/{revision.pk}/besluit/",
        f"csrfmiddlewaretoken={token}&edit_number=0&besluit=publish",
        {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Host": f"127.0.0.1:{port}"},
    )
    assert process.stdout.readline() == "stopped\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    browser.close()


def state(source_ref):
    item = fresh(source_ref)
    return {
        "document": document_of(item),
        "version": item.version,
        "status": Revision.objects.filter(source_ref=source_ref).latest("pk").status,
        "events": list(Event.objects.filter(source_ref=source_ref).values_list("action", flat=True)),
        "catalogue": CatalogueState.current(),
    }


def assert_whole(source_ref):
    """What is said twice is the same in both places."""
    item = fresh(source_ref)
    assert current_hash(item) == item.document_hash
    assert CatalogueState.current() == version.compute()
    accepted = Revision.objects.accepted().filter(source_ref=source_ref)
    assert (accepted.count(), accepted.first().document) == (item.version, document_of(item))


@pytest.fixture
def revision(live_catalogue, amina):
    item = Intervention.objects.get(source_ref="ks2020-01")
    return submitted(edited(item, summary="Daarna.", goals=[], coverage=[]), by=amina)


@pytest.mark.parametrize("place", BEFORE_COMMIT)
def test_killed_before_the_commit_everything_is_as_it_was(server_that_stops, mo, revision, place):
    before = state(revision.source_ref)
    killed(server_that_stops, mo, revision, place)
    assert state(revision.source_ref) == before
    assert_whole(revision.source_ref)


def test_killed_after_the_commit_everything_is_new(server_that_stops, mo, revision):
    before = state(revision.source_ref)
    killed(server_that_stops, mo, revision, "after the commit")
    after = state(revision.source_ref)
    assert (after["document"], after["version"], after["status"]) == (revision.document, 2, "accepted")
    assert after["events"] == ["published", *before["events"]]
    assert after["catalogue"] != before["catalogue"]
    assert_whole(revision.source_ref)


def test_after_the_crash_the_decision_is_simply_taken_again(server_that_stops, mo, revision):
    killed(server_that_stops, mo, revision, "before the version")
    client = Client()
    client.force_login(mo)
    answer = client.post(
        f"/redactie/inzending/{revision.pk}/besluit/", {"edit_number": 0, "besluit": "publish"}
    )
    assert (answer.status_code, fresh(revision.source_ref).version) == (302, 2)
    assert_whole(revision.source_ref)
