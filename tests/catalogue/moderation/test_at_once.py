"""Many editors decide at the same moment, each on a connection of her own: one of them does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from catalogue.models import Event, Revision
from catalogue.revisions.publishing import current_hash, fresh
from tests.cast import account, with_second_factor
from tests.catalogue.moderation.submissions import sound, submitted

EDITORS = 6


@pytest.fixture
def desks(live_catalogue):
    """Test clients of as many editors, logged in."""
    clients = [Client() for _ in range(EDITORS)]
    for number, client in enumerate(clients):
        client.force_login(with_second_factor(account(f"redacteur{number}", role="redacteur")))
    return clients


def all_at_once(desks, revision, decisions) -> list[int]:
    """The status of each answer, when every desk sends its decision at the same moment."""
    start = Barrier(len(desks))
    address = reverse("moderation-decide", args=[revision.pk])

    def decide(client, decision):
        try:
            start.wait()
            data = {"edit_number": 0, "besluit": decision, "opmerking": "Mijn reden."}
            return client.post(address, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(desks)) as pool:
        return sorted(pool.map(decide, desks, decisions))


def test_one_of_many_publishes_and_the_others_hear_it(desks, amina):
    revision = submitted(sound(name="Amber Werkt"), by=amina)
    assert all_at_once(desks, revision, ["publish"] * EDITORS) == [302] + [409] * (EDITORS - 1)
    item = fresh(revision.source_ref)
    assert (item.version, current_hash(item)) == (1, item.document_hash)
    assert Event.objects.filter(source_ref=item.source_ref, action="published").count() == 1


def test_of_different_decisions_one_holds_whole(desks, amina):
    revision = submitted(sound(name="Amber Werkt"), by=amina)
    decisions = ["publish", "return", "reject"] * (EDITORS // 3)
    assert all_at_once(desks, revision, decisions) == [302] + [409] * (EDITORS - 1)
    status = Revision.objects.get(pk=revision.pk).status
    told = Event.objects.filter(
        source_ref=revision.source_ref, action__in=["published", "returned", "rejected"]
    )
    assert [event.action for event in told] == [{"accepted": "published"}.get(status, status)]
