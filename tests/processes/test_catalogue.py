"""What is cached per process, and what two write at once, over two processes."""

import threading

import pytest
from django.urls import reverse

from catalogue.models import CatalogueState, Event, Intervention, Membership, Organisation, Revision
from catalogue.revisions import actions, version
from catalogue.revisions.publishing import current_hash, fresh
from catalogue.vocabulary.actions import save_word
from portal import roles
from tests.cast import account, organisation, with_second_factor
from tests.catalogue.moderation.submissions import edited, public, sound, submitted
from tests.catalogue.registration.answers import mark_of
from tests.factories import covers
from tests.processes.conftest import ANSWER, Site, Visitor, at_once

PUBLISH = {"edit_number": 0, "besluit": "publish"}
#: Answers for which every item with this barrier is ranked.
ANSWERS = {"belemmering": ["laaggeletterdheid"], "ernst-laaggeletterdheid": "2"}


@pytest.fixture(scope="module")
def editors(site):
    return [with_second_factor(account(f"editor{number}", role=roles.EDITOR)) for number in range(2)]


@pytest.fixture(scope="module")
def member(site):
    ceder, nadia = organisation("Stichting Ceder", "stichting-ceder"), account("nadia")
    Membership.objects.create(organisation=ceder, user=nadia)
    return nadia


def shown(visitor: Visitor, item: Intervention, name: str) -> dict[str, bool]:
    """On which pages of this process the item has this `name`; its last word is one that it always had."""
    pages = {
        "item": visitor.get(f"/interventies/{item.slug}/"),
        "search": visitor.get("/interventies/", params={"q": name.split()[-1]}),
        "match": visitor.post("/matching/resultaat/", ANSWERS),
    }
    return {kind: page.status_code == 200 and name in page.text for kind, page in pages.items()}


def everywhere(site: Site, item: Intervention, name: str) -> set[bool]:
    """What `shown` says at either process, for a second visitor as well."""
    return {said for visitor in site.visitors(4) for said in shown(visitor, item, name).values()}


def publish(item: Intervention, editor, **values) -> Intervention:
    return actions.publish(revision=submitted(edited(item, **values)), by=editor)


def test_both_processes_show_what_was_published_at_once(site: Site, editors):
    item = public(name="Eerste Kwikstaart", coverage=[covers("laaggeletterdheid")])
    assert everywhere(site, item, "Eerste Kwikstaart") == {True}
    publish(item, editors[0], name="Tweede Kwikstaart")
    assert everywhere(site, item, "Tweede Kwikstaart") == {True}
    assert everywhere(site, item, "Eerste Kwikstaart") == {False}


def test_both_processes_follow_an_archive_and_a_restore(site: Site, editors):
    item = public(name="Gele Zwaluwstaart", coverage=[covers("laaggeletterdheid")])
    first = Revision.objects.get(source_ref=item.source_ref)
    assert everywhere(site, item, "Gele Zwaluwstaart") == {True}
    actions.archive(item=item, by=editors[0])
    assert everywhere(site, item, "Gele Zwaluwstaart") == {False}
    actions.restore(revision=first, by=editors[0])
    assert everywhere(site, item, "Gele Zwaluwstaart") == {True}


def test_a_version_that_comes_back_is_shown_as_it_is(site: Site, editors):
    """The same content at another moment: nothing read halfway under the old hash is served again."""
    item = public(name="Heen Wulp", coverage=[covers("laaggeletterdheid")])
    there = Revision.objects.get(source_ref=item.source_ref)
    with Readers(site, item, names=("Heen Wulp", "Weer Wulp")) as readers:
        publish(item, editors[0], name="Weer Wulp")
        readers.wait()
        actions.restore(revision=there, by=editors[0])
    assert readers.odd == []
    assert everywhere(site, item, "Heen Wulp") == {True}
    assert everywhere(site, item, "Weer Wulp") == {False}


