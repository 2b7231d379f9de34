"""A word that items share has a neutral name; each item is shown with the word of its own source."""

import pytest
from django.conf import settings

from catalogue.loading.reference import load_reference
from catalogue.models import Approach, Goal, Intervention
from catalogue.vocabulary import actions
from tests.factories import publish


@pytest.mark.parametrize(
    ("slug", "wordings", "label"),
    [
        ("zelfstandigheid", ["zelfstandiger", "Zelfstandigheid"], "zelfstandigheid"),
        ("baan-vinden", ["baan vinden binnen de zorg", "(betere) baan in Nederland"], "baan vinden"),
        ("casuistiek", ["Casuïstiek"], "casuïstiek"),
        ("uitstap-seksindustrie", ["uit de seksindustrie te stappen"], "uitstap seksindustrie"),
        ("nooit-gezegd", [], "nooit gezegd"),
    ],
)
def test_the_name_is_that_of_the_key(slug, wordings, label):
    assert Goal.label_of(slug, wordings) == label


def test_whichever_item_comes_first(reference):
    words = ["een baan in de zorg", "een andere baan"]
    items = [publish(name=word, goals=[{"slug": "werk-vinden", "wording": word}]) for word in words]
    assert Goal.objects.get(slug="werk-vinden").label == "werk vinden"
    assert [item.goal_rows.get().wording for item in items] == words


def test_the_catalogue_has_no_name_that_is_the_word_of_one_item_alone(catalogue):
    for model in (Goal, Approach):
        for word in model.objects.filter(fixed=False):
            wordings = word.rows.values_list("wording", flat=True)
            assert word.label == word.label_of(word.slug, wordings)


def test_a_name_of_before_is_mended_by_loading_but_not_one_that_was_edited_here(catalogue):
    Goal.objects.filter(slug="taalvaardigheid").update(label="taal")
    edited = Goal.objects.get(slug="zelfstandigheid")
    edited.label = "op eigen benen"
    actions.save_word(word=edited)
    load_reference(settings.FIXTURES_DIR)
    names = dict(Goal.objects.values_list("slug", "label"))
    assert (names["taalvaardigheid"], names["zelfstandigheid"]) == ("taalvaardigheid", "op eigen benen")


@pytest.mark.parametrize("shape", ["kaarten", "tabel"])
def test_the_list_shows_the_word_of_the_item(catalogue, client, shape):
    item = Intervention.objects.get(source_ref="dh2024-b1-1b")
    text = client.get("/interventies/", {"q": item.name, "weergave": shape}).content.decode()
    assert "zelfstandiger" in text
