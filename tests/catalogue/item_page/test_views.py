import html
import re

import pytest
from django.urls import reverse

from catalogue.documents.fields import BY_KEY, IN_WORDS, YES_OR_NO
from catalogue.item_page import ItemPage
from catalogue.item_page.related import relations
from catalogue.knowledge.safety import may_meet_violence, speak_alone
from catalogue.models import CatalogueState, Intervention
from catalogue.revisions import actions
from catalogue.vocabulary.cached import shared_vocabulary
from tests.factories import covers, publish, term

CITE = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]


def page_of(item: Intervention) -> ItemPage:
    items = Intervention.objects.published()
    return ItemPage(items.with_document().for_places().get(pk=item.pk), CatalogueState.stamp())


def text_of(client, item) -> str:
    return html.unescape(client.get(reverse("intervention-detail", args=[item.slug])).content.decode())


def plain(markup: str) -> str:
    """What a reader sees: no tags, no superscripts, single spaces."""
    markup = re.sub(r"<sup.*?</sup>|\u2060", "", markup, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def row(markup: str, label: str) -> str:
    return plain(re.search(rf'<th scope="row">{label}</th>(.*?)</tr>', markup, re.DOTALL)[1]).strip()


def test_it_answers_the_questions_of_a_klantmanager_in_order(catalogue, client):
    text = text_of(client, Intervention.objects.get(slug="jasmijn-werkt"))
    assert re.findall(r'<h2 id="([a-z-]+)"', text) == [
        "voor-wie", "wat", "hoe-lang", "waar", "resultaat", "hoe-weten-we-dat", "contact", "werkt-aan",
        "in-het-gesprek", "praktisch", "lijkt-hierop", "bronnen",
    ]  # fmt: skip
    seen = plain(text)
    for said in (
        "Interventie van Multicultureel Vrouwencentrum Jasmijn",
        "Alleenstaande moeder",
        "Grote afstand tot de arbeidsmarkt",
        "minstens 20 weken",
        "In de bron staat: “Groningen”. Alleen daar.",
        "betaald werk, opleiding",
        "De bron geeft geen resultaten van Jasmijn Werkt.",
        "Stand 2020, niet geverifieerd",
        "Telt alleen bij: jongste kind jonger dan 4.",
    ):
        assert said in seen


@pytest.mark.parametrize(
    ("value", "answer"), [(None, "Niet vermeld"), (True, "Ja"), (False, "Nee")], ids=["null", "true", "false"]
)
def test_what_is_not_mentioned_is_never_a_no(reference, client, value, answer):
    text = text_of(client, publish(childcare=value))
    assert row(text, "Kinderopvang") == answer


def test_every_yes_or_no_fact_has_a_row(reference, client):
    text = text_of(client, publish())
    assert {row(text, BY_KEY[name].label) for name in YES_OR_NO} == {"Niet vermeld"}


def test_facts_in_words_that_are_missing_are_named_together(reference, client):
    text = plain(text_of(client, publish(referral="Bel de aanbieder.")))
    missing = re.search(r"Ook niet vermeld: (.*?)\. Niet vermeld betekent niet", text)[1].split(", ")
    assert len(missing) == len(IN_WORDS) - 1
    assert "aanmelden" not in missing


def test_a_target_is_not_shown_as_a_result(catalogue, client):
    text = plain(text_of(client, Intervention.objects.get(slug="netwerkpro")))
    assert "Streefgetal, geen resultaat Streefcijfer: een halfjaar na de start heeft 45%" in text
    assert "Gemeld resultaat" not in text


def test_a_recognition_says_what_it_means(catalogue, client):
    text = plain(text_of(client, Intervention.objects.get(slug="de-nieuwe-toekomst")))
    assert "Erkend: Goed onderbouwd." in text
    assert "Theoretisch of wetenschappelijk onderbouwd. Het effect is niet aangetoond." in text


def test_conditions_of_the_provider_are_to_be_discussed(catalogue, client):
    text = plain(text_of(client, Intervention.objects.get(slug="piezomethodiek")))
    assert "Bespreek zelf De deelnemer zit in een kwetsbare situatie" in text


def test_every_remark_of_the_sources_is_on_the_page(catalogue, client):
    """One item for each field that has a remark somewhere."""
    by_field = {name: item for item in Intervention.objects.published() for name in item.notes}
    assert len(by_field) > 25
    for item in set(by_field.values()):
        seen = plain(text_of(client, item))
        for name, remark in item.notes.items():
            assert " ".join(remark.split()) in seen, (item.source_ref, name)


def test_nuggers_in_den_haag_are_told_what_the_source_says_and_who_told_it(catalogue, client):
    seen = plain(text_of(client, Intervention.objects.get(source_ref="dh2024-b1-1")))
    assert "heeft bijstand, of geen uitkering (nugger)" in seen.replace("Heeft", "heeft")
    assert "Ook voor nuggers: volgens casemanagers" in seen


def test_what_the_sources_say_of_its_barriers_is_folded_and_cited(catalogue, client):
    text = text_of(client, Intervention.objects.get(slug="jasmijn-werkt"))
    part = text[text.index('id="in-het-gesprek"') : text.index('id="praktisch"')]
    assert part.count("<details") == part.count("<summary>") >= 5
    assert "<details open" not in part
    told = re.findall(r"<li>(.*?)</li>", part, re.DOTALL)
    assert told
    assert [row for row in told if '<span class="muted small">(' not in row] == []
    assert "Betrekt partner of familie: vraag haar eerst, alleen, of dat veilig is." in part


def test_an_item_for_women_after_violence_shows_no_tip_with_partner_or_family(catalogue, client):
    met = [
        item for item in Intervention.objects.published().with_document() if may_meet_violence(item.document)
    ]
    assert {"ks2020-18", "ks2020-21"} <= {item.source_ref for item in met}
    for item in met:
        text = text_of(client, item)
        assert "Betrekt partner of familie" not in text, item.source_ref
        assert 'id="in-het-gesprek"' not in text or speak_alone() in text


def test_reach_elsewhere_that_is_unknown_is_said_to_be(catalogue, client):
    text = plain(text_of(client, Intervention.objects.get(slug="piezomethodiek")))
    assert "In de bron staat: “Diverse regio’s”. Of het ook op andere plaatsen kan, is niet bekend." in text


def test_new_facts_stand_in_their_part_with_their_source(reference, client):
    where = {"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}
    said = {
        "language_to": ("B1", "Taalniveau tot en met"), "days": (["maandag", "donderdag"], "Dagen"),
        "training_level": ("mbo-2", "Leidt op tot niveau"), "full_until": ("2027-03-01", "Vol tot"),
        "next_after": ({"to": "Werk", "hands_over": "de coach", "reports_back": None}, "Wat er daarna komt"),
        "a2_sentence": ("Je leert Nederlands.", "Zin voor haarzelf"),
    }  # fmt: skip
    item = publish(
        phone="070 123 45 67",
        links=[{"kind": "handbook", "label": "Het boek", "url": "https://a.nl/b", "cite": CITE}],
        citations=[{"field": key, **where} for key in (*said, "phone")],
        **{key: value for key, (value, _) in said.items()},
    )
    text = text_of(client, item)
    seen = plain(text)
    for words in (
        "Taalniveau tot en met B1", "Dagen Maandag, donderdag", "Leidt op tot niveau Mbo niveau 2",
        "Vol tot 01-03-2027", "Wat er daarna komt Werk; overdracht: de coach",
        "Zin voor haarzelf Je leert Nederlands.", "Telefoon 070 123 45 67", "Handboek Het boek",
    ):  # fmt: skip
        assert words in seen, words
    notes = plain(text[text.index('id="bronnen"') :])
    assert [label for _, label in said.values() if label not in notes] == []


def test_a_secret_address_is_said_to_be(reference, client):
    assert "Het bezoekadres wordt geheim gehouden." in text_of(client, publish(address_secret=True))


def test_a_right_says_what_it_asks_and_that_it_may_hold(reference, client):
    text = plain(text_of(client, publish(kind="right", duty="Leren blijft.", valid_until="2026-12-31")))
    assert "Recht Dit recht kan gelden." in text
    assert "Wat zij moet blijven doen Leren blijft." in text
    assert "Geldig tot 31-12-2026" in text
    assert "Dit recht kan gelden" not in text_of(client, publish())


def test_an_amount_is_never_shown_as_current(reference, client):
    amount = {"text": "Reiskosten", "number": 50, "unit": "euro", "year": 2019, "cite": CITE}
    assert (
        row(text_of(client, publish(amounts=[amount])), "Reiskosten")
        == "50 euro (2019) Verouderd, toets dit eerst."
    )


def test_relations_are_links_in_both_directions(catalogue, client):
    outer = text_of(client, Intervention.objects.get(slug="single-supermom-werkt"))
    inner = text_of(client, Intervention.objects.get(slug="durven-doen"))
    assert 'Single SuperMom Werkt! bevat <a href="/interventies/durven-doen/">Durven Doen</a>' in outer
    assert "Durven Doen is onderdeel van" in inner


def test_the_section_on_barriers_is_absent_while_nothing_is_known(reference, client):
    bare, covered = publish(goals=[term("empowerment")]), publish(coverage=[covers("weinig-zelfvertrouwen")])
    assert "Werkt aan" not in text_of(client, bare)
    assert "Weinig zelfvertrouwen" in text_of(client, covered)


def test_plausible_is_never_counted_as_covered(reference, client):
    item = publish(goals=[term("empowerment")], coverage=[covers("laaggeletterdheid")])
    page = page_of(item)
    personal = page.bars[0]
    assert personal.text.startswith("1 van ")
    assert personal.derived > personal.value
    assert "aannemelijk" in personal.title


def test_every_note_and_every_way_back_has_its_place(catalogue, client, subtests):
    for item in Intervention.objects.published():
        with subtests.test(item=item.slug):
            text = text_of(client, item)
            ids = re.findall(r'\bid="([^"]+)"', text)
            assert len(ids) == len(set(ids))
            assert set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_every_claim_of_every_item_is_cited_on_its_page(catalogue):
    """A claim with a source that the page forgets to show would have no mark to go back to."""
    shown_elsewhere = {"name", "audience", "table_position", "notes", "kind", "slug"}
    together = re.compile(r"_(min|max)$")
    for item in Intervention.objects.with_everything():
        page = page_of(item)
        known = {claim.key for note in page.notes for claim in note.statements}
        cited = {citation.claim for citation in item.citations.all()} - shown_elsewhere
        missing = {claim for claim in cited if claim not in known and together.sub("", claim) not in known}
        assert missing - {"ladder_to", "as_of"} == set(), item.source_ref


def test_an_archived_or_unknown_item_is_not_found(catalogue, client):
    actions.archive(item=Intervention.objects.get(slug="jasmijn-werkt"), by=None)
    for slug in ("jasmijn-werkt", "bestaat-niet"):
        response = client.get(reverse("intervention-detail", args=[slug]))
        assert response.status_code == 404
        assert "Deze pagina is er niet" in response.content.decode()


def test_the_number_of_queries_does_not_grow_with_what_an_item_says(
    reference, client, django_assert_max_num_queries
):
    small = publish()
    rich = publish(
        provider="Aanbieder",
        goals=[term("motivatie"), term("empowerment"), term("kennis")],
        approaches=[term("training"), term("coaching")],
        target_groups=["Moeders", "Vrouwen"],
        coverage=[covers("weinig-zelfvertrouwen"), covers("laaggeletterdheid"), covers("klein-netwerk")],
        results=[
            {
                "kind": "result",
                "text": f"Resultaat {n}",
                "number": n,
                "unit": None,
                "year": None,
                "cite": CITE,
            }
            for n in range(5)
        ],
    )
    shared_vocabulary(CatalogueState.stamp())
    relations(CatalogueState.stamp())
    for item in (small, rich):
        with django_assert_max_num_queries(8):
            client.get(reverse("intervention-detail", args=[item.slug]))
