"""Logging in and out, locking out, and what a wrong password tells."""

import html
import re
from datetime import timedelta

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import actions, lockout, used_codes
from portal.models import SharedEntry
from tests.cast import PASSWORD, TOTP_SECRET

LOGIN = "/inloggen/"


def log_in(client, user, password=PASSWORD, **fields):
    return client.post(LOGIN, {"login": user.email, "password": password} | fields)


def code_now():
    return format_hotp_value(hotp_value(TOTP_SECRET, list(yield_hotp_counters_from_time())[1]))


def text_of(response):
    return html.unescape(response.content.decode())


def test_an_account_logs_in_with_its_address_and_out_again(karin, client):
    response = log_in(client, karin)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "Karin" in text_of(client.get("/"))
    response = client.post(reverse("account_logout"))
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "Karin" not in text_of(client.get("/"))


def test_a_link_cannot_log_someone_out(karin, client):
    client.force_login(karin)
    assert client.get(reverse("account_logout")).status_code == 405
    assert "Karin" in text_of(client.get("/"))


def test_a_wrong_password_says_so_without_saying_which_part_was_wrong(karin, client):
    wrong = log_in(client, karin, "fout")
    unknown = client.post(LOGIN, {"login": "niemand@voorbeeld.example", "password": "fout"})
    for response in (wrong, unknown):
        assert response.status_code == 200
        assert "Inloggen is niet gelukt" in text_of(response)
        assert "<title>Fout: Inloggen - Trajectwijzer</title>" in text_of(response)
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert f'value="{karin.email}"' in text_of(wrong)


def test_an_empty_form_points_at_both_fields(client, db):
    text = client.post(LOGIN, {}).content.decode()
    for name in ("id_login", "id_password"):
        assert f'href="#{name}"' in text
        assert f'id="{name}_error"' in text
        assert f'aria-describedby="{name}_error"' in text


def test_it_goes_on_to_where_someone_was_going_but_not_to_another_site(karin, client):
    assert log_in(client, karin, next="/over/").headers["Location"] == "/over/"
    client.post(reverse("account_logout"))
    assert log_in(client, karin, next="https://elders.nl/").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("person", "place"),
    [
        ("amina", "/organisaties/stichting-amber/"),
        ("karin", "/"),
        ("pim", "/beleid/"),
    ],
)
def test_one_comes_where_ones_work_is(request, client, person, place):
    assert log_in(client, request.getfixturevalue(person)).headers["Location"] == place


def test_a_second_factor_is_asked_before_anything_else(mo, client):
    response = log_in(client, mo)
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/redactie/").headers["Location"].startswith(LOGIN)
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Deze code klopt niet" in text_of(wrong)
    right = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert right.headers["Location"] == "/redactie/"
    assert client.get("/redactie/").status_code == 200


def test_a_code_that_was_used_does_not_work_again(mo, client):
    code = code_now()
    log_in(client, mo)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    client.post(reverse("account_logout"))
    log_in(client, mo)
    assert "Deze code klopt niet" in text_of(client.post(reverse("mfa_authenticate"), {"code": code}))


