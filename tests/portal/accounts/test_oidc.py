"""Logging in at the municipality, against a small provider that this test runs on this machine."""

import base64
import html
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.sessions.models import Session
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from portal.models import User
from tests.cast import account

CLIENT, SECRET = "trajectwijzer", "geheim-van-de-test"
START = "/account/via/gemeente/"


class Provider(BaseHTTPRequestHandler):
    """Discovery, authorize, token, userinfo and keys of OpenID Connect; who logs in is what the test says."""

    def log_message(self, *args):
        pass

    def answer(self, found, status=200):
        body = json.dumps(found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        server, url = self.server, urlsplit(self.path)
        if url.path == "/.well-known/openid-configuration":
            self.answer(
                {
                    "issuer": server.issuer,
                    "authorization_endpoint": f"{server.issuer}/authorize",
                    "token_endpoint": f"{server.issuer}/token",
                    "userinfo_endpoint": f"{server.issuer}/userinfo",
                    "jwks_uri": f"{server.issuer}/jwks",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif url.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            server.asked.append(asked)
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?code=eenmalig&state={asked['state']}")
            self.end_headers()
        elif url.path == "/jwks":
            key = json.loads(RSAAlgorithm.to_jwk(server.key.public_key()))
            self.answer({"keys": [key | {"kid": "een", "use": "sig", "alg": "RS256"}]})
        elif url.path == "/userinfo" and self.headers["Authorization"] == "Bearer toegang":
            self.answer(server.who)
        else:
            self.answer({}, status=404)

    def do_POST(self):
        form = {
            name: values[0]
            for name, values in parse_qs(
                self.rfile.read(int(self.headers["Content-Length"])).decode()
            ).items()
        }
        server = self.server
        verifier = base64.urlsafe_b64encode(_sha256(form["code_verifier"])).decode().rstrip("=")
        right = (
            form["client_id"] == CLIENT
            and form["client_secret"] == SECRET
            and form["code"] == "eenmalig"
            and verifier == server.asked[-1]["code_challenge"]
        )
        if not right:
            self.answer({"error": "invalid_grant"}, status=400)
            return
        now = int(time.time())
        claims = server.who | {"iss": server.issuer, "aud": CLIENT, "iat": now, "exp": now + 60}
        token = jwt.encode(claims, server.key, algorithm="RS256", headers={"kid": "een"})
        self.answer({"access_token": "toegang", "token_type": "Bearer", "id_token": token})


def _sha256(text):
    import hashlib

    return hashlib.sha256(text.encode()).digest()


@pytest.fixture(scope="module")
def provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.issuer = f"http://127.0.0.1:{server.server_port}"
    server.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def municipality(provider, settings, db):
    """The settings as OIDC_… in the environment make them."""
    provider.asked = []
    provider.who = {
        "sub": "medewerker-17",
        "email": "nora@gemeente.example",
        "email_verified": True,
        "name": "Nora Test",
    }
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider.issuer, "gemeente Testdam"
    settings.OIDC_EMAIL_DOMAINS, settings.OIDC_ROLE = ["gemeente.example"], "klantmanager"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "gemeente",
                    "name": "gemeente Testdam",
                    "client_id": CLIENT,
                    "secret": SECRET,
                    "settings": {"server_url": provider.issuer},
                }
            ],
        }
    }
    return provider


def onward(response):
    """Where the page leads that comes after the button."""
    return re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', text_of(response))[1]


def log_in(client, **asked):
    """Presses the button, goes to the provider and comes back; gives the answer of the site."""
    back = requests.get(onward(client.post(START, asked)), allow_redirects=False, timeout=5)
    url = urlsplit(back.headers["Location"])
    return client.get(f"{url.path}?{url.query}")


def csrf_of(response):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text_of(response))[1]


def log_in_with_token(client):
    """As `log_in`, in a browser whose forms must carry their token."""
    return log_in(client, csrfmiddlewaretoken=csrf_of(client.get("/inloggen/")))


