"""Anyone may say that something is wrong; who is to mend it hears of it; nothing of the visitor is kept."""

import html
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from catalogue.models import ErrorReport, Event, Intervention
from catalogue.revisions import actions as revision_actions
from catalogue.upkeep import actions as upkeep_actions
from catalogue.upkeep.actions import REPORTS_AN_HOUR_OF_ITEM
from tests import factories

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
WRONG = "De cursus in Groningen bestaat niet meer."


@pytest.fixture
def item(reference):
    return factories.publish(name="Samen Sterk", slug="samen-sterk")


@pytest.fixture
def item_of_amber(item, amber):
    item.provider = amber
    item.save()
    return item


def address(item) -> str:
    return reverse("report-error", args=[item.slug])


def report(item, text=WRONG, **values) -> ErrorReport:
    return upkeep_actions.report_error(item=item, text=text, **values)


def text_of(response) -> str:
    return html.unescape(response.content.decode())


# Reporting


def test_a_visitor_reports_a_fault_and_is_thanked(item, client):
    response = client.post(address(item), {"text": WRONG}, follow=True)
    assert response.redirect_chain == [(f"{address(item)}?gemeld=ja", 302)]
    assert "Bedankt voor je melding" in text_of(response)
    found = ErrorReport.objects.get()
    assert (found.item, found.text, found.state, found.answer) == (item, WRONG, "open", "")


def test_nothing_of_the_visitor_is_kept(item, client, karin):
    client.force_login(karin)
    client.post(address(item), {"text": WRONG}, headers={"User-Agent": "Zebra-7"}, REMOTE_ADDR="203.0.113.77")
    columns = {field.name for field in ErrorReport._meta.get_fields()}
    assert columns == {"id", "item", "text", "owner", "state", "created_at", "closed_at", "answer"}
    assert Event.objects.get(action="reported").by is None
    with connection.cursor() as cursor:
        for model in (ErrorReport, Event, DBTaskResult, Session):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 - names of our tables
            stored = repr(cursor.fetchall())
            assert not any(trace in stored for trace in ("Zebra-7", "203.0.113.77", karin.email)), model


def test_the_history_and_the_mail_hold_no_copy_of_the_text(item, mo):
    report(item)
    assert Event.objects.get(action="reported").remark == ""
    assert WRONG not in repr(DBTaskResult.objects.values_list("args_kwargs", flat=True))


def test_the_page_of_an_anonymous_visitor_sets_no_session(item, client):
    client.post(address(item), {"text": WRONG}, follow=True)
    assert set(client.cookies) <= {"csrftoken"}


def test_a_question_in_the_summary_of_errors_has_no_colon_after_its_mark(item, client):
    page = client.post(address(item), {"text": ""}).content.decode()
    assert "Wat klopt er niet? Schrijf op wat er niet klopt." in page


def test_an_empty_report_comes_back(item, client):
    for text, told in {"": "Schrijf op wat er niet klopt.", "fout": "Schrijf iets meer op"}.items():
        response = client.post(address(item), {"text": text})
        assert response.status_code == 422
        assert told in text_of(response)
        assert '<a href="#id_text">' in text_of(response)
    assert ErrorReport.objects.count() == 0


@pytest.mark.parametrize(
    "personal",
    [
        "jan@voorbeeld.example",
        "06-12345678",
        "070 123 45 67",
        "+31 6 1234 5678",
        "123456782",
        "0031.70.1234567",
    ],
)
def test_what_may_name_a_person_comes_back_once_with_a_tick(item, client, personal):
    data = {"text": f"Bel {personal} om het na te vragen."}
    response = client.post(address(item), data)
    assert response.status_code == 422
    text = text_of(response)
    assert "Er staat een mailadres of een lang nummer in." in text
    assert 'name="no_person"' in text
    assert personal in text, "what was typed stays"
    assert ErrorReport.objects.count() == 0
    assert client.post(address(item), data | {"no_person": "on"}).status_code == 302
    assert ErrorReport.objects.get().text == data["text"]


@pytest.mark.parametrize("text", ["Het kost nu € 1.250 in 2026.", "Van 12 weken naar 10 weken in 2025-2026."])
def test_a_price_or_a_year_names_nobody(item, client, text):
    assert client.post(address(item), {"text": text}).status_code == 302


def test_a_form_asks_not_to_name_anyone(item, client):
    text = text_of(client.get(address(item)))
    assert "Noem geen namen van inwoners." in text
    assert 'name="no_person"' not in text


def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(item, client):
    response = client.post(address(item), {"text": WRONG, "website": "https://koop.example"})
    assert response.headers["Location"] == f"{address(item)}?gemeld=ja"
    assert ErrorReport.objects.count() == 0


def test_sending_it_twice_makes_one(item, client):
    for _ in range(2):
        client.post(address(item), {"text": WRONG})
    assert ErrorReport.objects.count() == Event.objects.filter(action="reported").count() == 1


def test_there_is_an_end_to_how_many_an_hour_takes(item, client):
    for number in range(REPORTS_AN_HOUR_OF_ITEM):
        assert client.post(address(item), {"text": f"{WRONG} {number}"}).status_code == 302
    response = client.post(address(item), {"text": "Een melding te veel."})
    assert response.status_code == 429
    assert "Probeer het over een uur nog eens." in text_of(response)
    assert "Een melding te veel.</textarea>" in text_of(response)
    assert ErrorReport.objects.count() == REPORTS_AN_HOUR_OF_ITEM


