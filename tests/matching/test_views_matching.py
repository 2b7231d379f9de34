"""The browser's door: every profile in the body of a POST, every fault at its field, nothing kept."""

import json
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalogue.lists.my_municipality import COOKIE
from matching import adapter
from matching.presentation.page import source_years_of
from matching.profile.forms import NOTHING_TOLD
from matching.profile.reading import MAX_BYTES

WIZARD, RESULT, SUGGEST = reverse("matching"), reverse("matching-result"), reverse("matching-suggestions")
SAVE, OPEN = reverse("matching-save"), reverse("matching-open")
TOLD = {
    "belemmering": ["zorg-voor-kinderen", "weinig-zelfvertrouwen"],
    "ernst-zorg-voor-kinderen": "3",
    "ernst-weinig-zelfvertrouwen": "2",
    "gender": "vrouw",
    "age": "28",
    "municipality": "Groningen",
    "household": "alleenstaande-ouder",
    "youngest_child_age": "1",
    "income": "bijstand",
    "wishes": ["betaald-werk"],
}
DOCUMENT = {
    "audience": "client",
    "barriers": {"zorg-voor-kinderen": 3, "weinig-zelfvertrouwen": 2},
    "context": {
        "gender": "vrouw",
        "age": 28,
        "municipality": "Groningen",
        "household": "alleenstaande-ouder",
        "youngest_child_age": 1,
        "income": "bijstand",
        "wishes": ["betaald-werk"],
    },
}


def file_of(content, name="trajectwijzer-profiel.json"):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"bestand": SimpleUploadedFile(name, raw)}


def text_of(response):
    return response.content.decode()


# The questions


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


# The result


def test_the_result_ranks_what_the_engine_ranks(catalogue, client):
    from matching.engine.profile import parse
    from matching.service import answer

    response = client.post(RESULT, TOLD)
    found = adapter.current()
    expected = [row.item.name for row in answer(parse(DOCUMENT, found.vocabulary), found).result.offered]
    page = response.context["page"]
    shown = [card.match.item.name for card in [*page.cards, *page.further.cards]]
    assert response.status_code == 200
    assert shown == [name for name in expected if name in shown]
    assert shown[0] == expected[0] == "Jasmijn Werkt"
    assert found.version in text_of(response)


def test_the_result_carries_everything_that_was_filled_in(catalogue, client):
    response = client.post(RESULT, TOLD)
    text = text_of(response)
    form = text[text.index('id="bijstellen"') :]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    hidden.pop("csrfmiddlewaretoken", None)
    hidden.pop("eerder")
    assert hidden == {
        "audience": "client", "gender": "vrouw", "age": "28", "municipality": "Groningen",
        "household": "alleenstaande-ouder", "youngest_child_age": "1", "income": "bijstand",
        "wishes": "betaald-werk",
    }  # fmt: skip


GROUPS = {"verder": "further", "zonder": "without_cover", "elders": "out_of_reach", "anderen": "ineligible"}
#: Little is told, so every group of the page is long.
LITTLE = {"belemmering": ["weinig-zelfvertrouwen"], "ernst-weinig-zelfvertrouwen": "3", "gender": "vrouw"}


def told_by(cards):
    """What stands on the page of each item: its text, or of a mention what may be said for it."""
    return [getattr(card, "html", None) or (card.shown.intervention.name, card.plausible) for card in cards]


@pytest.mark.parametrize("told", [TOLD, LITTLE, TOLD | {"age": "60"}], ids=["much", "little", "older"])
def test_every_item_is_on_the_page_or_one_click_away(catalogue, client, told):
    from matching.presentation import INITIAL_COUNTS

    first = client.post(RESULT, told)
    page, text = first.context["page"], text_of(first)
    groups = {name: getattr(page, field) for name, field in GROUPS.items()}
    everyone = {item.source_ref for item in adapter.current().items if "client" in item.audience}
    assert len(page.cards) + sum(group.total for group in groups.values()) == len(everyone)
    assert all(len(group.cards) <= INITIAL_COUNTS[name] for name, group in groups.items())
    seen = {card.match.item.source_ref for card in page.cards}
    for name, group in groups.items():
        button = f'form="bijstellen" name="toon" value="{name}"'
        assert (button in text, group.more > 0) in ((True, True), (False, False))
        whole = getattr(client.post(RESULT, told | {"toon": name}).context["page"], GROUPS[name])
        assert (whole.more, len(whole.cards), whole.total) == (0, group.total, group.total)
        assert told_by(whole.cards[: len(group.cards)]) == told_by(group.cards)
        seen |= {card.match.item.source_ref for card in whole.cards}
    assert seen == everyone


def test_what_was_unfolded_stays_so_and_an_unknown_name_asks_nothing(catalogue, client):
    response = client.post(RESULT, LITTLE | {"toon": ["elders", "anderen", "zomaar"]})
    page = response.context["page"]
    assert (page.out_of_reach.expanded, page.ineligible.expanded, page.further.expanded) == (
        True,
        True,
        False,
    )
    text = text_of(response)
    assert re.findall(r'<input type="hidden" name="toon" value="([^"]*)"', text) == ["elders", "anderen"]
    assert "zomaar" not in text


