"""An account: made, confirmed, changed, guarded and deleted; and what its mails leave behind."""

import html
import re
from datetime import timedelta
from email.utils import parseaddr

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.models import Event, Membership, Revision
from catalogue.revisions import actions as revision_actions
from portal import roles
from portal.accounts import actions as account_actions
from portal.accounts import mails, tasks
from portal.models import User
from tests.cast import PASSWORD, TOTP_SECRET, account
from tests.factories import document

ADDRESS = "nadia@voorbeeld.example"


def text_of(response):
    return html.unescape(response.content.decode())


def waiting():
    return list(
        DBTaskResult.objects.filter(task_path=tasks.send_account_mail.module_path).order_by("enqueued_at")
    )


def deliver():
    """Does what the worker does; gives the mails that went out."""
    before = len(mail.outbox)
    for row in waiting():
        tasks.send_account_mail.func(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        row.delete()
    return mail.outbox[before:]


def path_in(message):
    return re.search(r"https?://[^/\s]+(/account/\S+)", message.body)[1]


def sign_up(client, address=ADDRESS, **fields):
    return client.post("/account/maken/", {"name": "Nadia", "email": address, "password1": PASSWORD} | fields)


# Making one


def test_an_account_works_after_its_address_is_confirmed(client, db):
    assert sign_up(client).headers["Location"] == "/account/bevestigen/"
    assert client.get("/account/").status_code == 302
    [message] = deliver()
    assert parseaddr(message.to[0]) == ("Nadia", ADDRESS)
    assert message.subject == "Bevestig je e-mailadres"
    address = path_in(message)
    assert client.get(address).status_code == 200
    assert not EmailAddress.objects.get(email=ADDRESS).verified
    client.post(address)
    assert EmailAddress.objects.get(email=ADDRESS).verified
    response = client.post("/inloggen/", {"login": ADDRESS, "password": PASSWORD})
    assert response.headers["Location"] == "/organisaties/aanmelden/"


def test_without_confirming_nobody_logs_in(client, db):
    sign_up(client)
    client.post("/uitloggen/")
    response = client.post("/inloggen/", {"login": ADDRESS, "password": PASSWORD})
    assert response.headers["Location"] == "/account/bevestigen/"
    assert client.get("/account/").status_code == 302


def test_a_link_to_confirm_expires(client, db, settings, monkeypatch):
    sign_up(client)
    address = path_in(deliver()[0])
    settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = -1
    assert "Deze link werkt niet meer" in text_of(client.get(address))


def test_nobody_learns_who_has_an_account(karin, client):
    new, known = sign_up(client), sign_up(client.__class__(), karin.email)
    assert (new.status_code, new.headers["Location"]) == (known.status_code, known.headers["Location"])
    assert User.objects.filter(email=karin.email).count() == 1
    assert [message.subject for message in deliver()] == ["Bevestig je e-mailadres", "Je hebt al een account"]


def test_a_weak_password_is_refused_and_what_was_typed_stays(client, db):
    response = sign_up(client, password1="kort")
    assert "Het account is nog niet gemaakt" in text_of(response)
    assert "Dit wachtwoord is te kort. Gebruik minstens 12 tekens." in text_of(response)
    assert f'value="{ADDRESS}"' in text_of(response)
    assert User.objects.count() == 0


# The mails


def test_a_waiting_mail_holds_no_link_and_no_secret(client, karin):
    sign_up(client)
    client.post("/account/wachtwoord/vergeten/", {"email": karin.email})
    found = [row.args_kwargs["args"] for row in waiting()]
    assert found == [
        ["account/email/email_confirmation_signup", User.objects.get(email=ADDRESS).pk, ADDRESS],
        ["account/email/password_reset_key", karin.pk, karin.email],
    ]


def test_the_mail_waits_in_the_transaction_that_asks_for_it(client, db, monkeypatch):
    from portal.accounts import adapter

    def broken(*args):
        raise RuntimeError("the queue is closed")

    monkeypatch.setattr(type(adapter.send_account_mail), "enqueue", broken)
    with pytest.raises(RuntimeError, match="the queue is closed"):
        sign_up(client)
    assert User.objects.count() == 0


def test_every_mail_that_is_named_can_be_written(karin):
    EmailAddress.objects.create(user=karin, email="nieuw@voorbeeld.example")
    for kind in mails.LETTERS:
        address = "nieuw@voorbeeld.example" if "confirm" in kind else karin.email
        assert mails.send(kind=kind, user=karin.pk, address=address) is True, kind
    assert len(mail.outbox) == len(mails.LETTERS)
    assert len({message.subject for message in mail.outbox}) == 9


def test_a_mail_to_an_account_that_has_gone_is_not_sent(karin):
    assert (
        mails.send(kind="account/email/password_reset_key", user=karin.pk + 1, address=karin.email) is False
    )
    assert mail.outbox == []


def test_a_mail_server_that_fails_is_asked_again_later(karin, monkeypatch):
    def refuse(**kwargs):
        raise OSError("no route")

    monkeypatch.setattr(mails, "send", refuse)
    outcome = tasks.send_account_mail.func("account/email/password_changed", karin.pk, karin.email)
    [row] = waiting()
    assert outcome == "later"
    assert row.args_kwargs["args"] == ["account/email/password_changed", karin.pk, karin.email, 2]
    assert row.run_after > timezone.now()


# The password


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(karin, client):
    client.post("/account/wachtwoord/vergeten/", {"email": karin.email})
    address = path_in(deliver()[0])
    form = client.get(address, follow=True)
    where = form.redirect_chain[-1][0]
    assert client.post(where, {"password1": "een nieuw wachtwoord"}).status_code == 302
    assert [message.subject for message in deliver()] == ["Je wachtwoord is gewijzigd"]
    karin.refresh_from_db()
    assert karin.check_password("een nieuw wachtwoord")
    assert "Deze link werkt niet meer" in text_of(client.__class__().get(address, follow=True))


def test_an_unknown_address_gets_the_same_answer_and_no_mail(karin, client):
    known = client.post("/account/wachtwoord/vergeten/", {"email": karin.email})
    unknown = client.post("/account/wachtwoord/vergeten/", {"email": "niemand@voorbeeld.example"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert len(waiting()) == 1


def test_changing_the_password_logs_out(karin, client):
    client.force_login(karin)
    typed = {"oldpassword": PASSWORD, "password1": "een nieuw wachtwoord"}
    assert client.post("/account/wachtwoord/", typed).status_code == 302
    assert client.get("/account/").status_code == 302
    assert [message.subject for message in deliver()] == ["Je wachtwoord is gewijzigd"]


# The address


@pytest.mark.parametrize("person", ["karin", "mo"])
def test_an_address_changes_after_the_new_one_is_confirmed(request, client, person):
    user = request.getfixturevalue(person)
    old = user.email
    log_in_fully(client, user)
    client.post("/account/e-mail/", {"email": "nieuw@voorbeeld.example", "action_add": ""})
    user.refresh_from_db()
    assert user.email == old
    [message] = [each for each in deliver() if "Bevestig" in each.subject]
    assert parseaddr(message.to[0])[1] == "nieuw@voorbeeld.example"
    client.post(path_in(message))
    user.refresh_from_db()
    assert user.email == "nieuw@voorbeeld.example"
    [told] = deliver()
    assert (told.subject, parseaddr(told.to[0])[1]) == ("Je e-mailadres is gewijzigd", old)


def log_in_fully(client, user):
    from tests.portal.accounts.test_login import code_now

    client.post("/inloggen/", {"login": user.email, "password": PASSWORD})
    if Authenticator.objects.filter(user=user).exists():
        client.post("/account/tweede-stap/code/", {"code": code_now()})


# The second factor


@pytest.mark.parametrize("address", ["/redactie/", "/organisaties/aanmelden/", "/beheer/"])
def test_a_role_that_needs_a_second_factor_waits_for_it(db, client_of, address):
    editor = account("noor", role=roles.EDITOR)
    response = client_of(editor).get(address)
    assert (response.status_code, response.headers["Location"]) == (302, "/account/tweede-stap/instellen/")


def test_a_superuser_needs_one_as_well(db, client_of):
    root = account("root", is_superuser=True)
    assert client_of(root).get("/beheer/").headers["Location"] == "/account/tweede-stap/instellen/"


def test_what_is_open_to_all_stays_open(db, client_of):
    editor = account("noor", role=roles.EDITOR)
    assert client_of(editor).get("/interventies/").status_code == 200


def test_a_municipality_may_ask_it_of_more_roles(karin, client_of, settings):
    assert client_of(karin).get("/organisaties/aanmelden/").status_code == 200
    settings.SECOND_FACTOR_ROLES = ["redacteur", "klantmanager"]
    assert client_of(karin).get("/organisaties/aanmelden/").headers["Location"].endswith("/instellen/")


def test_who_needs_it_cannot_switch_it_off_and_who_does_not_can(mo, karin, client):
    from tests.cast import with_second_factor

    log_in_fully(client, mo)
    assert "Je kunt die niet uitzetten" in text_of(client.post("/account/tweede-stap/uitzetten/"))
    assert roles.has_second_factor(mo)
    client.post("/uitloggen/")
    with_second_factor(karin)
    log_in_fully(client, karin)
    assert client.post("/account/tweede-stap/uitzetten/").status_code == 302
    assert not roles.has_second_factor(karin)


def test_a_recovery_code_opens_the_account_once(mo, client):
    recovery = Authenticator.objects.get(user=mo, type=Authenticator.Type.RECOVERY_CODES).wrap()
    code = recovery.get_unused_codes()[0]
    for expected in (302, 200):
        client.post("/inloggen/", {"login": mo.email, "password": PASSWORD})
        assert client.post("/account/tweede-stap/code/", {"code": code}).status_code == expected
        client.post("/uitloggen/")


def test_the_secret_of_the_app_cannot_be_read_in_the_database(mo):
    rows = str(list(Authenticator.objects.filter(user=mo).values_list("data", flat=True)))
    assert TOTP_SECRET not in rows


def test_what_guards_the_account_asks_for_the_password_again_after_a_while(mo, client):
    log_in_fully(client, mo)
    assert client.get("/account/tweede-stap/herstelcodes/").status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 16 * 60
    session.save()
    response = client.get("/account/tweede-stap/herstelcodes/")
    assert response.headers["Location"].startswith("/account/nog-een-keer/")


# The account page, and the end


def test_the_account_page_says_who_one_is_and_what_one_may(amina, karin, client_of):
    text = text_of(client_of(amina).get("/account/"))
    assert "amina@voorbeeld.example" in text
    assert "Stichting Amber" in text
    assert "Je hebt geen rol" in text
    assert "Je rol: klantmanager." in text_of(client_of(karin).get("/account/"))


def test_a_name_is_kept(karin, client_of):
    client_of(karin).post("/account/", {"name": "  Karin   de Wit "})
    karin.refresh_from_db()
    assert karin.name == "Karin de Wit"


def test_the_header_leads_to_ones_work(amina, mo, sofie, client_of):
    found = {
        person.name: re.findall(
            r'href="([^"]+)"[^>]*>(Mijn organisatie|Redactie|Beheer)<',
            text_of(client_of(person).get("/over/")),
        )
        for person in (amina, mo, sofie)
    }
    assert found == {
        "Amina": [("/organisaties/stichting-amber/", "Mijn organisatie")],
        "Mo": [("/redactie/", "Redactie")],
        "Sofie": [("/beheer/", "Beheer")],
    }


def test_a_deleted_account_leaves_its_work_and_no_name(amina, amber, reference, client_of):
    draft = revision_actions.start_revision(document=document(), by=amina, organisation=amber)
    client = client_of(amina)
    assert client.post("/account/verwijderen/").status_code == 422
    assert client.post("/account/verwijderen/", {"sure": "on"}).headers["Location"] == "/"
    assert not User.objects.filter(email="amina@voorbeeld.example").exists()
    assert Revision.objects.get(pk=draft.pk).organisation == amber
    assert list(Event.objects.values_list("action", "by")) == [
        ("account-deleted", None),
        ("left", None),
        ("started", None),
    ]
    assert client.get("/account/").status_code == 302


def test_an_account_that_was_never_confirmed_is_forgotten_after_a_month(db, karin):
    now = timezone.now()
    User.objects.create_user("oud@voorbeeld.example", PASSWORD, date_joined=now - timedelta(days=31))
    User.objects.create_user("nieuw@voorbeeld.example", PASSWORD, date_joined=now - timedelta(days=29))
    User.objects.filter(pk=karin.pk).update(date_joined=now - timedelta(days=400))
    assert account_actions.forget(at=now)["onbevestigde accounts"] == 1
    left = set(User.objects.values_list("email", flat=True))
    assert left == {"nieuw@voorbeeld.example", karin.email}


# To try it


def test_the_accounts_to_try_with_can_be_made_again_and_again(db, capsys):
    for _ in range(2):
        call_command("demo_accounts")
    assert User.objects.count() == 6
    assert Membership.objects.count() == 2
    said = capsys.readouterr().out
    password = re.findall(r"karin@voorbeeld.example .*\n +wachtwoord +(\S+)", said)[-1]
    assert User.objects.get(email="karin@voorbeeld.example").check_password(password)
    assert said.count("sleutel voor de codes-app") == 2 * 2


def test_they_are_not_made_on_a_server(db, settings):
    settings.LOCAL = False
    with pytest.raises(CommandError, match="alleen op de eigen computer"):
        call_command("demo_accounts")
    assert User.objects.count() == 0


def test_the_page_for_a_login_that_was_broken_off_says_what_to_do(client, db):
    for name in ("socialaccount_login_error", "socialaccount_login_cancelled"):
        assert "Naar inloggen" in text_of(client.get(reverse(name)))
