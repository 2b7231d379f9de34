"""Two colleagues in one step: nothing of either is lost."""

import re

import pytest
from django.urls import reverse

from tests.catalogue.registration.answers import begin, post_step, seen_on


@pytest.fixture
def member(amina, reference, client_of):
    return client_of(amina)


def where(revision, step="wat"):
    return reverse("traject-step", args=["stichting-amber", revision.pk, step])


def test_another_step_of_a_colleague_is_no_conflict(member):
    revision = begin(member)
    mark = seen_on(member, where(revision))
    post_step(member, revision, "overig", {"other": "Van de een"})
    assert post_step(member, revision, "wat", {"summary": "Van de ander"}, seen=mark).status_code == 302
    revision.refresh_from_db()
    assert (revision.answers["other"], revision.answers["summary"]) == ("Van de een", "Van de ander")


def test_the_same_words_twice_are_no_conflict(member):
    revision = begin(member)
    mark = seen_on(member, where(revision))
    for _ in range(2):
        assert post_step(member, revision, "wat", {"summary": "Hetzelfde"}, seen=mark).status_code == 302


def test_both_versions_are_shown_and_each_field_can_be_chosen(member):
    revision = begin(member)
    mark = seen_on(member, where(revision))
    theirs = {"summary": "Van haar", "aim": "Doel van haar", "goals": ["motivatie"]}
    mine = {"summary": "Van mij", "aim": "Doel van mij", "goals": ["empowerment"], "working_method": "Samen"}
    post_step(member, revision, "wat", theirs)
    response = post_step(member, revision, "wat", mine, seen=mark)
    page = response.content.decode()
    assert response.status_code == 409
    for said in ("Van haar", "Van mij", "Doel van haar", "Doel van mij", "Motivatie", "Empowerment"):
        assert said in page
    revision.refresh_from_db()
    assert revision.answers["summary"] == "Van haar"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    again = {name: [value for key, value in hidden if key == name] for name, _ in hidden}
    chosen = {
        "keep-summary": "mine",
        "keep-aim": "theirs",
        "keep-goals": "theirs",
        "keep-working_method": "mine",
    }
    assert set(re.findall(r'name="(keep-[^"]+)"', page)) == set(chosen)
    assert member.post(where(revision), {**again, **chosen}).status_code == 302
    revision.refresh_from_db()
    assert {name: revision.answers[name] for name in mine} == {
        "summary": "Van mij", "aim": "Doel van haar", "goals": ["motivatie"], "working_method": "Samen",
    }  # fmt: skip


def test_autosave_does_not_choose_by_itself(member):
    revision = begin(member)
    mark = seen_on(member, where(revision))
    post_step(member, revision, "wat", {"summary": "Van haar"})
    response = member.post(where(revision), {"summary": "Van mij", "seen": mark}, headers={"X-Autosave": "1"})
    assert (response.status_code, list(response.json())) == (409, ["conflict"])
    revision.refresh_from_db()
    assert revision.answers["summary"] == "Van haar"


def test_results_of_both_are_kept_apart(member):
    revision = begin(member)
    mark = seen_on(member, where(revision, "resultaten"))
    post_step(member, revision, "resultaten", {"result_text-0": "Van haar"})
    mine = {f"result_text-{number}": f"Van mij {number}" for number in range(4)}
    response = post_step(member, revision, "resultaten", mine, seen=mark)
    page = response.content.decode()
    assert response.status_code == 409
    assert [text for text in ["Van haar", *mine.values()] if text not in page] == []
