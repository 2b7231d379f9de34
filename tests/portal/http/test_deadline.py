"""A step that takes too long ends with a page in Dutch that still holds what was typed."""

import html
import threading
import time

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import include, path

from catalogue.text.deadline import TookTooLongError, within
from matching import service
from portal.http import errors, statements

TYPED = {"text": "Het telefoonnummer op deze pagina klopt niet meer.", "veld": ["een", "twee"]}


def slow(request):
    with within(0.05):
        while True:
            pass


def slow_query(request):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")
        try:
            cursor.execute("SELECT pg_sleep(5)")
        finally:
            cursor.execute("ROLLBACK")


def away(request):
    raise OperationalError("no server here")


urlpatterns = [
    path("traag/", slow, name="slow"),
    path("trage-vraag/", slow_query, name="slow-query"),
    path("weg/", away, name="away"),
    path("wachtwoord/", away, name="account_login"),
    path("", include("portal.urls")),
]
handler500 = errors.server_error


def post(address, fields=TYPED):
    client = Client(raise_request_exception=False)
    response = client.post(address, fields)
    return response, html.unescape(response.content.decode())


@pytest.fixture
def open_to_all(monkeypatch):
    monkeypatch.setattr("portal.http.access.PUBLIC", {"slow", "slow-query", "away", "account_login"})


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "said"), [("/traag/", "Dit duurde te lang"), ("/weg/", "Dit lukt nu even niet")]
)
def test_what_was_typed_is_in_the_page_to_be_sent_again(db, open_to_all, address, said):
    response, text = post(address)
    assert response.status_code == 503
    assert (response.headers["Retry-After"], response.headers["Cache-Control"]) == ("30", "no-store")
    assert f"<h1>{said}</h1>" in text
    assert f'<form method="post" action="{address}">' in text
    for name, value in (("text", TYPED["text"]), ("veld", "een"), ("veld", "twee")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in text
    assert f"<blockquote>{TYPED['text']}</blockquote>" in text
    assert 'name="csrfmiddlewaretoken"' in text


@pytest.mark.urls(__name__)
def test_a_password_and_a_secret_address_are_not_shown_again(db, open_to_all):
    _, text = post("/wachtwoord/", {"login": "karin@voorbeeld.example", "password": "een geheim wachtwoord"})
    assert "geheim" not in text
    _, text = post("/traag/", {"visiting_address": "Geheimstraat 1", "address_secret": "on", "name": "Taal"})
    assert "Geheimstraat" not in text
    assert 'value="Taal"' in text


@pytest.mark.urls(__name__)
def test_what_was_typed_is_text_and_never_code(db, open_to_all):
    response, _ = post("/traag/", {"text": "<script>alert(1)</script> is wat ik typte"})
    assert b"<script>" not in response.content


@pytest.mark.urls(__name__)
def test_a_statement_that_takes_too_long_is_ended(db, open_to_all):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL ends a statement")
    response, text = post("/trage-vraag/")
    assert (response.status_code, "Dit duurde te lang" in text) == (503, True)


def test_statements_are_bounded_where_visitors_wait_and_only_on_postgresql():
    databases = {
        "a": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"options": "-c lock_timeout=1"}},
        "b": {"ENGINE": "django.db.backends.postgresql"},
        "c": {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {"timeout": 20}},
    }
    statements.bound(databases)
    assert databases["a"]["OPTIONS"] == {"options": "-c lock_timeout=1 -c statement_timeout=20000"}
    assert databases["b"]["OPTIONS"] == {"options": "-c statement_timeout=20000"}
    assert databases["c"]["OPTIONS"] == {"timeout": 20}


def test_a_match_that_takes_too_long_ends_and_keeps_the_profile_on_the_page(catalogue, monkeypatch):
    monkeypatch.setattr(service, "STEP", 0.05)
    monkeypatch.setattr(service, "match", lambda *_: time.sleep(5))
    response, text = post("/matching/resultaat/", {"belemmering": "laaggeletterdheid", "age": "37"})
    assert response.status_code == 503
    assert '<input type="hidden" name="belemmering" value="laaggeletterdheid">' in text


def test_within_another_the_first_to_end_counts_and_after_it_there_is_no_end():
    with pytest.raises(TookTooLongError), within(0.05), within(5):
        time.sleep(1)
    with within(5), pytest.raises(TookTooLongError), within(0.05):
        time.sleep(1)
    with within(0.05):
        pass
    time.sleep(0.1)


def test_another_thread_has_no_end():
    ended = []

    def work():
        with within(0.01):
            time.sleep(0.05)
        ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ended == [True]
