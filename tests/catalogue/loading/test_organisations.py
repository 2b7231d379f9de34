"""The organisations of the files: keys that items refer to, and edits that are never undone."""

import json

import pytest
from django.conf import settings

from catalogue.loading.organisations import load_organisations
from catalogue.models import Intervention, Organisation
from catalogue.organisations import actions
from catalogue.revisions.publishing import DocumentRefused

ROW = {"slug": "amber", "name": "Stichting Amber", "website": "https://amber.example", "about": None}


@pytest.fixture
def load(tmp_path, db):
    def load(*rows, overwrite=False):
        (tmp_path / "organisations.json").write_text(json.dumps(rows), encoding="utf-8")
        return load_organisations(tmp_path, overwrite=overwrite)

    return load


def amber():
    return Organisation.objects.get(slug="amber")


def test_every_provider_of_the_files_is_there_and_has_an_item(catalogue):
    rows = json.loads((settings.FIXTURES_DIR / "organisations.json").read_text(encoding="utf-8"))
    assert [row["slug"] for row in rows] == sorted({row["slug"] for row in rows})
    assert {row["slug"] for row in rows} == set(Organisation.objects.values_list("slug", flat=True))
    assert Intervention.objects.exclude(provider=None).values("provider").distinct().count() == len(rows)


def test_loading_makes_and_updates_and_keeps_the_old_name(load):
    assert (load(ROW).number, load(ROW).kept) == (1, [])
    load({**ROW, "name": "Amber Den Haag", "website": None, "about": "Naaien."})
    assert (amber().name, amber().former_names) == ("Amber Den Haag", ["Stichting Amber"])
    assert (amber().website, amber().about) == ("https://amber.example", "Naaien.")


def test_what_was_edited_here_is_kept_until_it_is_overwritten(load, mo):
    load(ROW)
    actions.rename_organisation(organisation=amber(), name="Onze Amber", by=mo)
    assert load(ROW).kept == ["amber"]
    assert amber().name == "Onze Amber"
    assert load(ROW, overwrite=True).kept == []
    assert amber().name == "Stichting Amber"


def test_a_merged_organisation_stays_merged(load, mo):
    load(ROW)
    other = actions.create_organisation(name="Beuk", by=mo)
    actions.merge_organisations(organisation=amber(), into=other, by=mo)
    assert load(ROW, overwrite=True).kept == []
    assert amber().merged_into == other


def test_a_name_that_another_has_is_refused(load, mo):
    actions.create_organisation(name="stichting amber", by=mo)
    with pytest.raises(DocumentRefused, match=r"organisations\.json: amber: Deze naam is of was van"):
        load(ROW)


def test_an_item_of_a_merged_provider_is_as_the_file_has_it(catalogue, mo):
    from catalogue.loading.items import load_items

    item = Intervention.objects.select_related("provider").exclude(provider=None).first()
    other = actions.create_organisation(name="Een ander", by=mo)
    actions.merge_organisations(organisation=item.provider, into=other, by=mo)
    report = load_items(settings.FIXTURES_DIR / "interventions")
    assert (len(report.unchanged), report.kept, report.updated) == (49, [], [])
