"""Reporting a fault, confirming from a mail and the lists of the editors, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from catalogue.models import ErrorReport, Intervention
from catalogue.upkeep import actions
from catalogue.upkeep.link_probe import ProbeResult, Problem
from catalogue.upkeep.verification_links import token_for

REPORT = "/interventies/jasmijn-werkt/fout-melden/"
WRONG = "De mailbox van de aanbieder bestaat niet meer."


@pytest.fixture
def item(live_catalogue, amina, amber):
    """An item of amina's organisation, with a report, beside items whose website is broken or has moved."""
    items = list(Intervention.objects.exclude(url="").order_by("pk")[:2])
    looks = [
        ProbeResult(problem=Problem.CERTIFICATE),
        ProbeResult(status=200, leads_to="https://nieuw.example/" + "lang" * 30),
    ]
    for other, look in zip(items, looks, strict=True):
        actions.record_probe(item=other, url=other.url, result=look, at=timezone.now() - timedelta(days=9))
    Intervention.objects.filter(slug="jasmijn-werkt").update(provider=amber)
    found = Intervention.objects.get(slug="jasmijn-werkt")
    actions.report_error(item=found, text=WRONG)
    closed = actions.report_error(item=found, text="Het adres is veranderd.")
    actions.close_report(report=closed, by=amina, state="mended", answer="Nieuw adres ingevuld.")
    return found


def log_in(page, base_url, client_of, person):
    session = client_of(person).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])


def test_a_visitor_reports_a_fault_with_the_keyboard(live_catalogue, page):
    page.goto("/interventies/jasmijn-werkt/")
    page.get_by_role("link", name="Klopt er iets niet op deze pagina?").press("Enter")
    page.get_by_label("Wat klopt er niet?").fill("Mail jan@voorbeeld.example, die weet het.")
    page.get_by_role("button", name="Verstuur je melding").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Er staat een mailadres of een lang nummer in.")
    expect(page.get_by_label("Wat klopt er niet?")).to_have_value("Mail jan@voorbeeld.example, die weet het.")
    page.get_by_label("Wat klopt er niet?").fill(WRONG)
    page.get_by_role("button", name="Verstuur je melding").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt voor je melding")
    assert ErrorReport.objects.get().text == WRONG


def test_the_trap_for_programs_is_no_trap_for_a_keyboard(live_catalogue, page):
    page.goto(REPORT)
    page.get_by_label("Wat klopt er niet?").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Verstuur je melding")).to_be_focused()


def test_an_item_is_confirmed_from_a_mail_without_an_account_at_hand(item, amina, page):
    page.goto(f"/klopt-nog/{token_for(user=amina.pk, source_ref=item.source_ref)}/")
    page.get_by_role("button", name="Ja, dit klopt nog").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bedankt")
    page.get_by_role("link", name="Bekijk de pagina").click()
    expect(page.get_by_text("Geverifieerd op", exact=False).first).to_be_visible()


def test_no_page_breaks_a_rule_of_axe_or_sticks_out(
    item, amina, mo, client_of, page, base_url, assert_good_at_every_width, subtests
):
    report = ErrorReport.objects.open().get()
    token = token_for(user=amina.pk, source_ref=item.source_ref)
    log_in(page, base_url, client_of, mo)
    for address in (
        REPORT,
        f"{REPORT}?gemeld=ja",
        f"/klopt-nog/{token}/",
        "/klopt-nog/verlopen/",
        "/interventies/jasmijn-werkt/klopt-nog/",
        "/redactie/verouderd/",
        "/redactie/links/",
        "/meldingen/",
        f"/meldingen/{report.pk}/",
    ):
        with subtests.test(address):
            page.goto(address)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert_good_at_every_width(page)


def test_a_form_with_faults_breaks_no_rule_of_axe(item, mo, client_of, page, base_url, assert_accessible):
    page.goto(REPORT)
    page.get_by_label("Wat klopt er niet?").fill("Bel 06-12345678 voor meer.")
    page.get_by_role("button", name="Verstuur je melding").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
    log_in(page, base_url, client_of, mo)
    page.goto(f"/meldingen/{ErrorReport.objects.open().get().pk}/")
    page.get_by_role("button", name="Handel de melding af").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert_accessible(page)
