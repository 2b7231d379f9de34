"""The tips per barrier: cited, one entry for each, without names or numbers, partner and family marked."""

import json
import re
from functools import cache

import pytest
from django.conf import settings

from catalogue.knowledge.safety import never_with_family, speak_alone

LISTS = ("working_elements", "conversation_tips", "policy")
#: A place is a section as it is printed, and no line or page of a file.
ODD_PLACE = re.compile(r"^\s*$|^[\d\s.,-]+$|\b(regels?|lines?|p\.|blz)\s*\d", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\dA-Z])(?:\+31|0031|0)[\s-]?(?:\d[\s-]?){8}\d(?!\d)")
#: Words of a tip that makes her partner or family take part.
WITH_FAMILY = re.compile(
    r"\b((haar|de) partner|beide partners|beiden|oppassen|co-ouderschap|thuis te bespreken|praat met hem|"
    r"haar partner of familie)\b",
    re.IGNORECASE,
)


@cache
def read(name: str):
    return json.loads((settings.FIXTURES_DIR / name).read_text(encoding="utf-8"))


def tips() -> list[tuple[str, str, dict]]:
    """Every tip with its barrier and its list."""
    barriers = read("what_is_left.json")["barriers"]
    return [(slug, name, row) for slug, entry in barriers.items() for name in LISTS for row in entry[name]]


def test_every_barrier_has_its_tips_and_no_other_has():
    barriers = read("what_is_left.json")["barriers"]
    assert set(barriers) == {row["slug"] for row in read("taxonomy.json")["barriers"]}
    assert {tuple(entry) for entry in barriers.values()} == {LISTS}


def test_of_every_barrier_a_source_says_what_helps():
    barriers = read("what_is_left.json")["barriers"]
    assert [slug for slug, entry in barriers.items() if not entry["working_elements"]] == []
    without_tip = {slug for slug, entry in barriers.items() if not entry["conversation_tips"]}
    assert without_tip == {
        "beperkte-digitale-vaardigheden", "laaggeletterdheid", "detentieverleden", "sekswerkverleden",
        "eenzijdig-netwerk", "functie-eisen-te-hoog", "discriminatie", "te-kleine-baan", "niet-in-beeld",
        "begeleiding-stopt", "opleiding-mag-niet", "gericht-op-snelle-uitstroom",
    }  # fmt: skip


def test_each_tip_says_where_it_is_said():
    sources = {row["key"] for row in read("sources.json")}
    assert [
        row for _, _, row in tips() if row["source"] not in sources or ODD_PLACE.search(row["place"])
    ] == []


def test_a_tip_stands_once_beside_a_barrier():
    said = [(slug, row["text"]) for slug, _, row in tips()]
    assert len(said) == len(set(said)) > 400


def test_a_tip_is_a_sentence_without_a_number_or_an_address():
    for _, _, row in tips():
        assert row["text"].endswith((".", "?")), row
        assert len(row["text"].split()) <= 45, row
        assert not NUMBER.search(row["text"]), row
        assert "@" not in row["text"], row


def test_what_brings_in_partner_or_family_is_marked():
    named = [(slug, row) for slug, _, row in tips() if WITH_FAMILY.search(row["text"])]
    assert len(named) > 15
    assert [(slug, row["text"]) for slug, row in named if not row.get("involves_partner_or_family")] == []


def test_what_is_said_of_one_group_says_so():
    """The sections of the synthesis that speak of newcomers alone."""
    of_one_group = [row["text"] for _, _, row in tips() if row["place"] == "§3.3 Matching"]
    newcomers = [
        text for text in of_one_group if "tonen wat zij kan" in text or "laten zien wat zij kan" in text
    ]
    assert newcomers
    assert [text for text in newcomers if "gezegd over statushouders" not in text] == []


@pytest.mark.parametrize("slug", ["zorg-voor-kinderen", "alleenstaand-ouderschap", "weinig-zelfvertrouwen"])
def test_the_typical_woman_of_the_handreiking_is_spoken_of_by_it(slug):
    """A single mother of a child of 1, in Rotterdam: the handreiking is about her."""
    own = [row for barrier, _, row in tips() if barrier == slug and row["source"] == "handreiking-2025"]
    assert own


def test_the_sentence_that_stands_instead_has_one_home():
    assert never_with_family() == {"geweldservaring", "afhankelijk-van-partner"}
    holding = [
        path.name
        for path in settings.FIXTURES_DIR.glob("*.json")
        if speak_alone() in path.read_text(encoding="utf-8")
    ]
    assert holding == ["safety.json"]
