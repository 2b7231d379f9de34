"""`catalogue_version`: the same content gives the same version, other content another."""

import io
import re

import pytest
from django.core.management import call_command

from catalogue.loading.reference import load_reference
from catalogue.models import Barrier, CatalogueState, DerivedRule, Intervention, Region, Source
from catalogue.revisions import actions, version
from matching.weights import in_force
from tests.factories import publish


def test_before_the_first_load_it_says_so(nothing):
    assert CatalogueState.current() == "leeg"


def test_it_is_twelve_hexadecimal_digits_and_what_the_rows_add_up_to(catalogue):
    assert re.fullmatch("[0-9a-f]{12}", CatalogueState.current())
    assert CatalogueState.current() == version.compute()


def test_the_same_content_in_other_rows_is_the_same_version(catalogue):
    before = CatalogueState.current()
    Intervention.objects.all().delete()
    assert version.compute() != before
    call_command("load_catalogue", stdout=io.StringIO())
    assert CatalogueState.current() == before


def first(model, **values):
    row = model.objects.order_by("pk").filter(**values).first()
    return model.objects.filter(pk=row.pk)


CHANGES = {
    "an item": lambda: first(Intervention).update(document_hash="0" * 64),
    "an item is archived": lambda: first(Intervention).update(status="archived"),
    "a barrier's level": lambda: first(Barrier, level="personal").update(level="network"),
    "a barrier's label": lambda: first(Barrier).update(label="Anders"),
    "a barrier's place": lambda: first(Barrier).update(position=500),
    "what a barrier implies": lambda: first(Barrier).update(implies={"low_literate": True}),
    "whose side a barrier is on": lambda: first(Barrier, own_side=False).update(own_side=True),
    "how sensitive a barrier is": lambda: first(Barrier, sensitive=False).update(sensitive=True),
    "a derived weight": lambda: first(DerivedRule, weight__gt=1).update(weight=1),
    "a derived rule is gone": lambda: first(DerivedRule).delete(),
    "the names of a municipality": lambda: first(Region, code="GM0014").update(names="|grunn|"),
    "the region of a municipality": lambda: first(Region, code="GM0014").update(labour_region=None),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_an_answer_depends_on_changes_the_version(catalogue, change):
    before = version.compute()
    change()
    assert version.compute() != before


SAME = {
    "when an item was published": lambda: Intervention.objects.update(published_at="2030-01-01T00:00:00Z"),
    "who verified an item": lambda: Intervention.objects.update(verified_on="2030-01-01"),
    "the title of a source": lambda: Source.objects.update(title="Anders"),
    "a barrier's sources": lambda: Barrier.objects.update(sources=[]),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_no_answer_depends_on_does_not(catalogue, change):
    before = version.compute()
    change()
    assert version.compute() == before


@pytest.mark.parametrize("file", ["matching_weights.json", "context_labels.json"])
def test_the_files_of_the_matching_are_part_of_it(catalogue, monkeypatch, file):
    read = in_force.read_json

    def changed(path):
        return read(path) | {"anders": 1} if path.name == file else read(path)

    before = version.compute()
    monkeypatch.setattr(in_force, "read_json", changed)
    assert version.compute() != before


def test_a_contributor_counts_once_however_often_it_is_registered(catalogue):
    before = version.compute()
    version.also_depends_on(in_force.version_rows)
    assert version.compute() == before


def test_every_change_through_an_action_leaves_it_right(reference):
    seen = [CatalogueState.current()]
    item = publish()
    seen.append(CatalogueState.current())
    actions.archive(item=item, by=None)
    assert CatalogueState.current() == seen[0]
    assert seen[0] != seen[1]


def test_loading_the_vocabulary_anew_brings_it_back(reference, settings):
    before = CatalogueState.current()
    DerivedRule.objects.all().delete()
    assert version.refresh() != before
    load_reference(settings.FIXTURES_DIR)
    assert CatalogueState.current() == version.compute() == before
