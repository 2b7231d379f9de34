"""How much one visitor may ask in a minute, how large a request may be, and that no address is kept of it."""

import html
import re
from dataclasses import replace

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import get_resolver, reverse
from django_tasks_db.models import DBTaskResult

from catalogue.models import ErrorReport, Intervention
from portal.http import limits
from portal.http.access import PUBLIC
from portal.models import WindowCount
from tests.test_consistency import URLS, address_of
from tests.test_permissions import names_of

NOON = 1_800_000_000.0 // limits.DAY * limits.DAY + 12 * 60 * 60


@pytest.fixture(autouse=True)
def limits_on(settings, monkeypatch):
    """As on a server, with the clock standing still at 10 seconds past noon, and no counts of other tests."""
    settings.LIMITS_ON = True
    clock = Clock(NOON + 10)
    monkeypatch.setattr(limits, "time", clock)
    return clock


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


def few(monkeypatch, kind, most):
    limit = limits.LIMITS[kind]
    monkeypatch.setitem(limits.LIMITS, kind, replace(limit, most=most))


DOORS = {
    "search": ("get", "/interventies/?q=taal"),
    "match": ("post", "/matching/suggesties/"),
    "export": ("get", "/export/?vorm=csv&gemeente=Tilburg"),
}


@pytest.mark.parametrize("kind", DOORS)
def test_who_asks_too_much_is_told_in_dutch_when_to_come_back(catalogue, client, monkeypatch, kind):
    few(monkeypatch, kind, 3)
    method, address = DOORS[kind]
    ask = getattr(client, method)
    assert [ask(address).status_code for _ in range(3)] == [200, 200, 200]
    response = ask(address)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "50"
    assert response.headers["Cache-Control"].startswith("no-store")
    assert "<h1>Even wachten</h1>" in response.content.decode()


def test_the_next_minute_is_a_new_one(catalogue, client, monkeypatch, limits_on):
    few(monkeypatch, "search", 1)
    assert [client.get("/interventies/?q=taal").status_code for _ in range(2)] == [200, 429]
    limits_on.now += 50
    assert client.get("/interventies/?q=taal").status_code == 200


