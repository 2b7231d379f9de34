"""Who speaks for an organisation."""

import html
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.models import Event, Intervention, Invitation, Membership, MembershipRequest, Organisation
from catalogue.notifications import invitations
from catalogue.notifications.tasks import send_invitation
from catalogue.organisations import actions as organisation_actions
from catalogue.revisions import actions as revision_actions
from tests.cast import account
from tests.factories import document, publish

REGISTER = "/organisaties/aanmelden/"


def answers(name, **more):
    return {"name": name, "website": "", "about": "We helpen.", "agree": "on"} | more


def text_of(response):
    return html.unescape(response.content.decode())


def actions_of(organisation):
    return list(
        Event.objects.filter(organisation=organisation).order_by("pk").values_list("action", flat=True)
    )


def members_of(organisation):
    return set(organisation.memberships.values_list("user__name", flat=True))


def told():
    """(address, subject) of every mail that waits, after sending it."""
    for row in DBTaskResult.objects.ready().order_by("enqueued_at"):
        row.task.call(*row.args_kwargs["args"])
    return sorted((sent.to[0], sent.subject) for sent in mail.outbox)


# Registering


def test_a_new_organisation_has_its_first_member_at_once(karin, client_of):
    response = client_of(karin).post(REGISTER, answers("Stichting  Ceder", website="www.ceder.example"))
    made = Organisation.objects.get(name="Stichting Ceder")
    assert response.headers["Location"] == f"/organisaties/{made.slug}/"
    assert (made.website, made.about, members_of(made)) == (
        "https://www.ceder.example",
        "We helpen.",
        {"Karin"},
    )
    assert actions_of(made) == ["registered", "joined"]


def test_what_is_public_must_be_agreed_to(karin, client_of):
    response = client_of(karin).post(REGISTER, answers("Stichting Ceder", agree=""))
    assert response.status_code == 422
    assert "Stichting Ceder" in text_of(response)
    assert Organisation.objects.filter(name="Stichting Ceder").count() == 0


@pytest.mark.parametrize("name", ["Stichting Amber", "STICHTING AMBER", "Stichting Ámber"])
def test_a_known_organisation_with_members_waits_for_an_editor(amina, amber, karin, client_of, name):
    response = client_of(karin).post(REGISTER, answers(name))
    assert response.headers["Location"] == "/organisaties/aanmelden/wacht/"
    assert members_of(amber) == {"Amina"}
    assert actions_of(amber) == ["claimed"]
    assert client_of(karin).get("/organisaties/stichting-amber/leden/").status_code == 404
    assert "Stichting Amber, gevraagd op" in text_of(client_of(karin).get("/organisaties/aanmelden/wacht/"))


def test_a_known_organisation_with_items_waits_for_an_editor(amber, karin, reference):
    item = publish()
    Intervention.objects.filter(pk=item.pk).update(provider=amber)
    assert isinstance(
        organisation_actions.register_organisation(name=amber.name, by=karin), MembershipRequest
    )


def test_a_known_organisation_of_nobody_and_nothing_is_joined_at_once(amber, karin):
    assert isinstance(organisation_actions.register_organisation(name=amber.name, by=karin), Membership)


def test_what_a_member_left_unfinished_is_not_for_whoever_takes_the_name(amber, karin, reference):
    revision_actions.start_revision(document=document(), by=None, organisation=amber)
    assert isinstance(
        organisation_actions.register_organisation(name=amber.name, by=karin), MembershipRequest
    )
    assert members_of(amber) == set()


@pytest.mark.parametrize(
    "name", ["Stichting Am\u200bber", "Stichting\u2060 Amber\u00ad", "\uff33tichting Amber"]
)
def test_a_name_that_looks_the_same_is_the_same(amina, amber, karin, name):
    assert isinstance(organisation_actions.register_organisation(name=name, by=karin), MembershipRequest)
    assert Organisation.objects.filter(name__startswith="Stichting Am").count() == 1


