"""What a migration does with the rows of a database from before it."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from catalogue.documents.schema import content_hash, document_of
from catalogue.models import Intervention, LocalOverride, Organisation, Revision
from catalogue.revisions import actions
from catalogue.revisions.publishing import fresh
from tests.catalogue.moderation.submissions import edited, submitted
from tests.factories import publish

HASHES = import_module("catalogue.migrations.0021_hashes_of_keys")


@pytest.fixture
def then(db):
    """The models as they were at that migration."""
    return MigrationLoader(connection).project_state(("catalogue", "0021_hashes_of_keys")).apps


def with_names(document: dict) -> dict:
    """`document` as it was stored before, in form 1."""
    names = {region["code"]: region["name"] for region in ({"code": "GM0518", "name": "Den Haag"},)}
    found = {key: value for key, value in document.items() if key != "schema"}
    found["provider"] = "Stichting Amber"
    found["reach"] = {
        **document["reach"],
        "regions": [
            {"level": row["level"], "name": names[row["code"]]} for row in document["reach"]["regions"]
        ],
    }
    return found


def back_in_form_1(item: Intervention) -> None:
    """As a site had it before: documents with names, and hashes of those."""
    for revision in Revision.objects.filter(source_ref=item.source_ref):
        old, new = with_names(revision.document), content_hash(revision.document)
        Revision.objects.filter(pk=revision.pk).update(document=old)
        for column in ("document_hash", "loaded_hash"):
            same = Intervention.objects.filter(pk=item.pk, **{column: new})
            same.update(**{column: HASHES.content_hash(old)})


HAAG = {
    "national": False, "elsewhere": "no", "text": None,
    "regions": [{"level": "municipality", "name": "Den Haag"}],
}  # fmt: skip


def test_an_item_that_was_as_the_files_have_it_still_is_and_an_edited_one_is_not(reference, then, mo):
    loaded = publish(provider="Stichting Amber", reach=HAAG, places=20, phases=["behoud"])
    changed = publish(provider="Stichting Amber", reach=HAAG)
    actions.publish(revision=submitted(edited(changed, summary="Anders.")), by=mo)
    for item in (loaded, changed):
        back_in_form_1(item)
    HASHES.recompute_hashes(then, None)
    for item, same in ((loaded, True), (changed, False)):
        item.refresh_from_db()
        assert item.document_hash == content_hash(document_of(fresh(item.source_ref)))
        assert (item.loaded_hash == item.document_hash) is same
    first = Revision.objects.accepted().filter(source_ref=changed.source_ref).last()
    assert changed.loaded_hash == content_hash(first.document)  # what was loaded is still known as such
    assert first.document["schema"] == 2


def test_a_version_with_an_unknown_name_keeps_its_hash(reference, then):
    item = publish(provider="Stichting Amber", reach=HAAG)
    back_in_form_1(item)
    Organisation.objects.filter(name="Stichting Amber").update(name="Anders", former_names=[])
    before = Intervention.objects.values_list("document_hash", "loaded_hash").get(pk=item.pk)
    HASHES.recompute_hashes(then, None)
    assert Intervention.objects.values_list("document_hash", "loaded_hash").get(pk=item.pk) == before


def test_what_an_organisation_said_of_itself_is_an_edit_that_loading_keeps(reference, then):
    LocalOverride.objects.all().delete()
    Organisation.objects.all().delete()
    for slug, about in (("amber", "Naaien."), ("beuk", "")):
        Organisation.objects.create(slug=slug, name=slug, about=about)
    HASHES.mark_described_organisations(then, None)
    assert list(LocalOverride.objects.values_list("table", "key")) == [("organisation", "amber")]
