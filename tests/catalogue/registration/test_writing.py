"""A traject is written in steps: whatever was typed is kept, right or wrong, and never another's."""

import pytest
from django.urls import reverse

from catalogue.models import Event, Revision
from catalogue.registration.forms import STEPS
from catalogue.revisions import actions
from tests.catalogue.registration.answers import KEY, WHOLE, begin, fill, post_step, seen_on

NEW = "/organisaties/stichting-amber/trajecten/nieuw/"


@pytest.fixture
def member(amina, reference, client_of):
    return client_of(amina)


def test_nothing_is_kept_until_the_first_save(member):
    assert member.get(NEW).status_code == 200
    assert Revision.objects.count() == 0


def test_the_first_save_makes_a_draft_of_the_organisation(member, amina, amber):
    response = member.post(NEW, {"name": "Samen vooruit", "kind": "traject", "key": KEY, "go": "next"})
    revision = Revision.objects.get()
    assert response.headers["Location"] == reverse("traject-step", args=[amber.slug, revision.pk, "wat"])
    assert (revision.organisation, revision.created_by, revision.status) == (amber, amina, "draft")
    assert (revision.answers["name"], revision.document["name"]) == ("Samen vooruit", "Samen vooruit")
    assert [event.action for event in Event.objects.all()] == ["started"]


def test_posting_the_first_step_twice_makes_one_draft(member):
    for _ in range(2):
        member.post(NEW, {"name": "Samen vooruit", "key": KEY})
    assert [(row.source_ref, row.answers["name"]) for row in Revision.objects.all()] == [
        (f"opgave-{KEY}", "Samen vooruit")
    ]


def test_a_wrong_answer_is_kept_and_told(member):
    revision = begin(member)
    typed = {"duration_weeks_min": "tien", "duration_text": "een half jaar", "as_of": "31-31-2026"}
    response = post_step(member, revision, "praktisch", typed)
    page = response.content.decode()
    assert response.status_code == 422
    revision.refresh_from_db()
    assert {name: revision.answers[name] for name in typed} == typed
    assert revision.document["duration_text"] == "een half jaar"
    assert revision.document["duration_weeks_min"] is None
    assert 'href="#id_duration_weeks_min"' in page
    assert 'value="tien"' in page
    assert 'value="31-31-2026"' in page


def test_the_words_of_a_participant_go_in_with_her_consent_alone(member):
    revision = begin(member)
    words = {"participant_words": "Ik durf nu zelf te bellen."}
    response = post_step(member, revision, "overig", words)
    assert response.status_code == 422
    assert "Vraag haar of dit openbaar mag." in response.content.decode()
    revision.refresh_from_db()
    assert revision.answers["participant_words"] == words["participant_words"]
    assert revision.document["participant_words"] is None
    post_step(member, revision, "overig", {**words, "participant_words_agreed": "ja"})
    revision.refresh_from_db()
    assert revision.document["participant_words"] == words["participant_words"]
    preview = member.get(reverse("traject-preview", args=[revision.organisation.slug, revision.pk]))
    assert words["participant_words"] in preview.content.decode()
    assert "zonder naam en met haar toestemming" in preview.content.decode()


@pytest.mark.parametrize("field", ["participant_words", "next_to", "next_hands_over", "next_reports_back"])
@pytest.mark.parametrize(
    "text",
    [
        "Bel haar op 06 12345678.", "Bel 070 123 45 67.", "Mail fatima@post.example.", "Ik heet Fatima.",
        "Mijn naam is Anna.", "Fatima (34) vond werk.", "Mevrouw Jansen belt haar op.",
    ],
)  # fmt: skip
def test_nobody_is_named_or_rung_in_her_words_and_in_what_comes_next(member, field, text):
    revision = begin(member)
    typed = {"participant_words_agreed": "ja", "next_to": "Werk.", field: text}
    assert post_step(member, revision, "overig", typed).status_code == 422
    revision.refresh_from_db()
    assert text not in str(revision.document["participant_words"]) + str(revision.document["next_after"])
    assert revision.answers[field] == text


