"""A slug that lost letters of the name is made anew at the next publication; the old one leads to it."""

import html

import pytest
from django.http import QueryDict
from django.urls import reverse

from catalogue.documents.schema import document_of
from catalogue.lists.shortlist import Shortlist
from catalogue.models import FormerAddress, Intervention, Revision
from catalogue.registration.actions import _slug_for
from catalogue.revisions import actions
from catalogue.revisions.publishing import fresh
from tests.factories import publish

OLD, NEW = "aczy-kadn-zeg-11-naief", "laczy-kadin-zeg-11-naief"
NAME = "Łączy Kadın, zeg 11 naïef"


def publish_at(item: Intervention, slug: str) -> Intervention:
    document = document_of(fresh(item.source_ref)) | {"slug": slug}
    revision = actions.start_revision(document=document, by=None)
    actions.submit(revision=revision, by=None)
    actions.publish(revision=revision, by=None)
    return Intervention.objects.get(pk=item.pk)


@pytest.fixture
def moved(reference) -> Intervention:
    return publish_at(publish(name=NAME, slug=OLD), NEW)


def test_the_pages_at_the_old_address_still_show_the_item(moved, client):
    response = client.get(f"/interventies/{OLD}/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/interventies/{NEW}/")
    assert NAME in html.unescape(client.get(f"/interventies/{NEW}/").content.decode())
    report = client.get(reverse("report-error", args=[OLD]))
    assert NAME in html.unescape(report.content.decode())


def test_a_list_that_was_kept_still_holds_the_item(moved):
    found = Shortlist(QueryDict(f"item={OLD}&item={NEW}&item=weg"), Intervention.objects.published())
    assert (found.items, found.slugs, found.gone) == ([moved], [NEW], ["weg"])


def test_an_archived_item_is_at_none_of_its_addresses(moved, client):
    actions.archive(item=moved, by=None)
    assert client.get(f"/interventies/{OLD}/").status_code == 404


def test_back_at_its_old_address_it_leaves_the_new_one(moved, client):
    publish_at(moved, OLD)
    assert list(FormerAddress.objects.values_list("slug", flat=True)) == [NEW]
    assert client.get(f"/interventies/{OLD}/").status_code == 200
    assert client.get(f"/interventies/{NEW}/").headers["Location"] == f"/interventies/{OLD}/"


@pytest.mark.parametrize(
    ("name", "slug", "new"),
    [
        (NAME, OLD, NEW),
        (NAME, f"{OLD}-6789ab", NEW),
        (NAME, NEW, NEW),
        (NAME, "een-ander-adres", "een-ander-adres"),
        ("Een nieuwe naam", "een-oude-naam", "een-oude-naam"),
        ("Reïntegratie", "reintegratie", "reintegratie"),
    ],
)
def test_only_an_address_that_lost_letters_is_made_anew(reference, name, slug, new):
    document = {"name": name, "slug": slug, "source_ref": "eigen-1236789ab"}
    assert _slug_for(document, is_new=False) == new


def test_a_former_address_is_not_given_to_another_item(moved):
    document = {"name": "Aczy kadn zeg 11 naief", "slug": "", "source_ref": "eigen-1236789ab"}
    assert _slug_for(document, is_new=True) == f"{OLD}-6789ab"


def test_the_name_is_found_and_sorted_by_its_letters(moved, client):
    publish(name="Lach mee")
    assert moved.sort_name == "laczy kadin zeg 11 naief"
    for question in ("laczy", "kadin", "Łączy", "KADIN"):
        assert NEW in client.get("/interventies/", {"q": question}).content.decode()
    names = list(Intervention.objects.published().order_by("sort_name").values_list("name", flat=True))
    assert names == ["Lach mee", NAME]


def test_history_still_says_the_old_address(moved):
    slugs = [row.document["slug"] for row in Revision.objects.order_by("pk")]
    assert slugs == [OLD, NEW]