def test_a_name_that_changes_during_a_read_is_old_or_new_and_then_new(site: Site, editors):
    ceder = organisation("Stichting Oude Naam", "stichting-oude-naam")
    item = public(name="Wulp van een ander", provider=ceder.name, coverage=[covers("laaggeletterdheid")])
    with Readers(site, item, names=("Stichting Oude Naam", "Stichting Nieuwe Naam")) as readers:
        for number in range(3):
            provider = Organisation.objects.get(pk=ceder.pk)
            provider.name = ("Stichting Nieuwe Naam", "Stichting Oude Naam")[number % 2]
            save_word(word=provider)
            readers.wait()
    assert readers.odd == []
    for visitor in site.visitors(4):
        page = visitor.get(f"/interventies/{item.slug}/").text
        assert "Stichting Nieuwe Naam" in page
        assert "Stichting Oude Naam" not in page


class Readers:
    """Two visitors, one at each process, who read the page of an item and match, for as long as this lasts.

    `odd`: every answer that was not whole: no 200, or not exactly one of `names`.
    """

    def __init__(self, site: Site, item: Intervention, names: tuple[str, str]):
        self.item, self.names = item, names
        self.odd: list[str] = []
        self.read_once = threading.Semaphore(0)
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.read, args=(each,)) for each in site.visitors(2)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *fault):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def wait(self) -> None:
        """Until four more have been read: at least one that began after now."""
        for _ in range(4):
            assert self.read_once.acquire(timeout=ANSWER)

    def read(self, visitor: Visitor) -> None:
        while not self.stop.is_set():
            page = visitor.get(f"/interventies/{self.item.slug}/")
            match = visitor.post("/matching/resultaat/", ANSWERS)
            present = [name for name in self.names if name in page.text]
            if (page.status_code, match.status_code, len(present)) != (200, 200, 1):
                self.odd.append(f"{page.status_code}, {match.status_code}: {present}")
            self.read_once.release()


# Two who write at once


@pytest.mark.parametrize("number", range(3))
def test_of_a_save_and_a_withdrawal_at_once_nothing_typed_is_lost(site: Site, member, number):
    one, two = site.visitors(2, member)
    base = "/organisaties/stichting-ceder/trajecten"
    key = f"{number:012d}"
    begin = {"name": f"Samen {number}", "kind": "traject", "mailbox": "info@ceder.example", "key": key}
    assert one.post(f"{base}/nieuw/", begin).status_code == 302
    revision = Revision.objects.get(source_ref=f"opgave-{key}")
    step = {"summary": "Wat zij als laatste typte.", "seen": mark_of(revision, "wat")}
    saved, withdrawn = at_once(
        lambda: one.post(f"{base}/{revision.pk}/stap/wat/", step),
        lambda: two.post(f"{base}/{revision.pk}/intrekken/"),
    )
    assert withdrawn.status_code == 302
    revision.refresh_from_db()
    assert revision.status == Revision.Status.WITHDRAWN
    if saved.status_code == 302:
        assert revision.answers["summary"] == step["summary"]
        assert revision.edit_number == 1
    else:  # too late to be saved: it is still on her page
        assert saved.status_code == 409
        assert step["summary"] in saved.text


@pytest.mark.parametrize("number", range(3))
def test_of_two_who_publish_one_edit_at_once_one_does(site: Site, editors, number):
    revision = submitted(sound(name=f"Dubbel {number}"))
    address = reverse("moderation-decide", args=[revision.pk])
    visitors = [Visitor(base, editor) for base, editor in zip(site.bases, editors, strict=True)]
    answers = at_once(*(lambda each=each: each.post(address, PUBLISH) for each in visitors))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    item = fresh(revision.source_ref)
    assert (item.version, current_hash(item)) == (1, item.document_hash)
    assert Event.objects.filter(source_ref=item.source_ref, action="published").count() == 1


def test_two_edits_that_are_published_at_once_are_both_there(site: Site, editors):
    revisions = [
        submitted(sound(name=f"{name} Tweeling", coverage=[covers("laaggeletterdheid")]))
        for name in ("Eerste", "Tweede")
    ]
    visitors = [Visitor(base, editor) for base, editor in zip(site.bases, editors, strict=True)]
    answers = at_once(
        *(
            lambda each=each, pk=revision.pk: each.post(reverse("moderation-decide", args=[pk]), PUBLISH)
            for each, revision in zip(visitors, revisions, strict=True)
        )
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    for revision in revisions:
        assert everywhere(site, fresh(revision.source_ref), revision.document["name"]) == {True}
    assert CatalogueState.objects.get().version == version.compute()
