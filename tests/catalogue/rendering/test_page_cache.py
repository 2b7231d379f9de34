"""A kept page shows nothing of one visitor to another, and nothing that the catalogue no longer says."""

import gzip

import pytest
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse, QueryDict
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Barrier, CatalogueState, Intervention, Revision
from catalogue.rendering import page_cache
from catalogue.rendering.page_cache import LONGEST, PageContent, cache
from catalogue.revisions import actions, version
from portal.models import User
from tests.factories import covers, document, publish

LIST = reverse("intervention-list")
ITEM = reverse("intervention-detail", args=["jasmijn-werkt"])
PAGES = pytest.mark.parametrize("address", [LIST, ITEM], ids=["list", "item"])


def visitor(municipality: str = "", **extra) -> Client:
    client = Client(**extra)
    if municipality:
        client.cookies["gemeente"] = municipality
    return client


def text_of(response) -> str:
    content = response.content
    return (
        gzip.decompress(content) if response.headers.get("Content-Encoding") == "gzip" else content
    ).decode()


def kept() -> int:
    """How many pages are kept in this process."""
    assert isinstance(cache._connections[cache._alias], LocMemCache)
    return len(cache._connections[cache._alias]._cache)


@PAGES
def test_the_second_time_it_asks_the_database_one_thing(
    catalogue, client, address, django_assert_num_queries
):
    first = client.get(address)
    with django_assert_num_queries(1):
        second = client.get(address)
    assert second.content == first.content
    assert b"Jasmijn Werkt" in first.content


@PAGES
def test_one_municipality_is_never_shown_to_another_visitor(catalogue, address):
    for first, then in (("GM0014", "GM0855"), ("GM0014", ""), ("", "GM0014")):
        cache.clear()
        names = {"GM0014": "Groningen", "GM0855": "Tilburg", "": ""}
        chosen = "Mijn gemeente: </span>{}</span>"
        for code in (first, then, first, then):
            text = text_of(visitor(code).get(address))
            for other, name in names.items():
                if other:
                    assert (chosen.format(name) in text) is (other == code)


@PAGES
def test_an_account_is_never_shown_to_another_visitor(catalogue, address):
    amina, bea = (User.objects.create_user(f"{name}@voorbeeld.nl", "x" * 14) for name in ("amina", "bea"))
    for user in (amina, None, bea, None, amina):
        client = visitor()
        if user:
            client.force_login(user)
        text = text_of(client.get(address))
        assert {one for one in (amina, bea) if str(one) in text} == ({user} if user else set())
        assert ("Uitloggen" in text) is bool(user)


@PAGES
def test_every_visitor_with_an_account_gets_a_token_of_their_own_that_works(catalogue, address):
    tokens = set()
    for name in ("amina", "bea"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(User.objects.create_user(f"{name}@voorbeeld.nl", "x" * 14))
        for _ in range(2):
            response = client.get(address)
            token = text_of(response).split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
            tokens.add(client.cookies["csrftoken"].value)
        assert client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token}).status_code == 302
    assert len(tokens) == 2


@PAGES
def test_a_message_is_shown_once_and_to_whom_it_is_for(catalogue, rf, address):
    class Said(HttpResponse):
        pass

    request = rf.get("/")
    storage, response = CookieStorage(request), Said()
    storage.add(25, "Je traject is ingediend.")
    storage.update(response)
    client = visitor()
    client.get(address)
    client.cookies["messages"] = response.cookies["messages"].value
    first, second = text_of(client.get(address)), text_of(client.get(address))
    assert ("Je traject is ingediend." in first, "Je traject is ingediend." in second) == (True, False)
    assert "Je traject is ingediend." not in text_of(visitor().get(address))


