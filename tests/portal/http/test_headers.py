"""The headers that keep a browser within bounds, on every kind of answer."""

import pytest

from portal.http.headers import DENIED

ADDRESSES = [
    "/",
    "/bestaat-niet/",
    "/inloggen/",
    "/gezond/",
    "/interventies/jasmijn-werkt/pdf/",
    "/redactie/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_has_the_headers(catalogue, client, address):
    headers = client.get(address).headers
    assert {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }.items() <= dict(headers).items()
    assert headers["Permissions-Policy"].split(", ") == [f"{feature}=()" for feature in DENIED]


@pytest.mark.parametrize("person", ["amina", "mo", "karin", "pim", "sofie"])
def test_the_policy_is_as_strict_for_every_role(request, catalogue, client_of, person):
    client = client_of(request.getfixturevalue(person))
    said = {
        client.get(address).headers["Content-Security-Policy"] for address in ("/", "/account/", "/beheer/")
    }
    assert len(said) == 1
    policy = said.pop()
    assert "unsafe" not in policy
    assert "script-src 'self';" in f"{policy};"
    assert "style-src 'self';" in f"{policy};"


def test_what_the_browser_may_do_names_no_feature_twice():
    assert sorted(set(DENIED)) == list(DENIED)
