"""An organisation writes a traject in a real browser: saved by itself, never lost, readable by everyone."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from catalogue.models import Revision
from catalogue.revisions import actions
from tests import factories
from tests.catalogue.registration.answers import WHOLE, begin, fill, post_step

HOME = "/organisaties/stichting-amber/"
STEPS = list(WHOLE)
LONG = "Arbeidsongeschiktheidsverzekeringsmaatschappij" * 3


def enter(context, user) -> Client:
    """Logs `user` in, in the browser, and gives a client in the same session."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    session = {"name": name, "value": client.cookies[name].value}
    context.add_cookies([{**session, "domain": host, "path": "/"} for host in ("localhost", "127.0.0.1")])
    return client


@pytest.fixture
def member(live_catalogue, amina, context):
    return enter(context, amina)


def here(revision, part=""):
    return f"{HOME}trajecten/{revision.pk}/{part}"


def test_no_page_breaks_a_rule_of_axe_or_sticks_out(
    member, amina, mo, amber, page, assert_good_at_every_width, subtests
):
    def look(name, address):
        with subtests.test(name):
            page.goto(address)
            assert_good_at_every_width(page)

    look("empty dashboard", HOME)
    look("new", f"{HOME}trajecten/nieuw/")
    revision = begin(member)
    for step in STEPS:
        look(f"{step} empty", here(revision, f"stap/{step}/"))
    look("check with faults", here(revision, "indienen/"))
    fill(member, revision)
    post_step(member, revision, "wat", {"summary": LONG, "aim": "Zij gaan participeren."})
    post_step(member, revision, "voorwaarden", {"age_min": "80", "age_max": "20"})
    for step in STEPS:
        look(f"{step} filled", here(revision, f"stap/{step}/"))
    for part in ("", "voorbeeld/", "indienen/"):
        look(f"filled {part}", here(revision, part))
    post_step(member, revision, "voorwaarden", {"age_min": "20", "age_max": "80"})
    revision.refresh_from_db()
    actions.submit(revision=revision, by=amina)
    look("submitted", here(revision))
    actions.return_with_remarks(revision=revision, by=mo, remark=LONG)
    look("returned", here(revision))
    look("returned step", here(revision, "stap/wat/"))
    factories.publish(name=LONG, provider=amber.name)
    look("dashboard", HOME)


def test_faults_and_two_versions_break_no_rule_of_axe(
    member, page, assert_accessible, assert_no_sideways_scroll
):
    revision = begin(member)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(here(revision, "stap/praktisch/"))
    page.get_by_label("Weken, minstens").fill("tien")
    page.get_by_role("button", name="Volgende").click()
    expect(page.locator("#fouten")).to_be_focused()
    expect(page.get_by_label("Weken, minstens")).to_have_value("tien")
    assert_accessible(page)
    page.goto(here(revision, "stap/wat/"))
    page.get_by_label("Korte samenvatting").fill("Wat ik typ")
    post_step(member, revision, "wat", {"summary": f"Wat zij typte {LONG}"})
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_role("heading", name="Jullie schreven tegelijk")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_label("Wat jij nu typte").check()
    page.get_by_role("button", name="Bewaar mijn keuze").click()
    expect(page.get_by_label("Korte samenvatting")).to_have_value("Wat ik typ")


def test_what_is_typed_is_saved_by_itself(member, page):
    page.goto(f"{HOME}trajecten/nieuw/")
    page.get_by_label("Naam van het traject").fill("Samen vooruit")
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Bewaard om \d\d\.\d\d"))
    revision = Revision.objects.get(status="draft")
    expect(page).to_have_url(re.compile(re.escape(here(revision, "stap/organisatie/"))))
    page.get_by_label("Samenwerkingspartners").fill("De bibliotheek")
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_role("heading", name="Wat doen jullie?")).to_be_visible()
    assert Revision.objects.get(status="draft").answers["partners"] == "De bibliotheek"
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert [text for text in ("Samen vooruit", "bibliotheek") if text in kept] == []


def test_a_dead_line_loses_nothing(member, page, context):
    revision = begin(member)
    page.goto(here(revision, "stap/wat/"))
    context.set_offline(True)
    page.get_by_label("Korte samenvatting").fill("Getypt zonder verbinding")
    expect(page.locator("[data-saved]")).to_have_text("Geen verbinding: we bewaren zodra het kan.")
    assert Revision.objects.get(pk=revision.pk).answers["summary"] == ""
    context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("Bewaard om"))
    assert Revision.objects.get(pk=revision.pk).answers["summary"] == "Getypt zonder verbinding"


def test_a_session_that_ended_loses_nothing(member, amina, page, context):
    """Told in the page; after a login in another tab it is saved without a reload."""
    revision = begin(member)
    page.goto(here(revision, "stap/wat/"))
    context.clear_cookies()
    page.get_by_label("Korte samenvatting").fill("Getypt na het einde")
    expect(page.locator("[data-saved]")).to_contain_text("Je bent uitgelogd. Wat je typte staat hier nog.")
    expect(page.get_by_label("Korte samenvatting")).to_have_value("Getypt na het einde")
    enter(context, amina)
    expect(page.locator("[data-saved]")).to_have_text(re.compile("Bewaard om"))
    assert Revision.objects.get(pk=revision.pk).answers["summary"] == "Getypt na het einde"


def test_a_secret_address_leaves_the_page_when_it_is_ticked(member, page):
    page.goto(f"{HOME}trajecten/nieuw/")
    page.get_by_label("Ons adres is geheim").check()
    expect(page.get_by_label("Bezoekadres")).to_be_hidden()


def test_the_whole_form_by_keyboard_and_without_javascript(member, browser, base_url, context):
    """With the buttons only: fill, save, search a place, look at the example, submit."""
    revision = fill(member, begin(member))
    plain = browser.new_context(java_script_enabled=False, base_url=base_url)
    plain.add_cookies(context.cookies())
    page = plain.new_page()
    page.goto(here(revision, "stap/waar/"))
    page.get_by_label("Zoek een gemeente").fill("Delft")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Delft (gemeente)").check()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.get_by_label("Delft (gemeente)")).to_be_checked()
    page.goto(here(revision, "indienen/"))
    page.get_by_label("Ik heb alles nagelezen.").check()
    page.get_by_role("button", name="Dien in").dblclick()
    expect(page.get_by_text("De redactie kijkt het na.")).to_be_visible()
    plain.close()
    held = Revision.objects.get(pk=revision.pk)
    assert held.status == "submitted"
    assert {"level": "municipality", "code": "GM0503"} in held.document["reach"]["regions"]