def test_the_next_hour_takes_reports_again_and_other_items_do_meanwhile(item):
    for number in range(REPORTS_AN_HOUR_OF_ITEM):
        report(item, f"{WRONG} {number}", at=NOW)
    other = factories.publish()
    assert report(other, at=NOW).item == other
    with pytest.raises(upkeep_actions.TooManyReports):
        report(item, at=NOW + timedelta(minutes=59))
    assert report(item, at=NOW + timedelta(minutes=61)).text == WRONG


def test_the_whole_site_has_an_end_as_well(reference, monkeypatch):
    monkeypatch.setattr("catalogue.upkeep.actions.REPORTS_AN_HOUR", 3)
    for _ in range(3):
        report(factories.publish(), at=NOW)
    with pytest.raises(upkeep_actions.TooManyReports):
        report(factories.publish(), at=NOW)


@pytest.mark.parametrize("text", ["x\x00y" * 10, "z" * 2001, "‮" * 20 + "<script>", "\r\n" * 50])
def test_odd_text_never_breaks_the_page(item, client, text):
    assert client.post(address(item), {"text": text}).status_code in (302, 422)


def test_an_item_that_is_not_public_takes_no_reports(item, client):
    revision_actions.archive(item=item, by=None)
    assert client.post(address(item), {"text": WRONG}).status_code == 404
    assert ErrorReport.objects.count() == 0


def test_the_page_of_an_item_links_to_it(item, client):
    assert f'href="{address(item)}"' in text_of(client.get(item.get_absolute_url()))


# Who mends it


def test_the_provider_mends_when_somebody_there_has_an_account(item_of_amber, amina, mo):
    assert report(item_of_amber).owner == "provider"
    assert Event.objects.get(action="reported").organisation == item_of_amber.provider
    assert [row.args_kwargs["args"][1] for row in DBTaskResult.objects.all()] == [amina.pk]


def test_the_editors_mend_what_nobody_speaks_for(item_of_amber, mo):
    assert report(item_of_amber).owner == "editors"
    assert Event.objects.get(action="reported").organisation is None
    assert [row.args_kwargs["args"][1] for row in DBTaskResult.objects.all()] == [mo.pk]


def test_everyone_sees_what_is_theirs_to_mend(item_of_amber, amina, bea, mo, karin, client_of):
    report(item_of_amber)
    unowned = factories.publish(name="Zonder aanbieder")
    report(unowned, "Het adres klopt niet.")
    seen = {}
    for person in (amina, bea, mo, karin):
        text = text_of(client_of(person).get(reverse("report-list")))
        seen[person.name] = [words in text for words in (WRONG, "Het adres klopt niet.")]
    assert seen == {
        "Amina": [True, False],
        "Bea": [False, False],
        "Mo": [True, True],
        "Karin": [False, False],
    }


def test_the_list_shows_state_and_age(item_of_amber, amina, client_of):
    found = report(item_of_amber)
    ErrorReport.objects.filter(pk=found.pk).update(created_at=datetime(2020, 1, 1, tzinfo=UTC))
    text = text_of(client_of(amina).get(reverse("report-list")))
    assert "1 melding open" in text
    assert "1 januari 2020" in text
    assert "jaar" in text
    assert "geleden" in text


def test_a_report_is_closed_with_an_answer(item_of_amber, amina, client_of):
    found = report(item_of_amber)
    client = client_of(amina)
    data = {"state": "mended", "answer": "Groningen is eruit gehaald."}
    response = client.post(reverse("report-close", args=[found.pk]), data, follow=True)
    assert response.redirect_chain == [(reverse("report-list"), 302)]
    assert "De melding is afgehandeld." in text_of(response)
    assert "Hersteld. Groningen is eruit gehaald." in text_of(response)
    found.refresh_from_db()
    assert (found.state, found.answer, found.closed_at is not None) == ("mended", data["answer"], True)
    assert Event.objects.get(action="report-closed").by == amina


def test_closing_without_an_answer_comes_back(item_of_amber, amina, client_of):
    found = report(item_of_amber)
    response = client_of(amina).post(reverse("report-close", args=[found.pk]), {"state": "right"})
    assert response.status_code == 422
    assert "Schrijf kort op wat ermee is gedaan." in text_of(response)
    assert ErrorReport.objects.open().count() == 1


def test_a_state_that_does_not_exist_comes_back(item_of_amber, amina, client_of):
    found = report(item_of_amber)
    for state in ("open", "weg"):
        data = {"state": state, "answer": "Gedaan."}
        assert client_of(amina).post(reverse("report-close", args=[found.pk]), data).status_code == 422


def test_a_report_is_closed_once(item_of_amber, amina, mo, client_of):
    found = report(item_of_amber)
    upkeep_actions.close_report(report=found, by=mo, state="right", answer="Het klopt nog.")
    data = {"state": "mended", "answer": "Te laat."}
    response = client_of(amina).post(reverse("report-close", args=[found.pk]), data, follow=True)
    assert "Deze melding is al afgehandeld." in text_of(response)
    found.refresh_from_db()
    assert found.answer == "Het klopt nog."
    assert Event.objects.filter(action="report-closed").count() == 1


def test_another_organisation_does_not_find_the_report(item_of_amber, amina, bea, karin, client_of):
    where = reverse("report-close", args=[report(item_of_amber).pk])
    for person in (bea, karin):
        client = client_of(person)
        assert client.get(where).status_code == 404
        assert client.post(where, {"state": "right", "answer": "Klopt."}).status_code == 404
    assert ErrorReport.objects.open().count() == 1


def test_an_item_that_goes_takes_its_reports_along(item):
    report(item)
    Intervention.objects.all().delete()
    assert ErrorReport.objects.count() == 0
