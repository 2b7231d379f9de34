"""Whatever changes what a page shows makes kept pages anew, also when it publishes nothing."""

import datetime
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest
from django.test import Client
from django.urls import reverse

import catalogue
from catalogue.models import (
    Approach,
    Barrier,
    CatalogueState,
    Goal,
    Intervention,
    MunicipalityContact,
    Organisation,
    Region,
    Revision,
    SynonymGroup,
    TargetGroup,
)
from catalogue.moderation import actions as moderation_actions
from catalogue.organisations import actions as organisation_actions
from catalogue.revisions import actions as revision_actions
from catalogue.upkeep import actions as upkeep_actions
from catalogue.vocabulary import actions as vocabulary_actions
from tests.factories import covers, document, publish, term

LIST = reverse("intervention-list")


@pytest.fixture
def item(reference) -> Intervention:
    return publish(
        name="Oude naam", provider="Stichting Oud", target_groups=["Oude groep"], goals=[term("motivatie")],
        coverage=[covers("weinig-zelfvertrouwen")],
    )  # fmt: skip


def submitted(item: Intervention) -> Revision:
    changed = document(source_ref=item.source_ref, slug=item.slug, name="Nieuwe naam")
    return revision_actions.submit(
        revision=revision_actions.start_revision(document=changed, by=None), by=None
    )


def first_of(item: Intervention) -> Revision:
    return Revision.objects.get(source_ref=item.source_ref)


def save(word, **values) -> None:
    for name, value in values.items():
        setattr(word, name, value)
    vocabulary_actions.save_word(word=word)


def another() -> Organisation:
    return organisation_actions.create_organisation(name="Stichting Anders", by=None)


def contact(*, stored: bool = False) -> MunicipalityContact:
    municipality = Region.objects.municipalities().first()
    made = MunicipalityContact(municipality=municipality, checked_on=datetime.date(2026, 11, 30))
    return vocabulary_actions.save_contact(contact=made) if stored else made


#: Per action what is done with the item, and by whom.
CHANGES = {
    "verify": lambda item, mo: upkeep_actions.verify(item=item, by=mo),
    "archive": lambda item, mo: revision_actions.archive(item=item, by=mo),
    "archive_item": lambda item, mo: moderation_actions.archive_item(item=item, by=mo, remark="Gestopt."),
    "publish": lambda item, mo: revision_actions.publish(revision=submitted(item), by=mo),
    "restore": lambda item, mo: revision_actions.restore(revision=first_of(item), by=mo),
    "restore_version": lambda item, mo: moderation_actions.restore_version(revision=first_of(item), by=mo),
    "load_document": lambda item, mo: revision_actions.load_document(
        document=document(source_ref=item.source_ref, slug=item.slug, name="Nieuwe naam")
    ),
    "save_contact": lambda item, mo: vocabulary_actions.save_contact(contact=contact()),
    "delete_contact": lambda item, mo: vocabulary_actions.delete_contact(contact=contact(stored=True)),
    "delete_word": lambda item, mo: vocabulary_actions.delete_word(word=SynonymGroup.objects.first()),
    "save_word": lambda item, mo: save(
        Barrier.objects.get(slug="weinig-zelfvertrouwen"), label="Durft weinig"
    ),
    "rename_organisation": lambda item, mo: organisation_actions.rename_organisation(
        organisation=item.provider, name="Stichting Nieuw", by=mo
    ),
    "describe_organisation": lambda item, mo: organisation_actions.describe_organisation(
        organisation=item.provider, website="", about="Naaien.", by=mo
    ),
    "merge_organisations": lambda item, mo: organisation_actions.merge_organisations(
        organisation=item.provider, into=another(), by=mo
    ),
    "hand_over": lambda item, mo: organisation_actions.hand_over(item=item, to=another(), by=mo),
}
#: These publish or archive by one of those above.
BY_ANOTHER = {"accept_request", "decide"}
#: These read for the actions and write nothing.
READ_ONLY = {"folder", "has_members", "has_work", "items_showing"}
#: What these write stands on no public page.
SHOW_NOTHING = {
    "accept_invitation", "add_member", "advance_export", "ask_export", "begin_export", "change_provider",
    "clear_exports", "create_organisation", "close_report", "count_top_three", "delete_expired",
    "drop_overrides", "fail_export",
    "finish_export", "forget_invitations", "invite", "leave", "leave_all",
    "load_organisation",
    "note_account", "note_invitation",
    "merge", "move", "record_probe", "refuse_request", "register_organisation", "reject", "remember_loaded",
    "remind", "remove_member", "report_error", "return_with_remarks", "save_checklist", "save_draft",
    "save_step", "shape_export", "start_edit", "start_revision", "submit", "submit_draft", "withdraw",
    "withdraw_invitation",
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_a_page_changes_the_stamp(item, mo, name):
    before = CatalogueState.stamp()
    CHANGES[name](item, mo)
    assert CatalogueState.stamp() != before


def test_of_every_action_it_is_known_whether_it_changes_a_page():
    every = set()
    for path in Path(catalogue.__path__[0]).glob("*/actions.py"):
        module = import_module(f"catalogue.{path.parent.name}.actions")
        functions = [thing for thing in vars(module).values() if isinstance(thing, FunctionType)]
        every |= {thing.__name__ for thing in functions if thing.__module__ == module.__name__}
    public = {name for name in every if not name.startswith("_")}
    assert public == CHANGES.keys() | BY_ANOTHER | SHOW_NOTHING | READ_ONLY


#: A word of each kind that pages show, how it is changed, and on which page that is to be seen.
WORDS = [
    (Barrier, {"slug": "weinig-zelfvertrouwen"}, {"label": "Durft weinig"}, "item"),
    (Goal, {"slug": "motivatie"}, {"label": "zin in werk"}, "list"),
    (TargetGroup, {"text": "Oude groep"}, {"text": "Nieuwe groep"}, "list"),
]


@pytest.mark.parametrize(("kind", "which", "values", "page"), WORDS)
def test_a_changed_word_shows_at_once(item, kind, which, values, page):
    client, (new,) = Client(), values.values()
    address = {"list": LIST, "item": item.get_absolute_url()}[page]
    before = client.get(address).content.decode().lower()
    save(kind.objects.get(**which), **values)
    after = client.get(address).content.decode().lower()
    assert (new.lower() in before, new.lower() in after) == (False, True)


@pytest.mark.parametrize("page", [LIST, ""])
def test_a_renamed_organisation_shows_at_once(item, mo, page):
    client, address = Client(), page or item.get_absolute_url()
    before = client.get(address).content.decode()
    CHANGES["rename_organisation"](item, mo)
    after = client.get(address).content.decode()
    assert ("Stichting Nieuw" in before, "Stichting Nieuw" in after) == (False, True)


@pytest.mark.parametrize("kind", [Approach, Barrier, Goal, SynonymGroup, TargetGroup])
def test_a_word_of_every_kind_that_is_saved_changes_the_stamp(item, kind):
    before = CatalogueState.stamp()
    vocabulary_actions.save_word(word=kind.objects.first())
    assert CatalogueState.stamp() != before


def test_an_item_that_was_verified_says_so_at_once(item, mo):
    client = Client()
    pages = LIST, item.get_absolute_url()
    assert ["niet geverifieerd" in client.get(page).content.decode() for page in pages] == [True, True]
    upkeep_actions.verify(item=item, by=mo)
    assert ["niet geverifieerd" in client.get(page).content.decode() for page in pages] == [False, False]
