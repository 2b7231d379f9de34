"""What is kept of an answer is the catalogue's: the same whoever asked, and nothing of what was asked."""

import json
import re

import pytest
from django.conf import settings

from catalogue.models import CatalogueState
from catalogue.rendering import per_version
from matching import adapter
from matching.engine.profile import parse
from matching.presentation import page_of
from matching.presentation.result_items import result_items
from matching.service import answer

PROFILES = [
    {
        "barriers": {"zorg-voor-kinderen": 3, "weinig-zelfvertrouwen": 1},
        "context": {"gender": "vrouw", "age": 33},
    },
    {
        "barriers": {"klein-netwerk": 1, "weinig-zelfvertrouwen": 2},
        "context": {"dutch_level": "A1"},
    },
]


def kept_after(document):
    """Every kept text of every item, after a page for this profile."""
    per_version.clear()
    catalogue = adapter.current()
    answered = answer(parse(document, catalogue.vocabulary), catalogue)
    page_of(answered, catalogue, CatalogueState.stamp(), ["verder", "elders", "anderen"])
    stamp = CatalogueState.stamp()
    return {
        ref: (text(item.card), *map(text, item.parts.values()), *map(text, item.not_offered.values()))
        for ref, item in result_items(stamp, catalogue).items()
    }


def text(fragment):
    return fragment._beginning, fragment._rest


def test_the_kept_texts_of_an_item_do_not_depend_on_the_profile(catalogue):
    one, other = map(kept_after, PROFILES)
    assert one == other


@pytest.mark.parametrize("given", PROFILES)
def test_the_same_profile_gets_the_same_page_cold_and_warm(catalogue, given):
    found = adapter.current()
    answered = answer(parse(given, found.vocabulary), found)
    per_version.clear()
    cold = page_of(answered, found, CatalogueState.stamp())
    warm = page_of(answered, found, CatalogueState.stamp())
    assert [card.html for card in cold.cards] == [card.html for card in warm.cards]


def test_every_profile_of_the_scenarios_gets_its_page(catalogue):
    """What an item asks of its own, as hours, comes after its conditions and has words of its own."""
    found, stamp = adapter.current(), CatalogueState.stamp()
    html = []
    for name in ("scenarios_den_haag", "scenarios_national"):
        path = settings.BASE_DIR / "tests" / "data" / f"{name}.json"
        for scenario in json.loads(path.read_text(encoding="utf-8")):
            answered = answer(parse(scenario["profile"], found.vocabulary), found)
            html += [card.html for card in page_of(answered, found, stamp).cards]
    assert re.search(r"<li>minstens \d+ uur per week <span", "".join(html))
