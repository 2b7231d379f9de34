"""Journey 3: a women's organisation brings its traject to the site, from the first click to a match.

Four people, each in a browser of her own: nadia registers the organisation, ilse is her colleague, mo is of
the redactie, and somebody without an account looks for what fits.
"""

import re
import signal
from email.utils import parseaddr

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import expect

from catalogue.models import Intervention, Revision
from tests.browser.conftest import PATIENCE
from tests.cast import PASSWORD, TOTP_SECRET

NADIA = "nadia@ceder.example"
ILSE = "ilse@ceder.example"
NAME = "Samen aan de slag"
SUMMARY = "Vrouwen oefenen samen wat zij op het werk nodig hebben."
METHOD = "Tien ochtenden in een groep, met een coach en een maatje."
REMARK = "Hoe lang duurt het? Vul dat nog in."
SAVED = re.compile(r"Bewaard om \d\d\.\d\d")


@pytest.fixture(autouse=True)
def site(live_catalogue, live_server, settings):
    """Links in mails lead to the server of this test."""
    settings.SITE_URL = live_server.url


@pytest.fixture(autouse=True)
def moment(monkeypatch):
    """Codes of a second step are those of one fixed moment."""
    at = "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time"
    monkeypatch.setattr(at, lambda: iter([1_000_000]))


@pytest.fixture
def new_mail():
    """new_mail(): the worker does what waits; gives the message that came for each (address, subject)."""
    handlers = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}

    def deliver():
        mail.outbox.clear()
        call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
        came = {(parseaddr(sent.to[0])[1], sent.subject): sent for sent in mail.outbox}
        assert len(came) == len(mail.outbox), "a mail came twice"
        return came

    yield deliver
    for each, handler in handlers.items():
        signal.signal(each, handler)


@pytest.fixture
def visitor(browser, browser_context_args):
    """visitor(): the first page of somebody in a browser of her own."""
    contexts = []

    def enter():
        contexts.append(browser.new_context(**browser_context_args))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield enter
    for context in contexts:
        context.close()


def link_in(message) -> str:
    """The one link of a mail, apart from the address of the site in its last line."""
    links = re.findall(r"^http://\S+$", message.body, re.M)
    assert len(links) == 1
    return links[0]


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def log_in(page, address):
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, "Log in")


def make_account(page, name, address, new_mail):
    """From the login page to the confirmed account, by way of the mail."""
    page.get_by_role("link", name="Maak een account").click()
    page.get_by_label("Naam").fill(name)
    page.get_by_label("E-mailadres").fill(address)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, "Maak account")
    heading(page, "Kijk in je mail")
    came = new_mail()
    assert list(came) == [(address, "Bevestig je e-mailadres")]
    page.goto(link_in(came[address, "Bevestig je e-mailadres"]))
    press(page, "Ja, bevestig dit adres")
    expect(page.get_by_text("Je e-mailadres is bevestigd.")).to_be_visible()
    log_in(page, address)


def register(page, new_mail):
    """From the door on the first page to the empty dashboard of the organisation."""
    page.goto("/")
    page.get_by_role("link", name="Meld je organisatie aan").click()
    heading(page, "Inloggen")
    make_account(page, "Nadia", NADIA, new_mail)
    heading(page, "Meld je organisatie aan")
    page.get_by_label("Naam van de organisatie").fill("Stichting Ceder")
    page.get_by_label("Wat doet de organisatie?").fill("We helpen vrouwen op weg naar werk.")
    page.get_by_label("Ik weet dat wat we aanmelden").check()
    press(page, "Meld aan")
    heading(page, "Stichting Ceder")
    expect(page.get_by_role("heading", name="Jullie hebben nog geen trajecten")).to_be_visible()


def begin(page):
    page.get_by_role("link", name="Nieuw traject aanmelden").click()
    page.get_by_label("Naam van het traject").fill(NAME)
    page.get_by_label("Traject", exact=True).check()
    page.get_by_label("E-mailadres voor aanmelden en vragen").fill("info@ceder.example")
    press(page, "Volgende")
    heading(page, "Wat doen jullie?")


def type_on_a_dead_line(page):
    page.get_by_label("Korte samenvatting").fill("Vrouwen oefenen.")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.context.set_offline(True)
    page.get_by_label("Korte samenvatting").fill(SUMMARY)
    expect(page.locator("[data-saved]")).to_have_text("Geen verbinding: we bewaren zodra het kan.")
    assert held().answers["summary"] == "Vrouwen oefenen."
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    assert held().answers["summary"] == SUMMARY


