"""The worked example of /matching/uitleg/ is what a reader gets who redoes it by hand."""

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from matching import adapter
from matching.presentation.worked_example import PROFILE, worked_example

FIXTURES = Path(__file__).parent.parent.parent.parent / "fixtures"


def read(name):
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


@pytest.fixture
def example(catalogue):
    return worked_example(adapter.current())["example"]


def test_the_first_is_jasmijn_werkt(example):
    assert example["first"].item.source_ref == "ks2020-14"


def test_redone_by_hand_from_the_files_it_gives_the_same_points(example):
    document = read("interventions/ks2020-14.json")
    coverage = {row["barrier"]: row["value"] for row in document["coverage"]}
    weights = read("matching_weights.json")
    levels = {row["slug"]: row["level"] for row in read("taxonomy.json")["barriers"]}

    need = sum(severity * weights["levels"][levels[slug]] for slug, severity in PROFILE["barriers"].items())
    total = sum(
        severity * weights["levels"][levels[slug]] * coverage[slug]
        for slug, severity in PROFILE["barriers"].items()
    )
    # The household is a condition that holds; paid work is where it leads and what she wants.
    lift = 100 + weights["specificity"]["points"]["household"] + weights["fit"]["rules"][0]["points"]
    points = (Decimal(total) / need * lift / 125).quantize(Decimal(1), ROUND_HALF_UP)

    assert (example["need"], example["total"], example["bonus"]) == (need, total, lift)
    assert example["first"].score == points


def test_the_page_shows_every_step_and_every_table(catalogue, client, example):
    text = client.get("/matching/uitleg/").content.decode()
    for row in example["rows"]:
        assert f'<td class="numeric">{row["weight"]}</td>' in text
        assert f'<td class="numeric">{row["product"]}</td>' in text
    assert f"{example['first'].score} punten" in text
    for rule in read("derived_coverage.json")["rules"]:
        assert rule["reason"].split(" (")[0][:20] in text
    assert "Algoritmeregister" in text


def test_it_says_so_little_without_a_catalogue(nothing, client):
    assert "Een voorbeeld om na te rekenen" not in client.get("/matching/uitleg/").content.decode()


def test_the_matrix_shows_every_covered_pair_and_what_has_no_offer(catalogue, client):
    text = client.get("/matching/dekking/").content.decode()
    found = adapter.current()
    for item in found.helping:
        assert f"/interventies/{item.slug}/" in text
    covered = {
        coverage.barrier for item in found.items for coverage in item.coverage if coverage.counts_as_covered
    }
    assert text.count("geen aanbod genoemd") == len(found.vocabulary.barriers) - len(covered)
