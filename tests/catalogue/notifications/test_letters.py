"""The mails: who gets which, what they say in both parts, and that they leave with the step or not at all."""

import html
import re
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Group
from django.core import mail as post
from django.core import signing
from django.core.management import call_command
from django.db import OperationalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.models import Event, Intervention, Membership
from catalogue.notifications import invitations, letters, recipients
from catalogue.notifications.queue import queue_mails
from catalogue.notifications.tasks import RETRY_DELAYS, send_event_mail, send_invitation
from catalogue.organisations import actions as organisation_actions
from catalogue.revisions import actions as revision_actions
from catalogue.upkeep import actions as upkeep_actions
from catalogue.upkeep.verification_links import VALID, token_for
from tests import factories

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
REMARK = "Waar komt het getal 80 vandaan?\n\nNoem ook een <mailbox>."


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://trajecten.example"
    settings.DEFAULT_FROM_EMAIL = "Trajectwijzer <post@trajecten.example>"


@pytest.fixture
def draft(reference, amina, amber):
    return revision_actions.start_revision(
        document=factories.document(name="Samen Sterk"), by=amina, organisation=amber
    )


@pytest.fixture
def submitted(draft, amina):
    return revision_actions.submit(revision=draft, by=amina)


def deliver() -> None:
    """Does what the worker does with the tasks that are ready, once each."""
    for row in DBTaskResult.objects.ready():
        row.claim("test")
        row.set_successful(row.task.call(*row.args_kwargs["args"]))


def outbox() -> list[tuple[str, str]]:
    return sorted((message.to[0], message.subject) for message in post.outbox)


def parts(message) -> list[str]:
    """The plain text and the text of the HTML, each with its spaces and line ends as one space."""
    page = html.unescape(
        re.sub(r"<[^>]+>", " ", re.sub(r"<head>.*?</head>", "", message.alternatives[0][0], flags=re.S))
    )
    return [" ".join(text.split()) for text in (message.body, page)]


def links(message) -> list[set[str]]:
    return [
        set(re.findall(r"https?://[^\s\"<]+", message.body)),
        set(re.findall(r'href="([^"]+)"', message.alternatives[0][0])),
    ]


def only_letter():
    deliver()
    assert len(post.outbox) == 1
    return post.outbox[0]


# Who gets what


def test_what_is_submitted_is_told_to_the_organisation_and_the_editors(submitted, mo, karin, bea):
    Event.objects.all().delete()
    DBTaskResult.objects.all().delete()
    queue_mails(Event.objects.create(
        action="submitted", at=NOW, source_ref=submitted.source_ref, revision=submitted,
        organisation=submitted.organisation,
    ), invitation=None)  # fmt: skip
    deliver()
    assert outbox() == [
        ("amina@voorbeeld.example", "Ontvangen: Samen Sterk"),
        ("mo@voorbeeld.example", "Nieuw om na te kijken: Samen Sterk"),
    ]


@pytest.mark.parametrize(
    ("step", "subject"),
    [
        ("return_with_remarks", "Er is nog iets nodig: Samen Sterk"),
        ("reject", "Niet geplaatst: Samen Sterk"),
    ],
)
def test_a_decision_is_told_to_the_organisation_with_the_remark(submitted, mo, step, subject):
    deliver()
    post.outbox.clear()
    getattr(revision_actions, step)(revision=submitted, by=mo, remark=REMARK)
    letter = only_letter()
    assert (letter.to, letter.subject) == (["amina@voorbeeld.example"], subject)
    for text in parts(letter):
        assert "De redactie schrijft: Waar komt het getal 80 vandaan? Noem ook een <mailbox>." in text
    assert "<mailbox>" not in letter.alternatives[0][0], "what an editor writes is text, not HTML"


def test_what_is_published_is_told_with_a_link_to_the_page(submitted, mo):
    deliver()
    post.outbox.clear()
    item = revision_actions.publish(revision=submitted, by=mo)
    letter = only_letter()
    assert letter.subject == "Staat op de site: Samen Sterk"
    assert f"https://trajecten.example{item.get_absolute_url()}" in links(letter)[0] & links(letter)[1]


def test_a_draft_a_withdrawal_and_a_load_are_told_to_nobody(draft, amina, mo):
    revision_actions.withdraw(revision=draft, by=amina)
    factories.publish()
    assert DBTaskResult.objects.count() == 0


