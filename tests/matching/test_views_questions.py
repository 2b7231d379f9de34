"""The questions: every answer in the body of a POST, every fault at its field, nothing lost."""

import re

import pytest
from django.test import Client

from catalogue.lists.my_municipality import COOKIE
from tests.matching.posts import DOCUMENT, RESULT, SAVE, SUGGEST, TOLD, WIZARD, text_of


def test_anyone_sees_the_questions_and_none_is_answered(catalogue, client):
    response = client.get(WIZARD)
    text = text_of(response)
    assert response.status_code == 200
    assert "Er wordt niets bewaard." in text
    assert re.findall(r'<input[^>]*name="belemmering"[^>]*checked', text) == []
    assert len(re.findall(r'<input type="checkbox" name="belemmering"', text)) == 71
    assert 'name="csrfmiddlewaretoken"' in text


def test_the_form_posts_and_never_gets(catalogue, client):
    forms = re.findall(r"<form[^>]*>", text_of(client.get(WIZARD)) + text_of(client.post(RESULT, TOLD)))
    assert [form for form in forms if "/matching/" in form and 'method="post"' not in form] == []
    assert len(forms) >= 3


def test_no_answer_in_the_address_is_taken_over(catalogue, client):
    text = text_of(client.get(WIZARD, {"age": "73", "belemmering": "detentieverleden"}))
    assert "73" not in re.findall(r'name="age"[^>]*value="([^"]*)"', text)
    assert re.findall(r'<input[^>]*name="belemmering"[^>]*checked', text) == []


def test_back_to_the_questions_keeps_everything(catalogue, client):
    response = client.post(WIZARD, TOLD)
    form = response.context["form"]
    assert response.status_code == 200
    assert form.document() == DOCUMENT
    text = text_of(response)
    ticked = re.findall(r'<input type="checkbox" name="belemmering" value="([^"]+)"[^>]*checked', text)
    assert sorted(ticked) == ["weinig-zelfvertrouwen", "zorg-voor-kinderen"]
    assert re.search(r'name="ernst-zorg-voor-kinderen" value="3" checked', text)
    assert "Controleer dit nog" not in text


def test_coming_back_with_half_a_profile_is_no_fault(catalogue, client):
    response = client.post(WIZARD, {"age": "28"})
    assert response.status_code == 200
    assert "Controleer dit nog" not in text_of(response)


# Faults


def test_a_place_that_recurs_is_asked_without_losing_an_answer_or_an_address(catalogue, client):
    response = client.post(RESULT, TOLD | {"municipality": "Bergen"})
    text = text_of(response)
    assert response.status_code == 422
    assert re.findall(r'name="municipality-kies" value="([^"]+)"', text) == ["Bergen (L)", "Bergen (NH)"]
    assert text.index('<button type="submit" hidden>') < text.index("municipality-kies")
    assert len(re.findall(r'name="belemmering"[^>]*checked', text)) == 2
    chosen = client.post(RESULT, TOLD | {"municipality": "Bergen", "municipality-kies": "Bergen (NH)"})
    assert chosen.status_code == 200
    assert chosen.context["form"].profile.place.code == "GM0373"
    assert chosen.context["form"].document()["context"]["municipality"] == "Bergen (NH)"


@pytest.mark.parametrize(("typed", "code"), {"Hoofddorp": "GM0394", "Gemeente Den Haag": "GM0518"}.items())
def test_a_place_in_her_municipality_is_enough(catalogue, client, typed, code):
    response = client.post(RESULT, TOLD | {"municipality": typed})
    assert response.context["form"].profile.place.code == code


def test_a_fault_comes_back_with_a_message_at_the_field_and_nothing_lost(catalogue, client):
    response = client.post(RESULT, TOLD | {"age": "achtentwintig", "municipality": "Atlantis"})
    text = text_of(response)
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "age": ["Moet een heel getal zijn."],
        "municipality": [
            "We kennen geen gemeente of plaats “Atlantis”. Vul de naam van een gemeente of woonplaats in."
        ],
    }
    for name, typed in (("age", "achtentwintig"), ("municipality", "Atlantis"), ("youngest_child_age", "1")):
        assert re.search(rf'<input[^>]*name="{name}"[^>]*value="{typed}"', text) or re.search(
            rf'<input[^>]*value="{typed}"[^>]*name="{name}"', text
        )
    assert 'id="id_age_error"' in text
    assert '<a href="#id_age">Leeftijd: Moet een heel getal zijn.</a>' in text
    assert re.search(r'value="alleenstaande-ouder" selected', text)
    assert len(re.findall(r'name="belemmering"[^>]*checked', text)) == 2


def test_what_was_typed_is_escaped(catalogue, client):
    text = text_of(client.post(RESULT, {"municipality": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


ODD_POSTS = {
    "nothing": {},
    "a null character": {"municipality": "a\x00b", "belemmering": "a\x00b"},
    "very long": {"municipality": "x" * 50_000, "belemmering": "y" * 5000},
    "unknown names": {"naam": "x", "bsn": "1", "belemmering": "weinig-motivatie", "age": "x"},
    "a list for one value": {"age": ["1", "2"], "belemmering": ["x"] * 50},
    "an audience of nobody": {"audience": "vader", "belemmering": "weinig-motivatie"},
    "numbers in other signs": {"age": "٣٠x", "belemmering": "weinig-motivatie"},
}


@pytest.mark.parametrize("post", ODD_POSTS.values(), ids=ODD_POSTS)
def test_an_odd_post_comes_back_as_the_questions(catalogue, client, post):
    response = client.post(RESULT, post)
    assert response.status_code == 422
    assert 'role="alert"' in text_of(response)
    assert client.post(SUGGEST, post).status_code == 200
    assert client.post(SAVE, post).status_code == 200
    assert client.post(WIZARD, post).status_code == 200


def test_bytes_that_are_no_text_come_back_as_the_questions(catalogue, client):
    raw = b"municipality=%ff%fe&age=%00"
    response = client.post(RESULT, raw, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


def test_a_body_that_is_too_large_is_refused(catalogue):
    client = Client(raise_request_exception=False)
    response = client.post(RESULT, {"municipality": "x" * 300_000})
    assert response.status_code in (400, 413)
    many = client.post(RESULT, {"wishes": ["x"] * 600})
    assert many.status_code in (400, 413)


# Suggestions


def test_suggestions_follow_from_the_situation_and_are_not_ticked(catalogue, client):
    text = text_of(client.post(SUGGEST, {"household": "alleenstaande-ouder", "youngest_child_age": "1"}))
    assert "<html" not in text
    for said in ("Zij is alleenstaande ouder.", "Haar jongste kind gaat nog niet naar school."):
        assert said in text
    assert "checked" not in text


def test_a_fault_elsewhere_does_not_stop_the_suggestions(catalogue, client):
    text = text_of(client.post(SUGGEST, {"household": "alleenstaande-ouder", "age": "x"}))
    assert "Zij is alleenstaande ouder." in text


def test_the_wizard_begins_with_the_municipality_of_the_visitor_and_keeps_what_was_typed(catalogue, client):
    def begins(response):
        return re.findall(r'<input type="text" name="municipality"(?: value="([^"]*)")?', text_of(response))

    assert begins(client.get(WIZARD)) == [""]
    client.cookies[COOKIE] = "GM0228"
    assert begins(client.get(WIZARD)) == ["Ede"]
    assert begins(client.post(WIZARD, {"municipality": "Utrecht"})) == ["Utrecht"]
    assert begins(client.post(WIZARD, {"municipality": ""})) == [""]
