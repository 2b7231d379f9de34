"""Journey 1: a klantmanager without an account, a single mother in Groningen with a child of one."""

import pytest

from matching import adapter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def loaded(live_catalogue):
    adapter.current()


def step(page, name):
    return page.locator("#profiel .steps").get_by_role("link", name=name)


def visible(page, name):
    return page.get_by_role("button", name=name).locator("visible=true").first


def answer_the_questions(page):
    """Six clicks, typing and choosing from a list not counted; gives the number of clicks."""
    page.goto("/matching/")
    clicks = 0
    page.get_by_label("betaald werk, op termijn", exact=True).check()
    visible(page, "Volgende").click()
    page.get_by_label("Leeftijd", exact=True).fill("28")
    page.get_by_label("Gemeente", exact=True).fill("Groningen")
    page.get_by_label("Huishouden").select_option("alleenstaande-ouder")
    page.get_by_label("Leeftijd van het jongste kind").fill("1")
    page.get_by_label("Inkomen", exact=True).select_option("bijstand")
    visible(page, "Volgende").click()
    page.get_by_label("Zoek een belemmering").fill("jonge kinderen")
    page.get_by_label("Zorg voor (jonge) kinderen", exact=True).check()
    page.get_by_label("Zoek een belemmering").fill("zelfvertrouwen")
    page.get_by_label("Weinig zelfvertrouwen", exact=True).check()
    clicks += 5
    page.get_by_role("complementary").get_by_role("button", name="Bekijk wat past").click()
    clicks += 1
    page.wait_for_url("**/matching/resultaat/")
    return clicks


def names(page):
    return [text.strip().split("\n")[0] for text in page.locator(".result .card__title").all_inner_texts()]


def test_the_right_traject_is_in_the_top_three_within_eight_clicks_and_goes_along_as_a_pdf(page):
    clicks = answer_the_questions(page)
    assert "Jasmijn Werkt" in names(page)[:3]
    assert page.get_by_text("Kinderopvang aanwezig voor kinderen tot 4 jaar").first.is_visible()
    with page.expect_download() as download:
        visible(page, "Maak haar blad").click()
    clicks += 1
    assert clicks <= 8
    assert download.value.suggested_filename == "trajectwijzer-om-mee-te-nemen.pdf"


def test_a_sheet_of_nothing_or_of_four_is_refused_before_the_page_is_left(page):
    answer_the_questions(page)
    ticks = page.locator("#meenemen input[name=item]")
    faults = []
    for wanted in (0, 4):
        for place in range(4):
            ticks.nth(place).set_checked(place < wanted)
        visible(page, "Maak haar blad").click()
        faults.append(ticks.first.evaluate("tick => tick.validationMessage"))
        assert page.url.endswith("/matching/resultaat/")
    assert faults == [
        "Kies eerst wat op het blad moet.",
        "Dat zijn er te veel voor één blad. Haal er een weg.",
    ]
    ticks.nth(3).uncheck()
    with page.expect_download() as download:
        visible(page, "Maak haar blad").click()
    assert download.value.suggested_filename == "trajectwijzer-om-mee-te-nemen.pdf"


def test_moving_a_severity_moves_the_ranking_without_a_new_page(page):
    answer_the_questions(page)
    adjust = page.locator("#bijstellen")
    adjust.locator("details > summary").first.click()
    before = page.get_by_text("Zo is dit berekend").first.inner_text()
    with page.expect_response("**/matching/resultaat/"):
        adjust.get_by_role("group", name="Weinig zelfvertrouwen").get_by_label("blokkeert").check()
    page.wait_for_function(
        "before => document.querySelector('.result > .unfold summary').innerText !== before", arg=before
    )
    assert adjust.get_by_role("group", name="Weinig zelfvertrouwen").get_by_label("blokkeert").is_checked()


def test_adjusting_is_folded_below_the_proposal_and_stays_open_while_it_is_used(page):
    answer_the_questions(page)
    fold = page.locator("#bijstellen > details")
    assert fold.get_attribute("open") is None
    assert not page.get_by_role("button", name="Bereken opnieuw").is_visible()
    assert page.get_by_role("button", name="Terug naar de vragen").is_visible()
    fold.locator("> summary").click()
    with page.expect_response("**/matching/resultaat/"):
        fold.get_by_role("group", name="Weinig zelfvertrouwen").get_by_label("blokkeert").check()
    page.wait_for_function("() => !document.querySelector('#bijstellen.htmx-request')")
    assert fold.get_attribute("open") is not None


def test_the_best_question_is_answered_where_it_is_asked(page):
    answer_the_questions(page)
    question = page.locator("#vraag")
    asked = question.locator("h2").inner_text()
    if question.locator("summary").count():
        question.locator("summary").click()
    answer = question.get_by_role("button").last
    chosen = answer.inner_text()
    answer.click()
    page.wait_for_load_state()
    assert question.locator("h2").all_inner_texts() != [asked]
    assert chosen.split()[-1] in page.locator("#bijstellen p").first.inner_text()
    assert page.locator("#bijstellen input[name=municipality]").input_value() == "Groningen"


