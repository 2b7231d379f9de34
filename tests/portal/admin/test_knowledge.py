"""What the sources know is edited as JSON: a wrong form is refused, a right one shows at once."""

import json

import pytest
from django.urls import reverse

from catalogue.models import CatalogueState, KnowledgeEntry
from portal.admin.knowledge import KnowledgeForm

TIP = {"text": "Vraag wat zij wil.", "source": "handreiking-2025", "place": "Inleiding"}


@pytest.fixture
def desk(catalogue, sofie, client_of):
    return client_of(sofie)


def save(client, entry, data):
    address = reverse("admin:catalogue_knowledgeentry_change", args=[entry.pk])
    return client.post(address, {"data": json.dumps(data)})


def test_a_tip_is_added_and_the_version_follows(desk):
    entry = KnowledgeEntry.objects.get(kind="tips", slug="detentieverleden")
    before = CatalogueState.current()
    assert entry.data["conversation_tips"] == []
    assert save(desk, entry, {**entry.data, "conversation_tips": [TIP]}).status_code == 302
    assert CatalogueState.current() != before
    assert TIP["text"] in desk.get("/belemmeringen/detentieverleden/").content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"working_elements": "Praat met haar."}, {"working_elements": None}, {"policy": {"text": "Doe dit."}},
        {"conversation_tips": ["Vraag."]}, {"conversation_tips": [{"text": "Vraag."}]},
        {"conversation_tips": [{**TIP, "place": " "}]},
    ],
)  # fmt: skip
def test_tips_of_another_form_are_refused(desk, change):
    entry = KnowledgeEntry.objects.get(kind="tips", slug="detentieverleden")
    response = save(desk, entry, {**entry.data, **change})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors["data"]
    [name] = change
    kept = entry.data[name]
    entry.refresh_from_db()
    assert entry.data[name] == kept


def test_every_entry_may_stay_as_it_is(catalogue):
    entries = KnowledgeEntry.objects.all()
    assert entries.count() > 380
    faults = [KnowledgeForm({"data": json.dumps(entry.data)}, instance=entry).errors for entry in entries]
    assert [fault for fault in faults if fault] == []


@pytest.mark.parametrize(
    ("kind", "key"), [("resource", "cite"), ("municipality", "says"), ("figure", "title")]
)
def test_an_entry_keeps_its_form(desk, kind, key):
    entry = KnowledgeEntry.objects.filter(kind=kind).first()
    assert save(desk, entry, {**entry.data, key: 7}).status_code == 200
    assert (
        save(desk, entry, {name: value for name, value in entry.data.items() if name != key}).status_code
        == 200
    )
    assert save(desk, entry, entry.data).status_code == 302
