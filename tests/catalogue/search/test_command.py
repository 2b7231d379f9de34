"""manage.py search: the answer of the list, as text and as JSON."""

import io
import json

import pytest
from django.core.management import call_command


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("search", *arguments, stdout=out)
    return out.getvalue()


def test_the_json_has_the_documented_keys(catalogue):
    answer = json.loads(run("vrouw van 58 in Rotterdam", "--json"))
    assert set(answer) == {
        "query", "part", "total", "everything", "exact", "loose", "sentence", "remarks", "missed",
        "corrected", "place", "ages", "barriers", "suggestions", "items",
    }  # fmt: skip
    assert (answer["total"], answer["exact"], answer["ages"]) == (1, True, [58])
    assert answer["place"] == {"text": "rotterdam", "name": "Rotterdam", "code": "GM0599", "options": []}
    assert answer["items"][0] == {
        "source_ref": "ks2020-24", "slug": "kijk-haar", "name": "Kijk Haar!", "provider": "Kijk Haar!",
        "professionals": False, "near": True,
    }  # fmt: skip


def test_a_municipality_is_a_filter_and_an_unknown_one_is_refused(catalogue, capsys):
    answer = json.loads(run("moeders", "--gemeente", "Groningen", "--json"))
    assert answer["items"][0]["source_ref"] == "ks2020-14"
    with pytest.raises(SystemExit) as ended:
        run("moeders", "--gemeente", "Nergensland")
    assert ended.value.code == 2


def test_it_can_be_read(catalogue):
    text = run("mantelzorg")
    assert "Geen interventies gevonden" in text
    assert "Belemmeringen: Mantelzorg" in text
