"""Answers and document are one thing said in two ways; what the form does not show is never lost."""

import copy
import json
from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.lifting import lifted
from catalogue.documents.schema import check
from catalogue.registration.conversion import PARTS, answers_of, clean_text, document_from, skeleton
from catalogue.registration.fixed_terms import FIXED_APPROACHES, FIXED_GOALS, OWN_STATEMENT, PERCENT_BY_ROLE

FILES = sorted((settings.FIXTURES_DIR / "interventions").glob("*.json"))
DOCUMENTS = [lifted(json.loads(path.read_text(encoding="utf-8"))) for path in FILES]
each_item = pytest.mark.parametrize("document", DOCUMENTS, ids=[path.stem for path in FILES])


def converted(answers, clean=None, *, current, public=None, stand="2026"):
    return document_from(answers, clean or {}, current=current, public=public, stand=stand)


@each_item
def test_an_item_of_which_no_answer_changes_stays_byte_for_byte(document):
    assert converted(answers_of(document), current=document, public=document) == document
    assert converted(answers_of(document), current=document) == document


@each_item
def test_an_answer_changed_and_changed_back_brings_the_sources_back(document):
    answers = answers_of(document)
    changed = {**answers, "name": "Anders", "summary": "Anders", "mailbox": "", "goals": ["motivatie"]}
    clean = {"name": "Anders", "summary": "Anders", "goals": ["motivatie"]}
    between = converted(changed, clean, current=document, public=document)
    assert (between["name"], between["summary"]) == ("Anders", "Anders")
    again = converted(answers, current=between, public=document)
    for name in document:
        if name not in ("citations", "stand"):
            assert again[name] == document[name], name
    assert sorted(map(str, again["citations"])) == sorted(map(str, document["citations"]))


@each_item
def test_a_changed_summary_touches_the_summary_its_source_and_the_stand(document):
    answers = {**answers_of(document), "summary": "Een nieuwe zin."}
    after = converted(answers, {"summary": "Een nieuwe zin."}, current=document, public=document)
    changed = {name for name in after if after[name] != document[name]}
    assert changed == {"summary", "citations"} | ({"stand"} if document["stand"] != "2026" else set())
    mine = [row for row in after["citations"] if row["field"] == "summary"]
    assert mine == [{"field": "summary", "source": OWN_STATEMENT, "place": "Wat het is"}]
    assert check(after) == []


@each_item
def test_the_parts_put_back_what_they_found(document):
    for part in PARTS:
        after = copy.deepcopy(document)
        part.put(after, part.get(document))
        if after["conditions"] != document["conditions"]:  # one condition by itself becomes a list of one
            assert after["conditions"] == {"all": [document["conditions"]]}
            after["conditions"] = document["conditions"]
        ordered = [sorted(map(str, each["coverage"])) for each in (after, document)]
        assert ordered[0] == ordered[1]
        assert {**after, "coverage": []} == {**document, "coverage": []}


def test_other_conditions_stay_when_one_is_answered_otherwise():
    document = next(row for row in DOCUMENTS if row["source_ref"] == "dh2024-b2-2")
    answers = {**answers_of(document), "age_min": "30"}
    after = converted(answers, {"age_min": 30, "age_max": 58}, current=document, public=document)
    before = document["conditions"]["all"]
    cite = [{"source": OWN_STATEMENT, "place": "Voorwaarden"}]
    new = {
        "fact": "age",
        "min": 30,
        "max": 58,
        "strength": "required",
        "text": "30 tot en met 58 jaar",
        "cite": cite,
    }
    assert after["conditions"]["all"] == [new if leaf["fact"] == "age" else leaf for leaf in before]


def test_ticking_never_beats_a_cited_source():
    document = next(row for row in DOCUMENTS if row["source_ref"] == "dh2024-b2-2")
    answers = {**answers_of(document), "barriers": ["weinig-zelfvertrouwen", "klein-netwerk"]}
    clean = {"barriers": ["weinig-zelfvertrouwen", "klein-netwerk"], "role-klein-netwerk": "main"}
    after = converted(answers, clean, current=document)
    assert [row for row in after["coverage"] if row["basis"] == "stated"] == document["coverage"]
    assert [(row["barrier"], row["value"]) for row in after["coverage"] if row["basis"] == "declared"] == [
        ("klein-netwerk", PERCENT_BY_ROLE["main"])
    ]