def test_a_barrier_that_was_unticked_can_be_put_back_as_heavy_as_it_was(catalogue, client):
    before = ["zorg-voor-kinderen", "weinig-zelfvertrouwen"]
    assert re.findall(r'name="eerder" value="([^"]*)"', text_of(client.post(RESULT, TOLD))) == sorted(
        before, key=list(adapter.vocabulary().barriers).index
    )
    response = client.post(RESULT, TOLD | {"belemmering": ["weinig-zelfvertrouwen"], "eerder": before})
    (choice,) = response.context["unticked_choices"]
    assert (choice.barrier.slug, choice.severity, choice.ticked) == ("zorg-voor-kinderen", 3, False)
    text = text_of(response)
    assert "Weggehaald. Kruis aan om het terug te zetten." in text
    assert re.search(
        r'value="zorg-voor-kinderen" id="b-zorg-voor-kinderen"[^>]*aria-describedby="[^"]+">', text
    )
    back = client.post(RESULT, TOLD | {"eerder": before})
    assert back.context["unticked_choices"] == []
    again = client.post(RESULT, TOLD)
    assert told_by(back.context["page"].cards) == told_by(again.context["page"].cards)


@pytest.mark.parametrize("severity", ["", "0", "7", "x", "٣"])
def test_a_severity_that_is_none_is_put_back_as_it_begins(catalogue, client, severity):
    odd = TOLD | {"belemmering": ["weinig-zelfvertrouwen"], "ernst-zorg-voor-kinderen": severity}
    response = client.post(RESULT, odd | {"eerder": ["zorg-voor-kinderen", "bestaat-niet"]})
    (choice,) = response.context["unticked_choices"]
    assert (choice.barrier.slug, choice.severity) == ("zorg-voor-kinderen", 2)


def test_htmx_gets_the_result_without_the_page_around_it(catalogue, client):
    text = text_of(client.post(RESULT, TOLD, headers={"HX-Request": "true"}))
    assert "<html" not in text
    assert "Jasmijn Werkt" in text


def test_getting_the_result_leads_to_the_questions_and_takes_nothing_along(catalogue, client):
    for method in (client.get, client.head):
        response = method(RESULT, {"age": "28"})
        assert (response.status_code, response.headers["Location"]) == (302, WIZARD)


def test_only_about_the_guidance_itself_asks_for_a_barrier(catalogue, client):
    response = client.post(RESULT, {"belemmering": ["aannames-klantmanager"]})
    assert response.status_code == 422
    assert response.context["form"].errors == {"__all__": [NOTHING_TOLD]}


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


# Kept nowhere

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


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([("2020", None)], "2020, nog niet geverifieerd"),
        ([("2024", None), ("2020", None), ("2026", None)], "2020, 2024 en 2026, nog niet geverifieerd"),
        ([("2020", None), ("2026", date(2026, 11, 1))], "2020 en 2026, deels niet geverifieerd"),
        ([("2026", date(2026, 11, 1))], "2026"),
        ([], ""),
    ],
)
def test_the_page_says_of_which_years_its_sources_are_and_what_was_verified(items, told):
    rows = [SimpleNamespace(intervention=SimpleNamespace(stand=stand, verified_on=on)) for stand, on in items]
    assert source_years_of(rows) == told


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


# A file of one's own


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


def test_the_number_of_queries_does_not_grow_with_what_is_told(
    catalogue, client, django_assert_max_num_queries
):
    everything = list(adapter.vocabulary().barriers)
    for told in (TOLD, TOLD | {"belemmering": everything}):  # what is kept per process is there
        client.post(RESULT, told)
    with django_assert_max_num_queries(16) as few:
        client.post(RESULT, TOLD)
    with django_assert_max_num_queries(16) as many:
        client.post(RESULT, TOLD | {"belemmering": everything})
    assert len(many) == len(few)


def test_answers_that_hardly_go_together_are_asked_about_and_not_refused(catalogue, client):
    page = text_of(client.post(RESULT, TOLD | {"age": "18", "youngest_child_age": "10"}))
    assert "liggen minder dan tien jaar uit elkaar. Een typefout? Zo niet, laat het staan." in page
    assert "typefout" not in text_of(client.post(RESULT, TOLD))


def test_the_wizard_begins_with_the_municipality_of_the_visitor_and_keeps_what_was_typed(catalogue, client):
    def begins(response):
        return re.findall(r'<input type="text" name="municipality"(?: value="([^"]*)")?', text_of(response))

    assert begins(client.get(WIZARD)) == [""]
    client.cookies[COOKIE] = "GM0228"
    assert begins(client.get(WIZARD)) == ["Ede"]
    assert begins(client.post(WIZARD, {"municipality": "Utrecht"})) == ["Utrecht"]
    assert begins(client.post(WIZARD, {"municipality": ""})) == [""]
