"""The administration: for whom, and what its saves do."""

import html
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.documents.schema import document_of
from catalogue.models import (
    Barrier,
    CatalogueState,
    DerivedRule,
    Event,
    Goal,
    Membership,
    Organisation,
    SynonymGroup,
)
from catalogue.models.vocabulary import HEAVIEST_RULE
from catalogue.revisions.actions import start_revision, withdraw
from catalogue.revisions.publishing import fresh
from matching.models import RuleTable, Weight
from matching.weights.in_force import rules
from portal import roles
from portal.accounts.actions import forget
from portal.admin import administration
from portal.models import User
from tests.cast import account
from tests.factories import publish

TASKS = "/beheer/django_tasks_database/dbtaskresult/"


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
        "catalogue.KnowledgeEntry",
        "catalogue.MunicipalityContact",
        "catalogue.Organisation",
        "catalogue.SynonymGroup",
        "catalogue.TargetGroup",
        "django_tasks_database.DBTaskResult",
        "matching.RuleTable",
        "matching.Weight",
        "portal.User",
    }


def test_a_changed_barrier_changes_the_version_of_the_catalogue(catalogue, sofie, client_of):
    client = client_of(sofie)
    barrier = Barrier.objects.first()
    before = CatalogueState.current()
    address = f"/beheer/catalogue/barrier/{barrier.pk}/change/"
    typed = fields_of(client.get(address)) | {"label": "Anders genoemd"}
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
    event = Event.objects.get(action="account-changed")
    assert (event.by, event.account, event.remark) == (sofie, karin, "erbij: redacteur; eraf: klantmanager")


def test_giving_and_closing_an_account_stands_in_the_history(karin, sofie, client_of):
    client, address = client_of(sofie), f"/beheer/portal/user/{karin.pk}/change/"
    role = roles.group(roles.CASE_MANAGER).pk
    client.post(address, {"name": "Karin de Vries", "is_active": "on", "groups": [role]})
    assert not Event.objects.exists()
    client.post(address, {"name": "Karin", "is_active": "on", "is_superuser": "on", "groups": [role]})
    client.post(address, {"name": "Karin", "groups": [role]})
    remarks = Event.objects.order_by("pk").values_list("action", "remark")
    assert list(remarks) == [
        ("account-changed", "erbij: beheerder"),
        ("account-changed", "eraf: actief, beheerder"),
    ]


def test_a_lost_telephone_is_taken_away(mo, sofie, client_of):
    client = client_of(sofie)
    client.post("/beheer/portal/user/", {"action": "reset_second_factor", "_selected_action": [mo.pk]})
    assert not Authenticator.objects.filter(user=mo).exists()
    event = Event.objects.get()
    assert (event.action, event.by, event.account) == ("second-factor-reset", sofie, mo)
    assert client_of(mo).get("/redactie/").headers["Location"] == "/account/tweede-stap/instellen/"


def organisation_form(organisation, **values) -> dict:
    unchanged = {"name": organisation.name, "website": organisation.website, "about": organisation.about}
    no_members = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    return {**unchanged, **no_members, **values}


def test_an_organisation_is_renamed_with_a_line_in_the_history(amber, beuk, sofie, client_of):
    client, address = client_of(sofie), f"/beheer/catalogue/organisation/{amber.pk}/change/"
    client.post(address, organisation_form(amber, name="Amber Den Haag", about="Naaien."))
    amber.refresh_from_db()
    assert (amber.name, amber.slug, amber.about) == ("Amber Den Haag", "stichting-amber", "Naaien.")
    found = Event.objects.filter(organisation=amber).order_by("pk").values_list("action", "by__name")
    assert list(found) == [("renamed", "Sofie"), ("described", "Sofie")]
    response = client.post(address, organisation_form(amber, name="stichting beuk"))
    assert response.context["adminform"].form.errors == {
        "name": ["Deze naam is of was van Stichting Beuk. Je kunt de twee samenvoegen."]
    }


def test_an_organisation_is_added_through_the_action(db, sofie, client_of):
    form = {"name": "Redactie", "website": "redactie.example", "about": ""}
    no_members = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    assert client_of(sofie).post("/beheer/catalogue/organisation/add/", form | no_members).status_code == 302
    made = Organisation.objects.get(name="Redactie")
    assert (made.slug, made.website) == ("redactie-2", "https://redactie.example")
    assert Event.objects.get(organisation=made).by == sofie


