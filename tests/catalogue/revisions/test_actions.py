"""The one road to a public row: an edit, sent in, published; and nothing of it is seen before."""

import ast
import copy
from itertools import product

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from catalogue.documents.schema import document_of
from catalogue.models import CatalogueState, Citation, Coverage, Goal, Intervention, Revision
from catalogue.revisions import actions, version
from catalogue.revisions.publishing import DocumentRefused, fresh
from catalogue.revisions.transitions import TRANSITIONS
from catalogue.text.folding import slugify
from matching import adapter
from tests import factories

STATUSES = ["draft", "submitted", "returned", "accepted", "rejected", "withdrawn"]
ALLOWED = {
    ("draft", "submitted"), ("draft", "withdrawn"),
    ("submitted", "accepted"), ("submitted", "returned"), ("submitted", "rejected"),
    ("submitted", "withdrawn"),
    ("returned", "submitted"), ("returned", "withdrawn"),
}  # fmt: skip
STEPS = list(product(STATUSES, STATUSES))
DECIDED = ("accepted", "rejected")


@pytest.fixture
def amina(django_user_model, db):
    return django_user_model.objects.create_user("amina@voorbeeld.nl")


@pytest.fixture
def mo(django_user_model, db):
    return django_user_model.objects.create_user("mo@voorbeeld.nl")


def revision_with(status, **values) -> Revision:
    document = values.pop("document", None) or factories.document()
    decided = timezone.now() if status in DECIDED else None
    return Revision.objects.create(
        source_ref=document["source_ref"], document=document, status=status, decided_at=decided, **values
    )


def submitted(document, by=None) -> Revision:
    return actions.submit(revision=actions.start_revision(document=document, by=by), by=by)


def edited(item, **values) -> dict:
    return copy.deepcopy(document_of(fresh(item.source_ref))) | values


# From one status to another


def test_the_table_knows_every_status():
    assert sorted(TRANSITIONS) == sorted(STATUSES) == sorted(Revision.Status.values)


@pytest.mark.parametrize(("start", "to"), STEPS, ids=[" to ".join(step) for step in STEPS])
def test_a_revision_goes_only_where_the_table_says(reference, mo, start, to):
    revision = revision_with(start)
    decided = revision.decided_at
    if (start, to) in ALLOWED:
        actions.move(revision=revision, to=to, by=mo, remark="gezien")
        revision.refresh_from_db()
        assert (revision.status, revision.remark) == (to, "gezien")
        assert (revision.decided_by, revision.decided_at is not None) == (
            (mo, True) if to in DECIDED else (None, False)
        )
    else:
        with pytest.raises(actions.NotAllowed):
            actions.move(revision=revision, to=to, by=mo)
        revision.refresh_from_db()
        assert (revision.status, revision.decided_by, revision.decided_at) == (start, None, decided)


def test_a_refusal_says_from_where_to_where(reference):
    with pytest.raises(actions.NotAllowed, match=r"Van 'afgewezen' kan een versie niet naar 'ingediend'\."):
        actions.submit(revision=revision_with("rejected"), by=None)


def test_a_stale_copy_cannot_move_a_revision_that_was_decided_meanwhile(reference, mo):
    revision = submitted(factories.document())
    stale = Revision.objects.get(pk=revision.pk)
    actions.move(revision=revision, to="rejected", by=mo)
    with pytest.raises(actions.NotAllowed):
        actions.move(revision=stale, to="returned", by=mo)
    assert Revision.objects.get(pk=revision.pk).status == "rejected"


# Publishing


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "submitted"])
def test_only_what_was_submitted_is_published(reference, mo, status):
    revision = revision_with(status)
    with pytest.raises(actions.NotAllowed):
        actions.publish(revision=revision, by=mo)
    assert Intervention.objects.count() == 0
    assert Revision.objects.get().status == status


def test_publishing_makes_the_document_public_and_says_who_decided(reference, amina, mo):
    document = factories.document()
    at = timezone.now()
    revision = submitted(document, by=amina)
    item = actions.publish(revision=revision, by=mo, at=at)
    assert document_of(fresh(item.source_ref)) == document
    assert (item.version, item.status, item.published_at, item.loaded_hash) == (1, "published", at, "")
    revision.refresh_from_db()
    assert (revision.status, revision.created_by, revision.decided_by, revision.decided_at) == (
        "accepted", amina, mo, at,
    )  # fmt: skip


