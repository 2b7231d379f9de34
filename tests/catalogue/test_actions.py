"""The one road to a public row: an edit, sent in, published; and nothing of it is seen before."""

import ast
import copy
import io
import json
import re
from itertools import product

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from catalogue import actions, version
from catalogue.documents import document_of
from catalogue.models import CatalogueState, Citation, Coverage, Intervention, Revision
from catalogue.publishing import DocumentRefused, fresh
from matching import adapter
from portal.access import PUBLIC
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
    assert sorted(actions.TRANSITIONS) == sorted(STATUSES) == sorted(Revision.Status.values)


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
    with pytest.raises(actions.Outdated, match=r"intussen gewijzigd \(versie 2\)"):
        actions.publish(revision=late, by=mo)
    assert fresh(item.source_ref).summary == "Eerst."
    assert Revision.objects.get(pk=late.pk).status == "submitted"


def test_publishing_twice_publishes_once(reference, mo):
    revision = submitted(factories.document())
    twin = Revision.objects.get(pk=revision.pk)
    actions.publish(revision=revision, by=mo)
    for again in (revision, twin):
        with pytest.raises((actions.NotAllowed, actions.Outdated)):
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


# What the public sees

ASKED = {"barriers": {"laaggeletterdheid": 3}}


def export(form):
    out = io.StringIO()
    call_command("export_catalogue", "--format", form, stdout=out)
    return out.getvalue()


def public_addresses() -> dict[str, str]:
    """Every public page that has an address of its own, by name."""
    names = {pattern.name: pattern for _, pattern in patterns(get_resolver())}
    return {name: reverse(name) for name in sorted(PUBLIC) if not names[name].pattern.converters}


def patterns(resolver):
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield part.name, part
        else:
            yield from patterns(part)


def public_outputs(client, slug) -> dict[str, str]:
    """Every place where what is public is shown, as text."""
    answers = {name: client.get(address) for name, address in public_addresses().items()}
    answers |= {
        "list": client.get(reverse("intervention-list")),
        "search": client.get(reverse("intervention-list"), {"q": "zebravink"}),
        "table": client.get(reverse("intervention-list"), {"weergave": "tabel"}),
        "detail": client.get(reverse("intervention-detail", args=[slug])),
        "match": client.post(
            reverse("matching-result"), {"belemmering": ["laaggeletterdheid"], "ernst-laaggeletterdheid": "3"}
        ),
    }
    texts = {name: answer.content.decode() for name, answer in answers.items()}
    texts |= {"json": export("json"), "csv": export("csv"), "matches": json.dumps(matches())}
    return texts


def matches() -> list:
    from matching.answer import as_json
    from matching.engine.profile import parse
    from matching.service import answer

    catalogue = adapter.current()
    return as_json(answer(parse(ASKED, catalogue.vocabulary), catalogue))["matches"]


def with_traces(**values) -> dict:
    """A document that holds a recognisable word wherever text could show."""
    cite = [{"source": "kennissynthese-2020", "place": "Zebravink"}]
    return values | {
        "name": "Zebravink Werkt",
        "summary": "Zebravink helpt.",
        "provider": "Stichting Zebravink",
        "working_method": "Werken met een zebravink.",
        "goals": [{"slug": "zebravink", "wording": "Zebravink"}],
        "approaches": [{"slug": "zebravink", "wording": "Zebravink"}],
        "target_groups": ["Zebravinken"],
        "sectors": ["zebravink"],
        "notes": {"summary": "Een zebravink."},
        "effect_note": "Over zebravink is niets bekend.",
        "provider_conditions": [{"text": "Houdt van zebravink", "cite": cite}],
        "coverage": [factories.covers("laaggeletterdheid") | {"note": "Zebravink leest voor"}],
        "reach": {"national": True, "regions": [], "elsewhere": "yes", "text": "Zebravinkland"},
    }


def where_it_shows(client, slug) -> set[str]:
    return {name for name, text in public_outputs(client, slug).items() if "ebravink" in text.lower()}


EVERYWHERE = {"list", "search", "table", "detail", "match", "json", "csv", "matches"}


def test_the_leak_test_holds_data_that_can_leak(reference, client):
    item = factories.publish(**with_traces())
    assert where_it_shows(client, item.slug) >= EVERYWHERE


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected", "withdrawn"])
def test_the_first_version_of_an_item_shows_nowhere_before_it_is_published(reference, client, status):
    factories.publish(coverage=[factories.covers("laaggeletterdheid")])
    document = factories.document(**with_traces())
    before = CatalogueState.current()
    revision_with(status, document=document)
    # What was searched for stands in the search field; nothing of the document does.
    assert where_it_shows(client, document["slug"]) == {"search"}
    page = client.get(reverse("intervention-list"), {"q": "zebravink"})
    assert list(page.context["page"]) == []
    assert client.get(reverse("intervention-detail", args=[document["slug"]])).status_code == 404
    assert version.compute() == before


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected", "withdrawn"])
def test_an_edit_shows_nowhere_and_leaves_the_public_version_where_it_is(reference, client, status):
    item = factories.publish(name="Openbaar", coverage=[factories.covers("laaggeletterdheid")])
    before = public_outputs(client, item.slug)
    revision_with(status, document=edited(item, **with_traces()))
    after = public_outputs(client, item.slug)
    token = re.compile('name="csrfmiddlewaretoken" value="[^"]+"')
    assert {name for name in before if token.sub("", before[name]) != token.sub("", after[name])} == set()


def test_an_archived_item_is_nowhere_public_and_keeps_its_rows_and_history(reference, client, mo):
    other = factories.publish(coverage=[factories.covers("laaggeletterdheid")])
    before = CatalogueState.current()
    item = factories.publish(**with_traces())
    assert CatalogueState.current() != before
    actions.archive(item=item, by=mo)
    assert where_it_shows(client, item.slug) == {"search"}
    assert client.get(reverse("intervention-detail", args=[item.slug])).status_code == 404
    assert [match["source_ref"] for match in matches()] == [other.source_ref]
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
    assert makes == {"catalogue/publishing.py"}


def test_rows_are_saved_in_the_actions_in_publishing_and_in_the_index_that_it_writes():
    saves = {
        path
        for path, tree in sources()
        for call in calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "save"
    }
    saves = {path for path in saves if not path.startswith("catalogue/actions/")}
    assert saves - {"catalogue/search/index.py"} == {"catalogue/publishing.py", "portal/models.py"}