def text_of(response):
    return html.unescape(response.content.decode())


def test_the_button_is_there_when_a_provider_is_set(municipality, client):
    assert "Log in via gemeente Testdam" in text_of(client.get("/inloggen/"))


def test_the_button_leads_to_the_provider_by_a_page_because_no_form_may_go_elsewhere(municipality, client):
    response = client.post(START)
    assert response.status_code == 200
    assert onward(response).startswith(f"{municipality.issuer}/authorize?")
    assert f'href="{html.escape(onward(response))}"' in response.content.decode()
    assert "form-action 'self'" in response.headers["Content-Security-Policy"]


def test_nobody_ties_a_login_of_elsewhere_to_the_account_she_is_in(municipality, karin, client):
    client.force_login(karin)
    assert log_in(client, process="connect").status_code == 403
    assert karin.socialaccount_set.count() == 0


def test_without_a_provider_there_is_no_button_and_no_way_in(client, db):
    assert "Log in via" not in text_of(client.get("/inloggen/"))
    assert client.post(START).status_code == 404


def test_someone_of_the_municipality_gets_an_account_with_the_role(municipality, client):
    response = log_in(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    user = User.objects.get(email="nora@gemeente.example")
    assert (user.name, user.has_usable_password()) == ("Nora Test", False)
    assert [group.name for group in user.groups.all()] == ["klantmanager"]
    assert EmailAddress.objects.get(user=user).verified
    assert client.get("/account/").status_code == 200


def test_the_second_time_it_is_the_same_account(municipality, client):
    log_in(client)
    client.post("/uitloggen/")
    log_in(client)
    assert User.objects.count() == 1


def test_an_account_with_that_confirmed_address_is_used(municipality, client):
    held = account("nora")
    User.objects.filter(pk=held.pk).update(email="nora@gemeente.example")
    EmailAddress.objects.filter(user=held).update(email="nora@gemeente.example")
    log_in(client)
    assert User.objects.get().pk == held.pk
    assert client.get("/account/").status_code == 200


def test_a_provider_cannot_open_the_account_of_elsewhere(municipality, karin, client):
    municipality.who["email"] = karin.email
    response = log_in(client)
    assert response.status_code == 403
    assert "Dit e-mailadres hoort niet bij je gemeente" in text_of(response)
    assert client.get("/account/").status_code == 302


def test_an_address_that_the_provider_does_not_stand_for_opens_no_account(municipality, client):
    held = account("nora")
    EmailAddress.objects.filter(user=held).update(email="nora@gemeente.example")
    User.objects.filter(pk=held.pk).update(email="nora@gemeente.example")
    municipality.who["email_verified"] = False
    assert log_in(client).status_code == 403
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        ({"email": "nora@elders.example"}, "Dit e-mailadres hoort niet bij je gemeente"),
        ({"email_verified": False}, "Je e-mailadres is nog niet bevestigd"),
        ({"email": ""}, "We kregen geen e-mailadres"),
    ],
    ids=["of elsewhere", "not confirmed", "no address"],
)
def test_who_is_refused_reads_why(municipality, client, said, heading):
    municipality.who |= said
    response = log_in(client)
    assert response.status_code == 403
    assert re.findall(r"<h1>(.*?)</h1>", text_of(response)) == [heading]


def test_a_form_of_an_ended_session_waits_while_she_logs_in_at_the_municipality(municipality, settings):
    settings.OIDC_ROLE = ""
    client = Client(enforce_csrf_checks=True)
    assert log_in_with_token(client).status_code == 302
    client.get("/over/")
    token = csrf_of(client.get("/organisaties/aanmelden/"))
    Session.objects.all().delete()
    typed = {"name": "Stichting Amandel", "about": "Taal.", "csrfmiddlewaretoken": token}
    page = text_of(client.post("/organisaties/aanmelden/", typed))
    assert "Log in via gemeente Testdam (nieuw tabblad)" in page
    kept = re.search(r'name="bewaard" value="([^"]+)"', page)[1]

    early = client.post("/account/verder/", {"bewaard": kept})
    assert early.status_code == 403
    assert f'name="bewaard" value="{kept}"' in text_of(early)
    assert Session.objects.count() == 0

    log_in_with_token(client)
    response = client.post("/account/verder/", {"bewaard": kept}, follow=True)
    assert 'name="name" value="Stichting Amandel"' in text_of(response)
    assert 'action="/organisaties/aanmelden/"' in text_of(response)


