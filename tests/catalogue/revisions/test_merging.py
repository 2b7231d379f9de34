"""Two edits of one item come together without losing anything."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.documents.fields import FIELDS, said
from catalogue.documents.words import Words
from catalogue.revisions.merging import BASE, EDIT, PUBLIC, Sides, choices, combine, undecided
from tests import factories
from tests.catalogue.revisions.test_difference import OTHER

CITES = [{"field": "summary", "source": "den-haag-2024", "place": "§2"}]


def three(base=None, public=None, edit=None) -> Sides:
    start = factories.document(**(base or {}))
    return Sides(start, {**copy.deepcopy(start), **(public or {})}, {**copy.deepcopy(start), **(edit or {})})


def keys(fields) -> list[str]:
    return [field.key for field in fields]


def test_what_only_one_side_changed_is_taken_from_that_side():
    sides = three(public={"summary": "Openbaar."}, edit={"referral": "Bel ons."})
    assert undecided(sides, {}) == []
    merged = combine(sides, {})
    assert (merged["summary"], merged["referral"]) == ("Openbaar.", "Bel ons.")


def test_what_both_sides_changed_has_to_be_chosen():
    sides = three({"summary": "Eerst."}, {"summary": "Openbaar."}, {"summary": "Bewerkt."})
    assert keys(undecided(sides, {})) == ["summary"]
    with pytest.raises(ValueError, match="summary"):
        combine(sides, {})
    said = {side: combine(sides, {"summary": side})["summary"] for side in (BASE, PUBLIC, EDIT)}
    assert said == {BASE: "Eerst.", PUBLIC: "Openbaar.", EDIT: "Bewerkt."}


def test_the_same_change_on_both_sides_is_no_conflict():
    sides = three({}, {"summary": "Gelijk."}, {"summary": "Gelijk."})
    assert sides.apart() == []
    assert combine(sides, {})["summary"] == "Gelijk."


def test_a_choice_goes_before_what_is_taken_by_itself():
    sides = three({"summary": "Eerst."}, {"summary": "Openbaar."}, {})
    assert combine(sides, {})["summary"] == "Openbaar."
    assert combine(sides, {"summary": EDIT})["summary"] == "Eerst."


def test_without_the_version_it_began_from_every_difference_has_to_be_chosen():
    sides = Sides(
        None, factories.document(summary="Een.", slug="a"), factories.document(summary="Twee.", slug="b")
    )
    assert keys(undecided(sides, {})) == ["name", "slug", "summary"]


def test_remark_and_sources_go_along_with_their_field():
    public = {"summary": "Openbaar.", "notes": {"summary": "Opmerking."}, "citations": CITES}
    sides = three(public=public, edit={"referral": "Bel ons.", "notes": {"referral": "Op werkdagen."}})
    merged = combine(sides, {})
    assert merged["notes"] == {"summary": "Opmerking.", "referral": "Op werkdagen."}
    assert merged["citations"] == CITES
    kept = combine(sides, {"summary": EDIT})
    assert (kept["notes"], kept["citations"]) == ({"referral": "Op werkdagen."}, sides.edit["citations"])


@st.composite
def edits(draw):
    base = factories.document()
    sides = []
    for _ in range(2):
        document = copy.deepcopy(base)
        for key in draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=8, unique=True)):
            document[key] = copy.deepcopy(OTHER.get(key, True))
            if key != "notes" and draw(st.booleans()):
                document["notes"] = {**document["notes"], key: draw(st.sampled_from(["een", "twee"]))}
            if draw(st.booleans()):
                place = draw(st.sampled_from(["§1", "§2"]))
                row = {"field": key, "source": "den-haag-2024", "place": place}
                document["citations"] = [*document["citations"], row]
        sides.append(document)
    return Sides(base, *sides)


@given(edits())
def test_taking_all_from_one_side_gives_exactly_that_document(sides):
    for side in (PUBLIC, EDIT):
        assert combine(sides, dict.fromkeys(FIELDS, side)) == sides.get(side)


@given(edits(), st.randoms(use_true_random=False))
def test_every_field_of_the_result_is_whole_from_the_side_that_was_chosen(sides, chance):
    chosen = {key: chance.choice((BASE, PUBLIC, EDIT)) for key in FIELDS}
    merged = combine(sides, chosen)
    assert {key: said(merged, key) for key in FIELDS} == {
        key: said(sides.get(side), key) for key, side in chosen.items()
    }
    known = [row for side in (BASE, PUBLIC, EDIT) for row in sides.get(side)["citations"]]
    assert all(row in known for row in merged["citations"])


@given(edits())
def test_only_what_differs_is_asked_and_only_conflicts_are_open(sides):
    differs = [key for key in FIELDS if said(sides.public, key) != said(sides.edit, key)]
    assert sides.apart() == differs
    both = [
        key
        for key in differs
        if said(sides.base, key) not in (said(sides.public, key), said(sides.edit, key))
    ]
    assert keys(undecided(sides, {})) == both


def test_the_page_shows_conflicts_first_and_the_three_sides_of_each(reference):
    sides = three(
        {"summary": "Eerst."},
        {"summary": "Openbaar.", "name": "Andere naam"},
        {"summary": "Bewerkt.", "referral": "Bel."},
    )
    found = choices(sides, {}, Words())
    assert [(choice.field.key, choice.conflict, choice.open) for choice in found] == [
        ("summary", True, True), ("name", False, False), ("referral", False, False),
    ]  # fmt: skip
    assert [option.side for option in found[0].options] == [BASE, PUBLIC, EDIT]
    assert [(option.side, option.chosen) for option in found[1].options][1] == (PUBLIC, True)
