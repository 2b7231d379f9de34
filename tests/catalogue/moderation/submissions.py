"""What the redactie gets: submissions whose every claim has a source."""

import copy

from catalogue.documents.schema import document_of
from catalogue.models import Intervention, Revision
from catalogue.revisions import actions
from catalogue.revisions.evidence import without_source
from catalogue.revisions.publishing import fresh
from tests import factories

PLACE = {"source": "opgave-organisatie", "place": "Aanmelding"}


def sound(**values) -> dict:
    """A document that may be published: with a contact and a source for each claim."""
    return sourced(factories.document(**{"url": "https://stichting-amber.nl/traject", **values}))


def sourced(document: dict) -> dict:
    """`document` with a citation for each claim that has none."""
    more = [{"field": field.key, **PLACE} for field in without_source(document)]
    return {**document, "citations": [*document["citations"], *more]}


def submitted(document: dict | None = None, *, by=None, organisation=None, at=None) -> Revision:
    revision = actions.start_revision(document=document or sound(), by=by, organisation=organisation)
    return actions.submit(revision=revision, by=by, at=at)


def public(**values) -> Intervention:
    """An item that is public, with a sound document."""
    return actions.load_document(document=sound(**values))


def edited(item: Intervention, **values) -> dict:
    """The public document of `item` with `values` in place of what it says."""
    return sourced(copy.deepcopy(document_of(fresh(item.source_ref))) | values)


def changed(item: Intervention, **values) -> Intervention:
    """`item` after another's edit became public; the one that is open is set aside meanwhile."""
    aside = list(Revision.objects.open().filter(source_ref=item.source_ref).values_list("pk", "status"))
    Revision.objects.filter(pk__in=[pk for pk, _ in aside]).update(status="withdrawn")
    changed = actions.publish(revision=submitted(edited(item, **values)), by=None)
    for pk, status in aside:
        Revision.objects.filter(pk=pk).update(status=status)
    return changed
