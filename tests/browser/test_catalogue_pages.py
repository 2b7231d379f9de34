"""The catalogue pages in a real browser: accessible, by keyboard, on a phone, and without JavaScript."""

import re

from playwright.sync_api import expect

ADDRESSES = {
    "home": "/",
    "list": "/interventies/",
    "list filtered": "/interventies/?q=taal&doel=empowerment&gemeente=Groningen",
    "list with errors": "/interventies/?gemeente=Gronigen&doel=onzin",
    "list as a table": "/interventies/?weergave=tabel",
    "list empty": "/interventies/?q=zeilen&doel=empowerment&taalles=ja",
    "item": "/interventies/jasmijn-werkt/",
    "item for professionals": "/interventies/training-begeleiding-vrouwelijke-statushouders/",
    "about": "/over/",
    "sources": "/bronnen/",
    "privacy": "/privacy/",
    "accessibility": "/toegankelijkheid/",
    "help": "/hulp/",
    "manual with pictures": "/hulp/klantmanager/",
    "manual with commands": "/hulp/beheer/",
    "login": "/inloggen/",
    "not found": "/bestaat-niet/",
}


def test_no_page_breaks_a_rule_of_axe_or_sticks_out(
    live_catalogue, page, assert_good_at_every_width, subtests
):
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            page.goto(address)
            assert_good_at_every_width(page)


def test_the_dark_scheme_breaks_no_rule_of_axe(live_catalogue, page, assert_accessible, subtests):
    page.emulate_media(color_scheme="dark")
    for name in ("home", "list filtered", "list with errors", "item", "login", "manual with commands"):
        with subtests.test(name):
            page.goto(ADDRESSES[name])
            assert_accessible(page)


def test_an_open_drawer_and_open_facets_break_no_rule_of_axe(live_catalogue, page, assert_accessible):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/interventies/")
    page.locator("#filters > summary").click()
    for summary in page.locator(".facet > summary, .facet__more > summary").all():
        if not summary.evaluate("one => one.parentElement.open"):
            summary.click()
    expect(page.get_by_label("Statushouders", exact=False).first).to_be_visible()
    assert_accessible(page)


def test_style_sheets_font_and_htmx_are_really_there(live_catalogue, page):
    page.goto("/interventies/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 248, 245)"
    button = page.get_by_role("button", name="Zoek")
    assert button.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(11, 92, 107)"
    assert button.evaluate("one => one.offsetHeight") >= 44
    assert page.evaluate("document.fonts.check('16px \"Atkinson Next\"')")
    assert page.evaluate("typeof htmx") == "object"
    assert page.evaluate("htmx.config.allowEval") is False
    assert page.evaluate("htmx.config.historyCacheSize") == 0
    assert page.locator("style").count() == 0


def test_the_first_tab_is_the_skip_link_and_it_skips(live_catalogue, page):
    page.goto("/interventies/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#inhoud")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Zoekwoorden")).to_be_focused()


def test_searching_by_keyboard_from_the_front_page(live_catalogue, page):
    page.goto("/")
    page.get_by_label("Zoekwoorden").focus()
    page.keyboard.type("jasmijn werkt")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/interventies/\?q=jasmijn\+werkt$"))
    page.get_by_role("link", name="Jasmijn Werkt", exact=True).first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Jasmijn Werkt")


def test_typing_renews_the_results_the_count_and_the_address_but_not_the_page(live_catalogue, page):
    page.goto("/interventies/")
    page.evaluate("document.body.dataset.same = 'yes'")
    field = page.get_by_label("Zoekwoorden")
    field.press_sequentially("jasmijn werkt", delay=20)
    expect(page.locator("#telling")).to_have_text(
        re.compile(r"^1 van de \d+ interventies past bij je vraag\s*$")
    )
    expect(page.locator("article")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/interventies/\?q=jasmijn\+werkt$"))
    expect(field).to_be_focused()
    assert page.evaluate("document.body.dataset.same") == "yes"
    page.reload()
    expect(page.locator("article")).to_have_count(1)
    expect(field).to_have_value("jasmijn werkt")


def test_ticking_a_facet_renews_the_counts_and_back_undoes_it(live_catalogue, page):
    page.goto("/interventies/")
    before = page.locator("#n-niveau-personal").inner_text()
    page.get_by_label("Kinderopvang").check()
    expect(page).to_have_url(re.compile(r"/interventies/\?kinderopvang=ja$"))
    expect(page.locator("#n-niveau-personal")).not_to_have_text(before)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/interventies/$"))
    expect(page.locator("#n-niveau-personal")).to_have_text(before)
    expect(page.get_by_label("Kinderopvang")).not_to_be_checked()


def test_a_chip_takes_its_filter_away(live_catalogue, page):
    page.goto("/interventies/?q=taal&kinderopvang=ja")
    page.get_by_role("link", name="Haal weg: Met: Kinderopvang").click()
    expect(page).to_have_url(re.compile(r"/interventies/\?q=taal$"))
    expect(page.get_by_label("Kinderopvang")).not_to_be_checked()


def test_a_note_opens_from_the_text_and_leads_back(live_catalogue, page):
    page.goto("/interventies/jasmijn-werkt/")
    page.locator("#bij-summary a").first.click()
    expect(page.locator(".notes li:target")).to_have_count(1)
    note = page.locator(".notes li:target")
    note.locator("summary").click()
    note.get_by_role("link", name="Samenvatting").click()
    expect(page).to_have_url(re.compile("#bij-summary$"))


def test_everything_works_without_javascript(live_catalogue, browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Zoekwoorden").fill("kinderopvang")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_label("Kinderopvang").check()
    page.get_by_role("button", name="Pas filters toe").click()
    expect(page.locator("article").first).to_be_visible()
    expect(page.get_by_label("Kinderopvang")).to_be_checked()
    expect(page.locator("#telling")).to_have_text(re.compile("passen bij je vraag"))
    context.close()
