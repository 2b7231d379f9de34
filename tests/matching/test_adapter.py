"""The rows of the catalogue as the engine's plain data."""

from datetime import date

import pytest

from catalogue.models import Barrier, CatalogueState, Intervention, Revision
from catalogue.rendering import per_version
from catalogue.revisions import actions
from matching import adapter
from matching.engine.profile import parse
from matching.service import answer
from tests.factories import covers, document, publish, term

#: What people type for a municipality, and the one they mean.
TYPED = {
    "GM0518": "Den Haag", "Den Haag": "Den Haag", "'s-Gravenhage": "Den Haag", "’s-gravenhage": "Den Haag",
    "den bosch": "Den Bosch", "'s-Hertogenbosch": "Den Bosch",
    "sudwest-fryslan": "Súdwest-Fryslân", "SÚDWEST FRYSLÂN": "Súdwest-Fryslân",
    "Weesp": "Amsterdam", "cuijk": "Land van Cuijk", "Mill en Sint Hubert": "Land van Cuijk",
    "groningen": "Groningen", "Utrecht": "Utrecht", "Bergen (NH)": "Bergen (NH)",
}  # fmt: skip


@pytest.mark.parametrize(("typed", "name"), TYPED.items())
def test_a_municipality_is_known_by_code_official_short_and_former_name(catalogue, typed, name):
    vocabulary = adapter.current().vocabulary
    profile = parse({"barriers": {"weinig-motivatie": 1}, "context": {"municipality": typed}}, vocabulary)
    assert profile.place.name == name
    levels = sorted(key.split(":")[0] for key in profile.place.keys)
    assert levels == ["labour-region", "municipality", "province"]


def test_a_right_has_no_rank_and_no_place_in_a_plan(reference):
    publish(source_ref="hulp"), publish(source_ref="recht", kind="right", goals=[term("empowerment")])
    found = adapter.current()
    profile = parse({"barriers": {"weinig-motivatie": 2}}, found.vocabulary)
    answered = answer(profile, found)
    right = next(one for one in answered.result.matches if one.item.source_ref == "recht")
    assert (right.list_name, right.rank, right.item.coverage) == ("rechten", None, ())
    assert [row.item.source_ref for row in answered.plan.items if row.item.source_ref == "recht"] == []


LISTS = ("goals", "approaches", "target_groups", "phases", "sectors", "outcomes")


@pytest.mark.parametrize(
    ("value", "traits"),
    [(None, {}), ([], {"outcomes": (), "phases": (), "sectors": ()})],
    ids=["unknown", "none"],
)
def test_a_list_that_is_unknown_is_told_from_one_that_is_known_to_be_empty(reference, value, traits):
    publish(**dict.fromkeys(LISTS, value))
    (item,) = adapter.current().items
    lists = {kind: values for kind, values in item.traits.items() if kind in LISTS}
    assert (item.coverage, lists) == ((), traits)


def test_days_level_and_contact_reach_the_engine(reference):
    publish(paused_until="2027-02-01", full_until=None, training_level="mbo-1", phone="030 123 45 67")
    (item,) = adapter.current().items
    assert (item.paused_until, item.full_until, item.training_level) == (date(2027, 2, 1), None, "mbo-1")
    assert item.next_step.phone == "030 123 45 67"


def test_the_catalogue_is_read_anew_only_when_its_version_changes(reference, django_assert_num_queries):
    publish()
    first = adapter.current()
    with django_assert_num_queries(1):
        assert adapter.current() is first
    publish()
    assert len(adapter.current().items) == len(first.items) + 1


def test_a_process_that_read_half_an_update_never_serves_it_when_the_old_version_is_back(reference):
    item = publish(name="Oude naam")
    old = Revision.objects.get(source_ref=item.source_ref)
    before = CatalogueState.stamp()
    changed = document(source_ref=item.source_ref, slug=item.slug, name="Nieuwe naam")
    actions.publish(
        revision=actions.submit(revision=actions.start_revision(document=changed, by=None), by=None), by=None
    )
    assert [one.name for one in adapter.at(before).items] == ["Nieuwe naam"]  # the stamp came before the rows
    actions.restore(revision=old, by=None)
    assert CatalogueState.version_of(before) == CatalogueState.current()
    assert [one.name for one in adapter.current().items] == ["Oude naam"]


def test_stated_wins_over_derived_and_derived_fills_up_to_40(reference):
    publish(
        goals=[term("empowerment"), term("motivatie")],
        coverage=[covers("weinig-motivatie", role="side", value=60)],
    )
    found = {row.barrier: (row.percent, row.basis) for row in adapter.current().items[0].coverage}
    assert found.pop("weinig-motivatie") == (60, "stated")
    assert {basis for _, basis in found.values()} == {"derived"}
    assert max(value for value, _ in found.values()) <= 40


def test_a_training_for_professionals_gets_nothing_derived(reference):
    publish(audience=["klantmanager"], goals=[term("empowerment")])
    assert adapter.current().items[0].coverage == ()


def test_every_public_item_is_there_and_no_archived_one(catalogue):
    Intervention.objects.filter(source_ref="ks2020-14").update(status="archived", document_hash="weg")
    per_version.clear()
    refs = [item.source_ref for item in adapter.current().items]
    per_version.clear()
    assert len(refs) == 49 - 1
    assert "ks2020-14" not in refs


def test_the_vocabulary_holds_every_barrier_in_its_order(catalogue):
    slugs = list(Barrier.objects.order_by("position").values_list("slug", flat=True))
    assert list(adapter.vocabulary().barriers) == slugs
    assert len(slugs) == 71


def test_what_is_not_stated_of_circumstances_and_languages_is_not_assumed():
    closed = {name for name, key in adapter.context_keys().items() if key.closed_world}
    assert closed == {"circumstances", "languages"}


def test_only_these_facts_can_be_changed_or_arranged():
    keys = adapter.context_keys().items()
    assert sorted(name for name, key in keys if key.arrangeable) == [
        "childcare", "diploma_recognised", "in_work_track",
    ]  # fmt: skip
    assert sorted(name for name, key in keys if key.changeable) == [
        "availability", "dutch_level", "hours_per_week", "main_wish", "participation_step", "sectors",
        "wishes",
    ]  # fmt: skip


def test_every_fact_and_value_has_words():
    for name, key in adapter.context_keys().items():
        assert key.label, name
        assert key.question or key.closed_world, name
        assert set(key.value_labels) <= {*map(str, key.values), *map(str, range(1, 7))}, name
