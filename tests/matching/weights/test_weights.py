"""The numbers of the score: those of the file, unless they were changed in the administration."""

import copy
import io
import json
import shutil
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from catalogue.models import CatalogueState, Event
from catalogue.revisions import version
from catalogue.revisions.publishing import DocumentRefused
from catalogue.vocabulary.loading import Loaded
from matching import adapter
from matching.engine.matching import match
from matching.engine.profile import parse
from matching.models import Weight
from matching.presentation.worked_example import PROFILE
from matching.weights.actions import reset_weights, set_weight
from matching.weights.in_force import weights
from matching.weights.loading import load_weights

TABLE = json.loads((settings.FIXTURES_DIR / "matching_weights.json").read_text(encoding="utf-8"))
PAID_WORK = "fit:wishes:betaald-werk+ander-of-meer-werk"
TOGETHER = "De twee grenzen zijn dan samen {} %. Dat mag hooguit 25 % zijn."


def change(key, value, by=None):
    set_weight(weight=Weight.objects.get(key=key), value=value, by=by)


def in_force(key):
    return Weight.objects.get(key=key).value


def first_lines():
    """The score of the first item of the worked example, and what each line weighs or adds in per cents."""
    catalogue = adapter.current()
    first = match(parse(PROFILE, catalogue.vocabulary), catalogue, date(2026, 12, 1)).leading[0]
    assert first.item.source_ref == "ks2020-14"
    return first.score, {line.key: line.weight or line.percent for line in first.lines}


@pytest.fixture
def files(tmp_path):
    """files(change): a folder as that of the project, but for the weights, as `change` made them of those."""

    def write(alter):
        for path in settings.FIXTURES_DIR.iterdir():
            if path.is_file():
                shutil.copy(path, tmp_path)
            elif path.name == "knowledge":
                shutil.copytree(path, tmp_path / path.name, dirs_exist_ok=True)
        table = copy.deepcopy(TABLE)
        alter(table)
        (tmp_path / "matching_weights.json").write_text(json.dumps(table), encoding="utf-8")
        return tmp_path

    return write


# What there is


def test_after_loading_every_number_is_there_in_the_order_of_the_file_and_none_is_edited(catalogue):
    fit = TABLE["fit"]
    assert list(Weight.objects.values_list("value", flat=True)) == [
        *TABLE["levels"].values(),
        *TABLE["specificity"]["points"].values(),
        TABLE["specificity"]["cap"],
        *(rule["points"] for rule in fit["rules"]),
        fit["sector_points"],
        fit["cap"],
    ]
    assert list(Weight.objects.edited()) == []


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("level:network", "Niveau: Het sociale netwerk"),
        ("specificity:age", "Voor haar groep: Leeftijd"),
        ("specificity-cap", "Voor haar groep: samen hooguit"),
        (PAID_WORK, "Sluit aan: Wat zij wil: betaald werk, op termijn, ander of meer werk"),
        (
            "fit:participation_step:1+2",
            "Sluit aan: Trede van de participatieladder: 1 geïsoleerd, 2 sociale contacten buitenshuis",
        ),
        ("fit:sectors", "Sluit aan: Sector die haar trekt: elke gekozen sector"),
        ("fit-cap", "Sluit aan: samen hooguit"),
    ],
)
def test_a_weight_is_called_what_the_questions_call_it(catalogue, key, name):
    assert str(Weight.objects.get(key=key)) == name


def test_rows_that_say_what_the_file_says_change_neither_the_weights_nor_the_version(catalogue):
    with_rows = weights(), version.compute()
    Weight.objects.all().delete()
    assert (weights(), version.compute()) == with_rows


# A change


def test_another_weight_for_a_wish_changes_the_lines_the_score_and_the_version(catalogue):
    before = CatalogueState.current()
    assert first_lines() == (
        78,
        {"zorg-voor-kinderen": 3, "weinig-zelfvertrouwen": 2, "household": 5, "wishes:betaald-werk": 6},
    )
    change(PAID_WORK, 2)
    # 88 of 100 × 107 of 125
    assert first_lines() == (
        75,
        {"zorg-voor-kinderen": 3, "weinig-zelfvertrouwen": 2, "household": 5, "wishes:betaald-werk": 2},
    )
    assert CatalogueState.current() == version.compute() != before