@pytest.mark.parametrize("go", ["next", "previous", "keep"])
def test_each_button_saves_first(member, go):
    revision = begin(member)
    post_step(member, revision, "wat", {"summary": "Een training.", "go": go})
    revision.refresh_from_db()
    assert revision.document["summary"] == "Een training."


def test_a_step_that_is_filled_in_is_shown_as_typed(member):
    revision = begin(member)
    fill(member, revision)
    for step in STEPS:
        page = member.get(reverse("traject-step", args=["stichting-amber", revision.pk, step.slug]))
        assert page.status_code == 200
    assert (
        "12 van de 20 vrouwen hadden binnen een jaar werk"
        in member.get(
            reverse("traject-step", args=["stichting-amber", revision.pk, "resultaten"])
        ).content.decode()
    )


def test_a_field_that_is_missing_from_a_post_keeps_its_answer(member):
    revision = begin(member)
    post_step(member, revision, "wat", {"summary": "Een training.", "aim": "Werk."})
    post_step(member, revision, "wat", {"aim": "Ander werk."})
    revision.refresh_from_db()
    assert (revision.answers["summary"], revision.answers["aim"]) == ("Een training.", "Ander werk.")


def test_autosave_answers_with_the_hour_and_the_address(member, amber):
    response = member.post(NEW, {"name": "Samen", "key": KEY}, headers={"X-Autosave": "1"})
    revision = Revision.objects.get()
    said = response.json()
    assert said["address"] == reverse("traject-step", args=[amber.slug, revision.pk, "organisatie"])
    assert (len(said["saved"]), said["complete"]) == (5, "2 van 12 onderdelen ingevuld")


def test_autosave_keeps_a_wrong_answer_without_a_fault(member):
    revision = begin(member)
    address = reverse("traject-step", args=["stichting-amber", revision.pk, "praktisch"])
    typed = {"places": "veel", "seen": seen_on(member, address)}
    response = member.post(address, typed, headers={"X-Autosave": "1"})
    assert (response.status_code, "saved" in response.json()) == (200, True)
    revision.refresh_from_db()
    assert revision.answers["places"] == "veel"


