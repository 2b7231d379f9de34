"""An older version comes back whole: the document and every row."""

import copy

import pytest
from django.apps import apps

from catalogue.documents.schema import check, document_of
from catalogue.models import Event, Intervention, Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.revisions import actions as revision_actions
from catalogue.revisions.history import History
from catalogue.revisions.publishing import fresh
from tests import factories
from tests.catalogue.moderation.submissions import changed, edited, public, submitted

CITE = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
RICH = {
    "goals": [factories.term("empowerment"), factories.term("een-eigen-doel")],
    "approaches": [factories.term("training")],
    "target_groups": ["Moeders", "Nieuwkomers"],
    "conditions": {
        "all": [
            {"fact": "gender", "in": ["vrouw"], "strength": "required", "text": "voor vrouwen", "cite": CITE},
            {"fact": "age", "min": 18, "strength": "intended", "text": "18 of ouder", "cite": CITE},
        ]
    },
    "provider_conditions": [{"text": "VOG nodig", "cite": CITE}],
    "coverage": [factories.covers("laaggeletterdheid"),
                 factories.covers("klein-netwerk", role="part", value=80)],
    "reach": {"national": False, "regions": [{"level": "municipality", "code": "GM0228"}], "elsewhere": "no",
              "text": "Ede"},
    "results": [{"kind": "result", "text": "Zes van de tien.", "number": 60, "unit": "%", "year": 2019,
                 "cite": CITE}],
    "amounts": [{"text": "Premie", "number": 150, "unit": "euro", "year": 2019, "cite": CITE}],
    "relations": [{"kind": "contains", "ref": "ks2020-01", "cite": CITE}],
    "recognition": {"level": "goed-beschreven", "text": "Beschreven.", "cite": CITE},
    "notes": {"summary": "Een opmerking."},
}  # fmt: skip
EMPTY = {name: [] for name in RICH if isinstance(RICH[name], list)} | {
    "conditions": None, "recognition": None, "notes": {},
    "reach": {"national": True, "regions": [], "elsewhere": "yes", "text": "Landelijk"},
}  # fmt: skip
#: What a restore gives a value of its own: that it is one more version, and when.
OF_THIS_VERSION = {"version", "published_at", "loaded_hash"}


def rows(source_ref) -> dict[str, list]:
    """Every row of every table that belongs to one item, without keys of the database."""
    item = Intervention.objects.get(source_ref=source_ref)
    own = [
        {name: value for name, value in row.items() if name not in OF_THIS_VERSION}
        for row in Intervention.objects.filter(pk=item.pk).values()
    ]
    found = {"item": own}
    for model in apps.get_app_config("catalogue").get_models():
        names = [
            field.name for field in model._meta.get_fields()
            if field.concrete and field.is_relation and field.related_model is Intervention
        ]  # fmt: skip
        for name in names:
            table = model.objects.filter(**{name: item})
            kept = [field.attname for field in model._meta.concrete_fields if field.name not in ("id", name)]
            found[f"{model.__name__}.{name}"] = sorted(map(repr, table.values_list(*kept)))
    return found


def test_the_tables_of_an_item_are_all_looked_at(reference):
    found = rows(public(**RICH).source_ref)
    full = {name for name, values in found.items() if values}
    assert full >= {
        "item", "InterventionGoal.intervention", "InterventionApproach.intervention", "Trait.intervention",
        "InterventionTargetGroup.intervention", "Reach.intervention", "Coverage.intervention",
        "Result.intervention", "Amount.intervention", "ProviderCondition.intervention",
        "Relation.intervention", "Citation.intervention", "IndexEntry.intervention",
    }  # fmt: skip


def test_a_restore_brings_back_goals_conditions_coverage_citations_and_all_else(reference, mo):
    item = public(**RICH)
    document, before = document_of(fresh(item.source_ref)), rows(item.source_ref)
    changed(item, **EMPTY, summary="Heel anders.", citations=[])
    assert rows(item.source_ref) != before
    first = History(item.source_ref).version(1)
    moderation_actions.restore_version(revision=first.revision, by=mo)
    assert document_of(fresh(item.source_ref)) == document == first.revision.document
    assert rows(item.source_ref) == before
    assert [version.number for version in History(item.source_ref).versions] == [3, 2, 1]
    event = Event.objects.get(action="restored")
    assert (event.by, event.source_ref) == (mo, item.source_ref)


