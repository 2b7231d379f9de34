"""The tables of rules: those of the files, unless they were changed in the administration."""

import json
import shutil

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from catalogue.models import CatalogueState, Event
from catalogue.revisions.publishing import DocumentRefused
from matching import adapter
from matching.models import RuleTable
from matching.weights.actions import reset_tables, set_table
from matching.weights.in_force import TABLES, rules
from matching.weights.loading import load_tables


def table(key):
    return RuleTable.objects.get(key=key)


def value_of(key):
    return json.loads(table(key).text)


def put(key, value):
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    set_table(table=table(key), text=text, by=None)


def faults(key, value):
    with pytest.raises(ValidationError) as refused:
        put(key, value)
    assert not table(key).edited
    return refused.value.message_dict["text"]


def test_every_table_of_a_file_is_there_as_the_file_has_it(catalogue):
    assert list(RuleTable.objects.values_list("key", flat=True)) == list(TABLES)
    for key in TABLES:
        assert table(key).text == (settings.FIXTURES_DIR / f"{key}.json").read_text(encoding="utf-8")
    assert not RuleTable.objects.edited().exists()


def test_a_changed_table_is_in_force_in_the_version_and_in_the_history(catalogue):
    before = CatalogueState.current()
    changed = value_of("plan_rules")
    changed["numbers"]["size"] = 2
    put("plan_rules", changed)
    assert adapter.current().rules.plan.size == rules().plan.size == 2
    assert CatalogueState.current() != before
    event = Event.objects.filter(action=Event.Action.WEIGHED).latest("pk")
    assert event.remark == "Regels van het voorstel: tabel gewijzigd"
    reset_tables(tables=[table("plan_rules")], by=None)
    assert CatalogueState.current() == before
    assert rules().plan.size == 3


def test_lines_may_all_be_taken_away(catalogue):
    put("fixed_lines", [])
    assert rules().lines == ()


WRONG = {
    "a number out of bounds": (
        "plan_rules", lambda value: value["numbers"].update(size=9),
        "size: 9 is geen heel getal van 1 tot en met 3.",
    ),
    "a wish heavier than the base": (
        "wish_needs", lambda value: value["wishes"][0].update(share=150),
        "betaald-werk-nu.share: 150 is geen heel getal van 1 tot en met 100.",
    ),
    "a key that is missing": ("plan_rules", lambda value: value.pop("first"), "Er ontbreekt 'first'."),
    "a key too many": ("slips", lambda value: value.update(more=[]), "'more' hoort hier niet."),
    "an unknown fact": (
        "implications", lambda value: value["implications"][0].update(when={"afkomst": ["x"]}),
        "Het gegeven 'afkomst' bestaat niet.",
    ),
    "an unknown value": (
        "implications", lambda value: value["implications"][0].update(when={"income": ["loterij"]}),
        "income: de waarde 'loterij' bestaat niet.",
    ),
    "something concluded of being a newcomer": (
        "implications", lambda value: value["implications"][0].update(implies={"newcomer": "geen"}),
        "newcomer: uit of over newcomer wordt niets aangenomen.",
    ),
    "an unknown barrier": (
        "plan_rules", lambda value: value["first"][2].update(barriers=["geldgebrek"]),
        "De belemmering 'geldgebrek' bestaat niet.",
    ),
    "an empty text": ("slips", lambda value: value["slips"][0].update(text=" "), "Een tekst is leeg."),
    "an unknown source": (
        "fixed_lines", lambda value: value[0].update(cite=[{"source": "horen-zeggen", "place": "x"}]),
        "De bron 'horen-zeggen' bestaat niet.",
    ),
    "a row of another form": (
        "slips", lambda value: value.update(slips=[7]),
        "De tabel heeft niet de vorm van het bestand. Zet hem terug, en wijzig alleen getallen en teksten.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("key", "alter", "message"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_in_force_is_refused_with_the_reason(catalogue, key, alter, message):
    value = value_of(key)
    alter(value)
    assert message in faults(key, value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "Dit is geen geldige JSON (regel 1, teken 2)."),
        ('{"a": 1, "a": 2}', "'a' staat er twee keer in."),
        ("NaN", "NaN is geen getal."),
        ("[]", "De tabel begint anders dan het bestand."),
        ("[" * 30_000, "Dit is geen geldige JSON."),
        ("1" * 50_000, "De tabel is langer dan 40000 tekens."),
    ],
)
def test_text_that_is_no_table_is_refused(catalogue, text, message):
    assert faults("slips", text) == [message]


def test_loading_leaves_an_edited_table_unless_it_can_be_in_force_no_longer(catalogue, tmp_path):
    changed = value_of("slips")
    changed["slips"][0]["below"] = 12
    put("slips", changed)
    shutil.copytree(settings.FIXTURES_DIR, tmp_path, dirs_exist_ok=True)
    assert load_tables(tmp_path, False).kept == ["Waarschijnlijke typefouten"]
    RuleTable.objects.filter(key="slips").update(text="{}")
    with pytest.raises(DocumentRefused):
        load_tables(tmp_path, False)
    assert load_tables(tmp_path, True).kept == []
    assert not RuleTable.objects.edited().exists()
