"""Loading the files never undoes what was done to the vocabulary in the administration."""

import json
import shutil

import pytest
from django.conf import settings

from catalogue.loading.reference import load_reference
from catalogue.models import Approach, Barrier, DerivedRule, Goal, LocalOverride, SynonymGroup
from catalogue.vocabulary import actions

#: Per table a word of the files, a text of it that may be changed, and its key.
WORDS = [
    (Barrier, {"slug": "weinig-zelfvertrouwen"}, "label"),
    (Goal, {"slug": "empowerment"}, "label"),
    (Approach, {"slug": "training"}, "label"),
    (SynonymGroup, {"key": "nugger"}, "reason"),
    (DerivedRule, {"kind": "goal", "word": "empowerment"}, "reason"),
]
each = pytest.mark.parametrize(("model", "which", "text"), WORDS, ids=[row[0].__name__ for row in WORDS])


@pytest.fixture
def folder(tmp_path):
    """A copy of the files, to change."""
    for path in settings.FIXTURES_DIR.iterdir():
        if path.is_file():
            shutil.copy(path, tmp_path)
    shutil.copytree(settings.FIXTURES_DIR / "knowledge", tmp_path / "knowledge")
    return tmp_path


def load(folder=settings.FIXTURES_DIR, **options):
    """What each table left alone, by its name."""
    return {table.name: table.kept for table in load_reference(folder, **options) if table.kept}


def word(model, which):
    return model.objects.filter(**which).first()


def edited(model, which, text):
    found = word(model, which)
    setattr(found, text, "Hier anders")
    return actions.save_word(word=found)


def change(path, **values):
    """Changes the first of the rows in a file that has its rows under one name."""
    document = json.loads(path.read_text(encoding="utf-8"))
    (rows,) = (rows for rows in document.values() if isinstance(rows, list))
    rows[0] |= values
    path.write_text(json.dumps(document), encoding="utf-8")


@each
def test_an_edit_survives_and_is_told(reference, model, which, text):
    mine = edited(model, which, text)
    assert load() == {model._meta.verbose_name_plural: [mine.word_key]}
    assert getattr(word(model, which), text) == "Hier anders"


@each
def test_with_overwrite_the_file_is_right_again(reference, model, which, text):
    before = getattr(word(model, which), text)
    edited(model, which, text)
    assert load(overwrite=True) == {}
    assert getattr(word(model, which), text) == before
    assert not LocalOverride.objects.exists()


@each
def test_what_is_given_back_follows_the_file(reference, model, which, text):
    before = getattr(word(model, which), text)
    actions.drop_overrides(words=[edited(model, which, text)])
    assert load() == {}
    assert getattr(word(model, which), text) == before


@each
def test_an_edit_that_says_what_the_file_says_is_no_edit(reference, model, which, text):
    actions.save_word(word=word(model, which))
    assert LocalOverride.objects.count() == 1
    assert load() == {}
    assert not LocalOverride.objects.exists()


@pytest.mark.parametrize(
    ("model", "which"), [(row[0], row[1]) for row in WORDS if row[0] in (DerivedRule, SynonymGroup)]
)
def test_what_was_removed_stays_away(reference, model, which):
    gone = word(model, which)
    actions.delete_word(word=gone)
    assert load() == {model._meta.verbose_name_plural: [gone.word_key]}
    assert not model.objects.filter(pk=gone.pk).exists()
    assert word(model, which) is None or word(model, which).word_key != gone.word_key


def test_what_was_not_touched_follows_the_file_and_goes_with_it(reference, folder):
    change(folder / "synonyms.json", woorden=["heel anders", "iets anders"])
    load(folder)
    assert not SynonymGroup.objects.filter(key="nugger").exists()
    assert SynonymGroup.objects.get(key="heel-anders").found == ["heel anders", "iets anders"]


def test_a_renamed_word_does_not_come_back_under_its_old_name(reference):
    rule = word(DerivedRule, {"kind": "goal", "word": "empowerment"})
    before, rule.word = rule.word_key, "motivatie"
    while DerivedRule.objects.filter(word="motivatie", kind="goal", barrier=rule.barrier).exists():
        rule.barrier = Barrier.objects.exclude(derivedrule__word="motivatie").first()
    actions.save_word(word=rule)
    load()
    assert before not in {row.word_key for row in DerivedRule.objects.select_related("barrier")}
    assert rule.word_key in {row.word_key for row in DerivedRule.objects.select_related("barrier")}


def test_a_new_group_gets_a_key_of_its_own(reference):
    keys = [
        actions.save_word(
            word=SynonymGroup(asked=["nugger"], found=["x"], both_ways=False, reason="Proef.")
        ).key
        for _ in range(2)
    ]
    assert keys == ["nugger-2", "nugger-3"]


def test_a_barrier_that_was_removed_takes_its_rules_out_of_the_next_load(reference):
    rule = DerivedRule.objects.select_related("barrier").first()
    barrier = rule.barrier
    for one in DerivedRule.objects.filter(barrier=barrier):
        actions.delete_word(word=one)
    actions.delete_word(word=barrier)
    assert load()["belemmeringen"] == [barrier.slug]
    assert not DerivedRule.objects.filter(barrier__slug=barrier.slug).exists()
    load(overwrite=True)
    assert DerivedRule.objects.filter(barrier__slug=barrier.slug).exists()