def test_another_address_is_not_held_up(catalogue, client, monkeypatch):
    few(monkeypatch, "search", 1)
    assert [client.get("/interventies/?q=taal").status_code for _ in range(2)] == [200, 429]
    assert client.get("/interventies/?q=taal", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_other_doors_stay_open(catalogue, client, monkeypatch):
    few(monkeypatch, "search", 0)
    assert client.get("/interventies/?q=taal").status_code == 429
    assert client.get("/interventies/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/matching/suggesties/").status_code == 200


def test_the_limits_leave_room_for_two_hundred_people_behind_one_address():
    people = 200
    by_address = {kind: limit for kind, limit in limits.LIMITS.items() if not limit.shared}
    assert {kind: limit.most / people for kind, limit in by_address.items()} == {
        "search": 10,
        "match": 6,
        "export": 0.5,
    }


# Over all processes


@pytest.fixture
def report(catalogue):
    """report(client): the answer to a report of an error."""
    item = Intervention.objects.published().first()
    return lambda client: client.post(
        reverse("report-error", args=[item.slug]), {"text": "De prijs klopt niet."}
    )


def test_what_writes_without_an_account_is_counted_in_the_database(client, monkeypatch, report):
    few(monkeypatch, "open-form", 1)
    assert [report(client).status_code for _ in range(2)] == [302, 429]
    caches["limits"].clear()  # as in another process
    assert report(client).status_code == 429
    assert WindowCount.objects.get().n == 3
    assert ErrorReport.objects.count() == 1


def test_an_account_counts_for_itself_wherever_it_is(amina, bea, client_of, monkeypatch):
    few(monkeypatch, "write", 1)
    change = {"name": "Amina"}
    assert [client_of(amina).post("/account/", change).status_code for _ in range(2)] == [302, 429]
    assert client_of(bea).post("/account/", change).status_code == 302
    assert client_of(amina).get("/account/").status_code == 200


def test_invitations_have_a_limit_of_their_own(amina, client_of, monkeypatch):
    few(monkeypatch, "invite", 2)
    client = client_of(amina)
    invite = {"email": "iemand@voorbeeld.example"}
    answers = [client.post("/organisaties/stichting-amber/leden/", invite) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert answers[-1].headers["Retry-After"] == str(60 * 60 - 10)


def test_one_address_is_invited_a_few_times_a_day_whoever_asks(amina, bea, client_of, limits_on):
    """Withdrawn, accepted or asked by another organisation: it is the mailbox that counts."""
    invite = {"email": "Iemand@voorbeeld.example"}
    places = [(client_of(amina), "stichting-amber"), (client_of(bea), "stichting-beuk")] * 2
    answers = [client.post(f"/organisaties/{slug}/leden/", invite) for client, slug in places]
    assert [answer.status_code for answer in answers] == [302] * limits.INVITATIONS_TO + [422]
    assert "Probeer het morgen weer." in answers[-1].content.decode()
    assert 'value="Iemand@voorbeeld.example"' in answers[-1].content.decode()
    keys = list(WindowCount.objects.filter(key__startswith="invite-").values_list("key", flat=True))
    assert len(keys) == 3
    assert all(re.fullmatch(r"invite-(to|of):[0-9a-f]{16}", key) for key in keys)
    limits_on.now += limits.DAY
    assert places[0][0].post("/organisaties/stichting-amber/leden/", invite).status_code == 302


def test_one_organisation_invites_so_many_a_day(amina, client_of, monkeypatch):
    monkeypatch.setattr(limits, "INVITATIONS_OF", 2)
    client = client_of(amina)
    invites = [{"email": f"iemand{number}@voorbeeld.example"} for number in range(3)]
    answers = [client.post("/organisaties/stichting-amber/leden/", invite) for invite in invites]
    assert [answer.status_code for answer in answers] == [302, 302, 422]


@pytest.mark.parametrize(
    ("address", "field", "letter", "most"),
    [
        ("account_reset_password", {}, "account/email/password_reset_key", limits.MAILS_TO),
        ("account_signup", {"password1": "een zin van woorden"}, "account/email/account_already_exists", 1),
    ],
)  # of the second allauth sends one in three minutes
def test_a_stranger_fills_no_mailbox_and_takes_no_way_away(karin, client, address, field, letter, most):
    """The answer stays the same, so the owner is never refused; the mails of this hour still work."""
    ask = lambda: client.post(reverse(address), {"email": karin.email} | field)  # noqa: E731
    answers = [ask() for _ in range(limits.MAILS_TO + 3)]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, answers[0].headers["Location"])
    }
    kinds = [row.args_kwargs["args"][0] for row in DBTaskResult.objects.all()]
    assert kinds == [letter] * most
    [row] = WindowCount.objects.filter(key__startswith="mail-to:")
    assert re.fullmatch(r"mail-to:[0-9a-f]{16}", row.key)


@pytest.mark.parametrize("address", ["/interventies/?q=taal", "/matching/", "/lijst/?item=boro-atelier"])
def test_reading_counts_nothing_in_the_database(catalogue, amina, client_of, address):
    client_of(amina).get(address)
    client_of(amina).post("/matching/suggesties/")
    client_of(amina).post("/matching/", {"age": "37"})
    assert not WindowCount.objects.exists()


#: Public addresses that take a POST and write nothing but a cookie, or nothing at all.
WRITES_NOTHING = {
    "matching",
    "my-municipality",
    "account_logout",
    "matching-explanation",
    "matching-council",
    "matching-coverage",
}
#: Steps of logging in and signing up that a limit of allauth, or the lock-out, is about.
COUNTED_BY_ALLAUTH = {
    "account_login", "account_signup", "account_reset_password", "account_reset_password_from_key",
    "account_confirm_email", "mfa_authenticate", "openid_connect_login", "openid_connect_callback",
    "socialaccount_signup",
}  # fmt: skip


def test_every_public_address_that_takes_a_post_is_counted(catalogue, client):
    """Elsewhere every POST of an account counts, whatever the address: see kind_of."""
    takes_post = {
        pattern.name
        for pattern in URLS.values()
        if pattern.name in PUBLIC and client.post(address_of(pattern)).status_code != 405
    }
    assert takes_post - COUNTED_BY_ALLAUTH - WRITES_NOTHING <= set(limits.LIMIT_OF)