def test_a_provider_that_says_nothing_of_its_own_addresses_is_believed(municipality, client):
    del municipality.who["email_verified"]
    assert log_in(client).status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_name_of_the_provider_is_one_line(municipality, client):
    municipality.who["name"] = "Nora\r\nBcc: allen@voorbeeld.example"
    log_in(client)
    assert User.objects.get().name == "Nora Bcc: allen@voorbeeld.example"


def test_a_second_factor_is_still_asked(municipality, mo, client):
    User.objects.filter(pk=mo.pk).update(email="mo@gemeente.example")
    EmailAddress.objects.filter(user=mo).update(email="mo@gemeente.example")
    municipality.who["email"] = "mo@gemeente.example"
    assert log_in(client).headers["Location"] == "/account/tweede-stap/code/"
    assert client.get("/redactie/").status_code == 302


def test_an_answer_that_was_not_asked_for_is_refused(municipality, client):
    response = client.get(f"{START}terug/?code=eenmalig&state=verzonnen")
    assert "Inloggen via je gemeente is niet gelukt" in text_of(response)
    assert User.objects.count() == 0


def test_the_code_is_bound_to_this_browser(municipality, client):
    log_in(client)
    assert municipality.asked[0]["code_challenge_method"] == "S256"
    assert set(municipality.asked[0]["scope"].split()) == {"openid", "profile", "email"}


def test_nothing_of_the_provider_is_kept_that_is_not_needed(municipality, client):
    from allauth.socialaccount.models import SocialToken

    log_in(client)
    assert SocialToken.objects.count() == 0


# What is kept, and whose account it is


def test_of_what_the_municipality_tells_only_who_it_is_is_kept(municipality, client):
    municipality.who |= {"birthdate": "1971-03-04", "gender": "female", "groups": ["OR-lid"], "picture": "x"}
    for _ in range(2):
        log_in(client)
        assert SocialAccount.objects.get().extra_data == {
            "sub": "medewerker-17", "name": "Nora Test", "email": "nora@gemeente.example",
        }  # fmt: skip


def test_another_person_with_the_same_address_does_not_get_the_account(municipality, client):
    log_in(client)
    municipality.who |= {"sub": "medewerker-99", "name": "Nieuwe Nora"}
    response = log_in(Client())
    assert response.status_code == 403
    assert "Dit account is van iemand anders" in text_of(response)
    assert [tied.uid for tied in SocialAccount.objects.all()] == ["medewerker-17"]


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token"])
@pytest.mark.parametrize("answer", [(503, b"{}"), (200, b"<html>")])
def test_a_provider_that_is_broken_gives_a_page_of_its_own(municipality, client, monkeypatch, path, answer):
    kind = "do_POST" if path == "/token" else "do_GET"
    works = getattr(Provider, kind)

    def broken(self):
        if self.path != path:
            works(self)
            return
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(answer[0])
        self.end_headers()
        self.wfile.write(answer[1])

    monkeypatch.setattr(Provider, kind, broken)
    response = log_in(client) if path == "/token" else client.post(START)
    assert "Inloggen via je gemeente is niet gelukt" in text_of(response)


def test_a_provider_that_is_away_gives_a_page_of_its_own(municipality, settings, client):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        "http://127.0.0.1:9"
    )
    response = client.post(START)
    assert response.status_code == 503
    assert "Inloggen via je gemeente is niet gelukt" in text_of(response)
