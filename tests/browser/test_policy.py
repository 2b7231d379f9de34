"""The pages for policy staff in a real browser, with journey 2: Tilburg, the demand side, PDF and XLSX."""

import re
from zipfile import is_zipfile

import pytest
from playwright.sync_api import expect

ADDRESSES = {
    "the country": "/beleid/",
    "Tilburg": "/beleid/?gebied=Tilburg&stopt=kiezen-voor-werk",
    "wrong area": "/beleid/?gebied=Tilborg",
    "comparison": "/beleid/vergelijken/?gebied=Den+Haag&met=Tilburg",
    "comparison asked": "/beleid/vergelijken/?gebied=Den+Haag",
    "memo": "/beleid/raadsmemo/?gebied=Tilburg",
    "check": "/beleid/controle/",
}
SCROLLED = """part => part.scrollLeft || new Promise(
    done => part.addEventListener("scroll", () => done(part.scrollLeft), {once: true}))"""
KEPT = "JSON.stringify([localStorage, sessionStorage])"
OPEN_ALL = "document.querySelectorAll('details').forEach(part => part.open = true)"


def test_no_page_breaks_a_rule_of_axe_or_sticks_out(
    live_catalogue, page, assert_good_at_every_width, subtests
):
    for name, address in ADDRESSES.items():
        with subtests.test(name):
            page.goto(address)
            page.evaluate(OPEN_ALL)
            assert_good_at_every_width(page)


def test_the_dark_scheme_breaks_no_rule_of_axe(live_catalogue, page, assert_accessible, subtests):
    page.emulate_media(color_scheme="dark")
    for name in ("Tilburg", "comparison", "memo"):
        with subtests.test(name):
            page.goto(ADDRESSES[name])
            page.evaluate(OPEN_ALL)
            assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_policy_staff_see_what_tilburg_lacks_and_take_it_along(
    live_catalogue, browser, base_url, javascript, browser_context_args
):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": javascript})
    page = context.new_page()
    page.goto(f"{base_url}/")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Beleid").click()
    page.get_by_label("Gemeente, arbeidsmarktregio of provincie").fill("Tilburg")
    page.get_by_role("button", name="Toon dit gebied").click()
    expect(page).to_have_url(re.compile(r"/beleid/\?gebied=Tilburg$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Het aanbod in Tilburg")
    demand = page.get_by_role("region", name="Vraagzijde arbeidsmarkt", exact=True)
    expect(demand).to_contain_text("Voor 7 van de 10 belemmeringen noemt geen bron aanbod")
    expect(demand).to_contain_text("functie-eisen te hoog")
    with page.expect_download() as pdf:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert pdf.value.suggested_filename == "trajectwijzer-beleid-tilburg.pdf"
    assert pdf.value.path().read_bytes().startswith(b"%PDF-")
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Spreadsheet (XLSX)").click()
    assert sheet.value.suggested_filename == "trajectwijzer-beleid-tilburg.xlsx"
    assert is_zipfile(sheet.value.path())
    context.close()


def test_the_map_scrolls_by_keyboard_inside_its_own_region(live_catalogue, page):
    page.set_viewport_size({"width": 900, "height": 900})
    page.goto("/beleid/")
    region = page.get_by_role("region", name="Warmtekaart Vraagzijde arbeidsmarkt")
    region.focus()
    page.keyboard.press("ArrowRight")
    assert region.evaluate(SCROLLED) > 0
    expect(region.get_by_role("img")).to_have_accessible_name(
        re.compile("Vraagzijde arbeidsmarkt in heel Nederland")
    )


def test_on_a_telephone_the_table_takes_the_place_of_the_picture(live_catalogue, page):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/beleid/?gebied=Tilburg")
    expect(page.get_by_role("heading", name="Warmtekaart")).to_be_hidden()
    demand = page.get_by_role("region", name="Vraagzijde arbeidsmarkt", exact=True)
    demand.get_by_text("Tabel: alle 10 belemmeringen").click()
    expect(demand.get_by_role("cell").filter(has_text="geen aanbod genoemd").first).to_be_visible()


def test_a_wrong_memo_keeps_what_was_typed_and_a_right_one_is_a_pdf(live_catalogue, page):
    page.goto("/beleid/raadsmemo/?gebied=Tilburg")
    page.get_by_label("Aanleiding").fill("Motie van de raad")
    older = page.get_by_role("group", name="Vrouwen van 50 jaar en ouder")
    older.get_by_label("Aantal vrouwen").fill("veel")
    page.get_by_role("button", name="Maak de PDF").click()
    expect(page.get_by_role("alert")).to_contain_text("Vul een heel getal in")
    expect(page.get_by_label("Aanleiding")).to_have_value("Motie van de raad")
    older.get_by_label("Aantal vrouwen").fill("1250")
    older.get_by_label("Bron en jaar").fill("CBS 2024")
    with page.expect_download() as memo:
        page.get_by_role("button", name="Maak de PDF").click()
    assert memo.value.suggested_filename == "trajectwijzer-raadsmemo-tilburg.pdf"
    assert not re.search("Motie|1250|CBS", page.evaluate(KEPT))