def test_every_letter_says_the_same_in_both_parts_and_has_one_link(
    submitted, amina, mo, karin, amber, subtests
):
    item = factories.publish(name="Samen Sterk")
    Intervention.objects.filter(pk=item.pk).update(provider=amber)
    own = revision_actions.start_revision(document=factories.document(name="Samen Sterk"), by=mo)
    told_of_items = (recipients.TO_ORGANISATION | recipients.TO_EDITORS) - {"claimed"}
    for table, reader, organisation in (
        (letters.TO_MEMBER, amina, amber), (letters.TO_EDITOR, mo, None),
        (letters.TO_REQUESTER, karin, amber),
    ):  # fmt: skip
        about = submitted if organisation else own
        for action in table:
            with subtests.test(str(action), reader=reader.name):
                post.outbox.clear()
                event = Event.objects.create(
                    action=action, at=NOW, source_ref=item.source_ref, organisation=organisation,
                    revision=None if action in ("reminded", "reported") else about, remark=REMARK,
                )  # fmt: skip
                if organisation is None and action in ("submitted", "claimed"):
                    event.organisation = amber
                    event.save()
                assert letters.send(event=event.pk, user=reader.pk) is True
                (letter,) = post.outbox
                told = letters.letter_about(event, reader)
                named = "Samen Sterk" if action in told_of_items else "Stichting Amber"
                assert named in letter.subject == told.subject
                plain, page = parts(letter)
                for words in (*told.lines, *told.after, told.reason, told.link_text):
                    assert words in plain
                    assert words in page
                site = "https://trajecten.example"
                plain_links, page_links = links(letter)
                assert plain_links - {site} == page_links - {f"{site}/"}
                assert len(plain_links - {site}) == 1
                assert letter.from_email == "Trajectwijzer <post@trajecten.example>"
                assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_every_step_that_is_told_has_a_letter():
    assert set(letters.TO_MEMBER) == recipients.TO_ORGANISATION
    assert set(letters.TO_EDITOR) == recipients.TO_EDITORS | (
        recipients.TO_EDITORS_WITHOUT_ORGANISATION | recipients.TO_WRITER_WITHOUT_ORGANISATION
    )
    assert set(letters.TO_REQUESTER) == recipients.TO_REQUESTER


def test_a_name_of_several_lines_is_one_subject(reference, amina, amber, mo):
    document = factories.document(name="Samen\r\nBcc: bea@voorbeeld.example")
    revision = revision_actions.start_revision(document=document, by=amina, organisation=amber)
    revision_actions.submit(revision=revision, by=amina)
    deliver()
    assert outbox()[0][1] == "Ontvangen: Samen Bcc: bea@voorbeeld.example"
    assert [message.recipients() for message in post.outbox] == [[amina.email], [mo.email]]


def test_answers_go_to_the_address_of_the_site(submitted, settings):
    settings.CONTACT_EMAIL = "vragen@trajecten.example"
    assert only_letter().reply_to == ["vragen@trajecten.example"]


# With the step, or not at all


def test_a_step_that_is_undone_leaves_no_task_and_sends_nothing(draft, amina, mo):
    def submit_and_fail():
        with transaction.atomic():
            revision_actions.submit(revision=draft, by=amina)
            assert DBTaskResult.objects.count() == 2, "the task is there inside the transaction"
            raise RuntimeError("the line went dead")

    with pytest.raises(RuntimeError):
        submit_and_fail()
    assert DBTaskResult.objects.count() == 0
    deliver()
    assert post.outbox == []


def test_the_row_of_a_task_holds_keys_only(submitted, amina):
    (row,) = DBTaskResult.objects.all()
    event = Event.objects.get(action="submitted")
    assert row.args_kwargs == {"args": [event.pk, amina.pk], "kwargs": {}}


def test_who_left_since_is_not_told(submitted, amina):
    Membership.objects.filter(user=amina).delete()
    deliver()
    assert post.outbox == []
    assert DBTaskResult.objects.get().return_value == "nobody to tell"


def test_a_closed_account_a_lost_role_and_a_lost_event_are_not_told(submitted, amina, mo):
    event = Event.objects.get(action="submitted")
    amina.is_active = False
    amina.save()
    mo.groups.remove(Group.objects.get(name="redacteur"))
    told = [letters.send(event=event.pk, user=user.pk) for user in (amina, mo)]
    assert [*told, letters.send(event=event.pk + 100, user=mo.pk)] == [False] * 3
    assert post.outbox == []


