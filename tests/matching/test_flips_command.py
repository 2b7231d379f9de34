"""manage.py match_flips: what one fact decides, in figures that can be published."""

import io
from datetime import date

from django.core.management import call_command

from matching import adapter
from matching.flips import CHANGED, MUNICIPALITIES, POINTS, WHO_IT_IS_FOR, flips, made_up_clients

DAY = date(2026, 12, 1)


def test_gender_and_newcomer_change_the_first_three_by_conditions_and_never_by_points(catalogue):
    found = {one.fact: one for one in flips(adapter.current(), DAY, per_municipality=3)}
    assert list(found) == list(CHANGED)
    for fact in ("gender", "newcomer"):
        assert found[fact].rules[POINTS] == 0
        assert found[fact].rules[WHO_IT_IS_FOR] > 0
        assert 0 < found[fact].differ < found[fact].pairs


def test_the_clients_are_the_same_each_time_and_tell_nothing_sensitive(catalogue):
    known = adapter.current()
    clients = list(made_up_clients(known, 2))
    assert clients == list(made_up_clients(known, 2))
    assert len(clients) == 2 * len(MUNICIPALITIES)
    barriers = known.vocabulary.barriers
    assert not any(barriers[slug].sensitive for client in clients for slug, _ in client.barriers)


def test_the_table_has_a_row_per_fact(catalogue):
    out = io.StringIO()
    call_command("match_flips", "--clients", "1", "--day", "2026-12-01", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("| gegeven | vergeleken | eerste drie anders |")
    assert [line.split(" | ")[0] for line in lines[2:6]] == [
        "| gender", "| nieuwkomer", "| leeftijd", "| huishouden",
    ]  # fmt: skip
    assert adapter.current().version in lines[-1]
