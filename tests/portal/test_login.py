import html

import pytest
from django.urls import reverse

PASSWORD = "een lang wachtwoord"


@pytest.fixture
def karin(django_user_model):
    return django_user_model.objects.create_user("karin@voorbeeld.nl", PASSWORD)


def test_an_account_logs_in_with_its_address_and_out_again(karin, client):
    response = client.post(reverse("login"), {"username": "karin@voorbeeld.nl", "password": PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "karin@voorbeeld.nl" in client.get("/").content.decode()
    response = client.post(reverse("logout"))
    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert "karin@voorbeeld.nl" not in client.get("/").content.decode()


def test_a_link_cannot_log_someone_out(karin, client):
    client.force_login(karin)
    assert client.get(reverse("logout")).status_code == 405
    assert "karin@voorbeeld.nl" in client.get("/").content.decode()


def test_a_wrong_password_says_so_without_saying_which_part_was_wrong(karin, client):
    wrong = client.post(reverse("login"), {"username": "karin@voorbeeld.nl", "password": "fout"})
    unknown = client.post(reverse("login"), {"username": "niemand@voorbeeld.nl", "password": "fout"})
    for response in (wrong, unknown):
        text = html.unescape(response.content.decode())
        assert response.status_code == 200
        assert "Inloggen is niet gelukt" in text
        assert "<title>Fout: Inloggen - Trajectwijzer</title>" in text
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert 'value="karin@voorbeeld.nl"' in wrong.content.decode()


def test_an_empty_form_points_at_both_fields(client, db):
    text = client.post(reverse("login"), {}).content.decode()
    for name in ("id_username", "id_password"):
        assert f'href="#{name}"' in text
        assert f'id="{name}_error"' in text
        assert f'aria-describedby="{name}_error"' in text


def test_it_goes_on_to_where_someone_was_going_but_not_to_another_site(karin, client):
    login = {"username": "karin@voorbeeld.nl", "password": PASSWORD}
    assert client.post(reverse("login"), login | {"next": "/over/"}).headers["Location"] == "/over/"
    client.post(reverse("logout"))
    assert client.post(reverse("login"), login | {"next": "https://elders.nl/"}).headers["Location"] == "/"