# A mail server that fails


class Refusing:
    def __init__(self, fault):
        self.fault = fault

    def __call__(self, **values):
        raise self.fault


@pytest.fixture
def event(submitted):
    return Event.objects.get(action="submitted")


def failing(monkeypatch, fault):
    monkeypatch.setattr(letters, "send", Refusing(fault))


def test_a_failing_mail_server_is_asked_again_later_and_later(event, amina, monkeypatch):
    failing(monkeypatch, SMTPServerDisconnected("weg"))
    DBTaskResult.objects.all().delete()
    for attempt, wait in enumerate(RETRY_DELAYS, start=1):
        before = timezone.now()
        assert send_event_mail.call(event.pk, amina.pk, attempt) == "later"
        row = DBTaskResult.objects.get()
        assert row.args_kwargs["args"] == [event.pk, amina.pk, attempt + 1]
        assert before + wait <= row.run_after <= timezone.now() + wait
        assert not DBTaskResult.objects.ready().exists(), "it waits its turn"
        row.delete()
    assert list(RETRY_DELAYS) == sorted(RETRY_DELAYS)


def test_after_the_last_attempt_it_has_failed_without_an_address_in_the_report(event, amina, monkeypatch):
    failing(monkeypatch, SMTPRecipientsRefused({amina.email: (451, b"later")}))
    DBTaskResult.objects.all().delete()
    row = DBTaskResult.objects.get(pk=send_event_mail.enqueue(event.pk, amina.pk, len(RETRY_DELAYS) + 1).id)
    row.claim("test")
    try:
        row.task.call(*row.args_kwargs["args"])
    except Exception as fault:
        row.set_failed(fault)
    row.refresh_from_db()
    assert row.status == "FAILED"
    assert row.exception_class_path == "catalogue.notifications.tasks.NotDeliveredError"
    assert "SMTPRecipientsRefused" in row.traceback
    assert amina.email not in row.traceback
    assert DBTaskResult.objects.count() == 1, "and it is not asked again"


def test_an_address_that_is_refused_for_good_is_told_to_who_can_mend_it(event, amina, monkeypatch, client):
    """Not asked again for a day and a half; the owner reads it at her account."""
    failing(monkeypatch, SMTPRecipientsRefused({amina.email: (550, b"onbekend")}))
    DBTaskResult.objects.all().delete()
    assert send_event_mail.call(event.pk, amina.pk) == "refused"
    assert not DBTaskResult.objects.exists()
    client.force_login(amina)
    assert "Mail naar dit adres komt niet aan." in client.get("/account/").content.decode()
    monkeypatch.setattr(letters, "send", lambda **values: True)
    assert send_event_mail.call(event.pk, amina.pk) == "sent"
    assert "Mail naar dit adres komt niet aan." not in client.get("/account/").content.decode()


def test_who_invited_hears_that_the_address_is_wrong(amina, amber, client, monkeypatch):
    made = organisation_actions.invite(organisation=amber, email="typfout@voorbeeld.example", by=amina)
    refusing = Refusing(SMTPRecipientsRefused({made.email: (550, b"onbekend")}))
    monkeypatch.setattr(invitations, "send", refusing)
    assert send_invitation.call(made.pk) == "refused"
    client.force_login(amina)
    assert "Niet aangekomen" in client.get("/organisaties/stichting-amber/leden/").content.decode()


@pytest.mark.parametrize("code", [421, 451, 452])
def test_a_server_that_says_not_now_is_asked_again(event, amina, monkeypatch, code):
    failing(monkeypatch, SMTPRecipientsRefused({amina.email: (code, b"later")}))
    assert send_event_mail.call(event.pk, amina.pk) == "later"


def test_a_database_that_is_busy_is_asked_again(event, amina, monkeypatch):
    failing(monkeypatch, OperationalError("database is locked"))
    assert send_event_mail.call(event.pk, amina.pk) == "later"


