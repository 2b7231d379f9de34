"""Shortlist, comparison and "mijn gemeente" in a real browser, with and without JavaScript."""

import json
import re

from playwright.sync_api import expect

TWO = "item=jasmijn-werkt&item=kix-works"
FOUR = f"{TWO}&item=rebelz&item=top-vrouwen"
ADDRESSES = {
    "list empty": "/lijst/",
    "list filled": f"/lijst/?{FOUR}&item=bestaat-niet",
    "list searched": f"/lijst/?{TWO}&zoek=werk",
    "compare two": f"/vergelijken/?{TWO}",
    "compare four": f"/vergelijken/?{FOUR}",
    "compare differences": f"/vergelijken/?{TWO}&alleen=verschillen",
    "compare none": "/vergelijken/",
    "compare one": "/vergelijken/?item=rebelz",
    "compare five": f"/vergelijken/?{FOUR}&item=newbees",
    "municipality": "/gemeente/",
    "item": "/interventies/jasmijn-werkt/",
}
KEPT = "localStorage.getItem('trajectwijzer-lijst')"


def kept(page) -> list[str]:
    return json.loads(page.evaluate(KEPT) or "[]")


def choose(page, name: str):
    page.get_by_label("Gemeente", exact=True).fill(name)
    page.get_by_role("button", name="Bewaar").click()


def test_no_page_breaks_a_rule_of_axe_or_sticks_out(
    live_catalogue, page, assert_good_at_every_width, subtests
):
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            page.goto(address)
            assert_good_at_every_width(page)


def test_the_dark_scheme_and_a_wrong_municipality_break_no_rule_of_axe(
    live_catalogue, page, assert_accessible, subtests
):
    page.emulate_media(color_scheme="dark")
    for name in ("list filled", "compare four"):
        with subtests.test(name):
            page.goto(ADDRESSES[name])
            assert_accessible(page)
    page.goto("/gemeente/")
    choose(page, "Gronigen")
    expect(page.get_by_role("alert")).to_contain_text("Bedoel je Groningen?")
    assert_accessible(page)


