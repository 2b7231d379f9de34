"""A document that was stored in an older form reads as one of today, and stays as it was stored."""

import copy
import html
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from catalogue.documents.fields import MAYBE_UNKNOWN, TABLE
from catalogue.documents.lifting import lifted, lifted_answers, unresolved
from catalogue.documents.schema import check, content_hash, document_of
from catalogue.models import Intervention, Organisation, Region, Revision
from catalogue.organisations.actions import create_organisation, rename_organisation
from catalogue.revisions import actions
from catalogue.revisions.publishing import DocumentRefused, current_hash, fresh
from tests.factories import document, publish

CITE = {"source": "den-haag-2024", "place": "Bijlage 1"}
NEW = (
    "managing_municipality", "language_to", "a2_sentence", "days", "starts_on", "full_until", "paused_until",
    "address_secret", "training_level", "next_after", "participant_words", "phone", "links", "duty", "price",
    "checked_on", "valid_until",
)  # fmt: skip


def of_before(**values) -> dict:
    """A document in the form from before the new fields, in which a list was never null."""
    found = {name: value for name, value in document(**values).items() if name not in NEW}
    return {name: [] if name in MAYBE_UNKNOWN and value is None else value for name, value in found.items()}


def test_a_document_of_today_is_left_as_it_is():
    given = document(phases=[])
    assert lifted(given) is given


def test_a_key_that_was_not_there_is_null_and_an_empty_list_is_unknown():
    old = of_before(source_ref="oud")
    kept = copy.deepcopy(old)
    found = lifted(old)
    assert (check(found), old) == ([], kept)
    assert set(found) == {row.key for row in TABLE}
    assert {found[name] for name in (*NEW, *MAYBE_UNKNOWN)} == {None}
    assert content_hash(found) == content_hash({**found, **dict.fromkeys(NEW)})


@pytest.mark.parametrize(
    ("places", "until", "rest"),
    [
        ("Vol tot 1 maart 2027. Er is een wachtlijst.", "2027-03-01", {"places": "Er is een wachtlijst."}),
        ("Vol tot 31 december 2026.", "2026-12-31", {}),
        ("Er is een wachtlijst.", None, {"places": "Er is een wachtlijst."}),
    ],
)
def test_full_until_was_a_sentence(places, until, rest):
    found = lifted(of_before(notes={"places": places}))
    assert (found["full_until"], found["notes"]) == (until, rest)


def test_an_item_whose_history_is_of_an_older_form_is_shown_and_edited(reference, client):
    item = publish(name="Van vroeger", phases=["behoud"])
    old = of_before(**document_of(Intervention.objects.with_everything().get(pk=item.pk)))
    Revision.objects.filter(source_ref=item.source_ref).update(document=old)
    page = client.get(reverse("intervention-detail", args=[item.slug])).content.decode()
    assert "Behoud van werk" in page
    stored = Revision.objects.get(source_ref=item.source_ref).document
    revision = actions.start_revision(document=stored, by=None)
    actions.publish(revision=actions.submit(revision=revision, by=None), by=None)
    assert Intervention.objects.get(pk=item.pk).version == 2


def test_what_is_asked_of_a_part_of_a_stored_document_is_that_part(reference):
    item = publish(name="Een naam")
    rows = Revision.objects.filter(source_ref=item.source_ref)
    assert rows.values_list("document__name", "document__reach").get() == (
        "Een naam",
        {"national": True, "regions": [], "elsewhere": "yes", "text": "Landelijk"},
    )


# Form 1: names for keys

GOLDEN = sorted((Path(__file__).parent.parent.parent / "data" / "documents").glob("*.json"))