def test_every_limit_is_about_an_address_that_exists():
    assert set(limits.LIMIT_OF) - set(names_of(get_resolver())) == set()
    assert len(limits.LIMIT_OF) == sum(len(limit.names) for limit in limits.LIMITS.values())


def test_on_ones_own_computer_nobody_is_counted(catalogue, client, settings, monkeypatch):
    settings.LIMITS_ON = False
    few(monkeypatch, "search", 0)
    assert client.get("/interventies/?q=taal").status_code == 200


# What is kept


def test_a_visitor_is_not_an_address_and_another_one_tomorrow(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.77")
    today, tomorrow = limits.visitor(request, NOON), limits.visitor(request, NOON + limits.DAY)
    assert today == limits.visitor(request, NOON + 60)
    assert today != tomorrow
    assert "192" not in today + tomorrow


def test_nothing_that_is_kept_names_the_address(rf):
    limits.count(rf.get("/", REMOTE_ADDR="192.0.2.77"), "search", NOON)
    kept = caches["limits"]
    names = list(kept._cache)
    assert len(names) == 1
    assert not any("192.0.2" in f"{name}{kept._cache[name]}" for name in names)


def test_the_key_is_secret(rf, settings):
    request = rf.get("/", REMOTE_ADDR="192.0.2.77")
    before = limits.visitor(request, NOON)
    settings.SECRET_KEY = "een ander geheim"
    assert limits.visitor(request, NOON) != before


def test_no_row_names_an_address_or_an_account(amina, client_of, client, report):
    report(client)
    client_of(amina).post("/account/", {"name": "Amina"})
    for row in WindowCount.objects.all():
        assert re.fullmatch(r"(open-form|write):[0-9a-f]{16}", row.key)


def test_one_network_of_ipv6_is_one_visitor(rf):
    one, same, other = (
        limits.visitor(rf.get("/", REMOTE_ADDR=address), NOON)
        for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert one == same != other


def test_only_a_trusted_proxy_says_who_asks(rf, settings):
    forged = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": "203.0.113.5, 192.0.2.77"})
    plain = rf.get("/", REMOTE_ADDR="192.0.2.77")
    assert limits.visitor(forged, NOON) != limits.visitor(plain, NOON)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert limits.visitor(forged, NOON) == limits.visitor(plain, NOON)


# How large


@pytest.mark.parametrize("address", ["/matching/resultaat/", "/matching/openen/", "/inloggen/"])
def test_a_huge_body_is_refused_in_dutch_before_it_is_read(catalogue, address):
    class Unread:
        def read(self, *size):
            raise AssertionError("the body was read")

        readline = read

    response = Client(raise_request_exception=True).generic(
        "POST", address, b"", content_type="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(10**9), **{"wsgi.input": Unread()},
    )  # fmt: skip
    text = html.unescape(response.content.decode())
    assert response.status_code == 413
    assert "<h1>Wat je stuurde is te groot</h1>" in text
    assert "hooguit 256 kB" in text


def test_a_body_as_large_as_is_allowed_is_read(catalogue, client, settings):
    room = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = "age=" + "3" * (room - 4)
    kind = "application/x-www-form-urlencoded"
    assert client.post("/matching/resultaat/", body, content_type=kind).status_code == 422
    assert client.post("/matching/resultaat/", body + "3", content_type=kind).status_code == 413


def test_a_length_that_is_no_number_is_refused(catalogue, rf):
    assert limits.is_too_large(rf.generic("POST", "/", CONTENT_LENGTH="-1"))
    assert not limits.is_too_large(rf.generic("POST", "/", CONTENT_LENGTH=""))


def test_too_many_fields_are_refused_in_dutch(catalogue, client, settings):
    fields = {f"veld{number}": "1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    response = client.post("/matching/resultaat/", fields)
    assert response.status_code == 400
    assert "Dit verzoek begrijpen we niet" in response.content.decode()


def test_logging_in_too_often_gives_the_same_page(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"reset_password": "1/m/ip"}
    asked = {"email": "niemand@voorbeeld.example"}
    assert client.post(reverse("account_reset_password"), asked).status_code == 302
    response = client.post(reverse("account_reset_password"), asked)
    assert response.status_code == 429
    assert "<h1>Even wachten</h1>" in response.content.decode()
    assert response.headers["Retry-After"] == "60"