def test_what_is_published_shows_at_once(reference):
    item = publish(name="Oude naam", coverage=[covers("weinig-zelfvertrouwen")])
    address = item.get_absolute_url()
    for client in (visitor(), visitor("GM0014")):
        assert "Oude naam" in text_of(client.get(address))
        assert "Oude naam" in text_of(client.get(LIST))
    changed = document(source_ref=item.source_ref, slug=item.slug, name="Nieuwe naam")
    actions.load_document(document=changed)
    for client in (visitor(), visitor("GM0014")):
        for page in (address, LIST):
            text = text_of(client.get(page))
            assert ("Nieuwe naam" in text, "Oude naam" in text) == (True, False)


def test_what_is_archived_is_gone_at_once(reference):
    item, other = publish(name="Weg ermee"), publish(name="Blijft staan")
    client = visitor()
    assert "Weg ermee" in text_of(client.get(LIST))
    assert client.get(item.get_absolute_url()).status_code == 200
    actions.archive(item=item, by=None)
    assert client.get(item.get_absolute_url()).status_code == 404
    assert "Weg ermee" not in text_of(client.get(LIST))
    assert "Blijft staan" in text_of(client.get(other.get_absolute_url()))


def test_a_change_that_leaves_the_version_as_it_is_shows_too(reference):
    item = publish()
    assert "niet geverifieerd" in text_of(visitor().get(item.get_absolute_url()))
    before = CatalogueState.current()
    Intervention.objects.filter(pk=item.pk).update(verified_on=timezone.now().date())
    assert version.refresh() == before
    assert "Geverifieerd op" in text_of(visitor().get(item.get_absolute_url()))


OPEN_STATUSES = [status for status in Revision.Status.values if status != Revision.Status.ACCEPTED]


@pytest.mark.parametrize("status", OPEN_STATUSES)
def test_a_revision_that_was_not_accepted_never_shows(reference, status):
    item = publish(name="Openbaar", summary="Wat iedereen mag lezen.")
    decided = timezone.now() if status == Revision.Status.REJECTED else None
    for base in (item.version - 1, item.version):
        Revision.objects.filter(status=status).delete()
        secret = document(
            source_ref=item.source_ref, slug=item.slug, name="Geheim", summary="Nog niet af.",
            target_groups=["Geheime groep"], goals=[{"slug": "motivatie", "wording": "Geheim doel"}],
        )  # fmt: skip
        Revision.objects.create(
            source_ref=item.source_ref, document=secret, status=status, base_version=base, decided_at=decided
        )
        cache.clear()
        for page in (item.get_absolute_url(), LIST):
            text = text_of(visitor().get(page))
            assert "Openbaar" in text
            assert [word for word in ("Geheim", "geheim", "Nog niet af") if word in text] == []


def test_an_earlier_version_that_was_accepted_does_not_show(reference):
    item = publish(name="Eén", target_groups=["Eerste groep"])
    actions.load_document(
        document=document(
            source_ref=item.source_ref, slug=item.slug, name="Twee", target_groups=["Tweede groep"]
        )
    )
    text = text_of(visitor().get(item.get_absolute_url()))
    assert ("Tweede groep" in text, "Eerste groep" in text) == (True, False)


def test_without_its_history_an_item_says_the_same(catalogue, subtests):
    slugs = list(Intervention.objects.published().values_list("slug", flat=True))
    addresses = [reverse("intervention-detail", args=[slug]) for slug in slugs]
    before = {address: text_of(visitor().get(address)) for address in addresses}
    assert len(before) == 49
    Revision.objects.all().delete()
    cache.clear()
    for address, text in before.items():
        with subtests.test(address):
            assert text_of(visitor().get(address)) == text


def test_names_that_mean_nothing_are_no_other_page(catalogue):
    client = visitor()
    plain = client.get(LIST).content
    assert kept() == 1
    for query in ("?utm_source=x", "?q=", "?zomaar=1&q=&niveau="):
        assert client.get(LIST + query).content == plain
        assert client.get(ITEM + query).status_code == 200
    assert kept() == 2