def test_two_organisations_are_merged_on_a_page_of_their_own(reference, amber, beuk, sofie, client_of):
    client, item = client_of(sofie), publish(provider=beuk.name)
    address = f"/beheer/catalogue/organisation/{beuk.pk}/samenvoegen/"
    assert address in text_of(client.get(f"/beheer/catalogue/organisation/{beuk.pk}/change/"))
    assert "De oude naam blijft bekend" in text_of(client.get(address))
    refused = client.post(address, {"samenvoegen": "ja", "samenvoegen-to": beuk.pk})
    assert refused.status_code == 422
    client.post(address, {"samenvoegen": "ja", "samenvoegen-to": amber.pk})
    item.refresh_from_db()
    assert (item.provider, Event.objects.get(action="organisation-merged").by) == (amber, sofie)
    shown = client.get("/beheer/catalogue/organisation/").context["cl"].result_list
    assert beuk not in shown
    assert client.get(address).status_code == 404


def test_an_item_is_handed_over_there_or_it_is_said_why_not(reference, amber, beuk, sofie, client_of):
    client, item = client_of(sofie), publish(provider=beuk.name)
    address = f"/beheer/catalogue/organisation/{beuk.pk}/samenvoegen/"
    posted = {"overdragen": "ja", "overdragen-to": amber.pk, "overdragen-item": item.pk}
    draft = start_revision(document=document_of(fresh(item.source_ref)), by=sofie)
    response = client.post(address, posted)
    assert response.status_code == 422
    assert "Er staat al een bewerking open" in text_of(response)
    withdraw(revision=draft, by=sofie)
    assert client.post(address, posted).status_code == 302
    item.refresh_from_db()
    assert item.provider == amber


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
    deleted = Event.objects.get(action="account-deleted")
    assert (deleted.by, deleted.account, deleted.organisation) == (sofie, None, None)


def test_deleting_several_accounts_leaves_a_line_for_each(karin, mo, sofie, client_of):
    chosen = {"action": "delete_selected", "_selected_action": [karin.pk, mo.pk], "post": "yes"}
    client_of(sofie).post("/beheer/portal/user/", chosen)
    remarks = Event.objects.filter(action="account-deleted", by=sofie).values_list("remark", flat=True)
    assert sorted(remarks) == ["klantmanager", "redacteur"]


