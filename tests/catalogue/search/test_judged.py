"""The judged questions, and what bin/queries says of them."""

import pytest

from bench import queries
from catalogue.models import Intervention


@pytest.mark.parametrize("aside", [False, True])
def test_nineteen_of_twenty_questions_are_right_in_the_first_three(catalogue, aside):
    rows = queries.read(aside=aside)
    assert len(rows) >= 75
    figures, failed = queries.report(rows, queries.ours, Intervention.objects.count())
    assert figures["success@3"] >= 0.95, failed
    assert figures["wrong repairs"] == 0
    assert figures["MRR"] >= 0.8


def test_every_question_is_judged_once_and_by_items_that_exist(catalogue):
    rows = queries.read(aside=None)
    refs = set(Intervention.objects.values_list("source_ref", flat=True))
    assert len({(row["q"], row.get("gemeente")) for row in rows}) == len(rows)
    for row in rows:
        named = {ref for key in ("must", "any", "not") for ref in row.get(key, [])}
        assert named <= refs, row
        assert row["why"]
        assert named or "may" in row or "barrier" in row, row


def test_a_fault_is_seen():
    row = {"must": ["a"], "not": ["b"], "barrier": "x", "place": "Y"}
    found = queries.Judged(["b", "c"], barriers=(), place=None)
    assert queries.faults(row, found) == ["lacks a", "has b", "no barrier x", "place None"]
    assert queries.faults({"may": ["a"]}, queries.Judged(["b"])) == ["may not have b"]
    assert queries.faults({"any": ["a", "b"]}, queries.Judged(["c", "b"])) == []


def test_plain_full_text_finds_a_name(catalogue):
    search = queries.sqlite_search(queries.plain_texts())
    assert search({"q": "jasmijn werkt"}).refs[0] == "ks2020-14"
    assert search({"q": "@"}).refs == []
