"""What changed is shown, all of it and nothing else."""

import copy

import pytest

from catalogue.documents.fields import FIELDS
from catalogue.documents.schema import document_of, schema
from catalogue.documents.words import Words
from catalogue.models import Intervention
from catalogue.revisions.difference import SECONDS, changed_fields, compare, words_of
from tests import factories

CITE = [{"source": "den-haag-2024", "place": "§6"}]
LEAF = {"fact": "gender", "in": ["vrouw"], "strength": "required", "text": "voor vrouwen", "cite": CITE}
#: For each field another value than an empty document has.
OTHER = {
    "name": "Anders", "kind": "opstap", "provider": "stichting-beuk", "slug": "anders",
    "audience": ["klantmanager"],
    "target_groups": ["Moeders"], "conditions": LEAF, "provider_conditions": [{"text": "VOG", "cite": CITE}],
    "summary": "Iets heel anders.", "working_method": "Zo.", "goals": [factories.term("motivatie")],
    "approaches": [factories.term("training")], "sectors": ["zorg"], "duration_text": "Een jaar.",
    "duration_weeks_min": 1, "duration_weeks_max": 2, "sessions": 3, "hours_per_week_min": 4,
    "hours_per_week_max": 5, "phases": ["behoud"], "ladder_from": 1, "ladder_to": 2,
    "reach": {"national": False, "regions": [], "elsewhere": "no", "text": "Ede"},
    "visiting_address": "Plein 1",
    "outcomes": ["opleiding"],
    "results": [{"kind": "result", "text": "Zes.", "number": 6, "unit": None, "year": 2025, "cite": CITE}],
    "recognition": {"level": "effectief", "text": "Ja.", "cite": CITE}, "effect_note": "Onbekend.",
    "section": "professionals", "table_position": 3,
    "differences": [{"field": "name", "statements": [{"says": "a", **CITE[0]}, {"says": "b", **CITE[0]}],
                     "decides": "a"}],
    "stand": "2025", "url": "https://a.nl", "mailbox": "info@a.nl",
    "coverage": [factories.covers("laaggeletterdheid")], "asks_of_participant": "Inzet.", "referral": "Zelf.",
    "decided_by": "Wij.", "permission_needed": "Nee.", "costs_participant": "Gratis.",
    "start_moments": "Mei.",
    "waiting_time": "Geen.", "places": 4, "as_of": "2026-01-01", "cost_per_place": "Veel.",
    "contract_here": "Ja.", "funding_until": "2027-01-01", "transferability": "Goed.",
    "amounts": [{"text": "Premie", "number": 5, "unit": "euro", "year": 2020, "cite": CITE}],
    "managing_municipality": "GM0518", "language_to": "B1", "a2_sentence": "Je leert.", "days": ["maandag"],
    "starts_on": "2027-01-01", "full_until": "2027-01-02", "paused_until": "2027-01-03",
    "training_level": "mbo-2", "participant_words": "Fijn.", "phone": "070 123 45 67",
    "next_after": {"to": "Werk.", "hands_over": None, "reports_back": None},
    "links": [{"kind": "handbook", "label": "Boek", "url": "https://a.nl/b", "cite": CITE}],
    "duty": "Leren.", "price": "Het telt mee.", "checked_on": "2026-11-30", "valid_until": "2026-12-31",
    "relations": [{"kind": "contains", "ref": "ks2020-01", "cite": CITE}], "notes": {"los": "Een opmerking."},
}  # fmt: skip
FLAGS = [key for key in FIELDS if key not in OTHER]


def changes(before, after):
    return {change.field.key: change for part in compare(before, after, Words()) for change in part.changed}


def shown(line) -> list[tuple[str, str]]:
    return [(segment.op, segment.text) for segment in line.segments]


def test_the_fields_without_another_value_here_are_those_of_yes_and_no():
    assert all(schema()["properties"][key]["type"] == ["boolean", "null"] for key in FLAGS)


@pytest.mark.parametrize("key", FIELDS)
def test_a_change_of_one_field_is_shown_as_that_field_and_no_other(reference, key):
    before = factories.document()
    after = {**before, key: OTHER.get(key, True)}
    found = changes(before, after)
    assert list(found) == [key] == [field.key for field in changed_fields(before, after)]
    assert any(line.op != "same" for line in found[key].value)
    assert changes(after, after) == {}


