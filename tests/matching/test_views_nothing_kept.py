"""No session, no cookie, no cache: a client leaves nothing behind."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.matching.posts import DOCUMENT, OPEN, RESULT, SAVE, SUGGEST, TOLD, WIZARD, file_of, text_of

DOORS = {
    "questions": ("get", WIZARD, {}),
    "back to the questions": ("post", WIZARD, TOLD),
    "result": ("post", RESULT, TOLD),
    "result asked for": ("get", RESULT, {}),
    "fault": ("post", RESULT, {"age": "x"}),
    "suggestions": ("post", SUGGEST, TOLD),
    "file": ("post", SAVE, TOLD),
    "opening nothing": ("post", OPEN, {}),
    "a method that is not there": ("put", RESULT, {}),
    "a get that is not there": ("get", SAVE, {}),
}


@pytest.mark.parametrize(("method", "address", "given"), DOORS.values(), ids=DOORS)
def test_no_answer_is_kept_by_any_cache(catalogue, client, method, address, given):
    response = getattr(client, method)(address, given)
    assert {"no-store", "private"} <= set(response.headers["Cache-Control"].split(", "))


def test_opening_a_file_is_not_kept_either(catalogue, client):
    for content in (DOCUMENT, b"{"):
        response = client.post(OPEN, file_of(content))
        assert "no-store" in response.headers["Cache-Control"]


def test_matching_makes_no_session_and_sets_no_cookie_but_the_token(catalogue, client):
    client.get(WIZARD)
    client.post(RESULT, TOLD)
    client.post(OPEN, file_of(DOCUMENT))
    assert set(client.cookies) == {"csrftoken"}
    assert Session.objects.count() == 0


@pytest.mark.parametrize("address", [WIZARD, RESULT, SUGGEST, SAVE, OPEN])
def test_a_post_without_its_token_is_refused_with_an_explanation(catalogue, address):
    client = Client(enforce_csrf_checks=True)
    response = client.post(address, TOLD)
    assert response.status_code == 403
    assert "We konden je formulier niet aannemen" in text_of(response)


def test_a_post_with_its_token_is_taken(catalogue):
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text_of(client.get(WIZARD)))[1]
    assert client.post(RESULT, TOLD | {"csrfmiddlewaretoken": token}).status_code == 200


METHODS = {
    WIZARD: {"GET", "HEAD", "POST"},
    RESULT: {"GET", "HEAD", "POST"},
    SUGGEST: {"POST"},
    SAVE: {"POST"},
    OPEN: {"POST"},
    reverse("matching-explanation"): {"GET"},
    reverse("matching-council"): {"GET"},
}


@pytest.mark.parametrize(("address", "allowed"), METHODS.items())
def test_other_methods_are_refused_by_name(catalogue, client, address, allowed):
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - allowed:
        response = client.generic(method, address)
        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("address", [WIZARD, RESULT])
def test_head_has_no_body(catalogue, client, address):
    assert client.head(address).content == b""
