"""What the sources know beside the items, where a visitor looks for it."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from catalogue.knowledge.reading import Kind, knowledge
from catalogue.knowledge.safety import never_with_family, speak_alone
from catalogue.models import (
    Barrier,
    CatalogueState,
    Intervention,
    KnowledgeEntry,
    MunicipalityContact,
    Region,
)
from catalogue.vocabulary import actions


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def known():
    return knowledge(CatalogueState.stamp())


@pytest.mark.parametrize(
    "name", ["barrier-list", "resource-list", "example-list", "organisation-list", "model-list"]
)
def test_each_page_shows_what_its_file_holds(catalogue, client, name):
    response = client.get(reverse(name))
    text = text_of(response)
    kinds = {
        "resource-list": Kind.RESOURCE,
        "example-list": Kind.EXAMPLE,
        "organisation-list": Kind.ORGANISATION,
    }
    shown = [str(entry) for entry in KnowledgeEntry.objects.filter(kind=kinds.get(name, Kind.MODEL))]
    if name == "barrier-list":
        shown = list(Barrier.objects.filter(only_by_search=False).values_list("label", flat=True))
    assert len(shown) > 20
    assert [one for one in shown if escape(one) not in text] == []


def test_every_barrier_has_a_page_with_its_tips_and_their_sources(catalogue, client):
    for barrier in Barrier.objects.all():
        text = text_of(client.get(reverse("barrier-detail", args=[barrier.slug])))
        tips = known().tips(barrier.slug)
        for row in (*tips.conversation_tips, *tips.working_elements):
            assert row["cites"].partition(",")[0] in text.replace("&quot;", '"')


def test_no_tip_with_partner_or_family_stands_where_she_may_not_be_free_to_speak(catalogue, client):
    entry = KnowledgeEntry.objects.get(kind=Kind.TIPS, slug="geweldservaring")
    entry.data["conversation_tips"] = [
        {
            "text": "Nodig haar partner uit.",
            "source": "inspiratiegids",
            "place": "Kop",
            "involves_partner_or_family": True,
        },
        {"text": "Vraag wat zij zelf wil.", "source": "inspiratiegids", "place": "Kop"},
    ]
    actions.save_word(word=entry)
    assert never_with_family() == {"geweldservaring", "afhankelijk-van-partner"}
    for slug in never_with_family():
        text = text_of(client.get(reverse("barrier-detail", args=[slug])))
        assert "Nodig haar partner uit" not in text
        assert speak_alone() in text
    assert "Vraag wat zij zelf wil." in text_of(
        client.get(reverse("barrier-detail", args=["geweldservaring"]))
    )


def test_what_an_administrator_changes_shows_at_once_and_changes_the_version(catalogue, client):
    before = CatalogueState.current()
    entry = KnowledgeEntry.objects.filter(kind=Kind.RESOURCE).first()
    entry.data["title"] = "Nieuwe titel van een hulpmiddel"
    actions.save_word(word=entry)
    assert CatalogueState.current() != before
    assert "Nieuwe titel van een hulpmiddel" in text_of(client.get(reverse("resource-list")))


def test_a_municipality_shows_its_contact_what_it_lacks_and_what_to_ask(catalogue, client):
    page = reverse("municipality-detail", args=["den-haag"])
    assert "Nog niet bekend." in text_of(client.get(page))
    hague = Region.objects.municipalities().get(code="GM0518")
    contact = MunicipalityContact(
        municipality=hague, for_organisations_mailbox="trajecten@gemeente.example", checked_on="2026-11-30"
    )
    actions.save_contact(contact=contact)
    text = text_of(client.get(page))
    for part in ("trajecten@gemeente.example", "30 november 2026", "Bijzondere bijstand", "Wie beslist"):
        assert part in text


def test_a_municipality_without_offer_of_its_own_says_so(catalogue, client):
    text = text_of(client.get(reverse("municipality-detail", args=["ameland"])))
    assert "Voor Ameland staat geen plaatselijk aanbod in de catalogus." in text
    assert client.get(reverse("municipality-detail", args=["nergens"])).status_code == 404


def test_the_long_list_says_which_names_are_known_and_not_chosen(catalogue, client):
    text = text_of(client.get(reverse("longlist")))
    assert "bekend, niet gekozen" in text
    assert "De tafel van één Harderwijk" in text
    listed = KnowledgeEntry.objects.filter(kind=Kind.LONGLIST, data__in_catalogue="ks2020-01")
    assert listed.count() == 1
    assert Intervention.objects.get(source_ref="ks2020-01").get_absolute_url() in text


def test_a_mobile_number_is_no_contact_of_a_municipality(catalogue):
    contact = MunicipalityContact(
        municipality=Region.objects.municipalities().first(), checked_on="2026-11-30"
    )
    for number in ("06 12345678", "+31 6 12 34 56 78", "06-12345678"):
        contact.for_organisations_phone = number
        with pytest.raises(Exception, match="geen mobiel nummer"):
            contact.full_clean()
    contact.for_organisations_phone = "070 123 45 67"
    contact.full_clean()


def test_the_page_of_the_sources_counts_the_knowledge_of_each(catalogue, client):
    counts = known().texts_per_source()
    assert min(counts[key] for key in ("handreiking-2025", "mind-the-gap-2018", "inspiratiegids")) > 20
    assert min(counts[key] for key in ("juridisch-loket", "dienst-toeslagen")) > 0
    assert f'data-label="Kennis">{counts["handreiking-2025"]}<' in text_of(client.get(reverse("sources")))


def test_a_barrier_goes_into_a_match_by_post_alone(catalogue, client):
    text = text_of(client.get(reverse("barrier-detail", args=["zorg-voor-kinderen"])))
    assert '<form method="post" action="/matching/">' in text
    response = client.post("/matching/", {"belemmering": "zorg-voor-kinderen"})
    assert [choice.barrier.slug for choice in response.context["form"].ticked] == ["zorg-voor-kinderen"]