def test_a_weight_of_a_level_counts_in_the_lines_and_in_the_calculation_on_the_page(catalogue, client):
    answers = {"belemmering": list(PROFILE["barriers"]), "municipality": "Groningen", "gender": "vrouw"}
    answers |= {f"ernst-{slug}": severity for slug, severity in PROFILE["barriers"].items()}
    change("level:personal", 4)
    assert first_lines()[1] == {
        "zorg-voor-kinderen": 12,
        "weinig-zelfvertrouwen": 8,
        "household": 5,
        "wishes:betaald-werk": 6,
    }
    text = client.post("/matching/resultaat/", answers).content.decode()
    assert "doet hier 100 van 100 aan (de bron noemt het); telt voor 40 % mee" in text


def test_the_page_about_the_model_shows_the_numbers_that_are_in_force(catalogue, client):
    change("level:network", 3)
    change("specificity:age", 7)
    context = client.get("/matching/uitleg/").context
    assert [weight for _, _, weight in context["levels"]] == [1, 3, 1, 1]
    assert ("Leeftijd", 7) in context["specificity"]
    assert "Leeftijd: 7 %" in client.get("/matching/uitleg/").content.decode()


def test_who_changed_what_stands_in_the_history_that_editors_read(catalogue, sofie, mo, client_of):
    change("specificity:age", 7, by=sofie)
    change("specificity:age", 7, by=sofie)  # nothing changes
    reset_weights(weights=Weight.objects.all(), by=sofie)
    told = Event.objects.filter(action="weighed").order_by("pk")
    assert [(event.by, event.remark) for event in told] == [
        (sofie, "Voor haar groep: Leeftijd: van 5 naar 7"),
        (sofie, "Voor haar groep: Leeftijd: van 7 naar 5"),
    ]
    page = client_of(mo).get("/redactie/gebeurtenissen/?wat=weighed").content.decode()
    for event in told:
        assert f'Gewicht aangepast<span class="remark">{event.remark}</span>' in page


# What may not be


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("level:demand", 0, "Kies een heel getal van 1 tot en met 5."),
        ("level:demand", 6, "Kies een heel getal van 1 tot en met 5."),
        ("specificity:age", -1, "Kies een heel getal van 0 tot en met 25."),
        ("specificity:age", 26, "Kies een heel getal van 0 tot en met 25."),
        (PAID_WORK, 2.5, "Kies een heel getal van 0 tot en met 25."),
        (PAID_WORK, "6", "Kies een heel getal van 0 tot en met 25."),
        ("specificity-cap", 16, TOGETHER.format(26)),
        ("fit-cap", 25, TOGETHER.format(40)),
    ],
)
def test_a_number_that_breaks_a_promise_of_the_model_is_refused(catalogue, key, value, fault):
    before = CatalogueState.stamp(), in_force(key)
    with pytest.raises(ValidationError) as refused:
        change(key, value)
    assert refused.value.message_dict == {"value": [fault]}
    assert (CatalogueState.stamp(), in_force(key)) == before


@pytest.mark.parametrize(
    ("key", "value"), [("level:demand", 5), ("specificity:age", 0), ("specificity:age", 25), ("fit-cap", 0)]
)
def test_a_number_on_the_border_is_taken(catalogue, key, value):
    change(key, value)
    assert in_force(key) == value


def test_the_caps_may_be_divided_otherwise(catalogue):
    change("fit-cap", 5)
    change("specificity-cap", 20)
    assert (weights().specificity_cap, weights().fit_cap) == (20, 5)