def other(document) -> dict:
    """A document that says something else in nearly everything."""
    new = copy.deepcopy(document)
    flags = {True: False, False: None, None: True}
    for name, value in document.items():
        if isinstance(value, bool) or name in ("childcare", "group", "volunteers"):
            new[name] = flags[value]
        elif name in ("goals", "approaches"):
            new[name] = [factories.term("iets-anders"), *(value or [])[1:]]
        elif name in (
            "coverage",
            "target_groups",
            "results",
            "provider_conditions",
            "sectors",
            "outcomes",
            "phases",
        ):
            new[name] = (value or [])[1:]  # also of what was unknown: that there is none
    new |= {
        "name": f"{document['name']} anders", "summary": "Anders.", "conditions": None, "url": "https://anders.nl",
        "mailbox": None, "recognition": None, "notes": {}, "relations": [], "differences": [], "amounts": [],
        "reach": {"national": True, "regions": [], "elsewhere": "yes", "text": "Overal"},
        "citations": document["citations"][1:],
        "provider": factories.organisation_named("Stichting Beuk").slug,
    }  # fmt: skip
    return new


def test_every_item_of_the_catalogue_comes_back_exactly(catalogue, mo):
    before = {
        item.source_ref: (document_of(item), rows(item.source_ref))
        for item in Intervention.objects.with_everything()
    }
    assert len(before) == 49
    for source_ref, (document, _) in before.items():
        assert check(other(document)) == []
        revision_actions.publish(revision=submitted(other(document)), by=None)
        assert document_of(fresh(source_ref)) == other(document) != document
    for source_ref in before:
        moderation_actions.restore_version(revision=History(source_ref).version(1).revision, by=mo)
    after = {source_ref: (document_of(fresh(source_ref)), rows(source_ref)) for source_ref in before}
    assert after == before


def test_an_archived_item_is_public_again_with_the_version_that_is_put_back(reference, mo):
    item = public(summary="Eerst.")
    changed(item, summary="Daarna.")
    moderation_actions.archive_item(item=item, by=mo, remark="Gestopt.")
    moderation_actions.restore_version(revision=History(item.source_ref).version(1).revision, by=mo)
    assert (fresh(item.source_ref).status, fresh(item.source_ref).summary) == ("published", "Eerst.")


@pytest.mark.parametrize("status", ["draft", "submitted", "returned", "rejected", "withdrawn"])
def test_what_was_never_public_is_not_put_back(reference, amina, mo, status):
    item = public(summary="Eerst.")
    revision = submitted(edited(item, summary="Daarna."), by=amina)
    values = {"decided_at": revision.submitted_at} if status == "rejected" else {}
    Revision.objects.filter(pk=revision.pk).update(status=status, **values)
    revision.refresh_from_db()
    with pytest.raises(revision_actions.NotAllowed):
        moderation_actions.restore_version(revision=revision, by=mo)
    assert (fresh(item.source_ref).summary, fresh(item.source_ref).version) == ("Eerst.", 1)


def test_nothing_is_put_back_under_an_edit_that_is_open(reference, amina, mo):
    item = public(summary="Eerst.")
    changed(item, summary="Daarna.")
    revision_actions.start_revision(document=edited(item, summary="Half af."), by=amina)
    with pytest.raises(revision_actions.NotAllowed, match="Er staat al een bewerking open"):
        moderation_actions.restore_version(revision=History(item.source_ref).version(1).revision, by=mo)
    assert (fresh(item.source_ref).summary, fresh(item.source_ref).version) == ("Daarna.", 2)


def test_the_history_says_what_each_version_changed(reference):
    item = public(summary="Eerst.")
    changed(item, summary="Daarna.", referral="Bel ons.")
    changed(item, childcare=True)
    found = History(item.source_ref).versions
    assert [(version.number, version.current, version.first) for version in found] == [
        (3, True, False), (2, False, False), (1, False, True),
    ]  # fmt: skip
    assert [[field.key for field in version.changed] for version in found] == [
        ["childcare"], ["summary", "referral"], [],
    ]  # fmt: skip
    assert History(item.source_ref).document(1)["summary"] == "Eerst."
    assert [History(item.source_ref).document(number) for number in (0, 4, -1)] == [None, None, None]
