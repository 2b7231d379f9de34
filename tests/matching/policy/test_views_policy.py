"""The pages for policy staff: what they show, and what they do with a wrong question."""

import html
import re

import pytest
from django.contrib.sessions.models import Session
from django.template.loader import render_to_string
from django.urls import reverse

from catalogue.knowledge.reading import knowledge
from catalogue.models import CatalogueState, Intervention
from catalogue.rendering import pdf
from matching.policy.areas import NETHERLANDS
from matching.policy.background import background_of
from tests.factories import covers, publish

POLICY, MEMO, COMPARE, CHECK = (
    reverse(name) for name in ("policy", "policy-memo", "policy-comparison", "policy-check")
)


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def seen(response) -> str:
    """What a reader sees: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split())


def test_the_page_of_tilburg_tells_what_is_missing_on_the_demand_side(catalogue, client):
    response = client.get(POLICY, {"gebied": "Tilburg"})
    text = text_of(response)
    assert response.status_code == 200
    assert "<h1>Het aanbod in Tilburg</h1>" in text
    assert "Voor 7 van de 10 belemmeringen noemt geen bron aanbod: vraag en aanbod sluiten niet aan" in text
    assert "Te weinig gegevens om te zeggen wat er in Tilburg echt ontbreekt" in text


def test_without_a_choice_it_is_the_whole_country(catalogue, client):
    text = text_of(client.get(POLICY))
    assert "Het aanbod in heel Nederland" in text
    assert "Te weinig gegevens om te zeggen" not in text


def test_every_barrier_and_every_item_of_the_area_stands_on_the_page(catalogue, client):
    response = client.get(POLICY, {"gebied": "Den Haag"})
    report, text = response.context["report"], text_of(response)
    assert [row.barrier.label for row in report.offer.rows if f">{row.barrier.label}<" not in text] == []
    assert [one.item.name for one in report.offer.present if one.item.name not in text] == []


def test_the_table_says_what_the_picture_draws(catalogue, client):
    levels = client.get(POLICY, {"gebied": "Den Haag"}).context["report"].levels
    for level in levels:
        assert len(level.heatmap.cells) == sum(
            len(row.contributions) + len(row.plausible) for row in level.rows
        )
        assert [line.number for line in level.heatmap.lines] == [len(row.contributions) for row in level.rows]


@pytest.mark.parametrize("name", ["policy", "policy-pdf", "policy-xlsx"])
def test_an_unknown_area_is_a_message_at_the_field_and_what_was_typed_stays(catalogue, client, name):
    response = client.get(reverse(name), {"gebied": "Tilborg"})
    text = text_of(response)
    assert response.status_code == 422
    assert "We kennen geen gebied “Tilborg”. Bedoel je Tilburg?" in text
    assert 'value="Tilborg"' in text
    assert 'aria-invalid="true"' in text


def test_an_unknown_item_to_stop_is_refused(catalogue, client):
    assert client.get(POLICY, {"gebied": "Tilburg", "stopt": "bestaat-niet"}).status_code == 422


def test_an_item_that_is_not_here_changes_nothing_when_it_stops(catalogue, client):
    text = text_of(client.get(POLICY, {"gebied": "Tilburg", "stopt": "jasmijn-werkt"}))
    assert "Dit aanbod is er in Tilburg niet." in text


def test_what_stops_is_told_with_and_without_its_parts(catalogue, client):
    text = text_of(client.get(POLICY, {"gebied": "Den Haag", "stopt": "leerlijn-zorg-werkt"}))
    assert "Stopt Leerlijn Zorg Werkt, dan houdt elke belemmering" in text
    assert "en Werkontwikkeltraject Zorg Werkt, dan verliezen twee belemmeringen het enige" in text


def test_two_areas_stand_side_by_side(catalogue, client):
    response = client.get(COMPARE, {"gebied": "Den Haag", "met": "Tilburg"})
    text = text_of(response)
    assert "<h1>Den Haag naast Tilburg</h1>" in text
    assert "In Den Haag zijn 40 belemmeringen gedekt, in Tilburg 28 (van de 71)." in text
    assert re.search(r"\(2024\)[^.]* gaan over het aanbod in maar een van de twee", text)


def test_the_comparison_first_asks_with_what(catalogue, client):
    response = client.get(COMPARE, {"gebied": "Den Haag"})
    assert response.status_code == 200
    assert 'value="Den Haag"' in text_of(response)
    assert client.get(COMPARE, {"gebied": "Den Haag", "met": "Atlantis"}).status_code == 422


def test_the_check_names_the_place_of_every_figure(catalogue, client):
    response = client.get(CHECK)
    text = text_of(response)
    assert "27 van de 59" in text
    assert [one.figure.slug for one in response.context["checked"] if one.figure.place not in text] == []


def test_an_archived_item_and_a_draft_are_nowhere(catalogue, client):
    from catalogue.revisions import actions

    actions.archive(item=Intervention.objects.get(source_ref="ks2020-13"), by=None)
    text = text_of(client.get(POLICY, {"gebied": "Tilburg"}))
    assert "Op Eigen Kracht / Op zoek naar werk" not in text


def test_an_empty_catalogue_says_so(reference, client):
    text = text_of(client.get(POLICY, {"gebied": "Tilburg"}))
    assert "Te weinig gegevens: de catalogus is leeg." in text
    assert client.get(COMPARE, {"gebied": "Tilburg", "met": "Utrecht"}).status_code == 200
    assert client.get(CHECK).status_code == 200


@pytest.mark.parametrize("address", [POLICY, f"{POLICY}?gebied=Tilburg"])
def test_more_items_take_no_more_queries(reference, client, address, django_assert_max_num_queries):
    publish(coverage=[covers("weinig-zelfvertrouwen")])
    client.get(address)
    for _ in range(5):
        publish(coverage=[covers("weinig-zelfvertrouwen"), covers("klein-netwerk")])
    client.get(address)  # reads the new catalogue into memory
    with django_assert_max_num_queries(24):
        client.get(address)


# The memo

MEMO_DATA = {
    "gebied": "Tilburg",
    "aanleiding": "Motie van de raad.\n\nTweede alinea.",
    "financien": "Er is tot 2027 geld.",
    "omvang-vijftig-plus": "1250",
    "bron-vijftig-plus": "CBS 2024",
}


def test_the_form_of_the_memo_starts_with_the_area(catalogue, client):
    response = client.get(MEMO, {"gebied": "Tilburg"})
    assert 'value="Tilburg"' in text_of(response)
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"gebied": "Tilborg"}, "We kennen geen gebied “Tilborg”. Bedoel je Tilburg?"),
        ({"omvang-vijftig-plus": "veel"}, "Vul een heel getal in, zonder punten: 1250."),
        ({"omvang-vijftig-plus": "1.250"}, "Vul een heel getal in, zonder punten: 1250."),
        ({"omvang-vijftig-plus": "-3"}, "Een aantal is 0 of meer."),
        ({"omvang-vijftig-plus": "99999999"}, "Zo veel vrouwen wonen er niet in Nederland."),
        ({"bron-vijftig-plus": ""}, "Noem de bron van het aantal bij “Vrouwen van 50 jaar en ouder”."),
        ({"omvang-vijftig-plus": ""}, "Vul het aantal in bij “Vrouwen van 50 jaar en ouder”"),
        ({"aanleiding": "x" * 2001}, "Houd het bij 2000 tekens. Dit zijn er 2001."),
    ],
    ids=["area", "a word", "a point", "negative", "too many", "no source", "no number", "too long"],
)
def test_a_wrong_memo_comes_back_with_the_message_and_all_that_was_typed(catalogue, client, change, message):
    data = MEMO_DATA | change
    response = client.post(MEMO, data)
    text = text_of(response)
    assert response.status_code == 422
    assert message in text
    for name, search_text in data.items():
        kept = search_text.replace("\n", "\r\n") if name == "aanleiding" else search_text
        assert search_text in text or kept in text


def test_a_wrong_number_gives_one_message_and_not_two(catalogue, client):
    form = client.post(MEMO, MEMO_DATA | {"omvang-vijftig-plus": "veel"}).context["form"]
    assert list(form.errors) == ["omvang-vijftig-plus"]


def test_nothing_that_is_typed_is_stored(catalogue, client):
    sessions = Session.objects.count()
    response = client.post(MEMO, MEMO_DATA)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="trajectwijzer-raadsmemo-tilburg.pdf"'
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert (Session.objects.count(), dict(client.session), response.cookies) == (sessions, {}, {})


def test_without_the_libraries_it_says_what_still_works(catalogue, client, monkeypatch):
    def unavailable(html):
        raise pdf.PdfUnavailable("pango")

    monkeypatch.setattr(pdf, "pdf_of", unavailable)
    response = client.get(reverse("policy-pdf"), {"gebied": "Tilburg"})
    assert response.status_code == 503
    assert f'href="{POLICY}?gebied=Tilburg"' in text_of(response)


# What the sources say beside the offer


def test_figures_questions_and_recommendations_stand_there_with_year_and_source(catalogue, client):
    text = seen(client.get(POLICY, {"gebied": "Den Haag"}))
    for words in (
        "61 % vrouwen in Den Haag",
        "cijfers over heel Nederland",
        "Scan je beleid op vaste beelden over vrouwen en mannen",
        "Een gendersensitieve analyse in twee stappen",
        "Splits je cijfers, en let op het huishouden",
        "8 aanbevelingen",
        "7 aanbevelingen",
        "5 aanbevelingen",
    ):
        assert words in text, words


def test_of_a_municipality_without_figures_it_says_so(catalogue, client):
    text = seen(client.get(POLICY, {"gebied": "Tilburg"}))
    assert "De bronnen geven geen cijfers over Tilburg." in text
    assert "Wat de bronnen over Tilburg zeggen" not in text


def test_nuggers_in_den_haag_are_not_said_to_have_nothing(catalogue, client):
    text = seen(client.get(POLICY, {"gebied": "Den Haag"}))
    assert "Casemanagers vertelden dat vrouwen zonder uitkering gebruik mogen maken" in text
    row = text[text.index("Vrouwen zonder uitkering (nuggers)") :][:400]
    assert "Zorg Werkt" in row or "Zorg werkt" in row
    assert "geen aanbod genoemd" not in row[: row.index("Vrouwen die geweld")]


def test_every_figure_is_shown_with_its_source_and_year_or_that_it_has_none(catalogue):
    known = knowledge(CatalogueState.stamp())
    every = background_of(NETHERLANDS, known).national
    assert len(every) >= 15
    table = render_to_string("matching/policy/figures.html", {"figures": every, "caption": "Cijfers"})
    cells = re.findall(r'data-label="Jaar en bron">(.*?)</td>', table, re.DOTALL)
    assert len(cells) == len(every)
    assert [
        cell for cell in cells if not re.match(r"(\d{4}|jaar niet vermeld)", cell) or "(" not in cell
    ] == []
