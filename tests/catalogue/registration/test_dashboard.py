"""What an organisation sees of its own trajecten."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalogue.models import DailyCount, Intervention
from catalogue.registration.dashboard import OrganisationDashboard
from catalogue.revisions import actions
from tests import factories
from tests.catalogue.registration.answers import begin, fill

HERE = "/organisaties/stichting-amber/"


@pytest.fixture
def member(amina, reference, client_of):
    return client_of(amina)


def test_an_empty_dashboard_says_how_to_begin(member):
    page = member.get(HERE).content.decode()
    assert "Jullie hebben nog geen trajecten" in page
    assert reverse("traject-new", args=["stichting-amber"]) in page
    assert reverse("member-list", args=["stichting-amber"]) in page


def test_a_draft_shows_how_far_it_is_and_what_is_needed(member):
    begin(member)
    page = member.get(HERE).content.decode()
    assert "5 van 12 onderdelen ingevuld; voor indienen nog nodig: samenvatting, doelgroep, doel" in page
    assert "Nog niet openbaar" in page


def test_each_status_says_what_to_do_next(member, amina, mo, amber):
    revision = fill(member, begin(member))
    actions.submit(revision=revision, by=amina)
    assert "De redactie kijkt het na." in member.get(HERE).content.decode()
    actions.return_with_remarks(revision=revision, by=mo, remark="Noem de duur")
    page = member.get(HERE).content.decode()
    assert ("Noem de duur" in page, "Pas het aan en dien het opnieuw in." in page) == (True, True)
    actions.submit(revision=revision, by=amina)
    actions.reject(revision=revision, by=mo, remark="Dit is geen traject")
    assert "Dit is geen traject" in member.get(HERE).content.decode()


def test_public_and_archived_items_are_shown_with_their_stand(member, mo, amber):
    factories.publish(name="Openbaar", provider=amber.name, stand="2024")
    actions.archive(item=factories.publish(name="Weg", provider=amber.name), by=mo)
    factories.publish(name="Van een ander", provider="Anders")
    page = member.get(HERE).content.decode()
    assert ("Stand 2024, niet geverifieerd" in page, "In het archief, niet openbaar" in page) == (True, True)
    assert "Van een ander" not in page
    assert [row.name for row in OrganisationDashboard(amber, today=date(2026, 11, 1)).rows] == [
        "Openbaar",
        "Weg",
    ]


def test_the_top_three_is_told_per_day_and_never_below_five(member, amber):
    item, today = factories.publish(provider=amber.name), timezone.localdate()
    for day, times in ((1, 4), (2, 5), (3, 12), (40, 99)):
        when = today - timezone.timedelta(days=day)
        DailyCount.objects.create(item=item, day=when, top_three=times)
    page = member.get(HERE).content.decode()
    assert [f": {times} keer" in page for times in (4, 5, 12, 99)] == [False, True, True, False]


def test_what_asks_for_attention_comes_first(member, amina, mo, amber):
    factories.publish(name="Aap", provider=amber.name)
    revision = fill(member, begin(member))
    actions.submit(revision=revision, by=amina)
    actions.return_with_remarks(revision=revision, by=mo, remark="Kijk nog eens")
    assert [row.name for row in OrganisationDashboard(amber, today=date(2026, 11, 1)).rows] == [
        "Samen vooruit",
        "Aap",
    ]


def test_the_number_of_queries_does_not_grow(member, amber):
    def count():
        with CaptureQueriesContext(connection) as queries:
            member.get(HERE)
        return len(queries)

    factories.publish(provider=amber.name)
    count()
    before = count()
    for _ in range(5):
        factories.publish(provider=amber.name)
    assert Intervention.objects.filter(provider=amber).count() == 6
    assert count() == before
