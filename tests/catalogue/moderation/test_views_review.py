"""One submission: what is shown, what is ticked, and what a decision answers."""

import pytest
from django.urls import reverse

from catalogue.models import Event, Intervention, Membership, Revision
from catalogue.revisions import actions
from catalogue.revisions.publishing import fresh
from tests.cast import account, with_second_factor
from tests.catalogue.moderation.submissions import changed, edited, public, sound, submitted


def review(client, revision):
    return client.get(reverse("moderation-review", args=[revision.pk]))


def decide(client, revision, decision, **data):
    data = {"edit_number": revision.edit_number, "besluit": decision, "opmerking": "", **data}
    return client.post(reverse("moderation-decide", args=[revision.pk]), data)


def tick(client, revision, htmx=False, **data):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse("moderation-checklist", args=[revision.pk]), data, headers=headers)


@pytest.fixture
def desk(client_of, mo):
    return client_of(mo)


@pytest.fixture
def revision(reference, amina, amber):
    return submitted(sound(name="Amber Werkt"), by=amina, organisation=amber)


# What is shown


def test_a_new_item_is_shown_whole_in_the_order_of_the_page(desk, revision):
    page = review(desk, revision)
    parts = [part.title for part in page.context["review"].parts]
    assert parts[:3] == ["Naam en aanbieder", "Voor wie", "Wat het is"]
    text = page.content.decode()
    assert [text.index(f">{title}</h3>") for title in parts] == sorted(
        text.index(f">{title}</h3>") for title in parts
    )
    assert "Opgave van de organisatie zelf, Aanmelding" in text
    assert "<ins" not in text


def test_of_an_edit_the_changes_are_shown_and_the_rest_can_be_unfolded(reference, desk, amina):
    item = public(summary="Een training van een week.")
    revision = submitted(edited(item, summary="Een training van een maand.", childcare=True), by=amina)
    text = review(desk, revision).content.decode()
    before, _, folded = text.partition("Onderdelen zonder wijziging")
    assert "week</del>" not in before
    assert ">week<span" in before
    assert ">maand<span" in before
    assert "[weg: " in before
    assert "[toegevoegd: " in before
    assert 'id="veld-url"' not in before
    assert 'id="veld-url"' in folded


def test_hints_lead_to_their_field(desk, reference, amina):
    revision = submitted(sound(referral="Bel 06 12345678"), by=amina)
    text = review(desk, revision).content.decode()
    assert '<a href="#veld-referral">Aanmelden</a>' in text
    assert text.count('id="veld-referral"') == 1


def test_what_was_typed_is_shown_as_text(desk, reference, amina):
    revision = submitted(sound(summary="<script>alert(1)</script>", name="<b>Vet</b>"), by=amina)
    text = review(desk, revision).content.decode()
    assert "<script>alert" not in text
    assert "<b>Vet" not in text


def test_what_lacks_a_source_or_a_contact_has_no_button_to_publish(desk, reference, amina):
    revision = submitted({**sound(), "url": None, "citations": []}, by=amina)
    text = review(desk, revision).content.decode()
    assert 'value="publish"' not in text
    assert "Er is geen contact" in text
    assert "Er staat geen bron bij: naam, samenvatting, bereik." in text


def test_a_submission_that_is_not_in_the_schema_is_still_shown(desk, reference, amina):
    revision = submitted({**sound(), "kind": "cursus"}, by=amina)
    page = review(desk, revision)
    assert page.status_code == 200
    assert "heeft niet de vorm van een item" in page.content.decode()


def test_of_her_own_work_an_editor_sees_why_another_decides(reference, desk, mo):
    text = review(desk, submitted(by=mo)).content.decode()
    assert "Je hebt dit zelf gemaakt of ingediend." in text
    assert 'name="besluit"' not in text


@pytest.mark.parametrize("pk", [0, 999999, 10**30])
def test_an_unknown_submission_is_not_found(reference, desk, pk):
    assert desk.get(reverse("moderation-review", args=[pk])).status_code == 404


# The checklist


def test_one_tick_is_saved_as_you_go(desk, revision):
    answer = tick(
        desk, revision, htmx=True, **{"antwoord-work": "no", "opmerking-work": "Waar leidt het toe?"}
    )
    assert answer.status_code == 200
    assert "1 van de 7 ingevuld." in answer.content.decode()
    revision.refresh_from_db()
    assert revision.checklist == {"work": {"answer": "no", "remark": "Waar leidt het toe?"}}
    form = review(desk, revision).context["review"].form
    assert form.initial["opmerking"] == "- Waar leidt het toe?"


