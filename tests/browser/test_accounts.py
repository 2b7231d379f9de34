"""The life of an account in a real browser: made, confirmed, guarded by a second step, its password lost."""

import re
from email.utils import parseaddr

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from portal import roles
from portal.accounts.tasks import send_account_mail
from portal.models import User
from tests.cast import account

ADDRESS = "nadia@voorbeeld.example"
PASSWORD = "drie gele fietsen"
NEW_PASSWORD = "vier blauwe boten"


@pytest.fixture(autouse=True)
def fresh(live_catalogue, settings, live_server):
    """Links lead to the server of this test."""
    settings.SITE_URL = live_server.url


def deliver():
    """Does the work that the worker does: sends what waits."""
    for row in DBTaskResult.objects.filter(task_path=send_account_mail.module_path).order_by("enqueued_at"):
        send_account_mail.func(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()


def link_of_last_mail(to=ADDRESS):
    deliver()
    last = mail.outbox[-1]
    assert [parseaddr(each)[1] for each in last.recipients()] == [to]
    return re.search(r"http://\S+/account/\S+", last.body)[0]


def code(secret, counter):
    return format_hotp_value(hotp_value(secret, counter))


@pytest.fixture
def clock(monkeypatch):
    """The moment that codes are made for: it goes on only when the test says so."""
    now = {"counter": 1_000_000}
    monkeypatch.setattr(
        "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time", lambda: iter([now["counter"]])
    )
    return now


def log_in(page, password, address=ADDRESS):
    page.goto("/inloggen/")
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def test_an_account_from_beginning_to_end(page, clock, assert_accessible):
    page.goto("/")
    page.get_by_role("link", name="Inloggen").click()
    page.get_by_role("link", name="Maak een account").click()
    assert_accessible(page)
    page.get_by_label("Naam").fill("Nadia")
    page.get_by_label("E-mailadres").fill(ADDRESS)
    page.get_by_label("Wachtwoord").fill("kort")
    page.get_by_role("button", name="Maak account").click()
    expect(page.get_by_role("alert")).to_contain_text("Het account is nog niet gemaakt")
    assert_accessible(page)
    expect(page.get_by_label("E-mailadres")).to_have_value(ADDRESS)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Maak account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    assert_accessible(page)

    page.goto(link_of_last_mail())
    expect(page.get_by_text(ADDRESS)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Ja, bevestig dit adres").click()
    expect(page).to_have_url(re.compile("/inloggen/"))

    log_in(page, PASSWORD)
    expect(page).to_have_url(re.compile(r"/organisaties/aanmelden/$"))
    page.get_by_role("link", name="Nadia").click()
    assert_accessible(page)
    page.get_by_role("link", name="Stel de tweede stap in").click()
    page.get_by_role("link", name="Stel de tweede stap in").click()
    assert_accessible(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code").fill(code(secret, clock["counter"]))
    page.get_by_role("button", name="Stel in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    expect(page.locator(".codes li")).to_have_count(10)
    assert_accessible(page)

    page.get_by_role("button", name="Uitloggen").click()
    clock["counter"] += 1
    log_in(page, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    assert_accessible(page)
    page.get_by_label("Code").fill(code(secret, clock["counter"]))
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("link", name="Nadia")).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()

    page.get_by_role("link", name="Inloggen").click()
    page.get_by_role("link", name="Wachtwoord vergeten?").click()
    assert_accessible(page)
    page.get_by_label("E-mailadres").fill(ADDRESS)
    page.get_by_role("button", name="Stuur de link").click()
    assert_accessible(page)
    page.goto(link_of_last_mail())
    assert_accessible(page)
    page.get_by_label("Wachtwoord").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Bewaar wachtwoord").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Je wachtwoord is gewijzigd")
    assert_accessible(page)
    log_in(page, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("Inloggen is niet gelukt")
    log_in(page, NEW_PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    page.get_by_role("button", name="Stop met inloggen").click()
    assert User.objects.get(email=ADDRESS).name == "Nadia"


def test_an_editor_sets_up_a_second_step_before_anything_else(page, clock, assert_accessible):
    account("mo", role=roles.EDITOR)
    log_in(page, "een heel lang wachtwoord", "mo@voorbeeld.example")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap instellen")
    expect(page.get_by_text("Jouw rol vraagt een tweede stap")).to_be_visible()
    page.get_by_label("Code").fill(code(page.locator("code.secret").inner_text(), clock["counter"]))
    page.get_by_role("button", name="Stel in").click()
    page.get_by_role("link", name="Redactie").click()
    expect(page).to_have_url(re.compile("/redactie/$"))


MANAGED = (
    "/account/",
    "/account/e-mail/",
    "/account/wachtwoord/",
    "/account/verwijderen/",
    "/account/tweede-stap/",
    "/account/tweede-stap/instellen/",
    "/organisaties/aanmelden/",
    "/organisaties/aanmelden/wacht/",
    "/organisaties/uitnodigingen/",
    "/organisaties/stichting-amber/leden/",
)
OPEN = (
    "/inloggen/",
    "/account/maken/",
    "/account/wachtwoord/vergeten/",
    "/account/bevestigen/verlopen/",
    "/account/gesloten/",
)


def test_every_page_about_an_account_is_accessible_and_fits(page, amina, assert_good_at_every_width):
    for address in OPEN:
        page.goto(address)
        assert_good_at_every_width(page)
    log_in(page, "een heel lang wachtwoord", amina.email)
    expect(page.get_by_role("link", name="Amina")).to_be_visible()
    for address in MANAGED:
        page.goto(address)
        assert_good_at_every_width(page)


def test_an_organisation_registers_invites_and_lets_a_colleague_in(
    page, browser, browser_context_args, karin
):
    account("nora")
    log_in(page, "een heel lang wachtwoord", "nora@voorbeeld.example")
    page.goto("/organisaties/aanmelden/")
    page.get_by_label("Naam van de organisatie").fill("Stichting Ceder")
    page.get_by_label("Wat doet de organisatie?").fill("We helpen vrouwen aan werk.")
    page.get_by_label("Ik weet dat wat we aanmelden").check()
    page.get_by_role("button", name="Meld aan").click()
    expect(page).to_have_url(re.compile("/organisaties/stichting-ceder/$"))
    page.goto("/organisaties/stichting-ceder/leden/")
    page.get_by_label("E-mailadres van je collega").fill(karin.email)
    page.get_by_role("button", name="Stuur uitnodiging").click()
    expect(page.get_by_text("Nog niet aangenomen")).to_be_visible()
    other = browser.new_context(**browser_context_args).new_page()
    log_in(other, "een heel lang wachtwoord", karin.email)
    expect(other.get_by_role("heading", level=1)).to_have_text("Uitnodigingen voor jou")
    other.get_by_role("button", name="Neem aan").click()
    expect(other).to_have_url(re.compile("/organisaties/stichting-ceder/$"))
    page.reload()
    expect(page.get_by_text("Nog niet aangenomen")).to_have_count(0)
    expect(page.get_by_text("Karin", exact=True)).to_be_visible()


def test_what_was_typed_survives_the_end_of_the_session(page, context, karin, assert_accessible):
    log_in(page, "een heel lang wachtwoord", karin.email)
    page.goto("/organisaties/aanmelden/")
    page.get_by_label("Naam van de organisatie").fill("Stichting Den")
    page.get_by_label("Wat doet de organisatie?").fill("Eerste regel\nTweede regel")
    page.get_by_label("Ik weet dat wat we aanmelden").check()
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Meld aan").click()
    expect(page.get_by_text("Wat je had ingevuld, staat in deze pagina klaar.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("E-mailadres").fill(karin.email)
    page.get_by_label("Wachtwoord").fill("een heel lang wachtwoord")
    page.get_by_role("button", name="Log in", exact=True).click()
    assert_accessible(page)
    page.get_by_role("button", name="Ga verder met wat je had ingevuld").click()
    expect(page).to_have_url(re.compile("/organisaties/stichting-den/$"))


def test_the_administration_keeps_to_the_policy_for_scripts_and_styles(page, sofie, clock):
    from tests.cast import TOTP_SECRET

    page.goto("/beheer/")
    page.get_by_label("E-mailadres").fill(sofie.email)
    page.get_by_label("Wachtwoord").fill("een heel lang wachtwoord")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_label("Code").fill(code(TOTP_SECRET, clock["counter"]))
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page).to_have_url(re.compile("/beheer/$"))
    for address in (
        "/beheer/catalogue/barrier/",
        f"/beheer/portal/user/{sofie.pk}/change/",
        "/beheer/catalogue/goal/add/",
    ):
        page.goto(address)
        expect(page.locator("#content")).to_be_visible()


def test_the_end_of_a_session_is_told_ten_minutes_before_and_can_be_put_off(
    page, context, karin, assert_accessible
):
    """WCAG 2.2.1; a session lasts 115 to 120 minutes without a request."""
    page.clock.install()
    log_in(page, "een heel lang wachtwoord", karin.email)
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    page.goto("/account/")
    warning = page.locator("[data-session-seconds]")
    page.clock.run_for("01:44:00")
    expect(warning).to_be_hidden()
    page.clock.run_for("00:02:00")
    expect(page.get_by_role("alert")).to_contain_text("Over tien minuten word je uitgelogd")
    assert_accessible(page)
    page.get_by_role("button", name="Blijf ingelogd").click()
    expect(warning).to_be_hidden()
    page.clock.run_for("01:46:00")
    expect(page.get_by_role("alert")).to_contain_text("Over tien minuten word je uitgelogd")
    context.new_page().goto("/account/")
    expect(warning).to_be_hidden()
    page.clock.run_for("01:46:00")
    context.clear_cookies()
    page.get_by_role("button", name="Blijf ingelogd").click()
    expect(page.get_by_role("alert")).to_contain_text("Je bent uitgelogd.")
    expect(page.get_by_role("button", name="Blijf ingelogd")).to_be_hidden()
