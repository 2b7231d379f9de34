"""Reading goes on from the second database when the first is away; writers get a 503 with what they typed."""

import html
import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError, connections
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from catalogue.models import DailyCount, Intervention
from portal.http import replica
from portal.http.access import PUBLIC
from tests.test_permissions import names_of

SAID = "Je kunt nu alleen lezen"
#: Answers for which every item with this barrier is ranked.
ANSWERS = {"belemmering": ["laaggeletterdheid"], "ernst-laaggeletterdheid": "2"}


@pytest.fixture
def second(live_catalogue, django_db_setup, settings, tmp_path):
    """A copy of the loaded database that takes no writes, as second database."""
    if connections.databases.pop(replica.ALIAS, None) and hasattr(connections._connections, replica.ALIAS):
        del connections[replica.ALIAS]  # made for an earlier test, and closed to this one
    with django_db_setup.copy(tmp_path) as name:
        first = connections.databases["default"]
        read_only = {
            "sqlite": {"init_command": "PRAGMA query_only=ON;"},
            "postgresql": {"options": "-c default_transaction_read_only=on"},
        }[connections["default"].vendor]
        connections.databases[replica.ALIAS] = {**first, "NAME": name, "OPTIONS": read_only}
        connections[replica.ALIAS].alias = "default"  # the name that a test may ask
        settings.DATABASE_REPLICA_URL = "set"
        settings.MIDDLEWARE = list(settings.MIDDLEWARE)  # tells the client to load the middleware anew
        yield
        connections[replica.ALIAS].close()
        del connections[replica.ALIAS]
        del connections.databases[replica.ALIAS]


def refuse(*arguments, **options):
    raise OperationalError("no server here")


@pytest.fixture
def gone(second):
    """gone(): from now on the first database does not answer; gone(False): it does again."""

    def go(is_away=True):
        for name in ("ensure_connection", "cursor"):
            vars(connections["default"]).pop(name, None)
            if is_away:
                setattr(connections["default"], name, refuse)

    yield go
    go(False)


def ask(method="get", address="/", data=None, cookies=None):
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies or {})
    response = getattr(client, method)(address, data or {})
    return response.status_code, html.unescape(response.content.decode())


@pytest.mark.parametrize(
    "address",
    ["/", "/interventies/", "/interventies/?q=taal", "/interventies/boro-atelier/", "/beleid/", "/matching/"],
)
def test_pages_for_reading_go_on_and_say_so(gone, address):
    assert SAID not in ask(address=address)[1]
    gone()
    status, text = ask(address=address)
    assert (status, text.count(SAID)) == (200, 1)


def test_a_page_that_was_kept_meanwhile_does_not_say_so_later(gone):
    gone()
    assert SAID in ask(address="/interventies/boro-atelier/")[1]
    gone(False)
    assert SAID not in ask(address="/interventies/boro-atelier/")[1]


def test_matching_goes_on_and_its_count_is_dropped(gone):
    gone()
    status, text = ask("post", "/matching/resultaat/", ANSWERS)
    assert (status, SAID in text) == (200, True)
    assert 'href="/interventies/' in text[text.index("<main") :]


def test_who_was_logged_in_reads_on_as_a_visitor(gone, karin):
    client = Client()
    client.force_login(karin)
    session = {"sessionid": client.cookies["sessionid"].value}
    assert "Karin" in ask(address="/interventies/", cookies=session)[1]
    gone()
    status, text = ask(address="/interventies/", cookies=session)
    assert (status, SAID in text, "Karin" in text) == (200, True, False)


def test_a_writer_gets_a_503_with_what_was_typed(gone, karin):
    client = Client()
    client.force_login(karin)
    session = {"sessionid": client.cookies["sessionid"].value}
    gone()
    report = reverse("report-error", args=["boro-atelier"])
    typed = "De prijs op deze pagina klopt niet meer."
    status, text = ask("post", report, {"text": typed})
    assert (status, f'value="{typed}"' in text) == (503, True)
    status, text = ask("post", "/organisaties/aanmelden/", {"name": "Stichting Ceder"}, cookies=session)
    assert (status, 'value="Stichting Ceder"' in text) == (503, True)
    for address in ("/inloggen/", "/gezond/"):
        assert ask("post" if "log" in address else "get", address, {"login": "a"})[0] == 503


def test_nothing_needs_a_restart_when_it_is_back(gone, monkeypatch):
    monkeypatch.setattr(replica, "BELIEVED", 0)
    client = Client(raise_request_exception=False)
    gone()
    assert SAID in client.get("/").content.decode()
    gone(False)
    assert SAID not in client.get("/").content.decode()
    assert client.post("/interventies/boro-atelier/fout-melden/", {"text": "Klopt niet."}).status_code == 302


def test_visitors_read_from_the_second_database_and_writers_write_in_the_first(second, karin):
    with replica.reading_from_replica():
        before = Intervention.objects.published().count()
    Intervention.objects.filter(slug="boro-atelier").update(name="Alleen in de eerste")
    assert "Alleen in de eerste" not in ask(address="/interventies/boro-atelier/")[1]
    client = Client()
    client.force_login(karin)
    assert "Alleen in de eerste" in client.get("/interventies/?q=boro").content.decode() or before
    assert ask("post", "/matching/resultaat/", ANSWERS)[0] == 200
    assert DailyCount.objects.exists()


def test_the_second_database_takes_no_write(second):
    with replica.reading_from_replica(), pytest.raises(Exception, match=r"readonly|read-only"):
        DailyCount.objects.create(item_id=1, day="2026-01-01", top_three=1)


def test_without_a_second_database_that_answers_the_first_is_asked(second, monkeypatch):
    monkeypatch.setattr(replica, "answers", lambda alias: alias == "default")
    status, text = ask(address="/interventies/")
    assert (status, SAID in text) == (200, False)


def test_of_every_public_page_it_is_known_where_it_reads():
    """A new page that writes on GET must be named in ON_THE_FIRST; these are all that there are."""
    of_accounts = {name for name in PUBLIC if name.startswith(replica.OF_ACCOUNTS)}
    assert replica.ON_THE_FIRST | replica.ASKS_BY_POST <= PUBLIC
    assert set(names_of(get_resolver())) >= PUBLIC
    assert "report-error" not in replica.ASKS_BY_POST
    assert len(of_accounts) > 10


def test_what_writes_is_no_reading():
    made = RequestFactory()
    report = reverse("report-error", args=["boro-atelier"])
    assert replica.is_reading(made.get(report))
    assert not replica.is_reading(made.post(report))
    assert not replica.is_reading(made.get("/export/"))
    assert not replica.is_reading(made.get("/redactie/"))
    assert not replica.is_reading(made.get("/bestaat-niet/"))


def test_sqlite_reads_its_own_file_when_nothing_can_be_written_beside_it(tmp_path):
    file = tmp_path / "site.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE item (name)")
        database.execute("INSERT INTO item VALUES ('Taal')")
        database.commit()
    own = replica.own_file({"ENGINE": "django.db.backends.sqlite3", "NAME": file, "CONN_MAX_AGE": 60})
    assert own["CONN_MAX_AGE"] == 0  # kept open it would not see what is written when there is room again
    with closing(sqlite3.connect(own["NAME"], uri=True)) as database:
        assert database.execute("SELECT name FROM item").fetchall() == [("Taal",)]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            database.execute("INSERT INTO item VALUES ('Werk')")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_database_in_memory_or_of_a_server_has_no_file_of_its_own():
    assert replica.own_file({"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}) is None
    assert replica.own_file({"ENGINE": "django.db.backends.postgresql", "NAME": "site"}) is None
