"""Whose edits a visitor may write or read with the form: those of her organisations, and for editors more.

An edit by the redactie itself has no organisation; in its address REDACTIE stands instead. A draft of an
organisation is its own: editors may look at it once it was submitted, and never write in it.
"""

from django.db.models import QuerySet

from catalogue.access.roles import is_editor
from catalogue.models import Intervention, Organisation, Revision

#: No organisation gets this address (RESERVED_SLUGS in catalogue/organisations/actions.py).
REDACTIE = "redactie"


def desk() -> Organisation:
    """The redactie in the place of an organisation; it is in no table and has no key."""
    return Organisation(name="Redactie", slug=REDACTIE)


def writer_at(user, slug: str) -> Organisation | None:
    """For whom `user` writes at this address: her organisation or, for an editor, the redactie."""
    if slug == REDACTIE:
        return desk() if is_editor(user) else None
    return Organisation.objects.of(user).at(slug).first()


def items_of(writer: Organisation) -> QuerySet[Intervention]:
    """The items that may be edited: those of the organisation, and for the redactie every one."""
    return writer.interventions.all() if writer.pk else Intervention.objects.all()


def revisions_of(writer: Organisation) -> QuerySet[Revision]:
    if writer.pk:
        return writer.revisions.all()
    return Revision.objects.filter(organisation=None, origin=Revision.Origin.PERSON)


def readable_by(user, slug: str) -> QuerySet[Revision]:
    """The revisions at this address whose page `user` may see as it will be."""
    writer = writer_at(user, slug)
    if writer:
        return revisions_of(writer)
    sent_in = Revision.objects.filter(organisation__in=Organisation.objects.at(slug))
    sent_in = sent_in.exclude(submitted_at=None)
    return sent_in if is_editor(user) else sent_in.none()


def writer_of(revision: Revision) -> Organisation:
    return revision.organisation or desk()
