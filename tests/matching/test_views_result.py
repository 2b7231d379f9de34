"""The result: what stands on the page, what is one click away, and in which order."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from matching import adapter
from matching.presentation.page import INITIAL_COUNTS, OPEN, source_years_of
from matching.profile.forms import NOTHING_TOLD
from tests.matching.posts import DOCUMENT, RESULT, TOLD, WIZARD, text_of


def test_the_result_ranks_what_the_engine_ranks(catalogue, client):
    from matching.engine.profile import parse
    from matching.service import answer

    response = client.post(RESULT, TOLD)
    found = adapter.current()
    expected = [row.item.name for row in answer(parse(DOCUMENT, found.vocabulary), found).result.offered]
    page = response.context["page"]
    shown = [card.match.item.name for card in [*page.cards, *page.groups["verder"].cards]]
    assert response.status_code == 200
    assert shown == [name for name in expected if name in shown]
    assert shown[0] == expected[0] == "Jasmijn Werkt"
    assert found.version in text_of(response)


def test_the_result_carries_everything_that_was_filled_in(catalogue, client):
    response = client.post(RESULT, TOLD)
    text = text_of(response)
    form = text[text.index('id="bijstellen"') :]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    hidden.pop("csrfmiddlewaretoken", None)
    hidden.pop("eerder")
    assert hidden == {
        "audience": "client", "gender": "vrouw", "age": "28", "municipality": "Groningen",
        "household": "alleenstaande-ouder", "youngest_child_age": "1", "income": "bijstand",
        "wishes": "betaald-werk",
    }  # fmt: skip


#: Little is told, so every group of the page is long.
LITTLE = {"belemmering": ["weinig-zelfvertrouwen"], "ernst-weinig-zelfvertrouwen": "3", "gender": "vrouw"}


def told_by(cards):
    """What stands on the page of each item: its text, or of a mention what may be said for it."""
    return [getattr(card, "html", None) or (card.shown.intervention.name, card.plausible) for card in cards]


@pytest.mark.parametrize("told", [TOLD, LITTLE, TOLD | {"age": "60"}], ids=["much", "little", "older"])
def test_every_item_is_on_the_page_or_one_click_away_but_rights_that_do_not_apply(catalogue, client, told):
    first = client.post(RESULT, told)
    page, text = first.context["page"], text_of(first)
    groups = {name: group for name, group in page.groups.items() if name != OPEN}
    seen = {card.match.item.source_ref for card in page.cards}
    for name, group in groups.items():
        assert len(group.cards) <= INITIAL_COUNTS[name]
        button = f'form="bijstellen" name="toon" value="{name}"'
        assert (button in text, group.more > 0) in ((True, True), (False, False))
        whole = client.post(RESULT, told | {"toon": name}).context["page"].groups[name]
        assert (whole.more, len(whole.cards), whole.total) == (0, group.total, group.total)
        assert told_by(whole.cards[: len(group.cards)]) == told_by(group.cards)
        assert seen.isdisjoint(card.match.item.source_ref for card in whole.cards)
        seen |= {card.match.item.source_ref for card in whole.cards}
    items = [item for item in adapter.current().items if "client" in item.audience]
    assert {item.source_ref for item in items if item.list_name != "rechten"} <= seen
    rights = {card.match.item.source_ref for card in groups["rechten"].cards}
    assert seen & {item.source_ref for item in items if item.list_name == "rechten"} == rights


def test_what_was_unfolded_stays_so_and_an_unknown_name_asks_nothing(catalogue, client):
    response = client.post(RESULT, LITTLE | {"toon": ["elders", "anderen", "zomaar"]})
    page = response.context["page"]
    assert [name for name, group in page.groups.items() if group.expanded] == ["elders", "anderen"]
    text = text_of(response)
    assert re.findall(r'<input type="hidden" name="toon" value="([^"]*)"', text) == ["elders", "anderen"]
    assert "zomaar" not in text


def test_a_barrier_that_was_unticked_can_be_put_back_as_heavy_as_it_was(catalogue, client):
    before = ["zorg-voor-kinderen", "weinig-zelfvertrouwen"]
    assert re.findall(r'name="eerder" value="([^"]*)"', text_of(client.post(RESULT, TOLD))) == sorted(
        before, key=list(adapter.vocabulary().barriers).index
    )
    response = client.post(RESULT, TOLD | {"belemmering": ["weinig-zelfvertrouwen"], "eerder": before})
    (choice,) = response.context["unticked_choices"]
    assert (choice.barrier.slug, choice.severity, choice.ticked) == ("zorg-voor-kinderen", 3, False)
    text = text_of(response)
    assert "Weggehaald. Kruis aan om het terug te zetten." in text
    assert re.search(
        r'value="zorg-voor-kinderen" id="b-zorg-voor-kinderen"[^>]*aria-describedby="[^"]+">', text
    )
    back = client.post(RESULT, TOLD | {"eerder": before})
    assert back.context["unticked_choices"] == []
    again = client.post(RESULT, TOLD)
    assert told_by(back.context["page"].cards) == told_by(again.context["page"].cards)


@pytest.mark.parametrize("severity", ["", "0", "7", "x", "٣"])
def test_a_severity_that_is_none_is_put_back_as_it_begins(catalogue, client, severity):
    odd = TOLD | {"belemmering": ["weinig-zelfvertrouwen"], "ernst-zorg-voor-kinderen": severity}
    response = client.post(RESULT, odd | {"eerder": ["zorg-voor-kinderen", "bestaat-niet"]})
    (choice,) = response.context["unticked_choices"]
    assert (choice.barrier.slug, choice.severity) == ("zorg-voor-kinderen", 2)


def test_htmx_gets_the_result_without_the_page_around_it(catalogue, client):
    text = text_of(client.post(RESULT, TOLD, headers={"HX-Request": "true"}))
    assert "<html" not in text
    assert "Jasmijn Werkt" in text


def test_getting_the_result_leads_to_the_questions_and_takes_nothing_along(catalogue, client):
    for method in (client.get, client.head):
        response = method(RESULT, {"age": "28"})
        assert (response.status_code, response.headers["Location"]) == (302, WIZARD)


def test_only_about_the_guidance_itself_asks_for_a_barrier(catalogue, client):
    response = client.post(RESULT, {"belemmering": ["aannames-klantmanager"]})
    assert response.status_code == 422
    assert response.context["form"].errors == {"__all__": [NOTHING_TOLD]}


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([("2020", None)], "2020, nog niet geverifieerd"),
        ([("2024", None), ("2020", None), ("2026", None)], "2020, 2024 en 2026, nog niet geverifieerd"),
        ([("2020", None), ("2026", date(2026, 11, 1))], "2020 en 2026, deels niet geverifieerd"),
        ([("2026", date(2026, 11, 1))], "2026"),
        ([], ""),
    ],
)
def test_the_page_says_of_which_years_its_sources_are_and_what_was_verified(items, told):
    rows = [SimpleNamespace(intervention=SimpleNamespace(stand=stand, verified_on=on)) for stand, on in items]
    assert source_years_of(rows) == told


def test_the_number_of_queries_does_not_grow_with_what_is_told(
    catalogue, client, django_assert_max_num_queries
):
    everything = list(adapter.vocabulary().barriers)
    for told in (TOLD, TOLD | {"belemmering": everything}):  # what is kept per process is there
        client.post(RESULT, told)
    with django_assert_max_num_queries(16) as few:
        client.post(RESULT, TOLD)
    with django_assert_max_num_queries(16) as many:
        client.post(RESULT, TOLD | {"belemmering": everything})
    assert len(many) == len(few)


def test_answers_that_hardly_go_together_are_asked_about_and_not_refused(catalogue, client):
    page = text_of(client.post(RESULT, TOLD | {"age": "18", "youngest_child_age": "10"}))
    assert "liggen minder dan tien jaar uit elkaar. Een typefout? Zo niet, laat het staan." in page
    assert "typefout" not in text_of(client.post(RESULT, TOLD))
