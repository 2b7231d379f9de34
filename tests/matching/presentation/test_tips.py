"""The tips beside every barrier that was ticked, and none of them where it may harm her."""

import pytest

from catalogue.knowledge.reading import knowledge
from catalogue.models import CatalogueState, KnowledgeEntry
from matching import adapter
from matching.answer_json import as_json
from matching.engine.profile import parse
from matching.presentation import page_of
from matching.service import answer
from tests.matching.posts import RESULT, TOLD, text_of

UNSAFE = {
    "violence": {"circumstances": ["geweldservaring"]},
    "the shelter": {"circumstances": ["vrouwenopvang"]},
    "a barrier about violence": {"belemmering": ["geweldservaring"]},
    "dependence": {"belemmering": ["afhankelijk-van-partner"]},
}
INSTEAD = "Spreek haar alleen; betrek haar partner of familie niet"


def page_for(document):
    known = adapter.current()
    return page_of(answer(parse(document, known.vocabulary), known), known, CatalogueState.stamp())


def every_barrier():
    return [slug for slug, term in adapter.current().vocabulary.barriers.items() if not term.own_side]


def with_family():
    """Every tip that brings in partner or family, with quotes as they are."""
    entries = KnowledgeEntry.objects.filter(kind=KnowledgeEntry.Kind.TIPS).values_list("data", flat=True)
    texts = {
        row["text"]
        for entry in entries
        for rows in (entry["conversation_tips"], entry["working_elements"], entry.get("policy") or ())
        for row in rows
        if row.get("involves_partner_or_family")
    }
    assert len(texts) > 10
    return texts


def test_every_barrier_has_its_tips_with_their_sources(catalogue, client):
    barriers = ["zorg-voor-kinderen", "weinig-zelfvertrouwen", "reisafstand", "klein-netwerk"]
    response = client.post(RESULT, TOLD | {"belemmering": barriers})
    told = {one.barrier.slug: one for one in response.context["page"].talk}
    assert sorted(told) == sorted(barriers)
    text, known = text_of(response), knowledge(CatalogueState.stamp())
    for slug in barriers:
        for row in (*known.tips(slug).conversation_tips, *known.tips(slug).working_elements):
            assert row["cites"]
            assert row["text"] in text.replace("&#x27;", "'")


def test_where_nothing_is_offered_the_tips_stand_open_before_the_trajecten(catalogue, client):
    response = client.post(RESULT, TOLD | {"belemmering": ["psychische-gezondheid", "weinig-zelfvertrouwen"]})
    page, text = response.context["page"], text_of(response)
    assert [one.barrier.slug for one in page.without_offer] == ["psychische-gezondheid"]
    assert [one.barrier.slug for one in page.with_offer] == ["weinig-zelfvertrouwen"]
    here, offer, talk = (
        text.index(f'id="{name}"') for name in ("zonder-aanbod-kop", "passend-kop", "gesprek-kop")
    )
    assert here < offer < talk
    assert '<details class="card left is-sensitive" open>' in text[here:offer]
    assert "Opgave voor beleid:" in text[here:offer]
    assert '<details class="card left">' in text[talk:]


@pytest.mark.parametrize("told", UNSAFE.values(), ids=UNSAFE)
def test_no_tip_brings_in_partner_or_family_where_that_may_harm_her(catalogue, client, told):
    every = {"belemmering": [*every_barrier(), *told.get("belemmering", ())]}
    response = client.post(RESULT, TOLD | told | every)
    text = text_of(response).replace("&#x27;", "'").replace("&quot;", '"')
    assert INSTEAD in text
    assert [tip for tip in with_family() if tip in text] == []


@pytest.mark.parametrize("blad", ["", "klantmanager"])
@pytest.mark.parametrize("told", UNSAFE.values(), ids=UNSAFE)
def test_nor_does_any_paper(catalogue, client, told, blad):
    page = client.post(RESULT, TOLD | told).context["page"]
    refs = [choice.ref for choice in page.takealong][:3]
    sheet = text_of(client.post("/matching/meenemen/", {"item": refs, "blad": blad, "vorm": "scherm"}))
    assert [tip for tip in with_family() if tip in sheet.replace("&#x27;", "'")] == []
    assert "Spreek haar alleen" not in sheet


def test_nor_does_the_answer_as_json(catalogue):
    known = adapter.current()
    barriers = dict.fromkeys(every_barrier(), 3)
    profile = parse(
        {"barriers": barriers, "context": {"circumstances": ["geweldservaring"]}}, known.vocabulary
    )
    text = str(as_json(answer(profile, known)))
    assert [tip for tip in with_family() if tip in text] == []


def test_otherwise_the_tips_with_partner_and_family_are_there(catalogue, client):
    """So that the tests above have something to find."""
    barriers = [
        slug for slug in every_barrier() if slug not in ("geweldservaring", "afhankelijk-van-partner")
    ]
    text = text_of(client.post(RESULT, TOLD | {"belemmering": barriers})).replace("&#x27;", "'")
    assert len([tip for tip in with_family() if tip in text]) > 10
    assert INSTEAD not in text


def test_about_the_guidance_itself_the_tips_stand_apart(catalogue):
    page = page_for({"barriers": {"aannames-klantmanager": 2, "klein-netwerk": 1}})
    assert [one.barrier.slug for one in page.own_side] == ["aannames-klantmanager"]
    assert [one.barrier.slug for one in page.talk] == ["klein-netwerk"]
