"""How often an item stood in the first three: a total a day, and nothing about whom."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.urls import reverse

from catalogue.models import DailyCount, Intervention
from catalogue.upkeep import actions
from catalogue.upkeep.match_counts import count_after_response
from tests import factories

DAY = date(2026, 11, 21)
ANSWERS = {"belemmering": "laaggeletterdheid", "ernst-laaggeletterdheid": "3"}


def counts() -> dict[str, int]:
    return dict(DailyCount.objects.order_by("pk").values_list("item__source_ref", "top_three"))


def cover(number: int) -> list:
    return [factories.publish(coverage=[factories.covers("laaggeletterdheid")]) for _ in range(number)]


def test_a_match_counts_its_first_three(reference, client):
    cover(5)
    response = client.post(reverse("matching-result"), ANSWERS)
    page = response.context["page"]
    shown = [card.match.item.source_ref for card in [*page.cards, *page.groups["verder"].cards]]
    assert len(shown) > 3
    assert counts() == dict.fromkeys(sorted(shown[:3]), 1)
    client.post(reverse("matching-result"), ANSWERS)
    assert counts() == dict.fromkeys(sorted(shown[:3]), 2)


def test_an_item_without_a_fit_is_not_counted(reference, client):
    cover(1)
    factories.publish(coverage=[factories.covers("klein-netwerk")])
    factories.publish()
    client.post(reverse("matching-result"), ANSWERS)
    assert len(counts()) == 1


def test_what_is_adjusted_on_the_page_is_not_counted_again(reference, client):
    cover(2)
    client.post(reverse("matching-result"), ANSWERS, headers={"HX-Request": "true"})
    assert counts() == {}


def test_wrong_answers_count_nothing(reference, client):
    cover(1)
    assert client.post(reverse("matching-result"), {}).status_code == 422
    assert counts() == {}


def test_a_count_that_fails_is_logged_and_the_answer_is_given(reference, client, monkeypatch, caplog):
    def broken(**values):
        raise DatabaseError("database is locked")

    cover(1)
    monkeypatch.setattr("catalogue.upkeep.actions.count_top_three", broken)
    response = client.post(reverse("matching-result"), ANSWERS)
    assert response.status_code == 200
    assert len(response.context["page"].cards) == 1
    logged = [
        record.getMessage() for record in caplog.records if record.name == "catalogue.upkeep.match_counts"
    ]
    assert [line.partition(" (")[0] for line in logged] == ["De dagtelling is overgeslagen"]


def test_counting_waits_until_the_answer_has_gone_out(reference, rf, monkeypatch):
    done = []
    monkeypatch.setattr(
        "catalogue.upkeep.actions.count_top_three", lambda **values: done.append(values["source_refs"])
    )
    request = rf.post("/")
    request.htmx = False
    response = count_after_response(request, HttpResponse("antwoord"), ["a", "b", "c", "d"])
    assert done == []
    response.close()
    assert done == [["a", "b", "c"]]


def test_each_day_has_a_total_of_its_own(reference):
    item = factories.publish()
    for day in (DAY, DAY, DAY + timedelta(days=1)):
        actions.count_top_three(source_refs=[item.source_ref], day=day)
    found = DailyCount.objects.order_by("day").values_list("day", "top_three")
    assert list(found) == [(DAY, 2), (DAY + timedelta(days=1), 1)]


def test_an_unknown_item_counts_nothing(reference):
    actions.count_top_three(source_refs=["bestaat-niet"], day=DAY)
    assert counts() == {}


@pytest.mark.parametrize(("total", "shown"), [(1, []), (4, []), (5, [5]), (12, [12])])
def test_a_total_is_shown_from_five_up(reference, total, shown):
    item = factories.publish()
    DailyCount.objects.create(item=item, day=DAY, top_three=total)
    assert [row.top_three for row in DailyCount.objects.shown(item, DAY)] == shown


def test_only_the_days_of_this_item_since_a_day_are_shown(reference):
    item, other = factories.publish(), factories.publish()
    for which, day in (
        (item, DAY),
        (item, DAY - timedelta(days=1)),
        (item, DAY + timedelta(days=1)),
        (other, DAY),
    ):
        DailyCount.objects.create(item=which, day=day, top_three=9)
    assert [row.day for row in DailyCount.objects.shown(item, DAY)] == [DAY, DAY + timedelta(days=1)]


def test_answers_at_the_same_time_are_all_counted(live_catalogue):
    refs = list(Intervention.objects.order_by("pk").values_list("source_ref", flat=True)[:3])

    def count(number):
        try:
            # Each asks in another order, which must not make two of them wait for each other for ever.
            actions.count_top_three(source_refs=refs[number % 3 :] + refs[: number % 3], day=DAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(24)))
    assert counts() == dict.fromkeys(refs, 24)
