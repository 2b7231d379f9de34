"""What a process keeps of the catalogue is bounded, of now, and safe for threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import QueryDict

from catalogue.browse import item_index
from catalogue.browse.item_index import Shelf, shelf_of
from catalogue.browse.results import Selection
from catalogue.models import CatalogueState, Intervention
from catalogue.revisions import version
from catalogue.search import vocabulary
from tests.factories import publish


def test_a_shelf_is_kept_until_the_catalogue_changes(reference, django_assert_num_queries):
    publish()
    items = Intervention.objects.published()
    first = shelf_of(items, CatalogueState.stamp())
    with django_assert_num_queries(0):
        assert shelf_of(Intervention.objects.published(), first.stamp) is first
    publish()
    assert len(shelf_of(items)) == len(first) + 1


def test_shelves_of_an_earlier_catalogue_are_let_go(reference):
    publish()
    for kind in ("intervention", "scheme"):
        shelf_of(Intervention.objects.published().filter(kind=kind))
    version.refresh()
    kept = shelf_of(Intervention.objects.published())
    assert list(item_index._kept.values()) == [kept]


def test_different_items_have_different_shelves(reference):
    publish(), publish(kind="scheme")
    counts = [
        len(shelf_of(Intervention.objects.published().filter(**which))) for which in ({}, {"kind": "scheme"})
    ]
    assert counts == [2, 1]


def test_so_many_shelves_and_no_more_are_kept(reference):
    for name in "abcdefg":
        shelf_of(Intervention.objects.published().filter(name=name))
    assert len(item_index._kept) <= item_index._MOST_KEPT


def test_so_many_cards_and_no_more_are_kept(reference, monkeypatch):
    monkeypatch.setattr(item_index, "_MOST_CARDS", 3)
    keys = [publish().pk for _ in range(5)]
    mine = Shelf(CatalogueState.stamp(), Intervention.objects.published())
    for start in range(3):
        asked = keys[start : start + 3]
        assert [card.pk for card in mine.cards(asked)] == asked
        assert len(mine._cards) <= 3


def test_a_card_of_what_is_no_longer_there_is_left_out(reference):
    item = publish()
    mine = Shelf(CatalogueState.stamp(), Intervention.objects.published())
    assert mine.cards([item.pk + 1, item.pk])[0] == item
    assert len(mine.cards([item.pk + 1])) == 0


@pytest.mark.django_db(transaction=True)
def test_threads_may_ask_while_the_catalogue_changes(live_catalogue):
    def ask(number: int) -> int:
        from django.db import connection

        try:
            query = QueryDict("q=taal" if number % 2 else "niveau=personal")
            # A stamp of its own is what a thread has that began before or after a change.
            selection = Selection(query, Intervention.objects.published(), f"stand {number % 3}")
            vocabulary.current(f"stand {number % 3}").compounds_of("opvang")
            return len(selection.page("1"))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(ask, range(30))) == {12}