@pytest.mark.parametrize(
    "query",
    [
        f"?q={'taal ' * 60}", "?pagina=999999", "?pagina=x", "?doel=bestaat-niet", "?gemeente=Atlantis",
        "?q=qqqzzzxxx", "?volgorde=zomaar",
    ],
)  # fmt: skip
def test_what_anyone_can_make_up_is_answered_and_not_kept(catalogue, query):
    assert visitor().get(LIST + query).status_code == 200
    assert visitor("GM0014").get(LIST + query).status_code == 200
    assert kept() == 0


@pytest.mark.parametrize("typed", ["taal\x1ewerk", "taal<!--|-->werk", "taal{{ mark }}werk"])
def test_no_question_can_break_a_page_into_other_pieces(catalogue, typed):
    for client in (visitor(), visitor("GM0014")):
        response = client.get(LIST, {"q": typed})
        assert response.status_code == 200
        assert text_of(response).count("<main") == text_of(response).count("</footer>") == 1


def test_no_item_can_break_its_card(reference):
    publish(name="Naam<!--|-->vervolg", summary="Tekst\x1emet een teken.")
    for client in (visitor(), visitor("GM0014")):
        assert "Naam&lt;!--|--&gt;vervolg</a>" in text_of(client.get(LIST))


def test_a_question_is_kept_up_to_its_longest(catalogue):
    exact = "q=" + "taal+" * 40
    for length, stays in ((LONGEST, 1), (LONGEST + 1, 0)):
        cache.clear()
        query = QueryDict(exact[:length].rstrip("+").ljust(length, "l"))
        assert len(query.urlencode()) == length
        response = page_cache.page(
            _asking(), "catalogue/kept.html", query, lambda bare: PageContent({}), stamp="x"
        )
        assert response.status_code == 200
        assert kept() == stays


def _asking():
    """A request as the middleware leaves it."""
    from types import SimpleNamespace

    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    request = RequestFactory().get(LIST)
    request.user, request.my_municipality, request.htmx = AnonymousUser(), None, False
    request.resolver_match = SimpleNamespace(view_name="intervention-list")
    return request


def test_a_page_with_a_form_that_is_posted_is_not_kept(catalogue, monkeypatch):
    form = engines["django"].from_string(
        '{% extends frame|default:"base.html" %}{% block content %}'
        '<form method="post">{% csrf_token %}</form>{% endblock content %}'
    )
    monkeypatch.setattr(
        page_cache, "render_to_string", lambda name, context, request: form.render(context, request)
    )
    monkeypatch.setattr(
        page_cache, "render", lambda request, name, context: HttpResponse(form.render(context, request))
    )
    for municipality in ("", "GM0014"):
        client = Client(enforce_csrf_checks=True)
        if municipality:
            client.cookies["gemeente"] = municipality
        text = text_of(client.get(LIST))
        token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        assert client.cookies["csrftoken"].value
        sent = client.post(reverse("my-municipality"), {"csrfmiddlewaretoken": token, "wis": "ja"})
        assert sent.status_code == 302
    assert kept() == 0


def test_no_page_of_matching_is_kept(catalogue):
    client = visitor()
    client.get(reverse("matching"))
    client.post(reverse("matching-result"), {"belemmering": ["weinig-zelfvertrouwen"], "gender": "vrouw"})
    assert kept() == 0


