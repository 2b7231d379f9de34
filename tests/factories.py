"""Generated items, published through the same action as every other item."""

import copy
import itertools
import re

from django.contrib.auth import get_user_model
from django.utils import timezone

from catalogue.documents.fields import SCHEMA, SLUG
from catalogue.documents.lifting import region_code
from catalogue.documents.schema import schema
from catalogue.models import ErrorReport, Intervention, Invitation, Membership, Organisation
from catalogue.organisations.actions import create_organisation
from catalogue.revisions import actions

#: A word that no line can hold.
LONG_WORD = "Arbeidsmarktpositieverbeteringsondersteuningsprogramma" * 3

_numbers = itertools.count(1)


def document(**values) -> dict:
    """A document that the schema accepts, with `values` in place of what it would hold."""
    number = next(_numbers)
    cite = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
    found: dict = dict.fromkeys(schema()["properties"])
    found |= {
        "schema": SCHEMA,
        "source_ref": f"test-{number}",
        "slug": f"item-{number}",
        "name": f"Item {number:04}",
        "kind": "intervention",
        "audience": ["client"],
        "summary": "Een training.",
        "stand": "2020",
        "reach": {"national": True, "regions": [], "elsewhere": "yes", "text": "Landelijk"},
        "notes": {},
        "citations": [{"field": "summary", **cite[0]}],
    }
    lists = ("provider_conditions", "coverage", "results", "amounts", "relations", "differences")
    found |= {name: [] for name in lists}
    for name, value in values.items():
        found[name] = copy.deepcopy(value)
    return _with_keys(found)


def _with_keys(document: dict) -> dict:
    """`document` with keys for the names of its provider, who is made if need be, and of its regions."""
    if document["provider"] and not re.fullmatch(SLUG, document["provider"]):
        document["provider"] = organisation_named(document["provider"]).slug
    for region in document["reach"]["regions"]:
        if name := region.pop("name", None):
            region["code"] = region_code(region["level"], name)
    return document


def organisation_named(name: str) -> Organisation:
    """The organisation with this name, made when it is not there."""
    return Organisation.objects.named(name).first() or create_organisation(name=name, by=None)


def term(slug: str) -> dict:
    return {"slug": slug, "wording": slug.replace("-", " ").capitalize()}


def covers(barrier: str, *, role: str = "main", value: int = 100) -> dict:
    cite = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
    return {
        "barrier": barrier, "role": role, "basis": "stated", "value": value, "condition": None, "note": None,
        "cite": cite,
    }  # fmt: skip


def publish(**values) -> Intervention:
    """A public item with a document of `document(**values)`; needs the reference data."""
    return actions.load_document(document=document(**values))


def publish_full(name: str = "Vol") -> Intervention:
    """A public item of which everything is known, in words that no line can hold."""
    long, cite = LONG_WORD, [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
    return publish(
        name=f"{name} {long}",
        provider=long,
        url="https://voorbeeld.example/" + "pad/" * 60,
        mailbox="info@voorbeeld.example",
        summary=f"{long}. " * 4,
        working_method="Een zin die lang doorgaat en door blijft gaan. " * 60,
        goals=[term("motivatie"), term("empowerment")],
        approaches=[term("coaching")],
        target_groups=[long[:150], "alleenstaande moeders"],
        coverage=[covers("laaggeletterdheid"), covers("weinig-zelfvertrouwen", role="side", value=60)],
        childcare=True,
        aftercare=False,
        places=12,
        as_of="2024-05-01",
        funding_until="2027-12-31",
        duration_weeks_min=6,
        duration_weeks_max=12.5,
        results=[
            {
                "kind": "result",
                "text": "8 van de 10",
                "number": 8,
                "unit": "vrouwen",
                "year": 2019,
                "cite": cite,
            },
            {
                "kind": "target",
                "text": "10 van de 10",
                "number": None,
                "unit": None,
                "year": None,
                "cite": cite,
            },
        ],
        amounts=[{"text": "Vergoeding", "number": 12.5, "unit": "euro", "year": 2018, "cite": cite}],
        provider_conditions=[{"text": "Zij wil het zelf.", "cite": cite}],
        differences=[
            {
                "field": "target_groups",
                "statements": [
                    {"says": "vrouwen", **cite[0]},
                    {"says": "moeders", "source": "kennissynthese-2020", "place": "§4"},
                ],
                "decides": "De ruimste omschrijving telt.",
            }
        ],
        notes={"childcare": "Tot 4 jaar.", "provider": "Samen met anderen."},
    )


def publish_sparse(name: str = "Leeg") -> Intervention:
    """A public item of which nothing is known but its name."""
    nowhere = {"national": None, "regions": [], "elsewhere": None, "text": None}
    return publish(name=name, citations=[], reach=nowhere)


def publish_amid(canary: str) -> Intervention:
    """A public item; `canary` is in what is around it and may not leave: person, draft, report, archive."""
    person = get_user_model().objects.create_user(f"{canary}@voorbeeld.example", "een heel lang wachtwoord")
    found, other = publish(provider="Aanbieder"), publish(name=f"Weg {canary}")
    actions.archive(item=other, by=person)
    Intervention.objects.filter(pk=found.pk).update(verified_on="2026-01-02", verified_by=person)
    organisation = Organisation.objects.get(name="Aanbieder")
    Membership.objects.create(organisation=organisation, user=person)
    Invitation.objects.create(
        organisation=organisation,
        email=f"{canary}@elders.example",
        invited_by=person,
        expires_at=timezone.now(),
    )
    ErrorReport.objects.create(item=found, text=canary, owner=ErrorReport.Owner.EDITORS)
    for ref in (found.source_ref, "nieuw"):
        draft = document(source_ref=ref, slug=f"{ref}-{canary}", name=canary, summary=canary)
        actions.start_revision(document=draft, by=person, organisation=organisation, answers={"name": canary})
    return Intervention.objects.get(pk=found.pk)
