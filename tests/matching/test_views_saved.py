"""A profile as a file of one's own, and what may be in it."""

import json

import pytest

from matching import adapter
from matching.profile.reading import MAX_BYTES
from tests.matching.posts import DOCUMENT, OPEN, SAVE, TOLD, file_of, text_of


def saved(client, **given):
    response = client.post(SAVE, given)
    assert response.headers["Content-Disposition"] == 'attachment; filename="trajectwijzer-profiel.json"'
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    return json.loads(response.content)


def test_a_profile_goes_into_a_file_and_comes_back_the_same(catalogue, client):
    document = saved(client, **TOLD)
    assert document == DOCUMENT
    response = client.post(OPEN, file_of(document))
    assert response.status_code == 200
    assert response.context["form"].document() == DOCUMENT
    assert saved(client, **response.context["form"].data) == DOCUMENT


SENSITIVE = TOLD | {
    "belemmering": ["weinig-zelfvertrouwen", "detentieverleden"],
    "ernst-detentieverleden": "3",
    "circumstances": ["zwanger", "ex-gedetineerd"],
}


def test_what_is_sensitive_stays_out_unless_asked_for(catalogue, client):
    document = saved(client, **SENSITIVE)
    assert document["barriers"] == {"weinig-zelfvertrouwen": 2}
    assert document["context"] == DOCUMENT["context"]
    assert "detentie" not in json.dumps(document)


def test_what_is_sensitive_goes_along_when_asked_for(catalogue, client):
    document = saved(client, **SENSITIVE, gevoelig="ja")
    assert document["barriers"] == {"weinig-zelfvertrouwen": 2, "detentieverleden": 3}
    assert document["context"]["circumstances"] == ["zwanger", "ex-gedetineerd"]


def test_every_sensitive_barrier_stays_out(catalogue, client):
    barriers = adapter.vocabulary().barriers
    document = saved(client, belemmering=list(barriers))
    sensitive = {slug for slug, barrier in barriers.items() if barrier.sensitive}
    assert set(document["barriers"]) == set(barriers) - sensitive
    assert sensitive >= {"detentieverleden", "geweldservaring"}


def test_half_a_profile_can_be_saved_and_opened(catalogue, client):
    document = saved(client, age="28")
    response = client.post(OPEN, file_of(document))
    assert response.status_code == 200
    assert response.context["form"].document()["context"] == {"age": 28}


BROKEN = {
    "no file": ({}, "Kies eerst een bestand."),
    "no JSON": (file_of(b"{"), "Dit bestand is geen geldige JSON (regel 1, teken 2)."),
    "empty": (file_of(b" "), "Dit bestand is geen geldige JSON (regel 1, teken 2)."),
    "a picture": (file_of(b"\x89PNG\r\n\x1a\n\xff"), "Dit bestand is geen UTF-8-tekst."),
    "too large": (file_of(b" " * (MAX_BYTES + 1)), "Dit bestand is groter dan 64 KiB."),
    "a key twice": (file_of(b'{"a": 1, "a": 1}'), "Dit bestand &#x27;a&#x27; staat er twee keer in."),
    "half a character": (
        file_of(b'{"context": {"municipality": "\\ud800"}}'),
        "Dit bestand is geen UTF-8-tekst.",
    ),
    "a list": (file_of([]), "Dit bestand is geen profiel dat hier is bewaard."),
    "a text": (file_of("x"), "Dit bestand is geen profiel dat hier is bewaard."),
    "null for the barriers": (
        file_of({"barriers": None}),
        "Dit bestand is geen profiel dat hier is bewaard.",
    ),
    "an unknown part": (file_of({"bsn": 1}), "Dit bestand is geen profiel dat hier is bewaard."),
    "a list for the context": (file_of({"context": []}), "Dit bestand is geen profiel dat hier is bewaard."),
}


@pytest.mark.parametrize(("given", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_says_why_and_leaves_the_questions_open(catalogue, client, given, said):
    response = client.post(OPEN, {name: file_of(file.file.getvalue())[name] for name, file in given.items()})
    text = text_of(response)
    assert response.status_code == 422
    assert f'role="alert">{said}</p>' in text
    assert response.context["form"].is_bound is False


ODD_FILES = {
    "an unknown barrier": (
        {"barriers": {"geldgebrek": 2}},
        "barriers.geldgebrek: deze belemmering bestaat niet",
    ),
    "severity 7": ({"barriers": {"weinig-motivatie": 7}}, "barriers.weinig-motivatie: ernst"),
    "true as severity": ({"barriers": {"weinig-motivatie": True}}, "barriers.weinig-motivatie: ernst"),
    "a list as severity": ({"barriers": {"weinig-motivatie": [1]}}, "barriers.weinig-motivatie: ernst"),
    "an age of 250": ({"context": {"age": 250}}, "context.age: "),
    "an object for an age": ({"context": {"age": {"a": 1}}}, "context.age: moet een heel getal zijn"),
    "an unknown fact": ({"context": {"naam": "x"}}, "context.naam: dit gegeven bestaat niet"),
    "an audience of 5": ({"audience": 5}, "audience: moet een van"),
}


@pytest.mark.parametrize(("document", "said"), ODD_FILES.values(), ids=ODD_FILES)
def test_a_file_with_faults_says_which_and_keeps_the_rest(catalogue, client, document, said):
    rest = {"barriers": {"klein-netwerk": 3}, "context": {"works": "geen"}}
    whole = {
        **document,
        "barriers": rest["barriers"] | document.get("barriers", {}),
        "context": rest["context"] | document.get("context", {}),
    }
    response = client.post(OPEN, file_of(whole))
    form = response.context["form"]
    assert response.status_code == 422
    assert response.context["file_fault"].startswith("Niet alles in dit bestand klopt: ")
    assert said in response.context["file_fault"]
    assert form.document()["barriers"]["klein-netwerk"] == 3
    assert form.document()["context"]["works"] == "geen"
