"""From a draft to a public item: checked once, submitted once, and then found and matched."""

import io
import json
import threading

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from catalogue.documents.schema import document_of
from catalogue.models import Event, Intervention, Organisation, Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.registration import actions as registration_actions
from catalogue.registration.draft import Draft
from catalogue.registration.forms import STEPS
from catalogue.revisions import actions as revision_actions
from catalogue.revisions.checklist import checklist_of
from tests.catalogue.registration.answers import begin, fill, post_step


@pytest.fixture
def member(amina, catalogue, client_of):
    return client_of(amina)


@pytest.fixture
def whole(member):
    return fill(member, begin(member))


def address(name, revision):
    return reverse(f"traject-{name}", args=["stichting-amber", revision.pk])


def publish(revision, by):
    revision.refresh_from_db()
    return revision_actions.publish(revision=revision, by=by)


def test_a_half_filled_form_cannot_be_submitted_and_says_why(member):
    revision = begin(member)
    response = member.post(address("submit", revision), {"confirmed": "ja"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Voor indienen nog nodig" in page
    step = reverse("traject-step", args=["stichting-amber", revision.pk, "wat"])
    assert f'<a href="{step}#id_summary">Samenvatting is nog niet ingevuld.</a>' in page
    assert Revision.objects.get(pk=revision.pk).status == "draft"


def test_a_fault_in_a_step_stands_in_the_way_and_has_a_link(member, whole):
    post_step(member, whole, "praktisch", {"duration_weeks_min": "veel"})
    response = member.post(address("submit", whole), {"confirmed": "ja"})
    link = reverse("traject-step", args=["stichting-amber", whole.pk, "praktisch"])
    assert response.status_code == 422
    assert f'href="{link}?fouten#id_duration_weeks_min"' in response.content.decode()
    assert "Voer een getal in." in member.get(f"{link}?fouten").content.decode()


def test_without_the_tick_nothing_is_submitted(member, whole):
    response = member.post(address("submit", whole))
    assert (response.status_code, Revision.objects.get(pk=whole.pk).status) == (422, "draft")
    assert "Vink dit aan als je alles hebt nagelezen." in response.content.decode()


def test_submitting_twice_is_one_step_in_the_history(member, whole):
    for _ in range(2):
        response = member.post(address("submit", whole), {"confirmed": "ja"})
        assert response.headers["Location"] == address("overview", whole)
    assert Event.objects.filter(action="submitted").count() == 1
    held = Revision.objects.get(pk=whole.pk)
    assert (held.status, held.document["slug"], held.document["stand"]) == (
        "submitted", "samen-vooruit", str(timezone.localdate().year),
    )  # fmt: skip


def test_an_address_that_is_taken_gets_a_tail(member, whole):
    other = Intervention.objects.exclude(slug="samen-vooruit").first()
    Intervention.objects.filter(pk=other.pk).update(slug="samen-vooruit")
    member.post(address("submit", whole), {"confirmed": "ja"})
    assert Revision.objects.get(pk=whole.pk).document["slug"] == "samen-vooruit-6789ab"


def test_a_returned_traject_shows_the_remark_and_the_points_that_were_not_met(member, whole, mo):
    member.post(address("submit", whole), {"confirmed": "ja"})
    held = Revision.objects.get(pk=whole.pk)
    criterion = checklist_of(held).criteria[0].key
    moderation_actions.save_checklist(
        revision=held, answers={criterion: {"answer": "no", "remark": "Noem de duur."}}, by=mo
    )
    revision_actions.return_with_remarks(
        revision=Revision.objects.get(pk=whole.pk), by=mo, remark="Bijna goed"
    )
    for page in (
        address("overview", whole),
        reverse("traject-step", args=["stichting-amber", whole.pk, "wat"]),
    ):
        text = member.get(page).content.decode()
        assert ("Bijna goed" in text, "Noem de duur." in text) == (True, True)
    post_step(member, whole, "wat", {"summary": "Nu beter."})
    member.post(address("submit", whole), {"confirmed": "ja"})
    held = Revision.objects.get(pk=whole.pk)
    assert (held.status, held.document["summary"]) == ("submitted", "Nu beter.")


def test_a_withdrawn_traject_can_no_longer_be_written(member, whole):
    member.post(address("withdraw", whole))
    assert Revision.objects.get(pk=whole.pk).status == "withdrawn"
    assert post_step(member, whole, "wat", {"summary": "Toch nog"}, seen="oud").status_code == 409


def test_a_published_traject_is_found_and_matched_at_once(member, whole, mo, client):
    before = client.get("/interventies/?q=complimenten").content.decode()
    member.post(address("submit", whole), {"confirmed": "ja"})
    assert "Samen vooruit" not in client.get("/interventies/?q=vooruit").content.decode()
    item = publish(whole, mo)
    assert "Samen vooruit" not in before
    assert "Samen vooruit" in client.get("/interventies/?q=vooruit").content.decode()
    page = client.get(item.get_absolute_url()).content.decode()
    assert "volgens de organisatie" in page
    assert "Opgave van de organisatie zelf" in page
    assert "Contactformulier: " in page
    rows = {row.barrier.slug: (row.basis, row.role, row.value) for row in item.coverage.all()}
    assert rows == {
        "weinig-zelfvertrouwen": ("declared", "main", 60),
        "klein-netwerk": ("declared", "part", 55),
    }


def test_declared_and_derived_coverage_take_part_in_a_match_at_once(member, whole, mo, tmp_path):
    """What is ticked counts 60 at most, what only follows from a goal 40 at most; a cited source more."""
    profile = {
        "audience": "client",
        "barriers": {"weinig-zelfvertrouwen": 3, "weinig-motivatie": 1},
        "context": {"gender": "vrouw", "age": 40, "municipality": "Den Haag", "dutch_level": "B1"},
    }
    member.post(address("submit", whole), {"confirmed": "ja"})
    before = matched(profile, tmp_path)
    item = publish(whole, mo)
    after = matched(profile, tmp_path)
    assert (item.source_ref in before, item.source_ref in after) == (False, True)
    mine = after[item.source_ref]
    counted = {
        row["key"]: (row["basis"], row["coverage"]) for row in mine["lines"] if row["kind"] == "barrier"
    }
    assert counted == {"weinig-zelfvertrouwen": ("declared", 60.0), "weinig-motivatie": ("derived", 40.0)}
    assert (mine["eligibility"], mine["rank"] is not None) == ("eligible", True)
    revision_actions.archive(item=item, by=mo)
    assert item.source_ref not in matched(profile, tmp_path)


def matched(profile, folder):
    """The matches of the command line, by source_ref."""
    file, out = folder / "profile.json", io.StringIO()
    file.write_text(json.dumps(profile), encoding="utf-8")
    call_command("match", str(file), "--json", stdout=out)
    return {row["source_ref"]: row for row in json.loads(out.getvalue())["matches"]}


def test_an_edit_of_a_public_item_changes_only_what_was_answered_otherwise(member, whole, mo, amber):
    """Everything the form does not show stays, with its sources, and the public page stays as it was."""
    item = Intervention.objects.get(source_ref="dh2024-b2-2")
    Intervention.objects.filter(pk=item.pk).update(provider=amber)
    before = document_of(Intervention.objects.with_everything().get(pk=item.pk))
    member.post(reverse("traject-edit", args=["stichting-amber"]), {"item": item.slug})
    revision = Revision.objects.get(source_ref=item.source_ref, status="draft")
    assert revision.document == before
    post_step(member, revision, "praktisch", {"places": "8", "as_of": "2026-11-01", "individual": "ja"})
    member.post(address("submit", revision), {"confirmed": "ja"})
    after = Revision.objects.get(pk=revision.pk).document
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"places", "as_of", "stand", "citations"}
    assert [row for row in after["citations"] if row not in before["citations"]] == [
        {"field": name, "source": "opgave-organisatie", "place": "Praktisch"} for name in ("places", "as_of")
    ]
    assert document_of(Intervention.objects.with_everything().get(pk=item.pk)) == before


def test_an_edit_goes_on_with_the_one_that_is_open(member, whole, mo):
    member.post(address("submit", whole), {"confirmed": "ja"})
    item = publish(whole, mo)
    for _ in range(2):
        response = member.post(reverse("traject-edit", args=["stichting-amber"]), {"item": item.slug})
    revision = Revision.objects.get(source_ref=item.source_ref, status="draft")
    assert response.headers["Location"] == address("overview", revision)


def test_while_the_editors_work_on_an_item_its_organisation_is_told(member, whole, mo):
    member.post(address("submit", whole), {"confirmed": "ja"})
    item = publish(whole, mo)
    document = document_of(Intervention.objects.with_everything().get(pk=item.pk))
    revision_actions.start_revision(document=document, by=mo)
    response = member.post(
        reverse("traject-edit", args=["stichting-amber"]), {"item": item.slug}, follow=True
    )
    assert "De redactie is nu zelf met dit traject bezig." in response.content.decode()
    assert Revision.objects.open().filter(organisation__isnull=False).count() == 0


def test_an_organisation_that_changed_its_name_stays_one_organisation(member, whole, amber, mo):
    Organisation.objects.filter(pk=amber.pk).update(name="Stichting Amber en Co")
    member.post(address("submit", whole), {"confirmed": "ja"})
    assert publish(whole, mo).provider == amber
    assert Organisation.objects.filter(name__startswith="Stichting Amber").count() == 1


def test_an_item_of_another_organisation_cannot_be_edited(member):
    item = Intervention.objects.get(source_ref="dh2024-b2-2")
    response = member.post(reverse("traject-edit", args=["stichting-amber"]), {"item": item.slug})
    assert (response.status_code, Revision.objects.open().count()) == (404, 0)


def test_the_preview_is_the_page_of_the_item_and_nobody_else_sees_it(
    member, whole, mo, client_of, bea, client
):
    response = member.get(address("preview", whole))
    page = response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Voorbeeld, nog niet openbaar." in page
    for said in ("Vrouwen oefenen samen voor werk.", "Moeders in de bijstand", "27 jaar of ouder", "Den Haag",
                 "Weinig zelfvertrouwen", "volgens de organisatie", "jaarverslag 2025"):  # fmt: skip
        assert said in page
    assert client_of(bea).get(address("preview", whole)).status_code == 404
    assert client.get(address("preview", whole)).status_code == 302
    member.post(address("submit", whole), {"confirmed": "ja"})
    public = client.get(publish(whole, mo).get_absolute_url()).content.decode()
    shown = [
        part.partition("</article>")[0]
        for part in (page.partition("<article>")[2], public.partition("<article>")[2])
    ]
    wanted = [line.strip() for line in shown[0].splitlines() if "<dd>" in line or "<li>" in line]
    assert [line for line in wanted if line not in shown[1]] == []


@pytest.mark.django_db(transaction=True)
def test_twenty_submits_at_once_are_one(live_catalogue, amina, client_of):
    whole = fill(client_of(amina), begin(client_of(amina)))
    faults, barrier = [], threading.Barrier(20)

    def submit():
        try:
            barrier.wait(20)
            registration_actions.submit_draft(revision=whole, by=amina, today=timezone.localdate())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=submit) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert Revision.objects.get(pk=whole.pk).status == "submitted"
    assert Event.objects.filter(action="submitted", revision=whole).count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_first_saves_at_once_make_one_draft(live_catalogue, amina, amber):
    faults, barrier = [], threading.Barrier(10)
    data, today = QueryDict("name=Tegelijk"), timezone.localdate()
    draft = Draft.new(amber, source_ref="opgave-aaaaaaaaaaaa", stand=str(today.year))

    def save():
        try:
            barrier.wait(20)
            registration_actions.save_step(draft=draft, step=STEPS[0], data=data, today=today, by=amina)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert Revision.objects.filter(source_ref="opgave-aaaaaaaaaaaa").count() == 1
