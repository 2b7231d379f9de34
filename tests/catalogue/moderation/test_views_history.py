"""Looking back: every version, one whole, putting one back, archiving, and everything that happened."""

import pytest
from django.urls import reverse

from catalogue.models import Event, Intervention, Membership, Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.revisions import actions as revision_actions
from catalogue.revisions.publishing import fresh
from tests.catalogue.moderation.submissions import changed, edited, public, sound, submitted


@pytest.fixture
def desk(client_of, mo):
    return client_of(mo)


@pytest.fixture
def item(reference):
    item = public(name="Amber Werkt", summary="Eerst.")
    return changed(item, summary="Daarna.", referral="Bel ons.")


def history(client, item):
    return client.get(reverse("moderation-history", args=[item.source_ref]))


def restore(client, item, number):
    return client.post(reverse("moderation-restore", args=[item.source_ref, number]))


def archive(client, item, remark="Gestopt."):
    return client.post(reverse("moderation-archive", args=[item.source_ref]), {"opmerking": remark})


def test_the_history_names_every_version_and_what_it_changed(desk, item):
    page = history(desk, item)
    assert [version.number for version in page.context["page"].versions] == [2, 1]
    text = page.content.decode()
    assert "samenvatting, aanmelden" in text
    assert "eerste versie" in text
    assert reverse("moderation-restore", args=[item.source_ref, 1]) in text
    assert reverse("moderation-restore", args=[item.source_ref, 2]) not in text


def test_an_older_version_is_shown_as_it_was(desk, item):
    page = desk.get(reverse("moderation-version", args=[item.source_ref, 1]))
    text = page.content.decode()
    assert "Eerst." in text
    assert "Daarna." not in text
    assert "Bel ons." not in text
    second = desk.get(reverse("moderation-version", args=[item.source_ref, 2]))
    assert [change.field.key for part in second.context["page"].changes for change in part.changed] == [
        "summary",
        "referral",
    ]


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_version_that_never_was_is_not_found(desk, item, number):
    assert desk.get(reverse("moderation-version", args=[item.source_ref, number])).status_code == 404
    assert restore(desk, item, number).status_code == 404
    assert history(desk, Intervention(source_ref="bestaat-niet")).status_code == 404


def test_an_older_version_is_put_back_and_public_at_once(desk, client, item):
    answer = restore(desk, item, 1)
    assert (answer.status_code, answer.url) == (302, reverse("moderation-history", args=[item.source_ref]))
    assert "Eerst." in client.get(item.get_absolute_url()).content.decode()
    assert "Versie 1 is teruggezet" in history(desk, item).content.decode()


def test_under_an_open_edit_nothing_is_put_back_and_the_page_says_why(desk, item, amina):
    revision = submitted(edited(item, summary="Wacht."), by=amina)
    text = history(desk, item).content.decode()
    assert "kun je geen oude versie terugzetten" in text
    assert reverse("moderation-review", args=[revision.pk]) in text
    answer = restore(desk, item, 1)
    assert answer.status_code == 409
    assert "Er staat al een bewerking open" in answer.content.decode()
    assert fresh(item.source_ref).version == 2


def test_a_draft_is_named_and_its_text_is_not_shown(desk, item, amina):
    revision_actions.start_revision(document=edited(item, summary="Geheim nog."), by=amina)
    text = history(desk, item).content.decode()
    assert "concept" in text
    assert "Geheim nog." not in text


def test_archiving_needs_a_reason_and_can_be_undone(desk, client, item):
    answer = archive(desk, item, remark=" ")
    assert answer.status_code == 422
    assert "Schrijf erbij waarom." in answer.content.decode()
    assert archive(desk, item).status_code == 302
    assert client.get(item.get_absolute_url()).status_code == 404
    text = history(desk, item).content.decode()
    assert "Staat in het archief en is niet openbaar." in text
    assert reverse("moderation-archive", args=[item.source_ref]) not in text
    assert archive(desk, item).status_code == 409
    assert restore(desk, item, 2).status_code == 302
    assert client.get(item.get_absolute_url()).status_code == 200


def test_what_her_own_organisation_offers_she_leaves_to_another(desk, reference, amber, mo):
    item = public(provider=amber.name)
    Membership.objects.create(organisation=amber, user=mo)
    assert "doet een andere redacteur" in history(desk, item).content.decode()
    assert [restore(desk, item, 1).status_code, archive(desk, item).status_code] == [403, 403]
    assert fresh(item.source_ref).status == "published"


def test_items_are_found_by_name_provider_and_key_archived_ones_too(desk, catalogue, mo):
    moderation_actions.archive_item(
        item=Intervention.objects.get(source_ref="ks2020-02"), by=mo, remark="Weg."
    )
    address = reverse("moderation-items")

    def found(text):
        return [item.source_ref for item in desk.get(address, {"q": text}).context["page"]]

    assert found("top-vrouwen") == ["ks2020-01"]
    assert found("BIJSTAND naar werk") == ["ks2020-01"]
    assert found("ks2020-02") == ["ks2020-02"]
    assert found("\x00bestaat niet") == []
    assert desk.get(address).context["page"].paginator.count == 49
    assert "Er is geen item met “zzz”" in desk.get(address, {"q": "zzz"}).content.decode()


def test_all_that_happened_is_listed_newest_first_and_can_only_be_read(desk, item, amina, amber, mo):
    revision = submitted(sound(name="Nieuw"), by=amina, organisation=amber)
    moderation_actions.decide(
        revision=revision, decision="return", by=mo, edit_number=0, remark="Graag korter."
    )
    address = reverse("moderation-events")
    page = desk.get(address)
    assert page.context["page"].object_list[0].action == "returned"
    assert "Graag korter." in page.content.decode()
    only = desk.get(address, {"wat": "submitted", "item": revision.source_ref})
    assert [event.by for event in only.context["page"]] == [amina]
    assert desk.post(address).status_code == 405
    assert Event.objects.filter(action="returned").count() == 1


def test_empty_pages_teach(desk, reference):
    assert "De catalogus is nog leeg." in desk.get(reverse("moderation-items")).content.decode()
    Event.objects.all().delete()
    assert "Er is nog niets gebeurd." in desk.get(reverse("moderation-events")).content.decode()
    assert Revision.objects.count() == 0
