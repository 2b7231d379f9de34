"""The desk of the redactie in a real browser: every state, ticking, merging, two editors at once."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from catalogue.models import ErrorReport, Intervention, Membership, Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.revisions import actions as revision_actions
from catalogue.revisions.publishing import fresh
from tests.cast import account, with_second_factor
from tests.catalogue.moderation.submissions import changed, edited, sound, submitted

RESULT = {
    "kind": "result", "text": "100% vond werk", "number": 100, "unit": "%", "year": None,
    "cite": [{"source": "opgave-organisatie", "place": "Resultaten"}],
}  # fmt: skip


def log_in(context, base_url, user):
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base_url}])


@pytest.fixture
def desk(live_catalogue, page, context, base_url, mo):
    """A page in which mo is logged in."""
    log_in(context, base_url, mo)
    return page


@pytest.fixture
def new(live_catalogue, amina, amber):
    document = sound(
        name="Taalmaatjes Amber", referral="Bel 06 12345678", mailbox="j.jansen@amber.nl", results=[RESULT]
    )
    return submitted(document, by=amina, organisation=amber)


@pytest.fixture
def outdated(live_catalogue, amina, amber):
    item = Intervention.objects.get(source_ref="ks2020-02")
    revision = submitted(
        edited(item, summary="Zoals amina het wil.", childcare=True), by=amina, organisation=amber
    )
    changed(item, summary="Zoals een ander het wil.", referral="Bel de balie.")
    return revision


@pytest.fixture
def states(new, outdated, amina, amber, beuk, mo):
    """Every state of the desk by name, as an address."""
    item = Intervention.objects.get(source_ref="ks2020-01")
    edit = submitted(
        edited(item, summary="Heel anders.", childcare=True, transferability=None),
        by=amina,
        organisation=amber,
    )
    bare = submitted({**sound(name="Zonder bron"), "url": None, "citations": []}, by=amina)
    odd = submitted({**sound(name="Kapot"), "kind": "cursus"}, by=amina)
    Membership.objects.create(organisation=beuk, user=mo)
    own = submitted(sound(name="Van Beuk"), by=amina, organisation=beuk)
    returned = submitted(sound(name="Terug"), by=amina, organisation=amber)
    moderation_actions.decide(
        revision=returned, decision="return", by=mo, edit_number=0, remark="Graag korter."
    )
    done = submitted(sound(name="Klaar"), by=amina, organisation=amber)
    moderation_actions.decide(revision=done, decision="publish", by=mo, edit_number=0)
    opstap = Intervention.objects.get(source_ref="dh2024-b2-1")
    light = submitted(edited(opstap, referral="Loop binnen."), by=amina)
    archived = Intervention.objects.get(source_ref="ks2020-03")
    moderation_actions.archive_item(item=archived, by=mo, remark="Gestopt.")
    ErrorReport.objects.create(item=item, text="Klopt niet", owner="editors", created_at=new.created_at)
    one = "/redactie/inzending/{}/"
    return {
        "desk": "/redactie/",
        "filtered to nothing": "/redactie/?wat=bewerking&organisatie=stichting-beuk",
        "new": one.format(new.pk),
        "edit": one.format(edit.pk),
        "light list": one.format(light.pk),
        "lacking": one.format(bare.pk),
        "not in the schema": one.format(odd.pk),
        "own": one.format(own.pk),
        "returned": one.format(returned.pk),
        "decided": one.format(done.pk),
        "outdated": one.format(outdated.pk),
        "merge": f"{one.format(outdated.pk)}samenvoegen/",
        "items": "/redactie/items/",
        "items not found": "/redactie/items/?q=bestaatniet",
        "history": "/redactie/items/ks2020-01/",
        "history with a choice": f"/redactie/items/{done.source_ref}/",
        "history of the archived": "/redactie/items/ks2020-03/",
        "version": "/redactie/items/ks2020-02/versie/1/",
        "events": "/redactie/gebeurtenissen/",
        "no events": "/redactie/gebeurtenissen/?item=bestaat-niet",
    }


def test_every_state_keeps_the_rules_of_axe_and_fits(states, desk, assert_good_at_every_width, subtests):
    for name, address in states.items():
        with subtests.test(name):
            assert desk.goto(address).status == 200
            for summary in desk.locator("details:not([open]) > summary").all():
                if summary.is_visible():
                    summary.click()
            assert_good_at_every_width(desk)


def test_the_empty_desk_and_the_dark_scheme_keep_the_rules_of_axe(desk, assert_accessible):
    desk.goto("/redactie/")
    expect(desk.get_by_text("Er wacht niets.")).to_be_visible()
    assert_accessible(desk)
    desk.emulate_media(color_scheme="dark")
    desk.goto("/redactie/items/ks2020-01/versie/1/")
    assert_accessible(desk)


def test_a_tick_is_saved_as_you_go(desk, new, assert_accessible):
    desk.goto(f"/redactie/inzending/{new.pk}/")
    first = desk.get_by_role("group", name=re.compile("^Basis 1"))
    first.get_by_label("nee").check()
    expect(desk.locator("#lijst-bewaard")).to_contain_text("1 van de 7 ingevuld.")
    remark = first.get_by_role("textbox")
    remark.fill("Wie neemt de telefoon op?")
    remark.blur()
    expect(desk.locator("#lijst-bewaard")).to_contain_text(re.compile(r"Bewaard om \d\d\.\d\d"))
    desk.get_by_role("group", name=re.compile("^Inhoud 3")).get_by_label("n.v.t.").check()
    expect(desk.locator("#lijst-bewaard")).to_contain_text("2 van de 7 ingevuld.")
    desk.reload()
    expect(first.get_by_label("nee")).to_be_checked()
    expect(first.get_by_role("textbox")).to_have_value("Wie neemt de telefoon op?")
    expect(desk.get_by_label("Bericht aan de organisatie")).to_have_value("- Wie neemt de telefoon op?")
    assert_accessible(desk)


def test_returning_without_a_message_points_at_it_and_with_one_is_done(desk, new, assert_accessible):
    desk.goto(f"/redactie/inzending/{new.pk}/")
    desk.get_by_role("button", name="Stuur terug met opmerkingen").click()
    expect(desk.get_by_role("alert")).to_contain_text("Schrijf erbij waarom.")
    assert_accessible(desk)
    desk.get_by_role("alert").get_by_role("link").click()
    expect(desk.get_by_label("Bericht aan de organisatie")).to_be_focused()
    desk.keyboard.type("Graag een algemene mailbox.")
    desk.get_by_role("button", name="Stuur terug met opmerkingen").click()
    expect(desk.get_by_text("is met je bericht terug naar de organisatie")).to_be_visible()
    expect(desk.get_by_role("region", name="Wacht op de organisatie")).to_contain_text("Taalmaatjes Amber")


def test_a_double_click_publishes_once(desk, new):
    desk.goto(f"/redactie/inzending/{new.pk}/")
    desk.get_by_role("button", name="Publiceer").dblclick()
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    desk.goto("/interventies/?q=Taalmaatjes")
    expect(desk.get_by_role("link", name="Taalmaatjes Amber").first).to_be_visible()
    assert fresh(new.source_ref).version == 1
    assert Revision.objects.accepted().filter(source_ref=new.source_ref).count() == 1


def test_of_two_editors_the_second_sees_who_was_first(desk, new, browser, browser_context_args, base_url):
    other = browser.new_context(**browser_context_args)
    log_in(other, base_url, with_second_factor(account("nina", role="redacteur")))
    hers = other.new_page()
    for one in (desk, hers):
        one.goto(f"/redactie/inzending/{new.pk}/")
    desk.get_by_role("button", name="Publiceer").click()
    expect(desk.get_by_text("staat nu in de catalogus")).to_be_visible()
    hers.get_by_label("Bericht aan de organisatie").fill("Liever niet.")
    hers.get_by_role("button", name="Wijs af met reden").click()
    expect(hers.get_by_role("alert")).to_contain_text("Deze inzending is al gepubliceerd door Mo")
    expect(hers.get_by_text("Liever niet.")).to_be_visible()
    other.close()
    assert Revision.objects.get(pk=new.pk).status == "accepted"


def test_two_edits_are_merged_by_keyboard_and_published(desk, outdated, assert_accessible):
    desk.goto(f"/redactie/inzending/{outdated.pk}/")
    desk.get_by_role("link", name="Voeg samen").press("Enter")
    desk.get_by_role("button", name="Voeg samen").press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("Kies nog bij: samenvatting.")
    assert_accessible(desk)
    conflict = desk.get_by_role("group", name=re.compile("^Samenvatting"))
    conflict.get_by_label("Zoals deze bewerking het wil").focus()
    desk.keyboard.press("Space")
    desk.get_by_role("button", name="Voeg samen").press("Enter")
    expect(desk.get_by_text("Samengevoegd.")).to_be_visible()
    desk.get_by_role("button", name="Publiceer").press("Enter")
    expect(desk.get_by_text("staat nu in de catalogus")).to_be_visible()
    item = fresh(outdated.source_ref)
    assert (item.summary, item.childcare, item.referral) == ("Zoals amina het wil.", True, "Bel de balie.")


def test_an_older_version_is_looked_at_and_put_back(desk, outdated):
    revision_actions.withdraw(revision=outdated, by=None)
    desk.goto("/redactie/items/?q=I am NL")
    desk.get_by_role("rowheader").get_by_role("link").first.click()
    desk.get_by_role("link", name="Versie 1").click()
    desk.get_by_role("button", name="Zet deze versie terug").click()
    expect(desk.get_by_text("Versie 1 is teruggezet")).to_be_visible()
    expect(desk.get_by_role("rowheader", name=re.compile("Versie 3"))).to_contain_text("nu openbaar")
    assert fresh("ks2020-02").referral == ""


def test_everything_works_without_javascript(new, mo, browser, browser_context_args, base_url):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    log_in(context, base_url, mo)
    page = context.new_page()
    page.goto("/redactie/")
    page.get_by_role("link", name="Taalmaatjes Amber").click()
    page.get_by_role("group", name=re.compile("^Basis 2")).get_by_label("ja").check()
    page.get_by_role("button", name="Bewaar de lijst").click()
    expect(page.get_by_text("1 van de 7 ingevuld.")).to_be_visible()
    page.get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("staat nu in de catalogus")).to_be_visible()
    context.close()