def test_without_javascript_the_whole_list_is_saved(desk, revision):
    answer = tick(
        desk, revision, **{"antwoord-work": "yes", "antwoord-recent": "n/a", "opmerking-method": "Hoe?"}
    )
    assert (answer.status_code, answer.url) == (302, reverse("moderation-review", args=[revision.pk]))
    revision.refresh_from_db()
    assert revision.checklist == {
        "work": {"answer": "yes", "remark": ""}, "recent": {"answer": "n/a", "remark": ""},
        "method": {"answer": "", "remark": "Hoe?"},
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        {"antwoord-work": "misschien"},
        {"antwoord-onbekend": "yes"},
        {"opmerking-work": "\x00" + "x" * 5000},
        {"antwoord-work": ["yes", "no"]},
        {},
    ],
    ids=["answer", "criterion", "long", "twice", "nothing"],
)
def test_odd_ticks_do_no_harm(desk, revision, data):
    assert tick(desk, revision, **data).status_code == 302
    revision.refresh_from_db()
    assert set(revision.checklist) <= {"work"}
    assert len(str(revision.checklist)) < 1100


def test_a_tick_after_the_decision_says_so(desk, revision):
    decide(desk, revision, "publish")
    answer = tick(desk, revision, htmx=True, **{"antwoord-work": "no"})
    assert answer.status_code == 422
    assert "Niet bewaard. Deze inzending is al gepubliceerd door Mo" in answer.content.decode()


# Decisions


def test_publishing_leads_back_to_the_desk_and_says_what_happened(desk, revision):
    answer = decide(desk, revision, "publish")
    assert (answer.status_code, answer.url) == (302, reverse("moderation-dashboard"))
    assert "Amber Werkt is gepubliceerd en staat nu in de catalogus." in desk.get(answer.url).content.decode()
    assert desk.get(reverse("intervention-detail", args=[revision.document["slug"]])).status_code == 200


def test_while_an_edit_waits_or_is_refused_the_public_page_stays(reference, client, desk, amina):
    item = public(summary="Openbaar en wel.")
    address = item.get_absolute_url()
    revision = submitted(edited(item, summary="Nog niet gezien."), by=amina)
    assert "Openbaar en wel." in client.get(address).content.decode()
    decide(desk, revision, "reject", opmerking="Nee, want.")
    page = client.get(address).content.decode()
    assert "Openbaar en wel." in page
    assert "Nog niet gezien." not in page


@pytest.mark.parametrize("decision", ["return", "reject"])
def test_without_a_remark_the_page_comes_back_with_the_fault_at_its_field(desk, revision, decision):
    answer = decide(desk, revision, decision)
    assert answer.status_code == 422
    assert list(answer.context["review"].form.errors) == ["opmerking"]
    assert "Schrijf erbij waarom." in answer.content.decode()
    assert Revision.objects.get(pk=revision.pk).status == "submitted"


def test_what_was_typed_stays_when_a_decision_is_refused(desk, reference, amina):
    revision = submitted({**sound(), "url": None}, by=amina)
    answer = decide(desk, revision, "publish", opmerking="Een heel verhaal.")
    assert answer.status_code == 422
    assert "Een heel verhaal.</textarea>" in answer.content.decode()
    assert "Er is geen contact" in str(answer.context["review"].form.non_field_errors())


@pytest.mark.parametrize(
    "data",
    [
        {"besluit": "feest"},
        {"besluit": ""},
        {"edit_number": "x"},
        {"edit_number": ""},
        {"opmerking": "x" * 6000},
    ],
    ids=["decision", "none", "number", "no number", "long"],
)
def test_a_wrong_form_decides_nothing(desk, revision, data):
    posted = {"edit_number": 0, "besluit": "return", "opmerking": "Zo dan.", **data}
    answer = desk.post(reverse("moderation-decide", args=[revision.pk]), posted)
    assert answer.status_code == 422
    assert Revision.objects.get(pk=revision.pk).status == "submitted"


@pytest.mark.parametrize("second", ["publish", "return", "reject"])
def test_the_second_of_two_editors_gets_a_message_and_keeps_what_she_typed(desk, revision, client_of, second):
    nina = client_of(with_second_factor(account("nina", role="redacteur")))
    decide(desk, revision, "publish")
    answer = decide(nina, revision, second, opmerking="Mijn lange uitleg.")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Deze inzending is al gepubliceerd door Mo" in text
    assert "Mijn lange uitleg." in text
    assert Intervention.objects.get(source_ref=revision.source_ref).version == 1
    assert Event.objects.filter(action__in=["published", "returned", "rejected"]).count() == 1


def test_publishing_twice_makes_one_version(desk, revision):
    assert [decide(desk, revision, "publish").status_code for _ in range(3)] == [302, 409, 409]
    assert fresh(revision.source_ref).version == 1
    assert Revision.objects.accepted().count() == 1


