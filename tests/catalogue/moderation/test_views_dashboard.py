"""/redactie/: what waits, for whom, and for how long."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from catalogue.models import ErrorReport, Intervention, MembershipRequest
from catalogue.moderation import actions as moderation_actions
from catalogue.moderation.queue_dashboard import QueueDashboard
from catalogue.revisions import actions as revision_actions
from tests.catalogue.moderation.submissions import edited, public, sound, submitted

NOW = datetime(2026, 11, 21, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
DASHBOARD = reverse("moderation-dashboard")
EMPTY = [
    "Er wacht niets.",
    "Niets. Stuur je een inzending terug",
    "Geen. Bezoekers kunnen",
    "Nog niets. Wat jullie",
    "Niemand. Vraagt iemand om bij een bekende organisatie te horen",
]
ADDRESSES = {
    "moderation-dashboard": [],
    "moderation-review": [1],
    "moderation-checklist": [1],
    "moderation-decide": [1],
    "moderation-merge": [1],
    "moderation-items": [],
    "moderation-history": ["ks2020-01"],
    "moderation-archive": ["ks2020-01"],
    "moderation-version": ["ks2020-01", 1],
    "moderation-restore": ["ks2020-01", 1],
    "moderation-events": [],
}


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("who", ["anonymous", "amina", "karin", "pim", "sofie"])
def test_only_editors_come_in(catalogue, request, client_of, who, name):
    address = reverse(name, args=ADDRESSES[name])
    client = client_of(request.getfixturevalue(who))
    answers = [client.get(address), client.post(address)]
    if who == "anonymous":
        assert [answer.status_code for answer in answers] == [302, 302]
        assert all(answer.headers["Location"].startswith("/inloggen/") for answer in answers)
    else:
        assert [answer.status_code for answer in answers] == [403, 403]


def test_every_address_of_the_room_is_in_that_table():
    from catalogue.moderation.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == set(ADDRESSES)


def names(page) -> list[str]:
    return [row.name for row in page.context["rows"]]


def test_the_longest_waiting_comes_first_with_its_age(reference, client_of, amina, amber, mo):
    item = public(name="Bestaand")
    submitted(sound(name="Van gisteren"), by=amina, organisation=amber, at=NOW - timedelta(days=1))
    submitted(edited(item), by=amina, organisation=amber, at=NOW - timedelta(days=40))
    submitted(sound(name="Van nu"), by=amina, at=NOW)
    page = client_of(mo).get(DASHBOARD)
    assert names(page) == ["Bestaand", "Van gisteren", "Van nu"]
    rows = [row.revision for row in page.context["rows"]]
    assert [(row.age, row.new) for row in QueueDashboard(NOW).rows(rows)] == [
        ("40 dagen", False), ("1 dag", True), ("vandaag", True),
    ]  # fmt: skip
    assert [row.revision.organisation for row in page.context["rows"]] == [amber, amber, None]


def test_a_day_is_a_day_of_the_calendar(reference, amina):
    late = datetime(2026, 11, 20, 23, 59, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert QueueDashboard(NOW).rows([submitted(by=amina, at=late)])[0].age == "1 dag"


def test_the_queue_can_be_narrowed_to_new_or_edited_and_to_one_organisation(
    reference, client_of, amina, amber, beuk, mo
):
    item = public(name="Bestaand")
    submitted(edited(item), by=amina, organisation=amber)
    submitted(sound(name="Nieuw van Amber"), by=amina, organisation=amber)
    submitted(sound(name="Nieuw van Beuk"), by=amina, organisation=beuk)
    client = client_of(mo)
    assert names(client.get(DASHBOARD, {"wat": "bewerking"})) == ["Bestaand"]
    assert names(client.get(DASHBOARD, {"wat": "nieuw"})) == ["Nieuw van Amber", "Nieuw van Beuk"]
    assert names(client.get(DASHBOARD, {"organisatie": beuk.slug})) == ["Nieuw van Beuk"]
    assert names(client.get(DASHBOARD, {"wat": "bewerking", "organisatie": beuk.slug})) == []
    page = client.get(DASHBOARD, {"wat": "onzin", "organisatie": "bestaat-niet"})
    assert (page.status_code, len(names(page))) == (200, 3)


def test_a_long_queue_has_pages(reference, client_of, amina, mo):
    for number in range(23):
        submitted(sound(name=f"Traject {number:02}"), by=amina, at=NOW - timedelta(days=100 - number))
    client = client_of(mo)
    assert names(client.get(DASHBOARD))[:1] == ["Traject 00"]
    page = client.get(DASHBOARD, {"pagina": "2"})
    assert names(page) == ["Traject 20", "Traject 21", "Traject 22"]
    assert "23 inzendingen" in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_queue(
    reference, client_of, amina, amber, mo, django_assert_max_num_queries
):
    client = client_of(mo)
    for _ in range(3):
        submitted(by=amina, organisation=amber)
    with django_assert_max_num_queries(40) as few:
        client.get(DASHBOARD)
    for _ in range(12):
        submitted(by=amina, organisation=amber)
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert len(names(client.get(DASHBOARD))) == 15


def test_what_waits_for_others_what_is_wrong_and_what_was_decided_stand_beside_it(
    reference, client_of, amina, amber, mo
):
    item = public(name="Bestaand")
    returned = submitted(sound(name="Terug"), by=amina, organisation=amber)
    moderation_actions.decide(
        revision=returned, decision="return", by=mo, edit_number=0, remark="Graag korter."
    )
    ErrorReport.objects.create(item=item, text="Mailadres klopt niet", owner="editors", created_at=NOW)
    page = client_of(mo).get(DASHBOARD)
    desk = page.context["dashboard"]
    assert [row.name for row in desk.returned] == ["Terug"]
    assert [report.text for report in desk.reports] == ["Mailadres klopt niet"]
    assert [(event.action, event.by) for event in desk.decided] == [("returned", mo)]
    assert [found.name for found in desk.overdue] == ["Bestaand"]
    text = page.content.decode()
    assert reverse("report-list") in text
    assert reverse("overdue-list") in text


def test_who_asks_to_speak_for_an_organisation_is_counted(reference, client_of, amber, karin, pim, mo):
    MembershipRequest.objects.create(organisation=amber, user=karin)
    MembershipRequest.objects.create(organisation=amber, user=pim)
    text = client_of(mo).get(DASHBOARD).content.decode()
    assert f'<a href="{reverse("member-requests")}">Aanvragen voor een bekende organisatie (2)</a>' in text


def test_an_empty_desk_explains_itself(reference, client_of, mo):
    text = client_of(mo).get(DASHBOARD).content.decode()
    assert [words for words in EMPTY if words not in text] == []
    assert Intervention.objects.count() == 0


def test_the_queue_never_shows_a_draft(reference, client_of, amina, mo):
    revision_actions.start_revision(document=sound(name="Half af"), by=amina)
    page = client_of(mo).get(DASHBOARD)
    assert names(page) == []
    assert re.search("Half af", page.content.decode()) is None