def type_after_the_session_ended(page):
    """What was typed goes along through the login page and is in the form after it.

    The session ends before she types: what is saved while she types would be there in time, or not.
    """
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    Session.objects.get(session_key=cookies["sessionid"]).delete()
    page.get_by_label("Werkwijze en activiteiten").fill(METHOD)
    page.get_by_label("Empowerment", exact=True).check()
    press(page, "Volgende")
    expect(page.get_by_text("Wat je had ingevuld, staat in deze pagina klaar.")).to_be_visible()
    assert held().answers["working_method"] == ""
    log_in(page, NADIA)
    press(page, "Ga verder met wat je had ingevuld")
    heading(page, "Voor wie is het?")
    assert held().answers["working_method"] == METHOD


def let_a_colleague_in(page, hers, new_mail):
    page.goto("/organisaties/stichting-ceder/leden/")
    page.get_by_label("E-mailadres van je collega").fill(ILSE)
    press(page, "Stuur uitnodiging")
    came = new_mail()
    assert list(came) == [(ILSE, "Werk mee aan de trajecten van Stichting Ceder")]
    hers.goto(link_in(came[ILSE, "Werk mee aan de trajecten van Stichting Ceder"]))
    make_account(hers, "Ilse", ILSE, new_mail)
    hers.get_by_role("button", name="Neem aan").click()
    heading(hers, "Stichting Ceder")
    expect(hers.get_by_role("link", name=NAME)).to_be_visible()


def write_at_once(page, hers):
    """Both answers to both questions are shown; of each the one that she chooses stays."""
    step = f"/organisaties/stichting-ceder/trajecten/{held().pk}/stap/wat/"
    page.goto(step)
    hers.goto(step)
    hers.get_by_label("Korte samenvatting").fill("Ilse vat het anders samen.")
    hers.get_by_role("textbox", name=re.compile("^Doel")).fill("Een eerste baan.")
    press(hers, "Bewaar")
    expect(hers.get_by_role("status").get_by_text("Bewaard.")).to_be_visible()
    page.get_by_label("Korte samenvatting").fill(f"{SUMMARY} Elke week.")
    page.get_by_role("textbox", name=re.compile("^Doel")).fill("Meer zelfvertrouwen.")
    expect(page.locator("[data-saved]")).to_contain_text("Een ander heeft deze stap ook bewaard.")
    press(page, "Bewaar")
    heading(page, "Jullie schreven tegelijk")
    summary = page.get_by_role("group", name="Korte samenvatting")
    expect(summary).to_contain_text("Ilse vat het anders samen.")
    expect(summary).to_contain_text(f"{SUMMARY} Elke week.")
    summary.get_by_label("Wat jij nu typte").check()
    aim = page.get_by_role("group", name="Doel in jullie woorden", exact=True)
    expect(aim).to_contain_text("Meer zelfvertrouwen.")
    aim.get_by_label("Wat al bewaard is").check()
    press(page, "Bewaar mijn keuze")
    expect(page.get_by_label("Korte samenvatting")).to_have_value(f"{SUMMARY} Elke week.")
    expect(page.get_by_role("textbox", name=re.compile("^Doel"))).to_have_value("Een eerste baan.")


def fill_the_rest(page):
    press(page, "Volgende")
    page.get_by_label("Doelgroep").fill("Moeders in de bijstand")
    page.get_by_label("Vrouwen op weg naar werk").check()
    press(page, "Volgende")
    page.get_by_label("alleen of vooral voor vrouwen").check()
    press(page, "Volgende")
    page.get_by_label("In bepaalde plaatsen", exact=True).check()
    page.get_by_label("Zoek een gemeente").fill("Delft")
    press(page, "Zoek")
    page.get_by_label("Delft (gemeente)").check()
    press(page, "Volgende")
    page.get_by_label("ja", exact=True).first.check()
    press(page, "Volgende")
    page.get_by_label("Mantelzorg", exact=True).check()
    page.get_by_label("Waaruit blijkt dat jullie werken aan “Mantelzorg”?").select_option(
        label="eigen registratie"
    )
    press(page, "Volgende")
    press(page, "Volgende")
    press(page, "Nakijken")
    heading(page, "Nakijken en indienen")


def hand_in(page, new_mail):
    page.get_by_label("Ik heb alles nagelezen.").check()
    press(page, "Dien in")
    expect(page.get_by_text("De redactie kijkt het na.")).to_be_visible()
    came = new_mail()
    assert sorted(came) == [
        (ILSE, f"Ontvangen: {NAME}"),
        ("mo@voorbeeld.example", f"Nieuw om na te kijken: {NAME}"),
        (NADIA, f"Ontvangen: {NAME}"),
    ]
    return came["mo@voorbeeld.example", f"Nieuw om na te kijken: {NAME}"]


