"""When a session ends, and what becomes of a form that was posted after that."""

import html
import re
from datetime import timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal import roles
from portal.accounts import pending_form, sessions
from tests.cast import PASSWORD, account
from tests.portal.accounts.test_login import code_now

REGISTER = "/organisaties/aanmelden/"
SET_UP = "/account/tweede-stap/instellen/"
TYPED = {"name": "Stichting Cèdre & zonen", "about": 'Regel een\r\nregel "twee"', "website": ""}


def log_in(client, user, **fields):
    return client.post("/inloggen/", {"login": user.email, "password": PASSWORD} | fields)


def end(client):
    """The session is gone, the other cookies are still there."""
    Session.objects.all().delete()


def text_of(response):
    return html.unescape(response.content.decode())


def hidden(response, name):
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', response.content.decode())
    return html.unescape(found[1]) if found else None


def kept_of(client, user, address=REGISTER, **typed):
    """What the login page carries after `user` posted `typed` in a session that had ended."""
    log_in(client, user)
    client.get("/over/")
    end(client)
    response = client.post(address, typed or TYPED)
    return response, hidden(response, "bewaard")


# The end


def test_a_session_ends_after_two_hours_without_a_request(settings):
    assert settings.SESSION_COOKIE_AGE == 2 * 60 * 60


def test_the_end_moves_on_with_every_five_minutes_and_not_with_every_request(
    karin, client, django_assert_num_queries
):
    client.force_login(karin)
    client.get("/over/")
    begun = client.session[sessions.RENEWED_AT]
    client.get("/over/")
    assert client.session[sessions.RENEWED_AT] == begun
    session = client.session
    session[sessions.RENEWED_AT] = (timezone.now() - timedelta(minutes=6)).isoformat()
    session.save()
    client.get("/over/")
    assert client.session[sessions.RENEWED_AT] > begun


def test_a_session_ends_twelve_hours_after_logging_in_whatever_happens(karin, client):
    client.force_login(karin)
    client.get("/over/")
    session = client.session
    session[sessions.STARTED_AT] = (timezone.now() - timedelta(hours=12, minutes=1)).isoformat()
    session.save()
    assert client.get("/account/").headers["Location"] == "/inloggen/?next=/account/"


def test_logging_out_everywhere_ends_the_other_sessions_too(karin, client_of):
    here, there = client_of(karin), client_of(karin)
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 200)
    assert here.post("/account/overal-uitloggen/").headers["Location"] == "/inloggen/"
    for client in (here, there):
        assert client.get("/account/").headers["Location"] == "/inloggen/?next=/account/"
    log_in(there, karin)
    assert there.get("/account/").status_code == 200


def test_a_session_that_is_not_used_yet_ends_with_the_others(karin, client, client_of):
    log_in(client, karin)
    client_of(karin).post("/account/overal-uitloggen/")
    assert client.get("/account/").headers["Location"] == "/inloggen/?next=/account/"


def test_setting_up_the_second_step_ends_the_sessions_that_began_without_it(db, client):
    nora = account("nora", role=roles.EDITOR)
    thief = Client()
    for each in (thief, client):
        log_in(each, nora)
        assert each.get("/redactie/").headers["Location"] == SET_UP
    client.get(SET_UP)
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
    assert client.post(SET_UP, {"code": code}).status_code == 302
    assert client.get("/redactie/").status_code == 200
    assert thief.get("/redactie/").headers["Location"] == "/inloggen/?next=/redactie/"


def test_a_visitor_without_an_account_gets_no_session_and_no_cookie_of_one(client, db):
    response = client.get("/over/")
    assert pending_form.COOKIE not in response.cookies
    assert Session.objects.count() == 0


# The form


def test_what_was_typed_waits_in_the_login_page(karin, client):
    response, kept = kept_of(client, karin)
    assert response.status_code == 403
    assert "Wat je had ingevuld, staat in deze pagina klaar" in text_of(response)
    form = pending_form.load(kept)
    assert (form.account, form.path) == (karin.pk, REGISTER)
    assert dict(form.fields) == TYPED


def test_the_same_account_goes_on_with_what_it_typed(karin, client):
    _, kept = kept_of(client, karin, **TYPED, agree="on")
    response = log_in(client, karin, bewaard=kept)
    assert response.headers["Location"] == "/account/verder/"
    page = client.get("/account/verder/")
    assert f'action="{REGISTER}"' in page.content.decode()
    again = {name: hidden(page, name) for name in ("name", "about", "website", "agree")}
    assert again == TYPED | {"agree": "on"}
    assert hidden(page, "csrfmiddlewaretoken")
    made = client.post(REGISTER, again)
    assert made.headers["Location"] == "/organisaties/stichting-cedre-zonen/"