def test_a_mail_that_went_out_is_not_sent_again_by_the_next_worker(live_catalogue, amina, amber, mailoutbox):
    revision = revision_actions.start_revision(document=factories.document(), by=amina, organisation=amber)
    revision_actions.submit(revision=revision, by=amina)
    for _ in range(2):
        call_command("db_worker", batch=True, verbosity=0, startup_delay=False, interval=0)
    assert [message.to for message in mailoutbox] == [["amina@voorbeeld.example"]]
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_a_mail_that_a_living_worker_is_at_is_not_begun_by_another(live_catalogue, amina, amber, mailoutbox):
    revision = revision_actions.start_revision(document=factories.document(), by=amina, organisation=amber)
    revision_actions.submit(revision=revision, by=amina)
    DBTaskResult.objects.get().claim("a worker that is busy")
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, interval=0)
    assert mailoutbox == []


def test_a_letter_has_a_name_of_its_own_so_that_twice_is_once(event, amina):
    for _ in range(2):
        letters.send(event=event.pk, user=amina.pk)
    names = {message.extra_headers["Message-ID"] for message in post.outbox}
    assert names == {f"<event-{event.pk}-{amina.pk}@trajecten.example>"}


# "Klopt dit nog?"


@pytest.fixture
def reminded(reference, amina, amber):
    item = factories.publish(name="Samen Sterk", stand="2020")
    Intervention.objects.filter(pk=item.pk).update(provider=amber)
    assert upkeep_actions.remind(item=item, at=timezone.now()) is True
    return Intervention.objects.get(pk=item.pk)


def link_of(letter) -> str:
    return next(link for link in links(letter)[0] if "/klopt-nog/" in link).removeprefix(
        "https://trajecten.example"
    )


def test_a_reminder_leads_to_one_button_that_confirms_without_logging_in(reminded, client, amina):
    letter = only_letter()
    assert letter.subject == "Klopt dit nog? Samen Sterk"
    address = link_of(letter)
    page = client.get(address)
    assert re.findall(r"<button[^>]*>([^<]+)", page.content.decode().partition("<main")[2]) == [
        "Ja, dit klopt nog"
    ]
    assert client.post(address).status_code == 200
    reminded.refresh_from_db()
    assert (reminded.verified_by, reminded.verified_on) == (amina, timezone.localdate())


def test_opening_the_link_writes_nothing(reminded, client):
    address = link_of(only_letter())
    events = Event.objects.count()
    for method in (client.get, client.head):
        assert method(address).status_code == 200
    reminded.refresh_from_db()
    assert (reminded.verified_on, Event.objects.count()) == (None, events)


def test_the_button_wants_the_token_of_the_form(reminded, amina):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link_of(only_letter())).status_code == 403


def refused(client, address, item) -> bool:
    answers = [client.get(address), client.post(address)]
    item.refresh_from_db()
    told = all("Deze link werkt niet meer" in answer.content.decode() for answer in answers)
    return told and [answer.status_code for answer in answers] == [410, 410] and item.verified_on is None


def test_a_link_expires(reminded, client, amina, monkeypatch):
    token = token_for(user=amina.pk, source_ref=reminded.source_ref)
    address = reverse("verify-mail", args=[token])
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + VALID.total_seconds() - 60)
    assert client.get(address).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + VALID.total_seconds() + 60)
    assert refused(client, address, reminded)
    assert timedelta(days=30) == VALID


def test_a_link_that_was_changed_or_made_up_does_nothing(reminded, client, amina, bea):
    token = token_for(user=amina.pk, source_ref=reminded.source_ref)
    other = signing.dumps({"user": amina.pk, "item": reminded.source_ref}, salt="elders")
    for wrong in (token[:-1], f"x{token}", other, "x", "🙂"):
        assert refused(client, reverse("verify-mail", args=[wrong]), reminded), wrong


def test_a_link_of_who_left_or_speaks_for_another_does_nothing(reminded, client, amina, bea):
    for user in (amina, bea):
        Membership.objects.filter(user=amina).delete()
        token = token_for(user=user.pk, source_ref=reminded.source_ref)
        assert refused(client, reverse("verify-mail", args=[token]), reminded), user


def test_a_link_to_an_archived_item_does_nothing(reminded, client, amina):
    revision_actions.archive(item=reminded, by=None)
    token = token_for(user=amina.pk, source_ref=reminded.source_ref)
    assert refused(client, reverse("verify-mail", args=[token]), reminded)


def test_the_link_stays_out_of_caches_and_search(reminded, client):
    response = client.get(link_of(only_letter()))
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