def test_the_last_administrator_stays(karin, sofie, client_of):
    """Not closed, not made less, not deleted: by herself, in the administration or with others at once."""
    client, own = client_of(sofie), f"/beheer/portal/user/{sofie.pk}/"
    for given in ({"name": "Sofie", "is_active": "on"}, {"name": "Sofie", "is_superuser": "on"}):
        response = client.post(own + "change/", given)
        assert "Dit is de laatste beheerder. Maak eerst iemand anders beheerder." in response.content.decode()
    client.post(own + "delete/", {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [karin.pk, sofie.pk], "post": "yes"}
    response = client.post("/beheer/portal/user/", chosen)
    assert "Dit is de laatste beheerder." in response.content.decode()
    response = client.post("/account/verwijderen/", {"sure": "on"})
    assert response.status_code == 422
    assert "Dit is de laatste beheerder." in response.content.decode()
    sofie.refresh_from_db()
    assert (sofie.is_active, sofie.is_superuser) == (True, True)
    assert User.objects.filter(pk=karin.pk).exists()


def test_the_last_but_one_may_go(karin, sofie, client_of):
    User.objects.filter(pk=karin.pk).update(is_superuser=True)
    client_of(sofie).post("/account/verwijderen/", {"sure": "on"})
    assert not User.objects.filter(pk=sofie.pk).exists()


def test_what_happened_can_only_be_looked_at(sofie, client_of):
    client = client_of(sofie)
    for name in ("catalogue/event", "django_tasks_database/dbtaskresult", "auth/group"):
        assert client.get(f"/beheer/{name}/").status_code == 200
        assert client.get(f"/beheer/{name}/add/").status_code == 403


def test_tasks_are_told_in_the_words_of_this_administration(sofie, client_of):
    waiting = DBTaskResult.objects.create(
        task_path="catalogue.notifications.tasks.deliver",
        args_kwargs={"args": ["amina@voorbeeld.example"], "kwargs": {}},
        queue_name="default",
        backend_name="default",
        run_after=timezone.now(),
    )
    client = client_of(sofie)
    index, rows = text_of(client.get("/beheer/")), text_of(client.get(TASKS))
    assert "Werk op de achtergrond" in index
    assert "Task Result" not in index
    assert [words for words in ("wacht", "In de rij gezet", "Taken") if words not in rows] == []
    assert [words for words in ("Ready", "Enqueued") if words in rows] == []
    assert "catalogue.notifications.tasks.deliver" in text_of(client.get(TASKS, {"stand": "READY"}))
    assert "catalogue.notifications.tasks.deliver" not in text_of(client.get(TASKS, {"stand": "FAILED"}))
    one = text_of(client.get(f"{TASKS}{waiting.pk}/change/"))
    assert "waar het misging" in one.lower()
    assert "amina@voorbeeld.example" not in one


def test_an_account_shows_its_roles_as_boxes_to_tick(karin, sofie, client_of):
    response = client_of(sofie).get(f"/beheer/portal/user/{karin.pk}/change/")
    form = response.context["adminform"].form
    assert {name: form[name].label for name in form.fields} == {
        "name": "Naam", "is_active": "Actief", "is_superuser": "Beheerder", "groups": "Rollen",
    }  # fmt: skip
    boxes = re.findall(r'<input type="checkbox" name="groups"([^>]*)>\s*(\w+)', text_of(response))
    assert sorted((role, "checked" in given) for given, role in boxes) == [
        ("beleid", False), ("klantmanager", True), ("redacteur", False),
    ]  # fmt: skip


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
    assert text_of(client.get(address)).count('<td class="field-edited">ja</td>') == 1
    client.post(address, {"action": "give_back", "_selected_action": [rule.pk]})
    assert text_of(client.get(address)).count('<td class="field-edited">ja</td>') == 0


def test_the_key_of_a_barrier_and_what_it_implies_cannot_be_changed(catalogue, sofie, client_of):
    client, barrier = client_of(sofie), Barrier.objects.first()
    address = f"/beheer/catalogue/barrier/{barrier.pk}/change/"
    typed = fields_of(client.get(address)) | {"slug": "anders", "implies": '{"onzin": 3}'}
    assert client.post(address, typed).status_code == 302
    kept = Barrier.objects.get(pk=barrier.pk)
    assert (kept.slug, kept.implies) == (barrier.slug, barrier.implies)


def weight_page(key):
    return f"/beheer/matching/weight/{Weight.objects.get(key=key).pk}/change/"


def test_the_weights_stand_in_order_with_what_the_file_says_and_where_they_are_explained(
    catalogue, sofie, client_of
):
    client = client_of(sofie)
    client.post(weight_page("level:network"), {"value": "2"})
    response = client.get("/beheer/matching/weight/")
    shown = [(row.key, row.value, row.loaded, row.edited) for row in response.context["cl"].result_list]
    assert shown[:3] == [
        ("level:personal", 1, 1, False),
        ("level:network", 2, 1, True),
        ("level:demand", 1, 1, False),
    ]
    assert len(shown) == Weight.objects.count()
    text = text_of(response)
    assert text.count('<td class="field-edited">ja</td>') == 1
    assert '<a href="/matching/uitleg/">Zo rekent Trajectwijzer</a>' in text
    assert "Zet terug op de waarde uit het bestand" in text


def test_a_changed_weight_changes_the_version_and_stands_in_the_history(catalogue, sofie, client_of):
    before = CatalogueState.current()
    address = weight_page("specificity:age")
    typed = {"value": "7", "loaded": "9", "name": "Anders", "key": "level:age"}
    assert client_of(sofie).post(address, typed).headers["Location"] == "/beheer/matching/weight/"
    weight = Weight.objects.get(key="specificity:age")
    assert (weight.name, weight.value, weight.loaded) == ("Voor haar groep: Leeftijd", 7, 5)
    assert CatalogueState.current() != before
    told = Event.objects.get(action="weighed")
    assert (told.by, told.remark) == (sofie, "Voor haar groep: Leeftijd: van 5 naar 7")


@pytest.mark.parametrize(
    ("key", "typed", "fault"),
    [
        ("level:network", "0", "Kies een heel getal van 1 tot en met 5."),
        ("level:network", "1,5", "Voer een geheel getal in."),
        ("fit-cap", "11", "De twee grenzen zijn dan samen 26 %. Dat mag hooguit 25 % zijn."),
    ],
)
def test_a_weight_that_may_not_be_is_said_at_the_field(catalogue, sofie, client_of, key, typed, fault):
    before = CatalogueState.stamp()
    response = client_of(sofie).post(weight_page(key), {"value": typed})
    assert response.context["adminform"].form.errors == {"value": [fault]}
    assert response.context["adminform"].form["value"].value() == typed
    assert not Weight.objects.edited().exists()
    assert CatalogueState.stamp() == before


def test_weights_are_put_back_together_or_not_at_all(catalogue, sofie, client_of):
    client = client_of(sofie)

    def reset_weights(*keys):
        chosen = list(Weight.objects.filter(key__in=keys).values_list("pk", flat=True))
        posted = {"action": "to_the_file", "_selected_action": chosen}
        response = client.post("/beheer/matching/weight/", posted, follow=True)
        return [str(message) for message in response.context["messages"]]

    for key, value in (("fit-cap", "5"), ("specificity-cap", "20")):
        client.post(weight_page(key), {"value": value})
    client.get("/beheer/")  # shows what was said of the saves
    assert reset_weights("fit-cap") == [
        "Er is niets teruggezet. De twee grenzen zijn dan samen 30 %. Dat mag hooguit 25 % zijn."
    ]
    assert Weight.objects.edited().count() == 2
    assert reset_weights("fit-cap", "specificity-cap") == ["De waarden uit het bestand gelden weer."]
    assert Weight.objects.edited().count() == 0


def test_weights_are_not_added_or_removed_and_only_an_administrator_sees_them(
    catalogue, anonymous, karin, mo, sofie, client_of
):
    address = weight_page("fit-cap")
    for page in ("/beheer/matching/weight/add/", address.replace("change", "delete")):
        assert client_of(sofie).get(page).status_code == 403
    for person in (karin, mo):
        assert client_of(person).get("/beheer/matching/weight/").status_code == 403
        assert client_of(person).post(address, {"value": "9"}).status_code == 403
    assert client_of(anonymous).get(address).headers["Location"] == f"/inloggen/?next={address}"
    assert not Weight.objects.edited().exists()


def test_a_rule_that_cannot_be_is_refused_at_its_field(catalogue, sofie, client_of):
    client, barrier = client_of(sofie), Barrier.objects.first()
    typed = {
        "kind": "goal",
        "word": "bestaat-niet",
        "barrier": barrier.pk,
        "weight": "60",
        "reason": "Proef.",
    }
    form = client.post("/beheer/catalogue/derivedrule/add/", typed).context["adminform"].form
    assert set(form.errors) == {"word", "weight"}
    assert form.errors["word"] == ["Er is geen doel met de sleutel “bestaat-niet”."]
    assert DerivedRule.objects.filter(reason="Proef.").count() == 0
    good = typed | {"word": "empowerment", "weight": str(HEAVIEST_RULE)}
    assert client.post("/beheer/catalogue/derivedrule/add/", good).status_code == 302
    assert DerivedRule.objects.get(reason="Proef.").weight == HEAVIEST_RULE


def table_page(key):
    return f"/beheer/matching/ruletable/{RuleTable.objects.get(key=key).pk}/change/"


def test_a_changed_table_of_rules_is_in_force_and_stands_in_the_history(catalogue, sofie, client_of):
    before, table = CatalogueState.current(), RuleTable.objects.get(key="plan_rules")
    text = table.text.replace('"size": 3', '"size": 2').replace("\n", "\r\n")
    response = client_of(sofie).post(table_page("plan_rules"), {"text": text})
    assert response.headers["Location"] == "/beheer/matching/ruletable/"
    assert CatalogueState.current() != before
    assert rules().plan.size == 2
    told = Event.objects.get(action="weighed")
    assert (told.by, told.remark) == (sofie, "Regels van het voorstel: tabel gewijzigd")


def test_a_table_that_may_not_be_is_said_at_the_field_and_nothing_typed_is_lost(catalogue, sofie, client_of):
    before, table = CatalogueState.stamp(), RuleTable.objects.get(key="plan_rules")
    response = client_of(sofie).post(
        table_page("plan_rules"), {"text": table.text.replace('"size": 3', '"size": 30')}
    )
    text = text_of(response)
    assert "size: 30 is geen heel getal van 1 tot en met 3." in text
    assert '"size": 30' in text.replace("&quot;", '"')
    assert CatalogueState.stamp() == before
