"""What the search finds, in which order, on whatever database this runs; and what it says on the page."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalogue.browse.list_query import ListQuery
from catalogue.documents.schema import document_of
from catalogue.models import IndexEntry, Intervention, Posting
from catalogue.revisions import actions, version
from catalogue.revisions.publishing import fresh
from catalogue.search import index, ranking
from catalogue.search.query import understand
from catalogue.search.snippets import snippet
from tests.factories import covers, document, publish, term
from tests.searching import ask, refs_found

LIST = reverse("intervention-list")
RELEVANCE = json.loads((Path(__file__).parent.parent.parent / "data" / "relevance.json").read_text())[
    "queries"
]
DOCUMENTS = [
    json.loads(path.read_text()) for path in sorted(settings.FIXTURES_DIR.glob("interventions/*.json"))
]
HOSTILE = [
    '"', "'", "a'b", 'taal" OR "x', "taal) OR (", "NEAR(taal, werk)", "taal*", "-taal", "taal AND",
    "NOT", "^taal",
    "forms:taal", "{taal}", "taal:*", "& | !", "<->", "\\", "%", "_", "__", "🙂", "🙂 taal", "de het een",
    "é", "ß", "ŉ", "İ", "\u202etaal", "taal " * 40, "a b c d e f g h " * 12, "x" * 5000, "taal\x00werk",
    "\ud800",
]  # fmt: skip


def good(row: dict, top: list[str]) -> bool:
    return set(row["find"]) <= set(top) if len(row["find"]) <= 3 else set(top) <= set(row["find"])


def test_the_relevance_set_is_large_and_says_why():
    assert len(RELEVANCE) >= 44
    assert len({row["q"] for row in RELEVANCE}) == len(RELEVANCE)
    refs = {each["source_ref"] for each in DOCUMENTS}
    assert all(row["why"] and set(row["find"]) <= refs for row in RELEVANCE)


def test_nearly_every_query_has_its_items_in_the_first_three(catalogue):
    missed = [row["q"] for row in RELEVANCE if not good(row, refs_found(row["q"])[:3])]
    assert len(missed) <= 0.05 * len(RELEVANCE), missed


@pytest.mark.parametrize(("start", "stop"), [(0, 3), (3, 6), (5, 9), (8, 20), (30, 40)])
def test_a_page_of_the_order_is_a_part_of_the_whole(start, stop):
    points = np.array([5, 0, 7, 5, 0, 7, 1, 5, 9, 1])
    whole = [8, 2, 5, 0, 3, 7, 6, 9]
    assert ranking.best(points, 0, 99).tolist() == whole
    assert ranking.best(points, start, stop).tolist() == whole[start:stop]


def test_postings_keep_each_item_once_in_whatever_block_it_stands(db):
    far = 3 * Posting.SIZE + 2
    index.replace_postings(1, [], {"xtaal": 3, "xles": 1})
    index.replace_postings(far, [], {"xtaal": 50})
    index.replace_postings(1, ["xtaal", "xles"], {"xtaal": 4})
    found = {
        form: dict(zip(*map(list, (one.keys, one.weights)), strict=True)) for form, one in read().items()
    }
    assert found == {"xtaal": {1: 4, far: 50}}
    index.replace_postings(far, ["xtaal"], {})
    assert {form: one.keys.tolist() for form, one in read().items()} == {"xtaal": [1]}


def read():
    return index.read(["xtaal", "xles"])


def test_a_form_is_read_once_until_there_are_too_many(db, monkeypatch, django_assert_num_queries):
    for key in (4, 7, 9):
        index.replace_postings(key, [], {"xtaal": key, "xles": 1, "xwerk": 2})
    monkeypatch.setattr(ranking, "MOST_KEPT", 3 * ranking.BESIDE + 4)
    items = ranking.Rows(np.array([9, 4]))

    def held(*forms):
        return {
            form: dict(zip(*map(list, one), strict=True)) for form, one in items.postings_for(forms).items()
        }

    assert held("xtaal", "xniets") == {"xtaal": {0: 9, 1: 4}, "xniets": {}}
    with django_assert_num_queries(0):
        assert held("xtaal", "xniets") == {"xtaal": {0: 9, 1: 4}, "xniets": {}}
    with django_assert_num_queries(1):
        assert held("xtaal", "xles") == {"xtaal": {0: 9, 1: 4}, "xles": {0: 1, 1: 1}}
    assert held("xwerk") == {"xwerk": {0: 2, 1: 2}}
    with django_assert_num_queries(1):
        held("xtaal")


def test_a_name_weighs_more_than_a_goal_and_a_goal_more_than_the_text(reference):
    publish(name="Een", summary="Iets met fietsen.")
    publish(name="Twee", goals=[term("fietsen")])
    publish(name="Fietsen drie")
    publish(name="Fietsles vier")
    assert [found.item.name for found in ask("fietsen").page(None)] == ["Fietsen drie", "Twee", "Een"]
    assert next(iter(ask("fiets").page(None))).item.name == "Fietsen drie"


def test_every_public_field_is_found(reference):
    cite = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
    texts = (
        "working_method", "duration_text", "asks_of_participant", "referral", "decided_by",
        "permission_needed",
        "costs_participant", "cost_per_place", "contract_here", "start_moments", "waiting_time",
        "transferability", "effect_note", "visiting_address", "name", "summary", "provider",
    )  # fmt: skip
    words = {name: f"woord{chr(97 + place)}x" for place, name in enumerate(texts)}
    item = publish(
        **words | {"provider": words["provider"].capitalize()},
        goals=[{"slug": "doelq", "wording": "Doelw"}],
        approaches=[{"slug": "aanpakq", "wording": "Aanpakw"}],
        target_groups=["Groepq"],
        notes={"reach": "Notitieq"},
        coverage=[covers("weinig-zelfvertrouwen")],
        outcomes=["eigen-bedrijf"],
        childcare=True,
        sectors=["bloemisterij"],
        provider_conditions=[{"text": "Eisq", "cite": cite}],
        amounts=[{"text": "Bedragq", "number": 3, "unit": None, "year": None, "cite": cite}],
        results=[
            {"kind": "result", "text": "Uitkomstq", "number": None, "unit": None, "year": None, "cite": cite}
        ],
        conditions={
            "fact": "income", "in": ["bijstand"], "strength": "required", "text": "Voorwaardeq", "cite": cite,
        },
        recognition={"level": "goed-beschreven", "text": "Erkendq", "cite": cite},
    )  # fmt: skip
    told = [
        *words.values(), "doelq", "doelw", "aanpakq", "aanpakw", "groepq", "notitieq", "zelfvertrouwen",
        "eigen bedrijf", "kinderopvang", "bloemisterij", "eisq", "bedragq", "uitkomstq", "voorwaardeq",
        "erkendq",
        "landelijk",
    ]  # fmt: skip
    assert [word for word in told if item.source_ref not in refs_found(word, letterlijk="ja")] == []


def test_the_counts_of_the_facets_are_what_ticking_gives(catalogue):
    for text in ("taal", "alleenstaande moeder", "stattushouder", "zeilen taal"):
        selection = ask(text)
        for group in selection.groups:
            for option in group.options:
                assert option.count == ask(text, **{option.name: option.value}).total, (text, option)


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(max_size=60)
    | st.lists(st.sampled_from(["taal", "werk", '"', "*", "(", ")", ":", "&", "_", "-a", "of"])).map(" ".join)
)
def test_any_text_gets_an_answer_of_which_the_count_is_right(catalogue, text):
    selection = ask(text)
    assert len(refs_found(text)) == selection.total


def test_hostile_words_get_a_page(catalogue, client, subtests):
    for text in HOSTILE:
        with subtests.test(text=ascii(text[:30])):
            raw = text.encode("utf-8", "surrogatepass")
            query = "q=" + "".join(f"%{byte:02x}" for byte in raw)
            assert client.get(f"{LIST}?{query}").status_code == 200


def test_what_is_archived_or_only_a_draft_is_never_found_or_proposed(reference):
    item = publish(name="Pannenkoek", summary="Wafelijzer.")
    publish(name="Iets anders")
    actions.archive(item=item, by=None)
    draft = document(name="Poffertjes")
    actions.submit(revision=actions.start_revision(document=draft, by=None), by=None)
    for text in ("pannenkoek", "wafelijzer", "pannekoek", "poffertjes", "poffertje"):
        selection = ask(text)
        assert (selection.total, selection.search.corrected, selection.meant) == (0, (), [])


def test_publishing_anew_forgets_the_old_words(reference):
    item = publish(name="Oudewoord")
    document = document_of(fresh(item.source_ref)) | {"name": "Nieuwewoord"}
    revision = actions.start_revision(document=document, by=None)
    actions.submit(revision=revision, by=None)
    actions.publish(revision=revision, by=None)
    assert (ask("oudewoord", letterlijk="ja").total, ask("nieuwewoord").total) == (0, 1)


def test_items_from_before_the_index_are_indexed_when_the_site_starts(catalogue):
    rows = indexed()
    IndexEntry.objects.all().delete()
    Posting.objects.all().delete()
    assert index.fill() == len(DOCUMENTS)
    assert indexed() == rows
    assert index.fill() == 0


def indexed() -> list[tuple]:
    forms = Posting.objects.values_list("form", flat=True)
    held = index.read(forms)
    return [(form, *sorted(zip(held[form].keys, held[form].weights, strict=True))) for form in sorted(held)]


def test_a_typing_error_is_corrected_and_the_page_says_so(catalogue, client):
    text = client.get(LIST, {"q": "empowrment", "doel": "empowerment"}).content.decode()
    assert "Gezocht op <strong>empowerment</strong>, je schreef “empowrment”." in text
    link = re.search(r'<a href="([^"]+)">Zoek toch op empowrment</a>', text)[1].replace("&amp;", "&")
    assert link == f"{LIST}?q=empowrment&doel=empowerment&letterlijk=ja"
    literal = client.get(link).content.decode()
    assert "Geen interventies gevonden" in literal
    assert f'Bedoelde je <a href="{LIST}?q=empowerment&amp;doel=empowerment">empowerment</a>?' in literal


def test_words_that_no_item_has_together_give_what_has_most_of_them_and_the_page_says_so(catalogue, client):
    text = client.get(LIST, {"q": "rebelz textielatelier"}).content.decode()
    assert "Geen interventie heeft alles wat je vraagt." in text
    assert "hebben een deel van je vraag" in text
    assert set(refs_found("rebelz textielatelier")) == {"ks2020-04", "ks2020-05"}


def test_the_page_marks_the_words_and_escapes_the_text(reference, client):
    publish(name="Een", summary="Leren <b>fietsen</b> & lopen.")
    text = client.get(LIST, {"q": "fiets"}).content.decode()
    assert "<b>" not in text
    html = client.get(LIST, {"q": "fietsen"}).content.decode()
    assert "Leren &lt;b&gt;<mark>fietsen</mark>&lt;/b&gt; &amp; lopen." in html


def test_a_snippet_is_the_passage_with_most_of_the_words_cut_between_words(reference):
    item = publish(
        summary="Taal.", working_method=f"{'Veel andere dingen. ' * 30}Taal en koken samen. {'Meer. ' * 60}"
    )
    shown = snippet(fresh(item.source_ref), understand("taal koken"))
    assert "<mark>Taal</mark> en <mark>koken</mark> samen." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 230
    assert snippet(fresh(item.source_ref), understand("item")) == ""


@pytest.mark.parametrize(
    ("query", "order", "orders"),
    [
        ({}, "naam", ["naam", "laatst geverifieerd", "zoals in het onderzoek"]),
        ({"volgorde": "relevantie"}, "naam", ["naam", "laatst geverifieerd", "zoals in het onderzoek"]),
        ({"q": "taal"}, "relevantie", ["relevantie", "naam", "laatst geverifieerd",
            "zoals in het onderzoek"]),
        ({"q": "taal", "volgorde": "naam"}, "naam", ["relevantie", "naam", "laatst geverifieerd",
            "zoals in het onderzoek"]),
    ],
)  # fmt: skip
def test_relevance_is_the_order_of_a_question_with_words(catalogue, query, order, orders):
    asked = QueryDict(mutable=True)
    asked.update(query)
    selection = ListQuery(asked)
    assert selection.order == order
    assert [choice.label for choice in selection.orders] == orders
    assert [choice.label for choice in selection.orders if choice.current] == [order]


def test_last_verified_first_on_request(reference, client):
    publish(name="Aap")
    for name, day in (("Beer", "2026-01-02"), ("Cavia", "2026-03-04")):
        publish(name=name)
        Intervention.objects.filter(name=name).update(verified_on=day)
    version.refresh()
    response = client.get(LIST, {"volgorde": "geverifieerd"})
    assert [found.item.name for found in response.context["page"]] == ["Cavia", "Beer", "Aap"]


def test_every_item_is_found_by_its_own_name(catalogue, client):
    """Also where some of its words are one word in another item ("op eigen kracht", "opeigenkracht")."""
    lost = [
        item.name
        for item in Intervention.objects.published()
        if item.get_absolute_url() not in client.get("/interventies/", {"q": item.name}).content.decode()
    ]
    assert lost == []