def test_a_code_works_once_for_as_long_as_it_is_accepted(mo, client, monkeypatch):
    """A phone may be half a minute off, so a code is accepted for a minute and a half."""
    moment = 1_800_000_000.0
    monkeypatch.setattr("time.time", lambda: moment)
    code = format_hotp_value(hotp_value(TOTP_SECRET, int(moment) // 30 + 1))
    assert used_codes.ACCEPTED_FOR == 90
    log_in(client, mo)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    for later in (31, 89):
        monkeypatch.setattr("time.time", lambda: moment + later)  # noqa: B023 - called within this turn
        other = Client()
        log_in(other, mo)
        assert "Deze code klopt niet" in text_of(other.post(reverse("mfa_authenticate"), {"code": code}))


def test_a_used_code_is_in_no_table_to_be_read(mo, client):
    code = code_now()
    log_in(client, mo)
    client.post(reverse("mfa_authenticate"), {"code": code})
    rows = list(SharedEntry.objects.values_list("key", "value"))
    assert len(rows) > 1
    assert all(re.fullmatch(r"[0-9a-f]{64}", key) for key, _ in rows)
    assert code not in repr([value for _, value in rows])


def test_who_knows_the_password_may_not_guess_the_code_either(mo, client, settings):
    log_in(client, mo)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert "Deze code klopt niet" in text_of(client.post(reverse("mfa_authenticate"), {"code": "000000"}))
    response = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    until = timezone.localtime(lockout.locked_until(mo.email))
    assert f"Probeer het na {until:%H.%M} uur opnieuw." in text_of(response)
    assert client.get("/account/").status_code == 302
    assert log_in(Client(), mo).status_code == 429


def test_a_few_wrong_codes_are_forgiven_once_one_is_right(mo, client):
    log_in(client, mo)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert AccessAttempt.objects.get().failures_since_start == 1
    assert client.post(reverse("mfa_authenticate"), {"code": code_now()}).status_code == 302
    assert AccessAttempt.objects.count() == 0


def test_a_stolen_session_may_not_guess_the_code_that_is_asked_again(mo, client, settings):
    client.force_login(mo)
    lockout.count_failure(name=mo.email, at=timezone.now())
    AccessAttempt.objects.update(failures_since_start=settings.AXES_FAILURE_LIMIT)
    response = client.post(reverse("mfa_reauthenticate"), {"code": code_now()})
    assert "te vaak een verkeerde code" in text_of(response)


def test_failures_of_before_the_wait_count_no_longer(karin, settings):
    long_ago = timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        lockout.count_failure(name=karin.email, at=long_ago)
    lockout.count_failure(name=karin.email, at=timezone.now())
    assert lockout.locked_until(karin.email) is None


def lock(client, user, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert log_in(client, user, "fout").status_code == 200
    return log_in(client, user, "fout")


def test_an_account_closes_after_too_many_wrong_passwords_and_says_until_when(karin, client, settings):
    response = lock(client, karin, settings)
    assert response.status_code == 429
    until = timezone.localtime(lockout.locked_until(karin.email))
    assert f"tot {until:%H.%M} uur" in text_of(response)
    assert log_in(client, karin).status_code == 429


def test_an_unknown_address_is_closed_in_the_same_way(client, db, settings):
    class Nobody:
        email = "niemand@voorbeeld.example"

    assert lock(client, Nobody, settings).status_code == 429


def test_another_account_behind_the_same_address_is_not_closed(karin, pim, client, settings):
    lock(client, karin, settings)
    assert log_in(client, pim).headers["Location"] == "/beleid/"


def test_the_spelling_of_the_address_makes_no_second_chance(karin, client, settings):
    lock(client, karin, settings)
    response = client.post(LOGIN, {"login": karin.email.upper(), "password": PASSWORD})
    assert response.status_code == 429


def test_it_opens_again_after_the_wait(karin, client, settings):
    lock(client, karin, settings)
    AccessAttempt.objects.update(
        attempt_time=timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1)
    )
    assert log_in(client, karin).headers["Location"] == "/"
    assert AccessAttempt.objects.count() == 0


def test_of_a_wrong_try_only_the_account_the_number_and_the_time_are_kept(karin, client):
    client.post(
        LOGIN,
        {"login": karin.email, "password": "geheim-geraden", "bewaard": "getypt"},
        headers={"user-agent": "herkenbare browser"},
        REMOTE_ADDR="192.0.2.77",
    )
    row = AccessAttempt.objects.values().get()
    kept = {name: value for name, value in row.items() if value not in ("", None)}
    assert set(kept) == {"id", "username", "attempt_time", "failures_since_start"}
    assert (kept["username"], kept["failures_since_start"]) == (karin.email, 1)


def test_the_log_names_no_account_and_no_network_address(karin, client, settings, caplog):
    lock(client, karin, settings)
    said = [
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("axes") and record.levelname == "ERROR"
    ]
    assert said == []
    assert settings.LOGGING["loggers"]["axes"]["level"] == "ERROR"


def test_old_tries_are_forgotten_by_the_daily_work(karin, client, settings):
    log_in(client, karin, "fout")
    later = timezone.now() + settings.AXES_COOLOFF_TIME + timedelta(minutes=1)
    assert actions.forget(at=timezone.now())["pogingen om in te loggen"] == 0
    assert actions.forget(at=later)["pogingen om in te loggen"] == 1


def test_the_limits_in_memory_hold_no_network_address(client, db, rf):
    from allauth.core import ratelimit

    from portal.accounts.adapter import AccountAdapter

    assert ratelimit
    found = AccountAdapter().get_client_ip(rf.get("/", REMOTE_ADDR="192.0.2.77"))
    assert re.fullmatch(r"[0-9a-f]{16}", found)
    assert found != AccountAdapter().get_client_ip(rf.get("/", REMOTE_ADDR="192.0.2.78"))


def test_a_town_hall_of_two_hundred_logs_in_behind_one_address(client, db):
    for number in range(190):
        response = client.post(LOGIN, {"login": f"m{number}@voorbeeld.example", "password": "fout"})
        assert response.status_code == 200, number


# A known address takes the same work as a new one, and a lock-out is lifted by its owner


def test_signing_up_hashes_as_often_for_a_known_address(db, karin, client, monkeypatch):
    hashed = []

    class Counting(MD5PasswordHasher):
        def encode(self, password, salt):
            hashed.append(password)
            return super().encode(password, salt)

    monkeypatch.setattr("django.contrib.auth.hashers.get_hashers", lambda: [Counting()])
    monkeypatch.setattr("django.contrib.auth.hashers.get_hasher", lambda *_: Counting())
    counts = []
    for email in (karin.email, "nieuw@voorbeeld.example"):
        hashed.clear()
        client.post("/account/maken/", {"email": email, "password1": PASSWORD, "name": "K"})
        counts.append(len(hashed))
    assert counts[0] == counts[1] == 1


def test_a_new_password_opens_an_account_that_was_closed(db, karin, client):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post(LOGIN, {"login": karin.email, "password": "fout"})
    assert client.post(LOGIN, {"login": karin.email, "password": PASSWORD}).status_code == 429
    uid, key = user_pk_to_url_str(karin), default_token_generator.make_token(karin)
    page = client.get(f"/account/wachtwoord/nieuw/{uid}-{key}/")
    new = "een ander lang wachtwoord"
    client.post(page.headers["Location"], {"password1": new})
    response = Client().post(LOGIN, {"login": karin.email, "password": new})
    assert response.status_code == 302


def reset(client, user, password):
    uid, key = user_pk_to_url_str(user), default_token_generator.make_token(user)
    page = client.get(f"/account/wachtwoord/nieuw/{uid}-{key}/")
    return client.post(page.headers["Location"], {"password1": password})


def test_a_browser_that_was_logged_in_before_is_counted_apart(karin, settings):
    """Eight wrong passwords of a stranger close the account for strangers, not for its owner."""
    own = Client()
    log_in(own, karin)
    own.get("/")
    own.post(reverse("account_logout"))
    assert lock(Client(), karin, settings).status_code == 429
    assert log_in(Client(), karin).status_code == 429
    assert log_in(own, karin).headers["Location"] == "/"


def test_a_known_browser_has_no_more_tries_than_another(karin, pim, settings):
    own = Client()
    log_in(own, karin)
    own.get("/")
    own.post(reverse("account_logout"))
    assert lock(own, karin, settings).status_code == 429
    assert log_in(own, karin).status_code == 429
    assert log_in(Client(), karin).status_code == 302
    # Being known to one account says nothing of another.
    assert lock(own, pim, settings).status_code == 429
    assert log_in(Client(), pim).status_code == 429


def test_nobody_types_her_way_into_the_count_of_a_known_browser(karin, client, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        client.post(LOGIN, {"login": karin.email + lockout.KNOWN, "password": "fout"})
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == [karin.email]


def test_the_code_is_not_closed_to_its_owner_by_a_stranger_either(mo, settings):
    own = Client()
    log_in(own, mo)
    own.post(reverse("mfa_authenticate"), {"code": code_now()})
    own.get("/redactie/")
    own.post(reverse("account_logout"))
    lock(Client(), mo, settings)
    SharedEntry.objects.all().delete()  # the code of this half minute was used above
    assert log_in(own, mo).status_code == 302
    assert own.post(reverse("mfa_authenticate"), {"code": code_now()}).headers["Location"] == "/redactie/"


def test_who_set_a_new_password_gets_in_while_a_stranger_keeps_trying(karin, settings):
    own, new = Client(), "een ander lang wachtwoord"
    lock(Client(), karin, settings)
    assert reset(own, karin, new).status_code == 302
    lock(Client(), karin, settings)
    assert own.post(LOGIN, {"login": karin.email, "password": new}).status_code == 302