@pytest.mark.parametrize("key", FIELDS)
def test_a_change_back_takes_away_what_was_added(reference, key):
    before = factories.document()
    after = {**before, key: OTHER.get(key, True)}
    added, removed = changes(before, after)[key], changes(after, before)[key]
    swap = {"added": "removed", "removed": "added", "changed": "changed"}
    assert removed.state == swap[added.state]


def test_an_item_does_not_differ_from_itself(catalogue):
    for item in Intervention.objects.with_everything():
        document = document_of(item)
        assert changed_fields(document, copy.deepcopy(document)) == []


def test_what_is_said_and_what_is_not_stand_apart(reference):
    document = factories.document()
    parts = compare(document, document, Words())
    said = [change.field.key for part in parts for change in part.same]
    assert said == ["name", "kind", "slug", "audience", "summary", "reach", "stand"]
    assert "kinderopvang" in next(part for part in parts if part.title == "Praktisch").silent


def test_words_are_marked_within_a_text():
    line = words_of("Elke week een training van twee uur.", "Elke dag een training van twee uur, gratis.")
    assert shown(line) == [
        ("same", "Elke "), ("removed", "week"), ("added", "dag"),
        ("same", " een training van twee uur"), ("added", ", gratis"), ("same", "."),
    ]  # fmt: skip
    assert line.op == "changed"


def test_texts_that_have_little_in_common_are_shown_one_after_the_other():
    line = words_of("Een groep voor moeders.", "Wij bellen werkgevers en gaan langs.")
    assert [op for op, _ in shown(line)] == ["removed", "added"]


def test_the_words_of_a_very_long_text_are_not_compared(reference):
    line = words_of("a " * 5000, "b " + "a " * 4999)
    assert [op for op, _ in shown(line)] == ["removed", "added"]


@pytest.mark.parametrize(
    ("before", "after"), [("", "Nieuw."), ("Oud.", ""), ("x" * 50, "x" * 50), ("é <b> & ", "é <i> &")]
)
def test_what_is_kept_and_added_together_is_the_new_text(before, after):
    line = words_of(before, after)
    assert "".join(text for op, text in shown(line) if op != "removed") == after
    assert "".join(text for op, text in shown(line) if op != "added") == before


def test_lists_are_compared_as_sets(reference):
    before = factories.document(target_groups=["Moeders", "Nieuwkomers"])
    after = {**before, "target_groups": ["Nieuwkomers", "50-plussers"]}
    change = changes(before, after)["target_groups"]
    assert [shown(line)[0] for line in change.value] == [
        ("same", "Nieuwkomers"), ("added", "50-plussers"), ("removed", "Moeders"),
    ]  # fmt: skip


def test_another_source_or_remark_is_a_change_too(reference):
    before = factories.document(notes={"summary": "Zo staat het er."})
    after = copy.deepcopy(before)
    after["citations"][0]["place"] = "§1"
    after["notes"]["summary"] = "Zo stond het er."
    change = changes(before, after)["summary"]
    assert [line.op for line in change.value] == ["same"]
    assert [line.op for line in change.cites] == ["added", "removed"]
    assert [line.op for line in change.remark] == ["changed"]


def test_a_difference_that_the_words_do_not_show_is_shown_as_it_is_kept(reference):
    leaf = {"fact": "age", "min": 18, "strength": "required", "text": "18 of ouder", "cite": CITE}
    before = factories.document(conditions=leaf)
    after = {**before, "conditions": {"all": [leaf]}}
    change = changes(before, after)["conditions"]
    assert [line.op for line in change.value] == ["added", "removed"]
    assert '"all"' in change.value[0].segments[0].text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ja en " * 1500, "ja ja en " * 1000),
        ("a b a a b " * 600, "b a b b a " * 600),
        ("a " * 1500, "b " * 1500),
    ],
)
def test_a_comparison_of_two_texts_of_few_words_is_bounded(before, after):
    """These took minutes: each word occurs in each place. Whatever time it gives up at, nothing is lost."""
    words = words_of(before, after)
    assert "".join(text for op, text in shown(words) if op != "added") == before
    assert "".join(text for op, text in shown(words) if op != "removed") == after
    assert SECONDS <= 0.1
