"""What a process keeps of the catalogue is bounded, of now, and safe for threads."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db.models import F
from django.http import QueryDict

from catalogue.browse import item_index
from catalogue.browse.item_index import ItemIndex, item_index_for
from catalogue.browse.list_query import ListQuery
from catalogue.models import CatalogueState, Intervention
from catalogue.models.querysets import plain_order
from catalogue.search import vocabulary
from catalogue.upkeep.actions import verify
from tests.factories import publish


def test_the_index_is_kept_until_the_catalogue_changes(reference, django_assert_num_queries):
    publish()
    first = item_index_for(CatalogueState.stamp())
    with django_assert_num_queries(0):
        assert item_index_for(first.stamp) is first
    publish()
    assert len(item_index_for(CatalogueState.stamp())) == len(first) + 1


def test_the_other_orders_are_those_of_the_database(catalogue, mo):
    for slug in ("jasmijn-werkt", "op-volle-kracht-vooruit"):
        verify(item=Intervention.objects.get(slug=slug), by=mo)
    index, items = item_index_for(CatalogueState.stamp()), Intervention.objects.published()
    by_name = plain_order("sort_name"), plain_order("source_ref")
    verified = items.order_by(F("verified_on").desc(nulls_last=True), *by_name)
    in_table = items.order_by(F("table_position").asc(nulls_last=True), plain_order("source_ref"))
    assert index.keys(index.by_verification) == list(verified.values_list("pk", flat=True))
    assert index.keys(index.by_table_position) == list(in_table.values_list("pk", flat=True))


def test_so_many_items_and_no_more_are_kept(reference, monkeypatch):
    monkeypatch.setattr(item_index, "_MOST_ITEMS", 3)
    keys = [publish().pk for _ in range(5)]
    mine = ItemIndex(CatalogueState.stamp())
    for start in range(3):
        asked = keys[start : start + 3]
        assert [item.pk for item in mine.items(asked)] == asked
        assert len(mine._items) <= 3


def test_what_is_no_longer_there_is_left_out(reference):
    item = publish()
    mine = ItemIndex(CatalogueState.stamp())
    assert mine.items([item.pk + 1, item.pk])[0] == item
    assert len(mine.items([item.pk + 1])) == 0


@pytest.mark.django_db(transaction=True)
def test_threads_may_ask_while_the_catalogue_changes(live_catalogue):
    def ask(number: int) -> int:
        from django.db import connection

        try:
            query = QueryDict("q=taal" if number % 2 else "niveau=personal")
            # A stamp of its own is what a thread has that began before or after a change.
            selection = ListQuery(query, f"stand {number % 3}")
            vocabulary.at(f"stand {number % 3}").compounds_of("opvang")
            return len(selection.page("1"))
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(ask, range(30))) == {12}
