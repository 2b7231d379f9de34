"""A right past the last day for which it was checked says so wherever it is shown."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from catalogue.exports.booklet import comparison_html, factsheet_html, shortlist_html
from catalogue.lists.comparison import Comparison
from catalogue.models import Intervention
from catalogue.text.law import LAW_CHANGED

BREATHING_SPACE, FREED, EARNINGS = "dh2024-r-3", "dh2024-r-1", "dh2024-r-8"
MOTHER = {
    "barriers": {"zorg-voor-kinderen": 2},
    "context": {
        "age": 28,
        "household": "alleenstaande-ouder",
        "youngest_child_age": 2,
        "income": "bijstand",
        "municipality": "Den Haag",
    },
}
POSTED = {
    "gender": "vrouw",
    "age": "28",
    "household": "alleenstaande-ouder",
    "youngest_child_age": "2",
    "children_in_care": "alles",
    "income": "bijstand",
    "municipality": "Den Haag",
    "belemmering": ["zorg-voor-kinderen"],
    "ernst-zorg-voor-kinderen": "2",
}


@pytest.fixture(params=[0, 1], ids=["on its last day", "a day later"])
def past(request, catalogue, monkeypatch):
    """Whether today is past the day for which the rights were checked."""
    until = {item.valid_until for item in Intervention.objects.filter(kind="right")}
    assert len(until) == 1
    today = until.pop() + timedelta(days=request.param)
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    return bool(request.param)


def row(ref):
    return Intervention.objects.with_document().for_places().get(source_ref=ref)


def test_in_the_answer_of_a_match(past, tmp_path):
    file = tmp_path / "profile.json"
    file.write_text(json.dumps(MOTHER), encoding="utf-8")
    out = StringIO()
    call_command("match", str(file), "--json", stdout=out)
    rights = [one for one in json.loads(out.getvalue())["matches"] if one["list"] == "rechten"]
    assert {one["law_changed"] for one in rights} == {LAW_CHANGED if past else None}
    assert {one["source_ref"] for one in rights if one["may_apply"]} >= {FREED}
    others = [one for one in json.loads(out.getvalue())["matches"] if one["list"] != "rechten"]
    assert {one["law_changed"] for one in others} == {None}


def test_in_the_words_of_the_command(past, tmp_path):
    file, out = tmp_path / "profile.json", StringIO()
    file.write_text(json.dumps(MOTHER), encoding="utf-8")
    call_command("match", str(file), stdout=out)
    said = " ".join(out.getvalue().partition("Rechten: kan gelden")[2].split())
    assert "Vrijlating alleenstaande ouders" in said
    assert (f"Vrijlating alleenstaande ouders: {LAW_CHANGED}" in said) is past


@pytest.mark.parametrize("ref", [FREED, BREATHING_SPACE, EARNINGS])
def test_on_the_page_of_the_item_instead_of_what_it_asks_and_costs(past, client, ref):
    item = row(ref)
    text = client.get(item.get_absolute_url()).content.decode()
    assert (LAW_CHANGED in text, item.duty in text, item.price in text) == (past, not past, not past)
    assert ("Dit recht kan gelden" in text) is not past


def test_on_the_pages_for_printing(past):
    item = row(FREED)
    comparison = Comparison([item, row(EARNINGS)])
    for text in (
        factsheet_html(item, made_on=timezone.localdate()),
        shortlist_html([item], made_on=timezone.localdate()),
        comparison_html(comparison, made_on=timezone.localdate()),
    ):
        assert (LAW_CHANGED in text) is past


def test_on_her_paper_instead_of_what_it_is(past, client):
    item = row(FREED)
    sheet = client.post(reverse("matching-takealong"), {"item": [FREED], "vorm": "scherm"}).content.decode()
    said = [text in sheet for text in (LAW_CHANGED, item.a2_sentence, item.duration_text)]
    assert said == [past, not past, not past]


def test_beside_the_answer_on_screen(past, client):
    text = client.post(reverse("matching-result"), POSTED).content.decode()
    item = row(FREED)
    assert item.name in text
    assert (LAW_CHANGED in text, item.duty in text, item.price in text) == (past, not past, not past)


def test_in_the_list(past, client):
    text = client.get(reverse("intervention-list"), {"q": row(FREED).name}).content.decode()
    assert bool(re.search("de wet is gewijzigd", text)) is past
