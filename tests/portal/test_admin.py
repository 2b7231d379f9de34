"""The administration: for whom, and what its saves do."""

import html
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils import timezone

from catalogue.models import Barrier, CatalogueState, DerivedRule, Event, Goal, Membership, SynonymGroup
from portal import roles
from portal.accounts.actions import forget
from portal.admin import administration
from portal.models import User
from tests.cast import account


def text_of(response):
    return html.unescape(response.content.decode())


def fields_of(response):
    """What the change form would post if nothing was changed."""
    form = response.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_these_are_there_and_items_and_revisions_are_not():
    assert {model._meta.label for model in administration._registry} == {
        "auth.Group",
        "catalogue.Approach",
        "catalogue.Barrier",
        "catalogue.DerivedRule",
        "catalogue.Event",
        "catalogue.Goal",
        "catalogue.Organisation",
        "catalogue.SynonymGroup",
        "catalogue.TargetGroup",
        "django_tasks_database.DBTaskResult",
        "portal.User",
    }


def test_a_changed_barrier_changes_the_version_of_the_catalogue(catalogue, sofie, client_of):
    client = client_of(sofie)
    barrier = Barrier.objects.first()
    before = CatalogueState.current()
    address = f"/beheer/catalogue/barrier/{barrier.pk}/change/"
    typed = fields_of(client.get(address)) | {"label": "Anders genoemd", "implies": "{}", "sources": "[]"}
    assert client.post(address, typed).status_code == 302
    barrier.refresh_from_db()
    assert barrier.label == "Anders genoemd"
    assert CatalogueState.current() != before


def test_every_changed_word_makes_kept_pages_anew(catalogue, sofie, client_of):
    before = CatalogueState.stamp()
    client_of(sofie).post("/beheer/catalogue/goal/add/", {"slug": "nieuw", "label": "nieuw", "position": "9"})
    assert Goal.objects.filter(slug="nieuw").exists()
    assert CatalogueState.stamp() != before


def test_a_role_is_given_and_the_address_is_not_touched(karin, sofie, client_of):
    client = client_of(sofie)
    address = f"/beheer/portal/user/{karin.pk}/change/"
    editor = roles.group(roles.EDITOR)
    client.post(address, {"name": "Karin", "is_active": "on", "groups": [editor.pk], "email": "x@y.example"})
    karin.refresh_from_db()
    assert [group.name for group in karin.groups.all()] == ["redacteur"]
    assert karin.email == "karin@voorbeeld.example"


def test_a_lost_telephone_is_taken_away(mo, sofie, client_of):
    client = client_of(sofie)
    client.post("/beheer/portal/user/", {"action": "reset_second_factor", "_selected_action": [mo.pk]})
    assert not Authenticator.objects.filter(user=mo).exists()
    assert client_of(mo).get("/redactie/").headers["Location"] == "/account/tweede-stap/instellen/"


def test_members_come_and_go_with_a_line_in_the_history(amina, amber, karin, sofie, client_of):
    membership = amina.memberships.get()
    client_of(sofie).post(
        f"/beheer/catalogue/organisation/{amber.pk}/change/",
        {
            "name": amber.name,
            "website": "",
            "about": "",
            "memberships-TOTAL_FORMS": "2",
            "memberships-INITIAL_FORMS": "1",
            "memberships-0-id": membership.pk,
            "memberships-0-organisation": amber.pk,
            "memberships-0-DELETE": "on",
            "memberships-1-organisation": amber.pk,
            "memberships-1-user": karin.pk,
        },
    )
    assert [member.user for member in Membership.objects.filter(organisation=amber)] == [karin]
    found = Event.objects.filter(organisation=amber).order_by("pk").values_list("action", "by__name")
    assert list(found) == [("left", "Sofie"), ("joined", "Sofie")]


def test_a_deleted_account_leaves_a_line_in_the_history(amina, amber, sofie, client_of):
    client_of(sofie).post(f"/beheer/portal/user/{amina.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(pk=amina.pk).exists()
    assert [event.action for event in Event.objects.filter(organisation=amber)] == ["left"]


def test_what_happened_can_only_be_looked_at(sofie, client_of):
    client = client_of(sofie)
    for name in ("catalogue/event", "django_tasks_database/dbtaskresult", "auth/group"):
        assert client.get(f"/beheer/{name}/").status_code == 200
        assert client.get(f"/beheer/{name}/add/").status_code == 403


def test_a_superuser_without_a_second_factor_may_not_be_here(db, client_of):
    root = account("root", is_superuser=True, is_staff=True)
    assert (
        client_of(root).get("/beheer/catalogue/barrier/").headers["Location"]
        == "/account/tweede-stap/instellen/"
    )


def test_the_links_in_its_header_lead_to_the_site(sofie, client_of):
    client = client_of(sofie)
    text = text_of(client.get("/beheer/"))
    assert "Beheer van Trajectwijzer" in text
    assert client.get("/beheer/wachtwoord/").headers["Location"] == "/account/wachtwoord/"
    assert client.post("/beheer/uitloggen/").status_code == 302
    assert client.get("/beheer/").headers["Location"] == "/inloggen/?next=/beheer/"


def test_the_log_of_the_administration_is_forgotten_after_400_days(sofie):
    now = timezone.now()
    for days in (399, 401):
        LogEntry.objects.create(user=sofie, action_flag=CHANGE, action_time=now - timedelta(days=days))
    assert forget(at=now)["regels van het beheer"] == 1
    assert [entry.action_time for entry in LogEntry.objects.all()] == [now - timedelta(days=399)]


def test_a_group_of_synonyms_is_written_line_by_line(catalogue, sofie, client_of):
    client = client_of(sofie)
    typed = {"asked": "rekenles\nrekencursus", "found": "rekenen", "reason": "Proef."}
    assert client.post("/beheer/catalogue/synonymgroup/add/", typed).status_code == 302
    group = SynonymGroup.objects.get(key="rekenles")
    assert (group.asked, group.found, group.both_ways) == (["rekenles", "rekencursus"], ["rekenen"], False)
    page = text_of(client.get(f"/beheer/catalogue/synonymgroup/{group.pk}/change/"))
    assert "rekenles\nrekencursus</textarea>" in page


def test_the_list_says_what_was_edited_here_and_gives_it_back(catalogue, sofie, client_of):
    client, address = client_of(sofie), "/beheer/catalogue/derivedrule/"
    rule = DerivedRule.objects.first()
    typed = fields_of(client.get(f"{address}{rule.pk}/change/")) | {"weight": "7"}
    assert client.post(f"{address}{rule.pk}/change/", typed).status_code == 302
    assert text_of(client.get(address)).count('alt="True"') == 1
    client.post(address, {"action": "give_back", "_selected_action": [rule.pk]})
    assert text_of(client.get(address)).count('alt="True"') == 0


def test_the_key_of_a_word_that_items_hang_on_cannot_be_changed(catalogue, sofie, client_of):
    client, barrier = client_of(sofie), Barrier.objects.first()
    address = f"/beheer/catalogue/barrier/{barrier.pk}/change/"
    typed = fields_of(client.get(address)) | {"slug": "anders", "implies": "{}", "sources": "[]"}
    assert client.post(address, typed).status_code == 302
    assert Barrier.objects.get(pk=barrier.pk).slug == barrier.slug