def test_two_names_in_other_letters_are_two_organisations(karin, pim):
    first = organisation_actions.register_organisation(name="جمعية", by=karin)
    second = organisation_actions.register_organisation(name="женщины", by=pim)
    assert isinstance(second, Membership)
    assert first.organisation != second.organisation


@pytest.mark.parametrize(
    "name",
    [
        "Stichting \u0410mber",  # Cyrillic A
        "Stichting Amb\u0435r",  # Cyrillic e
        "St\u0456chting Amber",  # Ukrainian i
        "\u0405\u0422\u0406\u0421HTING AMBER",
        "Stichting \u0391mber",  # Greek Alpha
        "Stichting Arnber",
        "Stlchting Amber",
        "St1cht1ng Amber",
    ],
)
def test_a_name_that_can_be_taken_for_another_makes_no_organisation(amina, amber, karin, client_of, name):
    """It is refused and what was typed stays, or it is taken as that name and waits for an editor."""
    before = Organisation.objects.count()
    response = client_of(karin).post(REGISTER, answers(name))
    if response.status_code == 422:
        assert "twee alfabetten" in text_of(response) or "lijkt te veel op" in text_of(response)
        assert name in text_of(response)
    else:
        assert response.headers["Location"] == "/organisaties/aanmelden/wacht/"
    assert Organisation.objects.count() == before
    assert not Membership.objects.filter(user=karin).exists()


def test_a_whole_name_in_letters_that_look_the_same_is_refused_too(amber, karin):
    organisation_actions.create_organisation(name="PAC", by=None)
    with pytest.raises(organisation_actions.NotPossible, match="lijkt te veel op die van PAC"):
        organisation_actions.register_organisation(name="\u0420\u0410\u0421", by=karin)


@pytest.mark.parametrize("name", ["Ødegård & Zn", "Œuvre ’s-Hertogenbosch", "日本ひらカナ", "B12 Älter"])
def test_a_name_in_the_letters_of_one_language_is_welcome(amber, karin, name):
    assert isinstance(organisation_actions.register_organisation(name=name, by=karin), Membership)


def test_an_editor_does_not_let_herself_in(amina, amber, mo, client_of):
    claim = organisation_actions.register_organisation(name=amber.name, by=mo)
    client = client_of(mo)
    assert 'value="accepteer"' not in text_of(client.get("/organisaties/aanvragen/"))
    response = client.post(f"/organisaties/aanvragen/{claim.pk}/", {"besluit": "accepteer"}, follow=True)
    assert "Een andere redacteur moet hierover beslissen." in text_of(response)
    assert (members_of(amber), MembershipRequest.objects.count()) == ({"Amina"}, 1)


def test_asking_twice_is_asking_once(amina, amber, karin):
    for _ in range(2):
        organisation_actions.register_organisation(name=amber.name, by=karin)
    assert (MembershipRequest.objects.count(), actions_of(amber)) == (1, ["claimed"])


def test_a_member_is_told_so(amina, client_of):
    response = client_of(amina).post(REGISTER, answers("Stichting Amber"))
    assert "Je hoort al bij Stichting Amber." in text_of(response)


def test_a_name_that_is_a_page_gets_another_address(karin):
    made = organisation_actions.register_organisation(name="Aanmelden", by=karin)
    assert made.organisation.slug == "aanmelden-2"


def test_an_editor_lets_someone_in(amina, amber, karin, mo, client_of):
    claim = organisation_actions.register_organisation(
        name=amber.name, by=karin, website="https://amber.example"
    )
    assert "Karin" in text_of(client_of(mo).get("/organisaties/aanvragen/"))
    client_of(mo).post(f"/organisaties/aanvragen/{claim.pk}/", {"besluit": "accepteer"})
    amber.refresh_from_db()
    assert (members_of(amber), amber.website) == ({"Amina", "Karin"}, "https://amber.example")
    assert (MembershipRequest.objects.count(), actions_of(amber)) == (
        0, ["claimed", "described", "joined"],
    )  # fmt: skip
    assert told() == [
        (karin.email, "Je hoort nu bij Stichting Amber"),
        (mo.email, "Iemand wil horen bij Stichting Amber"),
    ]


