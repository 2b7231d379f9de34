"""What a reader of the sources expects, as data: each scenario's description is its test id.

The files were written from "Voor / Bereik / Wat" of the sources before the values that they test.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from matching import adapter
from matching.engine.matching import match
from matching.engine.profile import parse
from matching.engine.scoring import RANKED_LISTS

DAY = date(2026, 12, 1)
DATA = Path(__file__).parent.parent / "data"
SCENARIOS = [
    scenario
    for name in ("scenarios_national.json", "scenarios_den_haag.json")
    for scenario in json.loads((DATA / name).read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_what_the_sources_lead_one_to_expect(scenario, catalogue):
    found = adapter.current()
    result = match(parse(scenario["profile"], found.vocabulary), found, DAY)
    by_ref = {one.item.source_ref: one for one in result.matches}
    offered = [one.item.source_ref for one in result.offered]

    def with_verdict(refs, *verdicts):
        return [ref for ref in refs if ref in by_ref and by_ref[ref].verdict.value not in verdicts]

    number = scenario.get("top_n", 2)
    top = [one.item.source_ref for name in RANKED_LISTS for one in result.ranked(name)[:number]]
    problems = {
        "not in the top": [ref for ref in scenario.get("top", []) if ref not in top],
        "not offered": [ref for ref in scenario.get("offered", []) if ref not in offered],
        "a right that is ranked": [ref for ref in scenario.get("rights", []) if by_ref[ref].rank is not None],
        "offered": [ref for ref in scenario.get("not_offered", []) if ref in offered],
        "not ineligible": with_verdict(scenario.get("ineligible", []), "ineligible"),
        "not out of reach": with_verdict(scenario.get("out_of_reach", []), "out_of_reach"),
        "does not ask": [
            (ref, fact)
            for ref, facts in scenario.get("asks", {}).items()
            for fact in facts
            if fact not in {question.fact for question in by_ref[ref].questions}
        ],
    }
    assert {name: refs for name, refs in problems.items() if refs} == {}, top
