"""Whatever changes what a page shows makes kept pages anew, also when it publishes nothing."""

from types import FunctionType

import pytest
from django.test import Client
from django.urls import reverse

from catalogue import actions
from catalogue.models import (
    Approach,
    Barrier,
    CatalogueState,
    Goal,
    Intervention,
    Organisation,
    Revision,
    SynonymGroup,
    TargetGroup,
)
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
    return actions.submit(revision=actions.start_revision(document=changed, by=None), by=None)


def first_of(item: Intervention) -> Revision:
    return Revision.objects.get(source_ref=item.source_ref)


def save(word, **values) -> None:
    for name, value in values.items():
        setattr(word, name, value)
    actions.save_word(word=word)


#: Per action what is done with the item, and by whom.
CHANGES = {
    "verify": lambda item, mo: actions.verify(item=item, by=mo),
    "archive": lambda item, mo: actions.archive(item=item, by=mo),
    "take_down": lambda item, mo: actions.take_down(item=item, by=mo, remark="Gestopt."),
    "publish": lambda item, mo: actions.publish(revision=submitted(item), by=mo),
    "restore": lambda item, mo: actions.restore(revision=first_of(item), by=mo),
    "put_back": lambda item, mo: actions.put_back(revision=first_of(item), by=mo),
    "load_document": lambda item, mo: actions.load_document(
        document=document(source_ref=item.source_ref, slug=item.slug, name="Nieuwe naam")
    ),
    "delete_word": lambda item, mo: actions.delete_word(word=SynonymGroup.objects.first()),
    "save_word": lambda item, mo: save(
        Barrier.objects.get(slug="weinig-zelfvertrouwen"), label="Durft weinig"
    ),
}
#: These publish or archive by one of those above.
BY_ANOTHER = {"decide"}
#: What these write stands on no public page.
SHOW_NOTHING = {
    "accept_claim", "accept_invitation", "add_member", "advance_export", "ask_export", "begin_export",
    "clear_exports", "close_report", "count_top_three", "disown_words", "fail_export", "finish_export",
    "forget",
    "forget_invitations", "give_up_interrupted", "invite", "leave", "leave_all", "merge", "move", "note_link",
    "refuse_claim", "register_organisation", "reject", "remember_loaded", "remind", "remove_member",
    "report_error", "return_with_remarks", "save_checklist", "save_draft", "save_step", "shape_export",
    "start_edit", "start_revision", "submit", "submit_draft", "withdraw", "withdraw_invitation",
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_what_changes_a_page_changes_the_stamp(item, mo, name):
    before = CatalogueState.stamp()
    CHANGES[name](item, mo)
    assert CatalogueState.stamp() != before


def test_of_every_action_it_is_known_whether_it_changes_a_page():
    every = {name for name in actions.__all__ if isinstance(getattr(actions, name), FunctionType)}
    assert every == CHANGES.keys() | BY_ANOTHER | SHOW_NOTHING


#: A word of each kind that pages show, how it is changed, and on which page that is to be seen.
WORDS = [
    (Barrier, {"slug": "weinig-zelfvertrouwen"}, {"label": "Durft weinig"}, "item"),
    (Goal, {"slug": "motivatie"}, {"label": "zin in werk"}, "list"),
    (TargetGroup, {"text": "Oude groep"}, {"text": "Nieuwe groep"}, "list"),
    (Organisation, {"name": "Stichting Oud"}, {"name": "Stichting Nieuw"}, "list"),
    (Organisation, {"name": "Stichting Oud"}, {"name": "Stichting Nieuw"}, "item"),
]


@pytest.mark.parametrize(("kind", "which", "values", "page"), WORDS)
def test_a_changed_word_shows_at_once(item, kind, which, values, page):
    client, (new,) = Client(), values.values()
    address = {"list": LIST, "item": item.get_absolute_url()}[page]
    before = client.get(address).content.decode().lower()
    save(kind.objects.get(**which), **values)
    after = client.get(address).content.decode().lower()
    assert (new.lower() in before, new.lower() in after) == (False, True)


@pytest.mark.parametrize("kind", [Approach, Barrier, Goal, SynonymGroup, TargetGroup])
def test_a_word_of_every_kind_that_is_saved_changes_the_stamp(item, kind):
    before = CatalogueState.stamp()
    actions.save_word(word=kind.objects.first())
    assert CatalogueState.stamp() != before


def test_an_item_that_was_verified_says_so_at_once(item, mo):
    client = Client()
    pages = LIST, item.get_absolute_url()
    assert ["niet geverifieerd" in client.get(page).content.decode() for page in pages] == [True, True]
    actions.verify(item=item, by=mo)
    assert ["niet geverifieerd" in client.get(page).content.decode() for page in pages] == [False, False]
