import gzip
import html
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path, reverse

from catalogue.models import Citation, Intervention
from catalogue.revisions import actions
from portal.http.access import PUBLIC, LoginUnlessPublicMiddleware
from tests.factories import document, publish

PAGES = ("home", "about", "sources", "privacy", "accessibility", "account_login", "intervention-list")


def text_of(client, name: str) -> str:
    return html.unescape(client.get(reverse(name)).content.decode())


def test_anyone_may_see_every_page(catalogue, client, subtests):
    for name in PAGES:
        with subtests.test(name):
            assert name in PUBLIC
            text = text_of(client, name)
            assert re.search(r"<title>[^<]*Trajectwijzer[^<]*</title>", text)
            assert re.findall(r"<h1[ >]", text) == [re.findall(r"<h1[ >]", text)[0]]
            assert '<html lang="nl">' in text
            assert text.index('href="#inhoud"') < text.index("<header") < text.index('<main id="inhoud"')


def secret(request):
    return HttpResponse("geheim")


urlpatterns = [path("geheim/", secret, name="secret"), path("inloggen/", secret, name="account_login")]


@pytest.mark.urls(__name__)
def test_a_page_that_is_not_named_public_asks_to_log_in(client, db):
    response = client.get("/geheim/")
    assert (response.status_code, response.headers["Location"]) == (302, "/inloggen/?next=/geheim/")


def test_the_login_middleware_lets_an_account_through(rf: RequestFactory, django_user_model):
    request = rf.get("/")
    request.resolver_match = type("Match", (), {"view_name": "secret"})()
    middleware = LoginUnlessPublicMiddleware(secret)
    request.user = django_user_model(email="karin@voorbeeld.nl")
    assert middleware.process_view(request, secret, (), {}) is None
    request.user = AnonymousUser()
    assert middleware.process_view(request, secret, (), {}).status_code == 302


def test_no_page_has_inline_style_or_script_and_the_policy_forbids_them(catalogue, client, subtests):
    addresses = [reverse(name) for name in PAGES]
    addresses += [reverse("intervention-detail", args=["jasmijn-werkt"]), "/bestaat-niet/"]
    addresses += ["/lijst/?item=rebelz", "/vergelijken/?item=rebelz&item=kix-works", "/gemeente/"]
    for address in addresses:
        with subtests.test(address):
            response = client.get(address)
            text = response.content.decode()
            assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text) == []
            scripts = set(re.findall(r"<script[^>]*>", text)) - {'<script type="application/ld+json">'}
            assert all("src=" in tag for tag in scripts)
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self'" in policy
            assert "unsafe" not in policy


def test_no_page_is_heavier_than_60_kilobytes_on_the_first_view(catalogue, client, subtests):
    def packed(name):
        return len(gzip.compress(Path(finders.find(name)).read_bytes()))

    compare = "/vergelijken/?item=jasmijn-werkt&item=kix-works&item=rebelz&item=top-vrouwen"
    for address in (reverse("home"), reverse("intervention-list"), "/interventies/jasmijn-werkt/", compare):
        with subtests.test(address):
            page = client.get(address).content
            names = re.findall(r'(?:rel="stylesheet" href|<script src)="/static/([^"]+)"', page.decode())
            assert {"css/tokens.css", "css/site.css", "vendor/utrecht.css"} < set(names)
            assert len(gzip.compress(page)) + sum(map(packed, names)) <= 60 * 1024


def test_home_has_a_search_field_and_only_doors_that_open(catalogue, client):
    text = text_of(client, "home")
    assert re.search(r'<form[^>]*action="/interventies/"[^>]*role="search"', text)
    doors = re.findall(r'<div class="card door">(.*?)</div>', text, re.DOTALL)
    assert [re.findall(r'href="([^"]+)"', door) for door in doors] == [
        ["/interventies/"],
        ["/matching/"],
        ["/organisaties/aanmelden/"],
    ]


def test_home_tells_what_people_published_and_not_what_was_loaded(catalogue, client):
    assert "Nieuw of gewijzigd" not in text_of(client, "home")
    revision = actions.start_revision(document=document(name="Samen sterk"), by=None)
    actions.publish(revision=actions.submit(revision=revision, by=None), by=None)
    news = re.search(
        r'<section[^>]*aria-labelledby="nieuw">(.*?)</section>', text_of(client, "home"), re.DOTALL
    )
    assert re.findall(r'<a href="[^"]+">([^<]+)</a>', news[1]) == ["Samen sterk"]


def test_home_pictures_the_offer_only_when_it_is_known(reference, client):
    publish()
    assert "level-bars" not in text_of(client, "home")
    assert "Nog geen enkele interventie is daarna nagekeken." in text_of(client, "home")


def test_home_counts_items_per_level(catalogue, client):
    text = text_of(client, "home")
    for level in ("personal", "network", "demand", "municipal"):
        expected = Intervention.objects.published().filter(coverage__barrier__level=level).distinct().count()
        bar = re.search(rf'<li class="level--{level}">(.*?)</li>', text, re.DOTALL)[1]
        assert re.search(r'level-bars__number">(\d+)<', bar)[1] == str(expected)


def test_it_says_how_many_items_were_verified(reference, client):
    first, _ = publish(stand="2018"), publish(stand="2024")
    Intervention.objects.filter(pk=first.pk).update(verified_on="2026-01-02")
    text = text_of(client, "sources")
    assert "heeft stand 2018 tot en met 2024. 1 daarvan is later nagekeken." in re.sub(r"\s+", " ", text)


def test_sources_count_the_claims_of_public_items_only(reference, client):
    def claims():
        text = text_of(client, "sources")
        return [int(number) for number in re.findall(r'data-label="Beweringen">(\d+)<', text)]

    item = publish()
    assert sorted(claims(), reverse=True)[:2] == [Citation.objects.count(), 0]
    Intervention.objects.filter(pk=item.pk).update(status="archived")
    assert set(claims()) == {0}


def test_the_places_are_attributed(reference, client):
    said = "Gebieden: CBS, Gebieden in Nederland 2026 (CC BY 4.0); GeoNames (CC BY 4.0)."
    assert said in text_of(client, "sources")


def test_contact_is_there_only_when_there_is_an_address(reference, client, settings):
    settings.CONTACT_EMAIL = ""
    assert "mailto:" not in text_of(client, "privacy")
    settings.CONTACT_EMAIL = "contact@voorbeeld.nl"
    assert text_of(client, "privacy").count("mailto:contact@voorbeeld.nl") == 2


def test_the_footer_names_both_versions(catalogue, client, settings):
    footer = re.search(r"<footer.*</footer>", text_of(client, "home"), re.DOTALL)[0]
    assert re.search(rf"Versie {settings.SITE_VERSION} · catalogus [0-9a-f]{{12}}<", footer)


def test_the_menu_says_where_you_are(reference, client):
    assert re.findall(r'href="([^"]+)" aria-current="page"', text_of(client, "about")) == ["/over/"]
    assert re.findall(r'href="([^"]+)" aria-current="page"', text_of(client, "intervention-list")) == [
        "/interventies/"
    ]


def test_health_asks_the_database(db, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get(reverse("health"))
    assert (response.status_code, response.content, response.headers["Content-Type"]) == (
        200,
        b"gezond\n",
        "text/plain; charset=utf-8",
    )