def golden(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def stored(document: dict, **values) -> Revision:
    """An accepted revision that holds `document` as it is given."""
    revision = Revision.objects.create(
        source_ref=document["source_ref"], document=document, status="accepted", decided_at=timezone.now(),
        **values,
    )  # fmt: skip
    return Revision.objects.get(pk=revision.pk)


def as_stored(revision: Revision) -> dict:
    """What the column of the document holds, unread by the field."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT document FROM catalogue_revision WHERE id = %s", [revision.pk])
        (value,) = cursor.fetchone()
    return json.loads(value) if isinstance(value, str) else value


def test_there_is_a_golden_file_of_every_older_form():
    assert [path.stem for path in GOLDEN] == [
        "form-1-before-new-fields", "form-1-with-new-fields", "form-1-without-amounts",
    ]  # fmt: skip


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_an_older_form_is_lifted_checked_published_and_shown_and_stays_as_it_was(catalogue, client, path):
    old = golden(path)
    Revision.objects.filter(source_ref=old["source_ref"]).delete()
    revision = stored(old)
    assert (check(revision.document), unresolved(revision.document)) == ([], [])
    item = actions.restore(revision=revision, by=None)
    assert item.provider.name == old["provider"]
    assert [row.region.short_name for row in item.reach_rows.all()] == [
        region["name"] for region in old["reach"]["regions"]
    ]
    assert current_hash(fresh(item.source_ref)) == content_hash(revision.document)
    page = client.get(item.get_absolute_url()).content.decode()
    assert html.escape(old["provider"]) in page
    assert as_stored(revision) == old


def test_present_and_former_names_become_keys(catalogue, mo):
    old = golden(GOLDEN[0])
    provider = Organisation.objects.get(name=old["provider"])
    rename_organisation(organisation=provider, name="Werkwinkel Den Haag", by=mo)
    Region.objects.filter(short_name="Hilversum").update(
        former_names=["Wijdemeren"], names="|hilversum|wijdemeren|"
    )
    Region.objects.filter(short_name="Wijdemeren").delete()
    names = [
        ("municipality", "Wijdemeren"), ("municipality", "'s-Gravenhage"), ("municipality", "Groningen"),
        ("province", "Groningen"), ("labour-region", "Groningen"),
    ]  # fmt: skip
    old["reach"]["regions"] = [{"level": level, "name": name} for level, name in names]
    found = lifted(old)
    assert found["provider"] == provider.slug
    assert [region["code"] for region in found["reach"]["regions"]] == [
        "GM0402", "GM0518", "GM0014", "groningen", "AM01",
    ]  # fmt: skip


def test_a_name_that_resolves_to_nothing_is_listed_and_never_guessed(catalogue, capsys):
    create_organisation(name="Stichting Amber", by=None)
    Organisation.objects.create(name="STICHTING AMBER", slug="amber-twee")  # two that share a spelling
    old = golden(GOLDEN[0])
    for number, (provider, place) in enumerate(
        (("Stichting Weg", "Atlantis"), ("stichting amber", "Bergen"))
    ):
        document = {**old, "source_ref": f"oud-{number}", "slug": f"oud-{number}", "provider": provider}
        document["reach"] = {**old["reach"], "regions": [{"level": "municipality", "name": place}]}
        revision = stored(document)
        assert unresolved(revision.document) == [f"provider: {provider}", f"reach: {place}"]
        assert {fault.split(":")[0] for fault in check(revision.document)} == {
            "provider", "reach/regions/0/code",
        }  # fmt: skip
        with pytest.raises(DocumentRefused):
            actions.restore(revision=revision, by=None)
    assert not Organisation.objects.filter(name="Stichting Weg").exists()
    call_command("check_documents")
    listed = capsys.readouterr().out
    assert "oud-0" in listed
    assert listed.endswith("4 namen zonder organisatie of plaats.\n")


def test_an_address_that_is_or_was_secret_is_dropped_from_every_version(catalogue):
    old = {**golden(GOLDEN[0]), "visiting_address": "Hoefkade 1"}
    old["citations"] = [*old["citations"], {"field": "visiting_address", **CITE}]
    old["notes"] = {**old["notes"], "visiting_address": "Bel aan."}
    revision = stored(old)
    assert revision.document["visiting_address"] == "Hoefkade 1"
    stored({**old, "visiting_address": None}, answers={"address_secret": "on"})
    stored(old, answers={"address_secret": ""})
    for version in Revision.objects.filter(source_ref=old["source_ref"], origin="person"):
        assert "Hoefkade" not in json.dumps(version.document)
    kept = Revision.objects.get(pk=revision.pk).document
    assert (kept["address_secret"], check(kept)) == (True, [])
    assert "visiting_address" not in kept["notes"]
    assert "visiting_address" not in {row["field"] for row in kept["citations"]}


def test_a_restored_version_keeps_the_address_secret(reference, mo):
    item = publish(visiting_address="Hoefkade 1", address_secret=None)
    first = Revision.objects.get(source_ref=item.source_ref)
    document = document_of(fresh(item.source_ref)) | {"visiting_address": None, "address_secret": True}
    revision = actions.start_revision(document=document, by=None)
    actions.publish(revision=actions.submit(revision=revision, by=None), by=None)
    restored = actions.restore(revision=first, by=mo)
    assert (restored.visiting_address, restored.address_secret) == ("", True)


def test_answers_and_posted_forms_of_before_name_regions_that_become_codes(reference):
    typed = ["municipality:Den Haag", "province:Groningen", "municipality:GM0014", "municipality:Atlantis"]
    assert lifted_answers({"name": "Les", "places_reached": typed}) == {
        "name": "Les",
        "places_reached": [
            "municipality:GM0518", "province:groningen", "municipality:GM0014",
            "municipality:onbekend: Atlantis",
        ],
    }  # fmt: skip
    assert lifted_answers({"name": "Les"}) == {"name": "Les"}