def test_a_browser_gets_it_packed_and_hears_when_it_has_it_already(catalogue):
    client = visitor(HTTP_ACCEPT_ENCODING="gzip, br")
    response = client.get(LIST)
    assert response.headers["Content-Encoding"] == "gzip"
    assert text_of(response) == text_of(visitor().get(LIST))
    again = client.get(LIST, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Intervention.objects.filter(slug="jasmijn-werkt").update(name="Anders")
    version.refresh()
    changed = client.get(LIST, headers={"If-None-Match": response.headers["ETag"]})
    assert changed.status_code == 200
    client.force_login(User.objects.create_user("amina@voorbeeld.nl", "x" * 14))
    own = client.get(LIST, headers={"If-None-Match": changed.headers["ETag"]})
    assert (own.status_code, own.headers.get("ETag")) == (200, None)


@PAGES
@pytest.mark.parametrize("municipality", ["", "GM0014"])
def test_no_cache_on_the_way_may_share_it(catalogue, address, municipality):
    for _ in range(2):
        response = visitor(municipality, HTTP_ACCEPT_ENCODING="gzip").get(address)
        assert "private" in response.headers["Cache-Control"]
        vary = set(response.headers["Vary"].split(", "))
        assert {"Cookie", "HX-Request", "Accept-Encoding"} <= vary


@PAGES
def test_back_shows_no_half_page_and_nobodys_name(catalogue, address):
    """A page for all is asked for again; a fragment, and a frame of one's own, the browser does not keep."""
    fragment = {"HX-Request": "true"}
    member = visitor()
    member.force_login(User.objects.create_user("amina@voorbeeld.nl", "x" * 14))
    for client, headers, rule in (
        (visitor(), {}, "no-cache"),
        (visitor("GM0014"), {}, "no-store"),
        (member, {}, "no-store"),
        (visitor(), fragment, "no-store"),
        (visitor("GM0014"), fragment, "no-store"),
        (member, fragment, "no-store"),
    ):
        for _ in range(2):
            said = client.get(address, headers=headers).headers["Cache-Control"]
            assert set(said.split(", ")) == {"private", rule}


@PAGES
def test_a_page_that_did_not_change_says_the_same_of_keeping_it(catalogue, address):
    client = visitor(HTTP_ACCEPT_ENCODING="gzip")
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert {"Cookie", "HX-Request"} <= set(again.headers["Vary"].split(", "))


def test_the_fragment_and_the_page_are_kept_apart(catalogue):
    client = visitor()
    page, fragment = client.get(LIST), client.get(LIST, headers={"HX-Request": "true"})
    assert "<html" in text_of(page)
    assert "<html" not in text_of(fragment)
    assert client.get(LIST).content == page.content
    again = client.get(LIST + "?niveau=personal&foo=1", headers={"HX-Request": "true"})
    assert again.headers["HX-Push-Url"] == f"{LIST}?niveau=personal"


def test_what_is_kept_holds_no_words_of_the_visitor_but_the_question(catalogue):
    client = visitor(HTTP_USER_AGENT="kanarie-agent", HTTP_REFERER="https://voorbeeld.nl/kanarie-van")
    client.cookies["kanarie"] = "kanarie-cookie"
    for query in ("", "?kanarie-naam=kanarie-waarde"):
        client.get(LIST + query)
        visitor(HTTP_USER_AGENT="kanarie-agent").get(LIST + query)
    assert kept() == 2
    for address in (LIST, ITEM):
        assert "kanarie" not in text_of(visitor().get(address))
        assert "kanarie" not in text_of(visitor("GM0014").get(address))


def test_asking_for_many_pages_pushes_out_nothing_that_is_counted(catalogue, settings):
    counts = caches["default"]
    counts.set("allauth:rl:reset_password", [1.0])
    for number in range(settings.CACHES["pages"]["OPTIONS"]["MAX_ENTRIES"] + 1):
        cache.set(f"question-{number}", b"page")
    visitor().get(LIST)
    assert counts.get("allauth:rl:reset_password") == [1.0]


def test_the_cache_is_bounded():
    assert 100 <= settings.CACHES["pages"]["OPTIONS"]["MAX_ENTRIES"] <= 1000


def test_the_words_are_read_anew_after_a_change(reference):
    item = publish(coverage=[covers("weinig-zelfvertrouwen")])
    assert "Weinig zelfvertrouwen" in text_of(visitor().get(item.get_absolute_url()))
    Barrier.objects.filter(slug="weinig-zelfvertrouwen").update(label="Durft weinig")
    version.refresh()
    assert "Durft weinig" in text_of(visitor().get(item.get_absolute_url()))