@pytest.mark.parametrize(("key", "value"), [("level:demand", 0), ("level:demand", 6), ("fit-cap", 26)])
def test_the_database_refuses_what_is_out_of_bounds_as_well(catalogue, key, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Weight.objects.filter(key=key).update(value=value)


# Back to the file


def test_put_back_the_answers_and_the_version_are_what_they_were(catalogue):
    before = CatalogueState.current(), first_lines()
    change(PAID_WORK, 2)
    change("level:personal", 3)
    reset_weights(weights=Weight.objects.edited(), by=None)
    assert list(Weight.objects.edited()) == []
    assert (CatalogueState.current(), first_lines()) == before


def test_both_caps_are_put_back_together_and_one_that_does_not_fit_is_refused(catalogue):
    change("fit-cap", 5)
    change("specificity-cap", 20)
    with pytest.raises(ValidationError) as refused:
        reset_weights(weights=Weight.objects.filter(key="fit-cap"), by=None)
    assert refused.value.messages == [TOGETHER.format(30)]
    assert (in_force("specificity-cap"), in_force("fit-cap")) == (20, 5)
    reset_weights(weights=Weight.objects.all(), by=None)
    assert (in_force("specificity-cap"), in_force("fit-cap")) == (15, 10)


# Loading again


def test_loading_the_catalogue_leaves_an_edited_weight_and_tells_so(catalogue):
    change("specificity:age", 7)
    edited = CatalogueState.current()
    out = io.StringIO()
    call_command("load_catalogue", stdout=out)
    assert in_force("specificity:age") == 7
    assert "gewichten Voor haar groep: Leeftijd." in out.getvalue()
    assert "28 gewichten" in out.getvalue()
    assert CatalogueState.current() == edited


def test_with_overwrite_the_file_is_right_again(catalogue):
    fresh = CatalogueState.current()
    change("specificity:age", 7)
    call_command("load_catalogue", "--overwrite-words", stdout=io.StringIO())
    assert in_force("specificity:age") == 5
    assert CatalogueState.current() == fresh


def test_a_file_that_is_refused_is_told_without_a_traceback(catalogue, files):
    folder = files(lambda table: table["fit"].update(cap=26))
    with pytest.raises(CommandError, match=r"matching_weights\.json: Sluit aan: samen hooguit"):
        call_command("load_catalogue", "--from", str(folder), stdout=io.StringIO())


def test_another_file_changes_what_was_not_edited(catalogue, files):
    change("specificity:age", 7)

    def alter(table):
        table["specificity"]["points"] |= {"age": 9, "household": 1}
        del table["specificity"]["points"]["low_income"]
        table["fit"]["rules"].append(table["fit"]["rules"][0] | {"values": ["nog-onbekend"], "points": 4})

    told = load_weights(files(alter), False)
    assert told == Loaded("gewichten", 28, ["Voor haar groep: Leeftijd"])
    rows = {weight.key: (weight.value, weight.loaded) for weight in Weight.objects.all()}
    assert rows["specificity:age"] == (7, 9)
    assert rows["specificity:household"] == (1, 1)
    assert rows["fit:wishes:nog-onbekend"] == (4, 4)
    assert "specificity:low_income" not in rows


def test_once_the_file_says_the_same_the_weight_follows_the_file_again(catalogue, files):
    def to(value):
        return files(lambda table: table["specificity"]["points"].update(age=value))

    change("specificity:age", 7)
    assert load_weights(to(7), False) == Loaded("gewichten", 28, [])
    assert load_weights(to(3), False) == Loaded("gewichten", 28, [])
    assert in_force("specificity:age") == 3


def test_a_file_that_does_not_go_with_what_was_edited_is_refused_whole(catalogue, files):
    change("specificity-cap", 12)

    def alter(table):
        table["fit"]["cap"], table["levels"]["demand"] = 20, 0

    with pytest.raises(DocumentRefused) as refused:
        load_weights(files(alter), False)
    assert refused.value.faults == [
        "matching_weights.json: Niveau: Vraagzijde arbeidsmarkt: Kies een heel getal van 1 tot en met 5.",
        f"matching_weights.json: Voor haar groep: samen hooguit: {TOGETHER.format(32)}",
        f"matching_weights.json: Sluit aan: samen hooguit: {TOGETHER.format(32)}",
    ]
    assert in_force("fit-cap") == 10