def test_a_claim_of_the_organisation_says_so_in_its_own_text():
    current = skeleton(source_ref="opgave-1", provider="Amber", stand="2026")
    answers = {"result_text-0": "100% vond werk.", "result_source-0": "website"}
    row = converted(answers, answers, current=current)["results"][0]
    assert row["text"] == "100% vond werk, volgens de organisatie."
    assert row["cite"] == [{"source": OWN_STATEMENT, "place": "bron volgens de organisatie: website"}]
    assert answers_of({**current, "results": [row]})["result_text-0"] == "100% vond werk"


def test_a_field_with_a_fault_says_nothing():
    current = skeleton(source_ref="opgave-1", provider="Amber", stand="2026")
    after = converted({"name": "Samen", "url": "geen adres"}, {"name": "Samen"}, current=current)
    assert (after["name"], after["url"]) == ("Samen", None)


def test_paused_stands_before_what_was_there():
    current = skeleton(source_ref="opgave-1", provider="Amber", stand="2026")
    current["notes"] = {"start_moments": "In overleg."}
    after = converted({**answers_of(current), "paused": "ja"}, {"paused": True}, current=current)
    assert after["notes"] == {"start_moments": "Het traject staat nu op pauze. In overleg."}
    read = answers_of(after)
    assert read["paused"] == "ja"
    back = converted({**read, "paused": ""}, {}, current=after)
    assert back["notes"] == current["notes"]


#: What is typed in the form, what the steps make of it, and what the document then says.
NEW = {
    "full until": ({"full_until": "1-3-2027"}, {"full_until": date(2027, 3, 1)}, "full_until", "2027-03-01"),
    "days": ({"days": ["maandag"]}, {"days": ["maandag"]}, "days", ["maandag"]),
    "secret": ({"address_secret": "ja"}, {"address_secret": True}, "address_secret", True),
    "next": (
        {"next_to": "Werk.", "next_hands_over": "De coach."},
        {"next_to": "Werk.", "next_hands_over": "De coach.", "next_reports_back": ""},
        "next_after",
        {"to": "Werk.", "hands_over": "De coach.", "reports_back": None},
    ),
    "links": (
        {"links": "https://amber.example/boek Het boek"},
        {"links": [("https://amber.example/boek", "Het boek")]},
        "links",
        [{"kind": "information", "label": "Het boek", "url": "https://amber.example/boek",
          "cite": [{"source": OWN_STATEMENT, "place": "Overig"}]}],
    ),
    "language": ({"language_to": "A2"}, {"language_to": "A2"}, "language_to", "A2"),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "clean", "key", "value"), NEW.values(), ids=NEW)
def test_an_answer_becomes_its_field_is_read_back_and_taken_away(typed, clean, key, value):
    current = skeleton(source_ref="opgave-1", provider="Amber", stand="2026")
    after = converted({**answers_of(current), **typed}, clean, current=current)
    assert after[key] == value
    assert after == converted(answers_of(after), {}, current=after)
    back = converted({**answers_of(after), **dict.fromkeys(typed, "")}, {}, current=after)
    assert (back[key], current[key]) == (None, None)


@given(st.text(), st.lists(st.text()))
def test_plain_text_can_be_kept_by_every_database(text, more):
    for kept in [clean_text(text), *clean_text(more)]:
        assert "\x00" not in kept
        assert "\r" not in kept
        kept.encode()
    assert clean_text(clean_text(text)) == clean_text(text)


def test_the_fixed_words_are_those_of_the_taxonomy():
    taxonomy = json.loads((settings.FIXTURES_DIR / "taxonomy.json").read_text(encoding="utf-8"))
    assert [*FIXED_GOALS, "overig"] == taxonomy["goals"]
    assert [*FIXED_APPROACHES, "overig"] == taxonomy["approaches"]


def test_a_soft_line_break_of_word_keeps_words_apart():
    assert clean_text("Buurthuis\x0bDe Ruif\x07") == "Buurthuis De Ruif"
    assert clean_text("een\r\ntwee\u2028drie") == "een\ntwee drie"
