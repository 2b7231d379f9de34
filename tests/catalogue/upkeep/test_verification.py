"""What is overdue, who is asked, and who says that it is still true."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from catalogue.models import CatalogueState, Event, Intervention, Revision
from catalogue.revisions import actions as revision_actions
from catalogue.revisions import version
from catalogue.upkeep import actions as upkeep_actions
from catalogue.upkeep import verification
from tests import factories

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
LIMIT = TODAY - timedelta(days=180)


def item_with(*, verified=None, published=NOW, provider=None, **values) -> Intervention:
    item = factories.publish(**values)
    Intervention.objects.filter(pk=item.pk).update(
        verified_on=verified, published_at=published, provider=provider
    )
    version.refresh()  # the name of a provider is part of it
    return Intervention.objects.get(pk=item.pk)


def overdue() -> list[str]:
    return [item.name for item in Intervention.objects.overdue(TODAY)]


# What is overdue


@pytest.mark.parametrize(
    ("values", "is_overdue"),
    [
        ({"verified": LIMIT, "stand": "2020"}, False),
        ({"verified": LIMIT - timedelta(days=1), "stand": "2026"}, True),
        ({"stand": "2026"}, False),
        ({"stand": "2026", "published": NOW - timedelta(days=200)}, True),
        ({"stand": "2026", "published": NOW - timedelta(days=179)}, False),
        ({"stand": "2020"}, True),
        ({"stand": "2025"}, True),
    ],
    ids=[
        "verified on the last day that counts",
        "verified a day too long ago",
        "never verified, published now",
        "never verified, published long ago",
        "never verified, published just within the term",
        "a source of years ago, loaded now",
        "a source of last year, loaded now",
    ],
)
def test_an_item_is_overdue_by_what_was_confirmed_last(reference, values, is_overdue):
    item = item_with(**values)
    assert overdue() == ([item.name] if is_overdue else [])


def test_what_is_archived_or_a_draft_is_never_overdue(reference):
    archived = item_with(stand="2020", name="Gearchiveerd")
    revision_actions.archive(item=archived, by=None)
    revision_actions.start_revision(document=factories.document(stand="2020", name="Concept"), by=None)
    item_with(stand="2020", name="Openbaar")
    assert overdue() == ["Openbaar"]


def test_the_term_is_a_setting(reference, settings):
    item_with(verified=TODAY - timedelta(days=31), name="Kort geleden")
    assert overdue() == []
    settings.VERIFY_EVERY_DAYS = 30
    assert overdue() == ["Kort geleden"]


def test_the_term_is_half_a_year_unless_told_otherwise():
    assert settings.VERIFY_EVERY_DAYS == 180


def test_the_longest_unconfirmed_comes_first(reference):
    for name, values in {
        "vorig jaar": {"verified": date(2025, 1, 1)},
        "nooit, 2025": {"stand": "2025"},
        "nooit, 2020": {"stand": "2020"},
        "jaren terug": {"verified": date(2023, 1, 1)},
    }.items():
        item_with(name=name, **values)
    assert overdue() == ["nooit, 2020", "nooit, 2025", "jaren terug", "vorig jaar"]


# Saying that it is still true


def test_confirming_says_who_and_when_and_stays_in_the_history(reference, amina, amber):
    item = item_with(stand="2020", provider=amber)
    held = upkeep_actions.verify(item=item, by=amina, at=NOW)
    assert (held.verified_on, held.verified_by) == (TODAY, amina)
    event = Event.objects.get(action="verified")
    assert (event.source_ref, event.by, event.organisation, event.at) == (item.source_ref, amina, amber, NOW)
    assert overdue() == []


def test_confirming_twice_on_a_day_is_confirming_once(reference, amina, amber):
    item = item_with(provider=amber)
    for _ in range(2):
        upkeep_actions.verify(item=item, by=amina, at=NOW)
    assert Event.objects.filter(action="verified").count() == 1


def test_what_is_no_longer_public_cannot_be_confirmed(reference, amina, amber):
    item = item_with(provider=amber)
    revision_actions.archive(item=item, by=None)
    with pytest.raises(revision_actions.NotAllowed, match="niet meer openbaar"):
        upkeep_actions.verify(item=item, by=amina)
    assert not Event.objects.filter(action="verified").exists()


def test_a_confirmation_shows_on_pages_that_were_kept_ready(reference, client, amina, amber):
    item = item_with(stand="2020", provider=amber)
    before, stamp = CatalogueState.current(), CatalogueState.stamp()
    page = item.get_absolute_url()
    assert "Stand 2020, niet geverifieerd" in client.get(page).content.decode()
    upkeep_actions.verify(item=item, by=amina)
    day = timezone.localdate()
    assert "Geverifieerd op" in client.get(page).content.decode()
    assert f"geverifieerd op {day.day} " in client.get(reverse("intervention-list")).content.decode()
    assert CatalogueState.current() == before, "no rank depends on who confirmed what"
    assert CatalogueState.stamp() != stamp


def test_an_edit_keeps_who_confirmed_the_item(reference, amina, amber):
    document = factories.document(provider="Stichting Amber")
    item = revision_actions.load_document(document=document)
    upkeep_actions.verify(item=item, by=amina, at=NOW)
    revision = revision_actions.start_revision(document=document | {"summary": "Anders."}, by=amina)
    revision_actions.publish(revision=revision_actions.submit(revision=revision, by=amina), by=None)
    assert Intervention.objects.get().verified_on == TODAY


# Reminders


def reminders() -> list[str]:
    return list(Event.objects.filter(action="reminded").order_by("pk").values_list("source_ref", flat=True))


def test_an_organisation_is_asked_once_in_a_term(reference, amina, amber):
    item = item_with(stand="2020", provider=amber)
    days = [0, 0, 1, 179, 180, 180, 181]
    asked = [len(verification.send_reminders(at=NOW + timedelta(days=day))) for day in days]
    assert asked == [1, 0, 0, 0, 1, 0, 0]
    assert reminders() == [item.source_ref] * 2


def test_nobody_is_asked_about_what_is_fresh_or_has_no_account(reference, amina, amber, beuk):
    item_with(verified=TODAY, provider=amber)
    item_with(stand="2020", provider=beuk)
    item_with(stand="2020")
    assert verification.send_reminders(at=NOW) == []
    assert reminders() == []


def test_an_account_that_was_closed_is_not_asked(reference, amina, amber):
    item_with(stand="2020", provider=amber)
    amina.is_active = False
    amina.save()
    assert verification.send_reminders(at=NOW) == []


def test_a_confirmation_in_the_meantime_stops_the_reminder(reference, amina, amber):
    item = item_with(stand="2020", provider=amber)
    upkeep_actions.verify(item=item, by=amina, at=NOW)
    assert upkeep_actions.remind(item=item, at=NOW) is False


def test_the_command_may_run_twice_on_a_day(reference, amina, amber):
    item_with(stand="2020", provider=amber)
    told = []
    for _ in range(2):
        out = io.StringIO()
        call_command("send_reminders", stdout=out)
        told.append(out.getvalue())
    assert told == [
        "Over 1 items is gevraagd of ze nog kloppen.\n",
        "Over 0 items is gevraagd of ze nog kloppen.\n",
    ]


# The button and the list


def test_a_member_confirms_with_one_button_and_comes_back(reference, client_of, amina, amber):
    item = item_with(stand="2020", provider=amber)
    address = reverse("verify-item", args=[item.slug])
    response = client_of(amina).post(address, {"next": "/meldingen/"}, follow=True)
    assert response.redirect_chain == [("/meldingen/", 302)]
    assert f"Bedankt. {item.name} is bevestigd." in response.content.decode()
    assert Intervention.objects.get().verified_by == amina


def test_the_button_never_leads_to_another_site(reference, client_of, amina, amber):
    item = item_with(provider=amber)
    response = client_of(amina).post(
        reverse("verify-item", args=[item.slug]), {"next": "https://elders.example/"}
    )
    assert response.headers["Location"] == item.get_absolute_url()


def test_opening_the_page_confirms_nothing(reference, client_of, amina, amber):
    item = item_with(stand="2020", provider=amber)
    response = client_of(amina).get(reverse("verify-item", args=[item.slug]))
    assert "Ja, dit klopt nog" in response.content.decode()
    assert Intervention.objects.get().verified_on is None


def test_another_organisation_cannot_confirm(reference, client_of, bea, karin, pim, amber):
    item = item_with(stand="2020", provider=amber)
    address = reverse("verify-item", args=[item.slug])
    for person in (bea, karin, pim):
        client = client_of(person)
        assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert Intervention.objects.get().verified_on is None


def test_an_editor_confirms_any_item(reference, client_of, mo, amber):
    item = item_with(stand="2020", provider=amber)
    assert client_of(mo).post(reverse("verify-item", args=[item.slug])).status_code == 302
    assert Intervention.objects.get().verified_by == mo


def test_the_editor_sees_what_is_overdue_and_whom_to_ask(reference, client_of, mo, amina, amber, beuk):
    asked = item_with(stand="2020", provider=amber, name="Gevraagd", mailbox="info@amber.example")
    item_with(stand="2019", provider=beuk, name="Zonder account")
    item_with(verified=timezone.localdate(), provider=beuk, name="Pas bevestigd")
    upkeep_actions.remind(item=asked, at=timezone.now())
    text = client_of(mo).get(reverse("overdue-list")).content.decode()
    assert text.index("Zonder account") < text.index("Gevraagd")
    assert "Pas bevestigd" not in text
    assert "Nooit, stand 2019" in text
    assert "Geen account, vraag het zelf na." in text
    assert "1 account, gevraagd op" in text
    assert 'href="mailto:info@amber.example"' in text


def test_the_list_costs_the_same_for_more_items(
    reference, client_of, mo, django_assert_max_num_queries, amber
):
    client, address = client_of(mo), reverse("overdue-list")
    item_with(stand="2020", provider=amber)
    client.get(address)
    for _ in range(12):
        item_with(stand="2020", provider=amber)
    with django_assert_max_num_queries(16):
        assert client.get(address).content.decode().count("Klopt nog") == 13


def test_an_empty_list_says_what_would_stand_there(reference, client_of, mo):
    assert "Alles is kort geleden bevestigd." in client_of(mo).get(reverse("overdue-list")).content.decode()


@pytest.mark.parametrize("name", ["overdue-list", "link-list"])
def test_the_lists_are_for_editors(reference, client_of, amina, karin, pim, name):
    assert [client_of(person).get(reverse(name)).status_code for person in (amina, karin, pim)] == [403] * 3


def test_a_revision_of_the_files_is_no_confirmation(reference):
    item = item_with(stand="2020")
    assert Revision.objects.get(source_ref=item.source_ref).status == "accepted"
    assert overdue() == [item.name]


@pytest.mark.parametrize("word", ["null", "37", "home", "een twee"])
def test_where_to_go_next_is_an_address_and_never_the_name_of_one(reference, mo, client_of, word):
    item = factories.publish()
    response = client_of(mo).post(reverse("verify-item", args=[item.slug]), {"next": word})
    assert response.status_code == 302