def test_an_edit_based_on_an_older_version_is_refused(reference, mo):
    item = factories.publish(summary="Eerst.")
    late = actions.start_revision(document=edited(item, summary="Van de een."), by=None)
    actions.submit(revision=late, by=None)
    Intervention.objects.filter(pk=item.pk).update(version=2)
    with pytest.raises(actions.EditConflict, match=r"intussen gewijzigd \(versie 2\)"):
        actions.publish(revision=late, by=mo)
    assert fresh(item.source_ref).summary == "Eerst."
    assert Revision.objects.get(pk=late.pk).status == "submitted"


def test_publishing_twice_publishes_once(reference, mo):
    revision = submitted(factories.document())
    twin = Revision.objects.get(pk=revision.pk)
    actions.publish(revision=revision, by=mo)
    for again in (revision, twin):
        with pytest.raises((actions.NotAllowed, actions.EditConflict)):
            actions.publish(revision=again, by=mo)
    assert list(Intervention.objects.values_list("version", flat=True)) == [1]
    assert Revision.objects.accepted().count() == 1


def test_a_document_that_is_not_in_the_schema_is_refused_with_every_fault(reference, mo):
    revision = submitted(factories.document(kind="cursus", summary=""))
    with pytest.raises(DocumentRefused) as refused:
        actions.publish(revision=revision, by=mo)
    assert [fault.split(":")[0] for fault in refused.value.faults] == ["kind", "summary"]
    assert Intervention.objects.count() == 0


def test_a_document_cannot_become_that_of_another_item(reference, mo):
    victim = factories.publish(summary="Van een ander.")
    revision = submitted(factories.document())
    revision.document = edited(victim, summary="Overgenomen.")
    revision.save()
    with pytest.raises(DocumentRefused, match="source_ref"):
        actions.publish(revision=revision, by=mo)
    assert fresh(victim.source_ref).summary == "Van een ander."


def test_the_address_of_another_item_is_refused(reference, mo):
    factories.publish(slug="bezet")
    with pytest.raises(DocumentRefused, match="slug: adres 'bezet' is van een ander item"):
        actions.publish(revision=submitted(factories.document(slug="bezet")), by=mo)


def test_an_edit_replaces_everything_that_was_said(reference, mo):
    item = factories.publish(
        goals=[factories.term("motivatie")],
        coverage=[factories.covers("laaggeletterdheid"), factories.covers("klein-netwerk")],
        target_groups=["Moeders"],
    )
    document = edited(
        item, goals=[], coverage=[factories.covers("weinig-motivatie")], target_groups=["Vrouwen"]
    )
    actions.publish(revision=submitted(document), by=mo)
    assert document_of(fresh(item.source_ref)) == document
    assert Coverage.objects.filter(intervention=item).count() == 1


def test_all_accepted_versions_are_the_history_and_can_be_restored_whole(reference, mo):
    item = factories.publish(summary="Eerst.", goals=[factories.term("motivatie")])
    first = document_of(fresh(item.source_ref))
    actions.publish(revision=submitted(edited(item, summary="Daarna.", goals=[])), by=mo)
    history = Revision.objects.accepted().filter(source_ref=item.source_ref)
    assert [revision.document["summary"] for revision in history] == ["Daarna.", "Eerst."]
    actions.publish(revision=submitted(history.last().document), by=mo)
    assert document_of(fresh(item.source_ref)) == first
    assert fresh(item.source_ref).version == 3


# One at a time


