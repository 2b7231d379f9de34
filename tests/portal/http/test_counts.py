"""What is counted over all processes, and the cache that they share. With two processes: tests/processes/."""

from datetime import UTC, datetime

import pytest
from django.core.cache import caches
from django.db import IntegrityError, transaction

from portal.accounts import actions
from portal.http import counts
from portal.models import SharedEntry, WindowCount

NOON = 1_800_000_000.0


@pytest.fixture
def shared(db):
    return caches["default"]


@pytest.mark.parametrize(
    ("now", "length", "end"), [(0.0, 60, 60), (59.9, 60, 60), (60.0, 60, 120), (3601.5, 3600, 7200)]
)
def test_a_window_ends_after_the_moment_that_it_holds(now, length, end):
    assert counts.window_end(now, length) == end


def test_each_key_and_each_window_is_counted_apart(db):
    assert [counts.count("a", 60), counts.count("a", 60), counts.count("b", 60), counts.count("a", 120)] == [
        1, 2, 1, 1,
    ]  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        WindowCount.objects.create(key="a", window=60, n=1)


def test_what_was_added_cannot_be_added_again_until_it_expires(shared, monkeypatch):
    monkeypatch.setattr("time.time", lambda: NOON)
    assert [shared.add("code", "y", timeout=30), shared.add("code", "n", timeout=30)] == [True, False]
    assert shared.get("code") == "y"
    monkeypatch.setattr("time.time", lambda: NOON + 30)
    assert shared.get("code", "gone") == "gone"
    assert shared.add("code", "z", timeout=30)
    assert shared.get("code") == "z"


def test_a_value_is_set_read_and_deleted(shared):
    shared.set("history", [2.5, 1.5], 60)
    shared.set("history", [3.5], 60)
    assert shared.get("history") == [3.5]
    assert [shared.delete("history"), shared.delete("history"), shared.get("history")] == [True, False, None]


def test_an_entry_without_an_end_is_refused(shared):
    with pytest.raises(ValueError, match="must expire"):
        shared.set("for ever", 1, timeout=None)


def test_nothing_goes_because_the_cache_is_full(shared):
    for number in range(400):  # Django's own backends hold 300 unless told otherwise
        shared.add(f"code {number}", True, 600)
    assert SharedEntry.objects.count() == 400


def test_a_stored_key_tells_nothing(shared, settings):
    shared.set("allauth:iemand@voorbeeld.example:123456", True, 60)
    before = SharedEntry.objects.get().key
    assert "iemand" not in before
    assert "123456" not in before
    settings.SECRET_KEY = "een ander geheim"
    assert shared.get("allauth:iemand@voorbeeld.example:123456") is None


def test_the_daily_work_forgets_what_has_expired(shared, monkeypatch):
    monkeypatch.setattr("time.time", lambda: NOON)
    shared.set("short", True, 60)
    shared.set("long", True, 3600)
    counts.count("a", int(NOON) + 60)
    counts.count("a", int(NOON) + 3600)
    forgotten = actions.forget(at=datetime.fromtimestamp(NOON + 60, UTC))
    assert forgotten["verlopen tellers en codes"] == 2
    assert (SharedEntry.objects.count(), WindowCount.objects.get().window) == (1, int(NOON) + 3600)