def test_a_decision_about_a_page_of_yesterday_is_refused_and_shows_today(desk, revision, amina, mo):
    actions.return_with_remarks(revision=revision, by=mo, remark="Korter.")
    document = {**revision.document, "summary": "Nu korter."}
    actions.save_draft(revision=revision, answers={}, document=document, edit_number=0, by=amina)
    actions.submit(revision=revision, by=amina)
    answer = decide(desk, revision, "publish", edit_number=0)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "gewijzigd sinds je haar opende" in text
    assert "Nu korter." in text
    assert '<input type="hidden" name="edit_number" value="1">' in text
    assert decide(desk, revision, "publish", edit_number=1).status_code == 302


def test_a_decision_about_her_own_organisation_is_forbidden(desk, revision, amber, mo):
    Membership.objects.create(organisation=amber, user=mo)
    answer = decide(desk, revision, "publish")
    assert answer.status_code == 403
    assert "organisatie waar jij bij hoort" in answer.content.decode()
    assert Revision.objects.get(pk=revision.pk).status == "submitted"


# Merging


@pytest.fixture
def outdated(reference, amina, amber):
    item = public(summary="Eerst.", duration_text="Een jaar.")
    revision = submitted(edited(item, summary="Van amina.", childcare=True), by=amina, organisation=amber)
    changed(item, summary="Van een ander.", referral="Bel ons.")
    return revision


def merge(client, revision, version=2, **fields):
    data = {f"veld-{key}": side for key, side in fields.items()}
    data |= {"public_version": version, "edit_number": 0}
    return client.post(reverse("moderation-merge", args=[revision.pk]), data)


def test_an_outdated_edit_leads_to_the_merge_page(desk, outdated):
    text = review(desk, outdated).content.decode()
    assert reverse("moderation-merge", args=[outdated.pk]) in text
    assert 'value="publish"' not in text
    page = desk.get(reverse("moderation-merge", args=[outdated.pk])).context["page"]
    assert [(choice.field.key, choice.conflict) for choice in page.choices] == [
        ("summary", True), ("childcare", False), ("referral", False),
    ]  # fmt: skip


def test_a_conflict_has_to_be_chosen_and_the_other_choices_stay(desk, outdated):
    answer = merge(desk, outdated, referral="edit")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Kies nog bij: samenvatting." in text
    assert '<input type="radio" name="veld-referral" value="edit" checked>' in text
    assert Revision.objects.get(pk=outdated.pk).document["summary"] == "Van amina."


def test_a_merge_keeps_what_either_side_changed_and_can_then_be_published(desk, outdated):
    answer = merge(desk, outdated, summary="edit")
    assert (answer.status_code, answer.url) == (302, reverse("moderation-review", args=[outdated.pk]))
    outdated.refresh_from_db()
    assert decide(desk, outdated, "publish", edit_number=1).status_code == 302
    item = fresh(outdated.source_ref)
    assert (item.summary, item.childcare, item.referral, item.version) == ("Van amina.", True, "Bel ons.", 3)


def test_a_merge_with_an_older_version_is_refused_and_shows_the_newest(desk, outdated):
    changed(fresh(outdated.source_ref), referral="Mail ons.")
    answer = merge(desk, outdated, version=2, summary="edit")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Er is intussen weer iets gewijzigd." in text
    assert '<input type="hidden" name="public_version" value="3">' in text
    assert '<input type="radio" name="veld-summary" value="edit" checked>' in text


def test_what_is_not_in_the_schema_is_not_merged_but_returned(desk, outdated):
    document = {**outdated.document, "kind": "cursus"}
    document.pop("notes")
    Revision.objects.filter(pk=outdated.pk).update(document=document)
    assert "heeft niet de vorm van een item" in review(desk, outdated).content.decode()
    address = reverse("moderation-merge", args=[outdated.pk])
    assert desk.get(address).url == reverse("moderation-review", args=[outdated.pk])
    assert decide(desk, outdated, "publish").status_code == 422
    assert decide(desk, outdated, "return", opmerking="Vul opnieuw in.").status_code == 302


def test_there_is_nothing_to_merge_in_an_edit_of_now_or_one_that_was_decided(reference, desk, amina):
    item = public()
    revision = submitted(edited(item, summary="Anders."), by=amina)
    address = reverse("moderation-merge", args=[revision.pk])
    assert desk.get(address).url == reverse("moderation-review", args=[revision.pk])
    decide(desk, revision, "reject", opmerking="Nee.")
    assert desk.post(address).url == reverse("moderation-review", args=[revision.pk])