@pytest.mark.parametrize("status", ["draft", "submitted", "returned"])
def test_an_item_has_one_open_edit(reference, status):
    document = factories.document()
    revision_with(status, document=document)
    with pytest.raises(actions.NotAllowed, match="Er staat al een bewerking open"):
        actions.start_revision(document=document, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        revision_with("draft", document=document)
    assert Revision.objects.count() == 1


@pytest.mark.parametrize("status", ["accepted", "rejected", "withdrawn"])
def test_a_closed_edit_leaves_room_for_the_next(reference, status):
    document = factories.document()
    revision_with(status, document=document)
    assert actions.start_revision(document=document, by=None).status == "draft"


@pytest.mark.parametrize("status", STATUSES)
def test_the_database_wants_a_moment_of_decision_exactly_when_there_was_one(reference, status):
    document = factories.document()
    wrong = None if status in DECIDED else timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(
            source_ref=document["source_ref"], document=document, status=status, decided_at=wrong
        )


def test_the_database_refuses_a_status_that_does_not_exist(reference):
    with pytest.raises(IntegrityError), transaction.atomic():
        revision_with("bijna")
    item = factories.publish()
    with pytest.raises(IntegrityError), transaction.atomic():
        Intervention.objects.filter(pk=item.pk).update(status="bijna")


# What the public sees (drafts and other edits: tests/catalogue/moderation/test_leaks.py)


def test_an_archived_item_is_nowhere_public_and_keeps_its_rows_and_history(reference, client, mo):
    other = factories.publish(name="Blijft", coverage=[factories.covers("laaggeletterdheid")])
    before = CatalogueState.current()
    item = factories.publish(name="Zebravink", coverage=[factories.covers("laaggeletterdheid")])
    assert CatalogueState.current() != before
    actions.archive(item=item, by=mo)
    assert client.get(reverse("intervention-detail", args=[item.slug])).status_code == 404
    page = client.get(reverse("intervention-list")).content.decode()
    assert ("Blijft" in page, "Zebravink" in page) == (True, False)
    assert [row.source_ref for row in adapter.current().items] == [other.source_ref]
    assert CatalogueState.current() == version.compute() == before
    assert Citation.objects.filter(intervention=item).exists()
    assert Revision.objects.accepted().filter(source_ref=item.source_ref).count() == 1


# The version belongs to the change


def test_the_version_changes_in_the_transaction_of_the_change_and_goes_back_with_it(reference, mo):
    item = factories.publish(summary="Eerst.")
    revision = submitted(edited(item, summary="Daarna."))
    before = CatalogueState.current()

    def publish_and_fail():
        with transaction.atomic():
            actions.publish(revision=revision, by=mo)
            assert CatalogueState.current() == version.compute() != before
            raise RuntimeError("stroom weg")

    with pytest.raises(RuntimeError, match="stroom weg"):
        publish_and_fail()
    assert CatalogueState.current() == version.compute() == before
    assert fresh(item.source_ref).summary == "Eerst."
    assert Revision.objects.get(pk=revision.pk).status == "submitted"


def test_a_fault_halfway_leaves_the_old_state_whole(reference, mo, monkeypatch):
    item = factories.publish(summary="Eerst.", coverage=[factories.covers("laaggeletterdheid")])
    revision = submitted(edited(item, summary="Daarna.", coverage=[]))
    before = document_of(fresh(item.source_ref)), CatalogueState.current()

    def no_power():
        raise OSError("stroom weg")

    monkeypatch.setattr(version, "refresh", no_power)
    with pytest.raises(OSError, match="stroom weg"):
        actions.publish(revision=revision, by=mo)
    assert (document_of(fresh(item.source_ref)), CatalogueState.current()) == before
    assert Revision.objects.get(pk=revision.pk).status == "submitted"


# Who may write

WRITES = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update"}


def sources():
    for folder in ("catalogue", "matching", "portal"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield (
                    path.relative_to(settings.BASE_DIR).as_posix(),
                    ast.parse(path.read_text(encoding="utf-8")),
                )


def calls(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


#: Columns that follow from the document; they may be filled in anew.
DERIVED = {"sort_name"}


def writes_items(call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "Intervention"
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in WRITES
        and ast.unparse(call.func.value).startswith("Intervention.objects")
        and (call.args or not {keyword.arg for keyword in call.keywords} <= DERIVED)
    )


def test_only_publishing_makes_rows_of_items():
    makes = {path for path, tree in sources() for call in calls(tree) if writes_items(call)}
    unsaved = {"catalogue/registration/preview.py"}  # the row of a page that only its writers see
    assert makes - unsaved == {"catalogue/revisions/publishing.py"}


def test_rows_are_saved_in_the_actions_in_publishing_and_in_the_index_that_it_writes():
    saves = {
        path
        for path, tree in sources()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
        and ast.unparse(call.func) != "super().save"  # a model that fills a column of its own on the way
    }
    saves = {path for path in saves if not path.endswith("/actions.py") or path.startswith("portal/")}
    accounts = {path for path in saves if path.startswith("portal/")}
    assert saves - accounts == {"catalogue/revisions/publishing.py"}
    assert accounts == {
        "portal/accounts/actions.py",
        "portal/accounts/demo.py",
        "portal/accounts/forms.py",
        "portal/accounts/lockout.py",
        "portal/admin/people.py",
        "portal/models.py",
        "portal/worker/actions.py",
    }


@pytest.mark.parametrize(
    ("wording", "label"),
    [
        ("Meer zin in NT2", "meer zin in NT2"),
        ("NT2", "NT2"),
        ("Baan in Nederland", "baan in Nederland"),
        ("Échte rust", "échte rust"),
    ],
)
def test_a_word_of_the_provider_keeps_the_capitals_of_its_names(reference, wording, label):
    factories.publish(goals=[{"wording": wording, "slug": slugify(wording)}])
    assert Goal.objects.get(slug=slugify(wording)).label == label
