"""What tests.audit.site does in the site before anyone visits it: work for the demo accounts."""

import json

from django.conf import settings
from django.test import Client

from catalogue.models import Intervention, Organisation, Revision
from catalogue.revisions import actions as revision_actions
from catalogue.upkeep import actions as upkeep_actions
from portal.accounts.demo import PEOPLE
from portal.models import User


def give() -> None:
    """A draft, a submission and a report of a fault of Stichting Amber; prints a session for each account."""
    people = {person.name: User.objects.get(email=person.email) for person in PEOPLE}
    amber = Organisation.objects.get(slug="stichting-amber")
    item = Intervention.objects.get(slug="jasmijn-werkt")
    Intervention.objects.filter(pk=item.pk).update(provider=amber)
    whole = Revision.objects.filter(document__source_ref=item.source_ref).latest("pk").document
    for name in ("concept", "inzending"):
        document = whole | {"source_ref": f"{name}-van-amber", "name": f"Een {name}", "slug": f"een-{name}"}
        revision = revision_actions.start_revision(document=document, by=people["amina"], organisation=amber)
    revision_actions.submit(revision=revision, by=people["amina"])
    upkeep_actions.report_error(item=item, text="Het telefoonnummer klopt niet meer.")
    print(json.dumps({name: session_of(user) for name, user in people.items()}))


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