def test_an_editor_turns_someone_down(amina, amber, karin, mo, client_of):
    claim = organisation_actions.register_organisation(name=amber.name, by=karin)
    client_of(mo).post(f"/organisaties/aanvragen/{claim.pk}/", {"besluit": "weiger"})
    assert (members_of(amber), actions_of(amber)) == ({"Amina"}, ["claimed", "claim-refused"])
    assert (karin.email, "Niet toegelaten bij Stichting Amber") in told()


# Inviting


def test_a_colleague_is_invited_by_mail_and_joins_with_that_address(amina, amber, karin, client_of):
    client_of(amina).post("/organisaties/stichting-amber/leden/", {"email": karin.email.upper()})
    invitation = Invitation.objects.get()
    assert send_invitation.func(invitation.pk) == "sent"
    [message] = mail.outbox
    assert message.to == [karin.email]
    address = "/organisaties/uitnodiging/" + invitations.token_for(invitation) + "/"
    assert address in message.body
    client = client_of(karin)
    assert "Neem de uitnodiging aan" in text_of(client.get(address))
    assert members_of(amber) == {"Amina"}
    assert client.post(address).headers["Location"] == "/organisaties/stichting-amber/"
    assert members_of(amber) == {"Amina", "Karin"}
    assert actions_of(amber) == ["invited", "joined"]
    assert client.get(address).status_code == 404


def test_another_account_cannot_use_the_link(amina, amber, karin, pim, client_of):
    invitation = organisation_actions.invite(organisation=amber, email=karin.email, by=amina)
    address = f"/organisaties/uitnodiging/{invitations.token_for(invitation)}/"
    client = client_of(pim)
    assert "ging naar een ander e-mailadres" in text_of(client.get(address))
    assert client.post(address).status_code == 200
    assert client.post(f"/organisaties/uitnodigingen/{invitation.pk}/").status_code == 404
    assert members_of(amber) == {"Amina"}


def test_an_address_that_is_not_confirmed_opens_nothing(amina, amber, client_of):
    nora = account("nora")
    nora.emailaddress_set.update(verified=False)
    invitation = organisation_actions.invite(organisation=amber, email=nora.email, by=amina)
    address = f"/organisaties/uitnodiging/{invitations.token_for(invitation)}/"
    client_of(nora).post(address)
    assert members_of(amber) == {"Amina"}


def test_someone_without_an_account_is_shown_the_way(amina, amber, client):
    invitation = organisation_actions.invite(organisation=amber, email="nieuw@voorbeeld.example", by=amina)
    address = f"/organisaties/uitnodiging/{invitations.token_for(invitation)}/"
    text = text_of(client.get(address))
    assert "Werk mee aan wat er over Stichting Amber staat" in text
    assert f"/account/maken/?next={address.replace(':', '%3A')}" in text


def test_after_logging_in_an_open_invitation_comes_first(amina, amber, karin, client):
    from tests.cast import PASSWORD

    organisation_actions.invite(organisation=amber, email=karin.email, by=amina)
    response = client.post("/inloggen/", {"login": karin.email, "password": PASSWORD})
    assert response.headers["Location"] == "/organisaties/uitnodigingen/"
    assert "Stichting Amber" in text_of(client.get("/organisaties/uitnodigingen/"))