def test_a_wrong_password_first_loses_nothing(karin, client):
    _, kept = kept_of(client, karin)
    wrong = client.post("/inloggen/", {"login": karin.email, "password": "fout", "bewaard": kept})
    assert hidden(wrong, "bewaard") == kept
    assert log_in(client, karin, bewaard=kept).headers["Location"] == "/account/verder/"


def test_a_second_factor_in_between_loses_nothing(mo, client):
    client.force_login(mo)
    client.get("/over/")
    end(client)
    kept = hidden(client.post(REGISTER, TYPED), "bewaard")
    assert log_in(client, mo, bewaard=kept).headers["Location"] == reverse("mfa_authenticate")
    response = client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert response.headers["Location"] == "/account/verder/"
    assert hidden(client.get("/account/verder/"), "name") == TYPED["name"]


def test_another_account_does_not_get_it(karin, pim, client):
    _, kept = kept_of(client, karin)
    assert log_in(client, pim, bewaard=kept).headers["Location"] == "/account/verder/"
    response = client.get("/account/verder/", follow=True)
    assert "hoorde bij een ander account" in text_of(response)
    assert "Cèdre" not in text_of(response)
    assert client.get("/account/verder/").headers["Location"] == "/beleid/"


def test_what_is_not_signed_by_us_is_not_carried(karin, client):
    forged = signing.dumps([karin.pk, "/account/verwijderen/", [["sure", "on"]]], salt="anders")
    response = client.post("/inloggen/", {"login": karin.email, "password": "fout", "bewaard": forged})
    assert hidden(response, "bewaard") is None
    assert log_in(client, karin, bewaard=forged).headers["Location"] == "/"


def test_it_does_not_wait_for_ever(karin, client, monkeypatch):
    _, kept = kept_of(client, karin)
    monkeypatch.setattr(pending_form, "MAX_AGE", -1)
    assert log_in(client, karin, bewaard=kept).headers["Location"] == "/"


def test_too_much_is_not_carried(karin, client, monkeypatch):
    monkeypatch.setattr(pending_form, "MAX_LENGTH", 50)
    response, kept = kept_of(client, karin)
    assert (response.status_code, response.headers["Location"]) == (302, f"/inloggen/?next={REGISTER}")
    assert kept is None


def test_a_form_with_a_password_is_never_carried(karin, client):
    response, kept = kept_of(client, karin, "/account/wachtwoord/", oldpassword="oud", password1="nieuw")
    assert response.status_code == 302
    assert kept is None


def test_a_secret_address_does_not_wait(amina, client):
    step = "/organisaties/stichting-amber/trajecten/1/stap/organisatie/"
    typed = {"name": "Opvang", "visiting_address": "Zonnebloemlaan 4711"}
    _, kept = kept_of(client, amina, step, **typed, address_secret="ja")
    assert dict(pending_form.load(kept).fields) == {"name": "Opvang", "address_secret": "ja"}
    _, kept = kept_of(client, amina, step, **typed)
    assert dict(pending_form.load(kept).fields) == typed


def test_someone_who_was_never_logged_in_here_is_sent_to_the_login(client, db):
    response = client.post(REGISTER, TYPED)
    assert (response.status_code, response.headers["Location"]) == (302, f"/inloggen/?next={REGISTER}")


def test_a_form_sent_in_the_background_stays_in_its_page(karin, client):
    log_in(client, karin)
    client.get("/over/")
    end(client)
    response = client.post(REGISTER, TYPED, headers={"hx-request": "true"})
    assert (response.status_code, text_of(response)) == (403, "Je bent uitgelogd. Log in om verder te gaan.")


def test_a_form_of_another_site_is_refused_before_anything_is_kept(karin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(karin)
    client.get("/over/")
    end(client)
    response = client.post(REGISTER, TYPED)
    assert response.status_code == 403
    assert hidden(response, "bewaard") is None


def test_the_note_of_the_last_account_says_a_number_and_nothing_else(karin, client):
    client.force_login(karin)
    cookie = client.get("/over/").cookies[pending_form.COOKIE]
    assert signing.loads(cookie.value, salt="portal.accounts.pending_form.account") == karin.pk
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 30 * 24 * 60 * 60)
    assert pending_form.COOKIE not in client.get("/over/").cookies