def test_a_list_is_gathered_from_the_cards_remembered_and_wiped(live_catalogue, page):
    page.goto("/interventies/")
    expect(page.get_by_role("link", name="Mijn lijst")).to_be_hidden()
    buttons = page.get_by_role("button", name="Zet op lijst")
    first, second = (buttons.nth(place).get_attribute("data-list-toggle") for place in (0, 1))
    for slug in (first, second):
        page.locator(f"[data-list-toggle={slug}]").click()
    assert kept(page) == [first, second]
    expect(page.locator("[data-list-says]")).to_contain_text("Er staan er nu 2 op.")
    expect(page).to_have_url(re.compile(r"/interventies/$"))

    page.reload()
    expect(page.locator(f"[data-list-toggle={first}]")).to_contain_text("Haal van lijst")
    page.get_by_role("link", name="Mijn lijst (2)").click()
    expect(page).to_have_url(re.compile(rf"/lijst/\?item={first}&item={second}$"))
    expect(page.locator("article")).to_have_count(2)
    page.locator(f"[data-list-remove={first}]").click()
    expect(page.locator("article")).to_have_count(1)
    assert kept(page) == [second]
    page.get_by_role("link", name="Wis de lijst").click()
    expect(page.get_by_text("Er staat nog niets op je lijst.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    expect(page.get_by_role("link", name="Mijn lijst")).to_be_hidden()


def test_a_card_that_htmx_brought_can_be_put_on_the_list_too(live_catalogue, page):
    page.goto("/interventies/")
    page.get_by_label("Kinderopvang").check()
    expect(page).to_have_url(re.compile("kinderopvang=ja"))
    expect(page.locator("a[data-list-item]")).to_have_count(0)
    page.get_by_role("button", name="Zet op lijst").first.click()
    assert len(kept(page)) == 1


def test_a_list_of_someone_else_is_kept_only_when_asked(live_catalogue, page):
    page.goto("/interventies/rebelz/")
    page.get_by_role("button", name="Zet op lijst").click()
    page.goto(ADDRESSES["list empty"])
    expect(page.get_by_role("link", name="Open je lijst van eerder")).to_be_visible()
    page.goto(f"/lijst/?{TWO}")
    assert kept(page) == ["rebelz"]
    page.get_by_role("button", name="Onthoud deze lijst").click()
    assert kept(page) == ["jasmijn-werkt", "kix-works"]


def test_what_is_kept_may_be_damaged(live_catalogue, page):
    page.goto("/over/")
    for damaged in ("{", '"x"', '[1, null, "<b>", "../x"]'):
        page.evaluate("text => localStorage.setItem('trajectwijzer-lijst', text)", damaged)
        page.goto("/interventies/")
        expect(page.get_by_role("link", name="Mijn lijst")).to_be_hidden()


def test_comparing_by_keyboard_from_the_list(live_catalogue, page):
    page.goto(f"/lijst/?{TWO}&item=rebelz")
    page.get_by_role("checkbox", name="Vergelijk K!X Works").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Vergelijk wat is aangekruist").press("Enter")
    expect(page).to_have_url(re.compile(r"/vergelijken/\?item=jasmijn-werkt&item=rebelz$"))
    expect(page.get_by_role("columnheader")).to_have_count(3)
    everything = page.get_by_role("rowheader").count()
    page.get_by_role("link", name="alleen verschillen").press("Enter")
    expect(page.get_by_role("row", name=re.compile("^Doelgroep .*verschilt"))).to_be_visible()
    assert page.get_by_role("rowheader").count() < everything


def test_on_a_phone_every_answer_says_of_which_item_it_is(live_catalogue, page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(ADDRESSES["compare two"])
    row = page.locator("tr", has_text="Kinderopvang").first
    said = row.locator("td").first.evaluate("one => getComputedStyle(one, '::before').content")
    assert said == '"Jasmijn Werkt"'


def test_the_address_can_be_copied(live_catalogue, page, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/interventies/jasmijn-werkt/")
    page.get_by_role("button", name="Kopieer").click()
    expect(page.get_by_text("Gekopieerd.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_data_for_search_engines_is_read_as_data_and_blocked_by_nothing(live_catalogue, page):
    blocked = []
    page.expose_function("blocked", lambda directive: blocked.append(directive))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => blocked(e.violatedDirective))"
    )
    page.goto("/interventies/jasmijn-werkt/")
    text = page.locator("script[type='application/ld+json']").text_content()
    assert json.loads(text)["name"] == "Jasmijn Werkt"
    assert blocked == []


def test_my_municipality_is_told_on_the_catalogue_and_never_with_a_match(live_catalogue, page, context):
    page.goto("/interventies/?doel=empowerment")
    page.get_by_role("banner").get_by_role("link", name="Mijn gemeente").click()
    choose(page, "Groningen")
    expect(page).to_have_url(re.compile(r"/interventies/\?doel=empowerment$"))
    expect(page.locator(".reach-here").first).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("link", name="Mijn gemeente: Groningen")).to_be_visible()
    assert {cookie["path"] for cookie in context.cookies() if cookie["name"] == "gemeente"} == {
        "/belemmeringen/",
        "/interventies/",
        "/lijst/",
        "/vergelijken/",
        "/gemeente/",
    }
    with page.expect_request("**/matching/") as asked:
        page.goto("/matching/")
    assert "gemeente=" not in asked.value.all_headers().get("cookie", "")
    page.goto("/gemeente/")
    page.get_by_role("button", name="Wis Groningen").click()
    assert [cookie for cookie in context.cookies() if cookie["name"] == "gemeente"] == []


def test_everything_works_without_javascript(live_catalogue, browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/interventies/jasmijn-werkt/")
    page.get_by_role("link", name="Zet op lijst Jasmijn Werkt").click()
    page.get_by_label("Naam van een interventie").fill("K!X")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name=re.compile("^Zet op lijst K")).click()
    expect(page).to_have_url(re.compile(rf"/lijst/\?{TWO}$"))
    page.get_by_role("button", name="Vergelijk wat is aangekruist").click()
    expect(page).to_have_url(re.compile(rf"/vergelijken/\?{TWO}$"))
    page.get_by_role("link", name=re.compile("^Haal weg uit de vergelijking: K")).click()
    expect(page.get_by_text("Kies er nog minstens één bij Jasmijn Werkt.")).to_be_visible()
    context.close()