def test_an_invitation_ends_after_fourteen_days(amina, amber, karin, client_of):
    long_ago = timezone.now() - timedelta(days=14, minutes=1)
    invitation = organisation_actions.invite(organisation=amber, email=karin.email, by=amina, at=long_ago)
    address = f"/organisaties/uitnodiging/{invitations.token_for(invitation)}/"
    assert client_of(karin).get(address).status_code == 404
    assert client_of(karin).post(f"/organisaties/uitnodigingen/{invitation.pk}/").status_code == 404
    with pytest.raises(organisation_actions.NotPossible, match="verlopen"):
        organisation_actions.accept_invitation(invitation=invitation, by=karin)
    assert send_invitation.func(invitation.pk) == "nobody to tell"
    assert organisation_actions.forget_invitations(at=timezone.now()) == 1


def test_asking_again_makes_the_old_link_useless(amina, amber, karin):
    first = organisation_actions.invite(organisation=amber, email=karin.email, by=amina)
    token = invitations.token_for(first)
    second = organisation_actions.invite(organisation=amber, email=karin.email, by=amina)
    assert invitations.invitation_of(token) is None
    assert invitations.invitation_of(invitations.token_for(second)) == second


def test_an_invitation_is_withdrawn(amina, amber, karin, client_of):
    invitation = organisation_actions.invite(organisation=amber, email=karin.email, by=amina)
    client_of(amina).post(f"/organisaties/stichting-amber/leden/uitnodiging/{invitation.pk}/intrekken/")
    assert Invitation.objects.count() == 0


def test_a_member_is_not_invited_again_and_not_more_than_twenty_at_once(amina, amber, monkeypatch):
    with pytest.raises(organisation_actions.NotPossible, match="hoort al bij"):
        organisation_actions.invite(organisation=amber, email=amina.email, by=amina)
    monkeypatch.setattr("catalogue.organisations.actions.MOST_INVITATIONS", 1)
    organisation_actions.invite(organisation=amber, email="een@voorbeeld.example", by=amina)
    with pytest.raises(organisation_actions.NotPossible, match="veel uitnodigingen"):
        organisation_actions.invite(organisation=amber, email="twee@voorbeeld.example", by=amina)


def test_another_organisation_is_not_there(amina, beuk, bea, client_of):
    client = client_of(amina)
    invitation = organisation_actions.invite(organisation=beuk, email="een@voorbeeld.example", by=bea)
    found = [
        client.get("/organisaties/stichting-beuk/leden/").status_code,
        client.post("/organisaties/stichting-beuk/leden/", {"email": "x@voorbeeld.example"}).status_code,
        client.post("/organisaties/stichting-beuk/leden/weg/").status_code,
        client.post(f"/organisaties/stichting-beuk/leden/uitnodiging/{invitation.pk}/intrekken/").status_code,
    ]
    assert found == [404, 404, 404, 404]


# Leaving


def test_one_of_two_may_leave(amina, amber, karin, client_of):
    Membership.objects.create(organisation=amber, user=karin)
    client_of(amina).post("/organisaties/stichting-amber/leden/weg/")
    assert (members_of(amber), actions_of(amber)) == ({"Karin"}, ["left"])


def test_the_last_one_may_leave_when_there_is_nothing_to_keep_current(amina, amber):
    organisation_actions.leave(membership=amina.memberships.get(), by=amina)
    assert members_of(amber) == set()


def test_the_last_one_may_not_leave_an_open_draft(amina, amber, reference, client_of):
    revision_actions.start_revision(document=document(), by=amina, organisation=amber)
    response = client_of(amina).post("/organisaties/stichting-amber/leden/weg/", follow=True)
    assert "Je bent de laatste bij Stichting Amber." in text_of(response)
    assert members_of(amber) == {"Amina"}


def test_the_last_one_may_not_leave_what_is_public(amina, amber, reference):
    item = publish()
    Intervention.objects.filter(pk=item.pk).update(provider=amber)
    with pytest.raises(organisation_actions.NotPossible, match="Nodig eerst een collega uit"):
        organisation_actions.leave(membership=amina.memberships.get(), by=amina)
