"""Whatever an item shows is what it is found by: a changed name or word reaches the search at once."""

import json
import shutil

import pytest
from django.conf import settings

from catalogue.loading.reference import load_reference
from catalogue.models import Approach, Barrier, Goal, Region, TargetGroup
from catalogue.organisations import actions as organisation_actions
from catalogue.vocabulary import actions
from tests.factories import covers, publish, term
from tests.searching import refs_found


@pytest.fixture
def item(reference):
    return publish(
        provider="Stichting Zilver",
        goals=[term("motivatie")],
        approaches=[term("training")],
        target_groups=["Oude groep"],
        coverage=[covers("weinig-zelfvertrouwen")],
        reach={
            "national": False, "elsewhere": "no", "text": None,
            "regions": [{"level": "municipality", "name": "Utrecht"}],
        },
    )  # fmt: skip


def found_by(text: str) -> list[str]:
    return refs_found(text, letterlijk="ja")


#: A kind of word, which one, and the column that is shown.
WORDS = [
    (Barrier, {"slug": "weinig-zelfvertrouwen"}, "label"),
    (Goal, {"slug": "motivatie"}, "label"),
    (Approach, {"slug": "training"}, "label"),
    (TargetGroup, {"text": "Oude groep"}, "text"),
]


@pytest.mark.parametrize(("kind", "which", "column"), WORDS, ids=[row[0].__name__ for row in WORDS])
def test_a_changed_word_is_found_at_once(item, kind, which, column):
    word = kind.objects.get(**which)
    setattr(word, column, "zwaluwstaart verbinding")
    actions.save_word(word=word)
    assert found_by("zwaluwstaart") == [item.source_ref]


def test_a_renamed_organisation_is_found_by_its_new_name_and_no_longer_by_the_old(item):
    organisation_actions.rename_organisation(organisation=item.provider, name="Kwikstaart Stichting", by=None)
    assert (found_by("kwikstaart"), found_by("zilver")) == ([item.source_ref], [])


def test_an_archived_item_is_not_found_by_a_changed_word(item):
    from catalogue.revisions.actions import archive

    archive(item=item, by=None)
    word = Barrier.objects.get(slug="weinig-zelfvertrouwen")
    word.label = "zwaluwstaart verbinding"
    actions.save_word(word=word)
    assert found_by("zwaluwstaart") == []


def test_a_word_that_the_files_change_is_found_after_loading(item, tmp_path):
    for path in settings.FIXTURES_DIR.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    shutil.copytree(settings.FIXTURES_DIR / "knowledge", tmp_path / "knowledge")
    path = tmp_path / "taxonomy.json"
    taxonomy = json.loads(path.read_text(encoding="utf-8"))
    for row in taxonomy["barriers"]:
        if row["slug"] == "weinig-zelfvertrouwen":
            row["label"] = "zwaluwstaart verbinding"
    path.write_text(json.dumps(taxonomy), encoding="utf-8")
    regions = tmp_path / "gemeenten.csv"
    regions.write_text(
        regions.read_text(encoding="utf-8").replace("GM0344,Utrecht,Utrecht,", "GM0344,Utrecht,Kwikstad,"),
        "utf-8",
    )
    load_reference(tmp_path)
    assert Region.objects.filter(short_name="Kwikstad").exists()
    assert (found_by("zwaluwstaart"), found_by("kwikstad")) == ([item.source_ref], [item.source_ref])


def test_loading_files_that_change_no_name_indexes_nothing(item, monkeypatch):
    from catalogue.search import index

    monkeypatch.setattr(index, "write", lambda item: pytest.fail("indexed"))
    load_reference(settings.FIXTURES_DIR)
