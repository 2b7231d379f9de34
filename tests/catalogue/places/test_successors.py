import pytest

from catalogue.places.lookup import municipality
from catalogue.places.successors import successors

FORMER = {"GM0457": "Amsterdam", "gm0017": "Groningen", "GM0518": "Den Haag"}


def test_a_chain_of_mergers_leads_to_the_municipality_of_now():
    assert successors({"A": "B", "B": "C"}, {"C"}) == {"A": "C", "B": "C"}


def test_a_code_that_still_exists_is_its_own():
    assert successors({"A": "B"}, {"A", "B"}) == {}


@pytest.mark.parametrize("merged", [{"A": "B"}, {"A": "B", "B": "A"}, {"A": "A"}])
def test_a_chain_that_leads_nowhere_is_refused(merged):
    with pytest.raises(ValueError, match="heeft geen opvolger"):
        successors(merged, {"C"})


@pytest.mark.parametrize(("code", "name"), FORMER.items())
def test_a_code_that_ever_existed_stays_a_key(catalogue, code, name):
    assert municipality(code).short_name == name


def test_another_code_is_none(catalogue):
    assert municipality("GM9999") is None