def test_nothing_of_her_stays_in_the_browser_or_in_an_address(page):
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    answer_the_questions(page)
    stored = page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])"
    )
    for canary in ("Groningen", "zorg-voor-kinderen", "zelfvertrouwen", "alleenstaande"):
        assert canary not in stored
        assert not [address for address in addresses if canary in address]


def test_the_situation_suggests_and_a_suggestion_is_ticked_by_its_name(page):
    page.goto("/matching/")
    visible(page, "Volgende").click()
    page.get_by_label("Huishouden").select_option("alleenstaande-ouder")
    with page.expect_response("**/matching/suggesties/"):
        page.get_by_label("Leeftijd van het jongste kind").fill("1")
        page.get_by_label("Leeftijd van het jongste kind").blur()
    visible(page, "Volgende").click()
    page.locator("#suggesties").get_by_label("Weet de weg niet in kinderopvang").check()
    assert page.locator("#b-weet-weg-niet-in-opvang").is_checked()


def test_going_back_keeps_everything(page):
    answer_the_questions(page)
    visible(page, "Terug naar de vragen").click()
    page.wait_for_url("**/matching/")
    assert page.locator("#id_municipality").input_value() == "Groningen"
    assert page.locator("#b-zorg-voor-kinderen").is_checked()
    assert page.locator("#id_wishes input:checked").count() == 1


def test_a_wrong_age_comes_back_at_its_field_with_what_was_typed(page):
    page.goto("/matching/")
    visible(page, "Volgende").click()
    page.get_by_label("Leeftijd", exact=True).fill("250")
    page.get_by_role("complementary").get_by_role("button", name="Bekijk wat past").click()
    page.wait_for_url("**/matching/resultaat/")
    assert page.locator("#fouten").is_visible()
    field = page.get_by_label("Leeftijd", exact=True)
    assert field.is_visible()
    assert field.input_value() == "250"
    page.complaints.clear()


def test_it_works_without_javascript(browser, base_url, live_catalogue):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto("/matching/")
    page.locator("#id_municipality").fill("Groningen")
    page.locator("#id_household").select_option("alleenstaande-ouder")
    page.locator("#id_youngest_child_age").fill("1")
    page.locator("#b-zorg-voor-kinderen").check()
    page.locator("#klaar button", has_text="Bekijk wat past").click()
    assert "Jasmijn Werkt" in names(page)[:3]
    page.locator("#bijstellen details > summary").first.click()
    page.locator("#bijstellen button", has_text="Bereken opnieuw").click()
    assert "Jasmijn Werkt" in names(page)[:3]
    context.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("weinig Nederlands", "Beperkte beheersing van het Nederlands"),
        ("geen geld", "Geldzorgen of schulden"),
        ("weinig zelfvertrouwen", "Weinig zelfvertrouwen"),
        ("taal", "Beperkte beheersing van het Nederlands"),
    ],
)
def test_what_she_lacks_is_found_in_other_words_and_the_suggestions_make_room(page, typed, found):
    page.goto("/matching/#belemmeringen")
    step(page, "Situatie").click()
    with page.expect_response("**/matching/suggesties/"):
        page.get_by_label("Niveau Nederlands").select_option("A2")
    step(page, "Belemmeringen").click()
    suggestions = page.get_by_role("heading", name="Speelt dit ook?")
    suggestions.wait_for()
    page.get_by_label("Zoek een belemmering").fill(typed)
    assert page.get_by_label(found, exact=True).is_visible()
    assert not page.get_by_label("Mantelzorg", exact=True).is_visible()
    assert not suggestions.is_visible()
    page.get_by_label("Zoek een belemmering").fill("")
    assert suggestions.is_visible()


def test_it_can_be_done_with_the_keyboard_alone(page):
    page.goto("/matching/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#profiel").evaluate("form => form.querySelector('.steps a').focus()")
    for _ in range(2):
        page.locator("button:visible", has_text="Volgende").first.focus()
        page.keyboard.press("Enter")
    page.get_by_label("Zoek een belemmering").focus()
    page.keyboard.type("mantelzorg")
    page.locator("#b-mantelzorg").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator("input[name='ernst-mantelzorg']:checked").get_attribute("value") == "3"
    page.locator(".wizard__summary button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/matching/resultaat/")
    assert page.get_by_role("heading", name="Wat past bij haar?").is_visible()


@pytest.mark.parametrize("state", ["questions", "questions-open", "result", "result-open"])
def test_every_state_is_accessible_and_fits(page, assert_good_at_every_width, state):
    if state.startswith("result"):
        answer_the_questions(page)
    else:
        page.goto("/matching/")
    if state.endswith("open"):
        page.evaluate(
            "document.querySelectorAll('[data-step], details').forEach(node => {"
            " node.hidden = false; if ('open' in node) node.open = true; })"
        )
    assert_good_at_every_width(page)


@pytest.mark.parametrize("address", ["/matching/uitleg/", "/matching/dekking/"])
def test_the_explanations_are_accessible_and_fit(page, assert_good_at_every_width, address):
    page.goto(address)
    assert_good_at_every_width(page)