def test_places_are_searched_without_javascript_and_the_search_keeps_what_is_ticked(member):
    revision = begin(member)
    post_step(member, revision, "waar", {"scope": "plaatsen", "places_reached": ["municipality:GM0518"]})
    typed = {"scope": "plaatsen", "places_reached": ["municipality:GM0518"]}
    response = post_step(member, revision, "waar", {**typed, "place_search": "gron", "search": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    for key in ("municipality:GM0518", "municipality:GM0014", "province:groningen"):
        assert f'value="{key}"' in page
    assert "place_search" not in Revision.objects.get().answers


def test_the_whole_form_makes_a_document_without_faults(member):
    from catalogue.documents import schema

    revision = begin(member)
    fill(member, revision)
    revision.refresh_from_db()
    document = revision.document
    assert schema.check(document) == []
    assert document["provider"] == "stichting-amber"
    assert document["conditions"] == {"all": [
        {"fact": "gender", "in": ["vrouw"], "strength": "required", "cite": [CITE],
         "text": "voor vrouwen, omdat zij onder elkaar vrijer praten"},
        {"fact": "dutch_level", "min": "A2", "strength": "intended", "cite": [CITE],
         "text": "Nederlands op A2 of hoger"},
        {"fact": "age", "min": 27, "strength": "required", "cite": [CITE], "text": "27 jaar of ouder"},
    ]}  # fmt: skip
    assert [row["text"] for row in document["provider_conditions"]] == [
        "Eigen vervoer is nodig.", "Elke week komen.",
    ]  # fmt: skip
    assert document["reach"] == {
        "national": False, "elsewhere": "no", "text": None,
        "regions": [{"level": "municipality", "code": "GM0518"}],
    }  # fmt: skip
    assert document["results"][0]["text"] == (
        "12 van de 20 vrouwen hadden binnen een jaar werk, volgens de organisatie."
    )
    assert document["full_until"] == "2027-03-01"


CITE = {"source": "opgave-organisatie", "place": "Voorwaarden"}


def test_at_most_three_barriers_are_a_main_aim(member):
    revision = begin(member)
    slugs = ["weinig-zelfvertrouwen", "klein-netwerk", "weinig-motivatie", "mantelzorg"]
    typed = (
        {"barriers": slugs}
        | {f"role-{slug}": "main" for slug in slugs}
        | {f"proof-{slug}": "niets" for slug in slugs}
    )
    response = post_step(member, revision, "belemmeringen", typed)
    assert response.status_code == 422
    assert "Je koos 4 hoofddoelen. Kies er hoogstens 3." in response.content.decode()
    revision.refresh_from_db()
    assert revision.answers["barriers"] == slugs


def test_another_organisation_finds_nothing(member, bea, amber, client_of):
    revision = begin(member)
    stranger = client_of(bea)
    for name in ("overview", "preview", "submit", "withdraw"):
        address = reverse(f"traject-{name}", args=[amber.slug, revision.pk])
        assert stranger.post(address).status_code in (404, 405)
        assert stranger.get(address).status_code in (404, 405)
    own = reverse("traject-overview", args=["stichting-beuk", revision.pk])
    assert stranger.get(own).status_code == 404
    assert stranger.get(reverse("organisation-dashboard", args=[amber.slug])).status_code == 404
    assert stranger.post(NEW, {"name": "Van mij"}).status_code == 404


def test_the_key_of_another_organisation_begins_a_draft_of_ones_own(member, bea, beuk, client_of):
    """Two drafts cannot have one key, so the second person keeps writing in a new one."""
    begin(member)
    client_of(bea).post("/organisaties/stichting-beuk/trajecten/nieuw/", {"name": "Van Beuk", "key": KEY})
    assert sorted(row.answers["name"] for row in Revision.objects.all()) == ["Samen vooruit", "Van Beuk"]


def test_what_is_typed_after_a_colleague_submitted_stays_on_the_page(member, amina):
    revision = begin(member)
    fill(member, revision)
    revision.refresh_from_db()
    actions.submit(revision=revision, by=amina)
    response = post_step(
        member, revision, "wat", {**WHOLE["wat"], "summary": "Net te laat getypt"}, seen="oud"
    )
    assert response.status_code == 409
    assert "Net te laat getypt" in response.content.decode()
    assert Revision.objects.get().answers["summary"] == WHOLE["wat"]["summary"]


def test_a_step_that_can_no_longer_be_written_leads_to_the_whole(member, amina, amber):
    revision = begin(member)
    actions.withdraw(revision=revision, by=amina)
    address = reverse("traject-step", args=[amber.slug, revision.pk, "wat"])
    assert member.get(address).headers["Location"] == reverse(
        "traject-overview", args=[amber.slug, revision.pk]
    )
    response = member.post(address, {"summary": "Nog iets"}, headers={"X-Autosave": "1"})
    assert (response.status_code, list(response.json())) == (409, ["conflict"])


def test_enter_in_the_search_box_searches(member):
    revision = begin(member)
    response = post_step(member, revision, "waar", {"place_search": "delft", "go": "keep"})
    assert (response.status_code, 'value="municipality:GM0503"' in response.content.decode()) == (200, True)


def test_a_document_put_together_by_an_editor_is_read_again(member):
    """Merging leaves the answers empty; the form then shows what the document says."""
    revision = begin(member)
    Revision.objects.filter(pk=revision.pk).update(
        answers={}, document={**revision.document, "summary": "Samengevoegd", "transferability": "Overal"}
    )
    page = member.get(reverse("traject-step", args=["stichting-amber", revision.pk, "wat"])).content.decode()
    assert "Samengevoegd" in page
    post_step(member, revision, "wat", {"aim": "Werk"})
    revision.refresh_from_db()
    assert (revision.document["summary"], revision.document["transferability"]) == ("Samengevoegd", "Overal")