def open_the_queue(desk, message, address):
    """Her mail leads to the queue, through her password and the code of her app."""
    assert "Stichting Ceder heeft" in message.body
    desk.goto(link_in(message))
    log_in(desk, address)
    heading(desk, "Tweede stap")
    desk.get_by_label("Code").fill(format_hotp_value(hotp_value(TOTP_SECRET, 1_000_000)))
    press(desk, "Log in")
    heading(desk, "Redactie")


def decide(desk, button, said):
    desk.get_by_role("link", name=NAME).first.click()
    if said:
        desk.get_by_label("Bericht aan de organisatie").fill(said)
    press(desk, button)
    heading(desk, "Redactie")


def repair(page, message):
    """The mail and the page that it leads to both hold the remark."""
    assert REMARK in message.body
    page.goto(link_in(message))
    expect(page.get_by_text(REMARK)).to_be_visible()
    page.get_by_role("link", name="Praktisch").click()
    expect(page.get_by_text(REMARK)).to_be_visible()
    page.get_by_label("Hoe lang duurt het?").fill("Een half jaar")
    expect(page.locator("[data-saved]")).to_have_text(SAVED)
    page.get_by_role("link", name="Terug naar het overzicht").click()
    page.get_by_role("link", name="Nakijken en indienen").click()


def counted(page) -> int:
    """How many items the facet "empowerment" counts."""
    page.goto("/interventies/")
    option = page.locator("#facet-doel label", has_text=re.compile("empowerment", re.I))
    return int(option.locator(".count").text_content())


def find(page):
    """By its words from the first page, and still there within the facet."""
    page.goto("/")
    page.get_by_label("Zoekwoorden").fill("samen slag")
    press(page, "Zoek")
    expect(page.get_by_role("link", name=NAME, exact=True).first).to_be_visible()
    page.goto("/interventies/?doel=empowerment&gemeente=Delft&q=samen+slag")
    expect(page.get_by_role("link", name=NAME, exact=True).first).to_be_visible()


def match(page):
    """It fits a woman in Delft, at what nothing worked before; the reason says whose word that is."""
    page.goto("/matching/")
    forward = page.get_by_role("button", name="Volgende").locator("visible=true").first
    page.get_by_label("betaald werk, op termijn", exact=True).check()
    forward.click()
    page.get_by_label("Leeftijd", exact=True).fill("34")
    page.get_by_label("Gemeente", exact=True).fill("Delft")
    forward.click()
    page.get_by_label("Zoek een belemmering").fill("mantelzorg")
    page.get_by_label("Mantelzorg", exact=True).check()
    page.get_by_role("complementary").get_by_role("button", name="Bekijk wat past").click()
    card = page.get_by_role("article", name=re.compile(NAME))
    expect(card).to_be_visible()
    card.get_by_text("Zo is dit berekend").click()
    expect(card).to_contain_text("Mantelzorg (volgens de organisatie)")


def held() -> Revision:
    return Revision.objects.get(origin="person", status__in=Revision.OPEN)


def test_a_traject_goes_from_the_first_click_to_a_match(page, visitor, new_mail, mo):
    register(page, new_mail)
    begin(page)
    type_on_a_dead_line(page)
    type_after_the_session_ended(page)
    hers = visitor()
    let_a_colleague_in(page, hers, new_mail)
    write_at_once(page, hers)
    fill_the_rest(page)
    told = hand_in(page, new_mail)

    desk = visitor()
    open_the_queue(desk, told, mo.email)
    assert not Intervention.objects.filter(name=NAME).exists()
    decide(desk, "Stuur terug met opmerkingen", REMARK)
    came = new_mail()
    assert sorted(came) == [(ILSE, f"Er is nog iets nodig: {NAME}"), (NADIA, f"Er is nog iets nodig: {NAME}")]
    repair(page, came[NADIA, f"Er is nog iets nodig: {NAME}"])
    hand_in(page, new_mail)

    anyone = visitor()
    before = counted(anyone)
    desk.reload()
    decide(desk, "Publiceer", "")
    came = new_mail()
    assert sorted(came) == [(ILSE, f"Staat op de site: {NAME}"), (NADIA, f"Staat op de site: {NAME}")]
    anyone.goto(link_in(came[NADIA, f"Staat op de site: {NAME}"]))
    heading(anyone, NAME)
    assert counted(anyone) == before + 1
    find(anyone)
    match(anyone)
