"""A list of the administration asks as many questions for thirty rows as for three."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from catalogue.models import (
    Approach,
    Barrier,
    DerivedRule,
    Event,
    Goal,
    KnowledgeEntry,
    Membership,
    MunicipalityContact,
    Organisation,
    Region,
    SynonymGroup,
    TargetGroup,
)
from matching.models import RuleTable, Weight
from portal import roles
from portal.admin import administration
from portal.models import User
from tests.cast import account, with_second_factor


def make_account(number):
    return with_second_factor(account(f"lijst{number}", role=roles.EDITOR))


def make_organisation(number):
    found = Organisation.objects.create(name=f"Lijst {number}", slug=f"lijst-{number}")
    Membership.objects.create(organisation=found, user=account(f"lid{number}"))
    return found


def make_event(number):
    return Event.objects.create(
        action="joined", at=timezone.now(), by=account(f"wie{number}"),
        organisation=make_organisation(number), account=account(f"over{number}"),
    )  # fmt: skip


def make_rule(number):
    barrier = Barrier.objects.create(
        slug=f"lijst-{number}", level="personal", label=f"Lijst {number}", help="Proef."
    )
    return DerivedRule.objects.create(
        kind="goal", word="empowerment", barrier=barrier, weight=20, reason="Proef."
    )


def make_task(number):
    return DBTaskResult.objects.create(
        task_path="catalogue.notifications.tasks.send_event_mail", args_kwargs={"args": [], "kwargs": {}},
        queue_name="default", backend_name="default", run_after=timezone.now(),
    )  # fmt: skip


MAKE = {
    User: make_account,
    Organisation: make_organisation,
    Event: make_event,
    DerivedRule: make_rule,
    DBTaskResult: make_task,
    KnowledgeEntry: lambda number: KnowledgeEntry.objects.create(
        kind="example", slug=f"lijst-{number}", data={"title": "lijst"}
    ),
    MunicipalityContact: lambda number: MunicipalityContact.objects.create(
        municipality=Region.objects.municipalities().order_by("code")[number], checked_on="2026-11-30"
    ),
    Group: lambda number: Group.objects.create(name=f"lijst {number}"),
    Barrier: lambda number: make_rule(number).barrier,
    Goal: lambda number: Goal.objects.create(slug=f"lijst-{number}", label="lijst"),
    Approach: lambda number: Approach.objects.create(slug=f"lijst-{number}", label="lijst"),
    TargetGroup: lambda number: TargetGroup.objects.create(text=f"Lijst {number}"),
    SynonymGroup: lambda number: SynonymGroup.objects.create(
        key=f"lijst-{number}", asked=["a"], found=["b"], both_ways=False, reason="Proef."
    ),
    RuleTable: lambda number: RuleTable.objects.create(
        key=f"lijst-{number}", name="lijst", text="[]", loaded="[]", position=100
    ),
    Weight: lambda number: Weight.objects.create(
        key=f"level:lijst-{number}", value=1, loaded=1, position=100
    ),
}


def test_every_list_is_looked_at():
    assert set(MAKE) == set(administration._registry)


@pytest.mark.parametrize("model", administration._registry, ids=lambda model: model._meta.label)
def test_the_number_of_questions_does_not_grow_with_the_list(reference, sofie, client_of, model):
    client = client_of(sofie)
    address = f"/beheer/{model._meta.app_label}/{model._meta.model_name}/?all="

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    questions()  # what is asked once in a process
    for number in range(3):
        MAKE[model](number)
    few = questions()
    for number in range(3, 30):
        MAKE[model](number)
    assert questions() == few
