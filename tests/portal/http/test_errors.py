import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import include, path, reverse

from portal.http import errors
from portal.http.privacy import RedactingLogFilter


def broken(request):
    raise RuntimeError("stuk")


def without_database(request):
    raise OperationalError("no server here")


def refused(request):
    raise PermissionDenied


def odd(request):
    raise SuspiciousOperation


urlpatterns = [
    path("stuk/", broken),
    path("weg/", without_database),
    path("geweigerd/", refused),
    path("vreemd/", odd),
    path("", include("portal.urls")),
]
handler400, handler403, handler404 = errors.bad_request, errors.forbidden, errors.not_found
handler500 = errors.server_error


@pytest.fixture
def karin(django_user_model):
    return django_user_model.objects.create_user("karin@voorbeeld.nl", "een lang wachtwoord")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/bestaat-niet/", 404, "Deze pagina is er niet"),
        ("/geweigerd/", 403, "Je mag deze pagina niet bekijken"),
        ("/vreemd/", 400, "Dit verzoek begrijpen we niet"),
        ("/stuk/", 500, "Er ging iets mis bij ons"),
        ("/weg/", 503, "Dit lukt nu even niet"),
    ],
)
def test_each_error_says_what_happened_and_what_to_do(karin, address, status, said):
    client = Client(raise_request_exception=False)
    client.force_login(karin)
    response = client.get(address)
    text = response.content.decode()
    assert response.status_code == status
    assert said in text
    assert 'href="/"' in text
    assert response.headers.get("Retry-After") == ("30" if status == 503 else None)


def test_an_unknown_address_is_not_found_for_anyone(db, client):
    assert client.get("/bestaat-niet/").status_code == 404


def test_the_500_page_needs_no_database(rf):
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"Er ging iets mis bij ons" in response.content


@pytest.mark.parametrize(
    "before",
    ["/klopt-nog/", "/organisaties/uitnodiging/", "/account/bevestigen/", "/account/wachtwoord/nieuw/"],
)
def test_the_log_names_no_key_of_a_link_in_a_mail(db, caplog, before):
    told = RedactingLogFilter()
    Client(enforce_csrf_checks=True).post(f"{before}abc-eyJ1c2VyIjoxMn0:1x:geheim/", {})
    records = [record for record in caplog.records if before in record.getMessage()]
    assert records
    for record in records:
        assert told.filter(record)
        assert "geheim" not in record.getMessage()
        assert f"{before}…/" in record.getMessage()


def test_a_form_without_its_token_gets_an_explanation(db):
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("account_login"), {"login": "karin@voorbeeld.nl", "password": "x"})
    assert response.status_code == 403
    assert "We konden je formulier niet aannemen" in response.content.decode()
