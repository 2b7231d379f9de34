"""The answer for small clients: safety first, the proposal before the ranking, each list in its place."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from catalogue.knowledge.safety import safety
from tests import factories
from tests.matching.posts import RESULT, TOLD, WIZARD, text_of

BARRIER = "klein-netwerk"
HER = {"belemmering": [BARRIER], "gender": "vrouw", "municipality": "Ede"}
TITLES = {
    "proposal": "plan-kop",
    "trajecten": "passend-kop",
    "regelingen": "regelingen-kop",
    "rechten": "rechten",
    "talk": "gesprek-kop",
    "papers": "meenemen-kop",
    "not offered": "waarom-niet-kop",
}


def leaf(fact, text, *, strength="required", **test):
    cite = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
    return {"fact": fact, "strength": strength, "text": text, "cite": cite, **test}


def published(name, **values):
    values.setdefault("coverage", [factories.covers(BARRIER)])
    return factories.publish(name=name, **values)


def names(group):
    return [card.match.item.name for card in group.cards]


def page_of(client, **told):
    response = client.post(RESULT, HER | told)
    assert response.status_code == 200
    return response.context["page"], html.unescape(text_of(response))


def test_safety_stands_above_everything_in_the_same_words_whatever_is_told(catalogue, client):
    said = []
    for told in (TOLD, HER, HER | {"circumstances": ["geweldservaring"]}):
        text = text_of(client.post(RESULT, told))
        block = re.search(r'<details class="unfold" id="veiligheid">.*?</details>', text, re.DOTALL)
        assert block.start() < text.index('id="plan-kop"')
        said.append(block[0])
    assert set(said) == {said[0]}
    assert safety()["text"] in html.unescape(said[0])


def test_the_parts_stand_in_the_order_of_the_conversation(catalogue, client):
    text = text_of(client.post(RESULT, TOLD | {"municipality": "Den Haag", "dutch_level": "A2"}))
    places = [text.index(f'id="{title}"') for title in TITLES.values()]
    assert places == sorted(places)


def test_fixed_lines_say_what_holds_and_what_they_rest_on(catalogue, client):
    page, text = page_of(client, income="niet-uitkeringsgerechtigd")
    (line,) = page.lines
    assert line.text.startswith("Verblijf:")
    assert line.cites.startswith("Bijstand en verblijf")
    assert text.index(line.text) < text.index('id="plan-kop"')


def test_violence_makes_safety_the_first_row_of_the_proposal(catalogue, client):
    page, text = page_of(client, circumstances=["geweldservaring"])
    assert page.first[0].text.startswith("Eerst: is zij nu veilig?")
    row = f'<li class="is-sensitive">{page.first[0].text}'
    assert text.index('id="plan-kop"') < text.index(row) < text.index('<div class="plan__column')


def test_what_runs_already_is_said_before_anything_new(catalogue, client):
    page, text = page_of(client, already=["taalles", "stage"], **{"already-taalles": "6"})
    assert page.running == ["taalles (6 uur)", "een stage of werkervaringsplek"]
    assert "Dit loopt al, niet laten stoppen:</strong> taalles (6 uur)" in text
    assert "Wat nu al loopt: taalles (6 uur), een stage of werkervaringsplek" in text


def test_a_blocking_barrier_without_offer_is_a_row_with_its_tips_where_the_offer_would_stand(
    catalogue, client
):
    page, _ = page_of(client, belemmering=["psychische-gezondheid"], **{"ernst-psychische-gezondheid": "3"})
    assert [row.about for row in page.first] == ["Psychische gezondheid, stress of trauma"]
    assert [one.barrier.slug for one in page.without_offer] == ["psychische-gezondheid"]


def test_regelingen_and_rights_are_apart_from_trajecten(reference, client):
    published("Traject")
    published("Regeling", kind="scheme")
    rule = leaf("income", "met bijstand", **{"in": ["bijstand"]})
    rights = {"kind": "right", "coverage": [], "price": "Zij raakt iets kwijt.", "duty": "Zij meldt het."}
    published("Recht dat kan gelden", conditions=rule, **rights)
    other = leaf("income", "met werk", **{"in": ["werk"]})
    published("Recht dat niet geldt", conditions=other, **rights)
    page, text = page_of(client, income="bijstand")
    assert [card.match.item.name for card in page.cards] == ["Traject"]
    assert names(page.groups["regelingen"]) == ["Regeling"]
    assert names(page.groups["rechten"]) == ["Recht dat kan gelden"]
    assert 'Bespreek ook <a href="#rechten">1 recht die kan gelden</a>' not in text
    assert 'Bespreek ook <a href="#rechten">1 recht dat kan gelden</a>, vóór zij begint.' in text
    assert "Recht dat niet geldt" not in text
    for said in ("Zij raakt iets kwijt.", "Zij meldt het."):
        assert said in text[text.index('id="rechten"') :]
    assert "Recht" not in str([choice.name for choice in page.takealong])


def test_what_is_for_a_group_waits_for_an_answer_below_what_does_not(reference, client):
    rule = leaf("newcomer", "nieuwkomer", **{"in": ["statushouder", "gezinsmigrant", "andere-nieuwkomer"]})
    published("Voor nieuwkomers", conditions=rule)
    published("Voor iedereen", coverage=[factories.covers(BARRIER, role="side", value=60)])
    page, text = page_of(client)
    assert [card.match.item.name for card in page.cards] == ["Voor iedereen"]
    assert names(page.groups["wacht"]) == ["Voor nieuwkomers"]
    assert page.waits_for == ["Is zij statushouder, gezinsmigrant of op een andere manier nieuwkomer?"]
    assert "Wacht op een antwoord" in text
    assert [row.shown.intervention.name for row in page.now] == ["Voor iedereen"]
    answered, _ = page_of(client, newcomer="statushouder")
    assert [card.match.item.name for card in answered.cards] == ["Voor nieuwkomers", "Voor iedereen"]


def test_what_is_full_or_paused_or_begins_later_says_until_when(reference, client):
    soon = timezone.localdate() + timedelta(days=40)
    published("Open", coverage=[factories.covers(BARRIER, role="side", value=60)])
    published("Begint", starts_on=soon.isoformat())
    published("Vol", full_until=soon.isoformat())
    published("Pauze", paused_until=soon.isoformat())
    page, text = page_of(client)
    assert sorted(card.match.item.name for card in page.cards) == ["Begint", "Open"]
    assert sorted(names(page.groups["dicht"])) == ["Pauze", "Vol"]
    day = f"{soon.day} "
    assert f"Start op {day}" in text
    assert f"Vol tot {day}" in text
    assert f"Op pauze tot {day}" in text
    assert {row.shown.intervention.name for row in page.now} <= {"Begint", "Open"}


def test_more_hours_than_she_has_is_not_now_and_says_what_would_change_it(reference, client):
    published("Halve week", hours_per_week_min=20)
    page, text = page_of(client, hours_per_week="16")
    assert names(page.groups["nu-niet"]) == ["Halve week"]
    assert page.groups["anderen"].total == 0
    assert "De aanbieder vraagt: minstens 20 uur per week." in text
    assert "1 nu niet: dit kan veranderen" in text


def test_conditions_stand_on_the_card_with_or_and_their_answer(reference, client):
    either = {
        "any": [
            leaf("income", "met bijstand", **{"in": ["bijstand"]}),
            leaf("years_without_work", "minstens vijf jaar zonder werk", min=5),
        ]
    }
    published("Een van beide", conditions={"all": [either, leaf("age", "vanaf 27 jaar", min=27)]})
    _, text = page_of(client, income="bijstand")
    assert 'met bijstand, of minstens vijf jaar zonder werk <span class="muted">(ja)</span>' in text
    assert 'vanaf 27 jaar <span class="muted">(niet bekend)</span>' in text


@pytest.mark.parametrize(("level", "warned"), [("A2", False), ("B1", True)])
def test_what_she_said_speaks_against_it_in_amber_on_the_card(reference, client, level, warned):
    published("Voor beginners", language_to="A2")
    page, _ = page_of(client, dutch_level=level)
    (card,) = page.cards
    amber = '<p class="questions panel--attention">'
    assert (amber in card.html) is warned
    assert ("Dit is bedoeld voor Nederlands tot en met A2; zij is al verder." in card.html) is warned


def test_the_best_question_is_asked_with_its_answers_and_one_is_a_click(catalogue, client):
    page, text = page_of(client, **TOLD)
    block = text[text.index('id="vraag"') : text.index('id="plan-kop"')]
    assert page.question.text in block
    assert "kan de eerste drie het meest veranderen" in block
    buttons = re.findall(r'form="bijstellen" name="([a-z_]+)" value="([^"]+)"', block)
    assert {name for name, _ in buttons} == {page.question.fact}
    assert len(buttons) == len(page.question.options)
    after = client.post(RESULT, TOLD | {buttons[-1][0]: buttons[-1][1]}).context["page"]
    assert after.question is None or after.question.fact != page.question.fact


def test_what_is_assumed_is_asked_and_a_stated_answer_wins(catalogue, client):
    page, text = page_of(client, income="bijstand")
    assert [one.text for one in page.assumed] == ["Laag gezinsinkomen: ja"]
    assert "Aangenomen, klopt dit?" in text
    stated, _ = page_of(client, income="bijstand", low_income="nee")
    assert stated.assumed == []


@pytest.mark.parametrize("told", [{"municipality": "Assen"}, {"wishes": ["opleiding"]}])
def test_without_a_barrier_there_is_still_something_to_see(catalogue, client, told):
    response = client.post(RESULT, {"gender": "vrouw"} | told)
    page = response.context["page"]
    assert response.status_code == 200
    assert page.cards or page.groups["zonder"].total


def test_everything_that_is_asked_goes_along_to_the_answer_and_back(catalogue, client):
    told = TOLD | {
        "wishes": ["opleiding", "vrouwengroep"],
        "main_wish": "opleiding",
        "motives": ["trots", "eigen-inkomen"],
        "already": ["taalles"],
        "already-taalles": "6",
    }
    form = client.post(WIZARD, told).context["form"]
    text = text_of(client.post(RESULT, told))
    sent = re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text[text.index('id="bijstellen"') :]
    )
    for pair in (
        ("main_wish", "opleiding"), ("motives", "trots"), ("motives", "eigen-inkomen"),
        ("already", "taalles"), ("already-taalles", "6"),
    ):  # fmt: skip
        assert pair in sent
    assert form.document()["context"]["already"] == {"taalles": 6}
    assert "Wat voorop staat: een opleiding" in html.unescape(text)
