"""The book of client cases names only what there is; how the matching does on it is judged apart."""

import json
from pathlib import Path

from django.conf import settings

from bench.cases import TUNE, by_matching, by_search, cases_of, ticked_words
from matching import adapter

CASES = json.loads((Path(__file__).parent.parent / "data" / "cases.json").read_text(encoding="utf-8"))[
    "cases"
]
REFS = {path.stem for path in settings.FIXTURES_DIR.glob("interventions/*.json")}
TAXONOMY = json.loads((settings.FIXTURES_DIR / "taxonomy.json").read_text(encoding="utf-8"))


def test_half_of_the_cases_is_set_aside():
    sets = [case["set"] for case in CASES]
    assert len(CASES) == len({case["id"] for case in CASES}) >= 80
    assert sets.count("tune") == sets.count("aside")


def test_every_case_says_why_and_names_what_there_is():
    barriers = {row["slug"] for row in TAXONOMY["barriers"]}
    for case in CASES:
        named = {*case["first"], *case["belongs"], *case["not_first_five"], *case["must_not"]}
        named |= {*case["plan_has"], *case["plan_not"], *(ref for pair in case["order"] for ref in pair)}
        named |= {ref for flip in case["flips"] for ref in (*flip["in"], *flip["out"])}
        assert named <= REFS, case["id"]
        ticked = case["profile"].get("barriers", {}).keys()
        assert {*ticked, *case["left"], *case["first_rows"]} <= barriers, case["id"]
        assert case["profile"].get("context", {}).keys() <= TAXONOMY["context"].keys(), case["id"]
        assert case["why"], case["id"]
        assert case["text"], case["id"]


def test_the_half_for_tuning_is_answered_as_its_judges_asked(catalogue):
    found = by_matching(cases_of(TUNE), adapter.current())
    assert found.wrong == []
    assert found.share("hits") >= 97, found.missed
    assert found.share("first") >= 90, found.missed
    assert found.share("order") >= 96, found.missed


def test_a_search_for_the_same_words_finds_far_less(catalogue):
    cases, known = cases_of(TUNE), adapter.current()
    own = by_matching(cases, known).share("hits")
    for words, only_offered in (
        (lambda case: case["text"], False),
        (lambda case: ticked_words(case, known), True),
    ):
        found = by_search(cases, known, words, only_offered=only_offered)
        assert own - found.share("hits") >= 8
