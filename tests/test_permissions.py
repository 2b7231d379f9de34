"""Who may do what: every address of the site × every member of the cast (tests/cast.py), in one table.

An address without a row fails, and so does a row without an address. To add one:

1. Write a row in TABLE: the name of the URL, the method, and what each of the cast gets.
   A form gets two rows: GET and POST. A page that only takes POST gets a row for GET as well: 405.
2. Does the address have a part of its own (a slug, a key)? Put a function in PARTS that takes `world`, which
   holds the cast and what they work on, and gives those parts. What is of "Stichting Amber" is amina's.
3. Does a POST need fields to come through? Put them in POSTED. Without fields a form comes back (200, 422).

What a column says:

    200, 403, 404, 405, 422 …   the status
    login                       302 to the login page
    302                         on to somewhere else
    code                        302 to "type your password or code again", before what guards the account

A row stands under the heading of its subject. Each request is undone after it, so that the next finds the
same world; a failure shows the rows that differ, as the site answers now.
"""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from catalogue.models import ErrorReport, Export, Intervention, Invitation, MembershipRequest
from catalogue.notifications.invitations import token_for
from catalogue.organisations.actions import INVITATION_VALID
from catalogue.rendering import pdf
from catalogue.revisions import actions
from catalogue.upkeep.verification_links import token_for as token_of_reminder
from portal.worker import heartbeat
from tests.factories import document

CAST = ("anonymous", "amina", "bea", "mo", "karin", "pim", "sofie")

TABLE = """
#                                         anon   amina  bea    mo     karin  pim    sofie

# The site and the catalogue
home                                 GET  200    200    200    200    200    200    200
home                                 POST 405    405    405    405    405    405    405
intervention-list                    GET  200    200    200    200    200    200    200
intervention-list                    POST 405    405    405    405    405    405    405
intervention-detail                  GET  200    200    200    200    200    200    200
intervention-detail                  POST 405    405    405    405    405    405    405
shortlist                            GET  200    200    200    200    200    200    200
shortlist                            POST 405    405    405    405    405    405    405
comparison                           GET  200    200    200    200    200    200    200
comparison                           POST 405    405    405    405    405    405    405
my-municipality                      GET  200    200    200    200    200    200    200
my-municipality                      POST 422    422    422    422    422    422    422
about                                GET  200    200    200    200    200    200    200
about                                POST 405    405    405    405    405    405    405
sources                              GET  200    200    200    200    200    200    200
sources                              POST 405    405    405    405    405    405    405
privacy                              GET  200    200    200    200    200    200    200
privacy                              POST 405    405    405    405    405    405    405
accessibility                        GET  200    200    200    200    200    200    200
accessibility                        POST 405    405    405    405    405    405    405
help                                 GET  200    200    200    200    200    200    200
help                                 POST 405    405    405    405    405    405    405
help-manual                          GET  200    200    200    200    200    200    200
help-manual                          POST 405    405    405    405    405    405    405
help-pdf                             GET  200    200    200    200    200    200    200
help-pdf                             POST 405    405    405    405    405    405    405
ready                                GET  200    200    200    200    200    200    200
ready                                POST 405    405    405    405    405    405    405
security-txt                         GET  404    404    404    404    404    404    404
security-txt                         POST 405    405    405    405    405    405    405
health                               GET  200    200    200    200    200    200    200
health                               POST 405    405    405    405    405    405    405

# What the sources know beside the items
barrier-list                         GET  200    200    200    200    200    200    200
barrier-list                         POST 405    405    405    405    405    405    405
barrier-detail                       GET  200    200    200    200    200    200    200
barrier-detail                       POST 405    405    405    405    405    405    405
resource-list                        GET  200    200    200    200    200    200    200
resource-list                        POST 405    405    405    405    405    405    405
example-list                         GET  200    200    200    200    200    200    200
example-list                         POST 405    405    405    405    405    405    405
organisation-list                    GET  200    200    200    200    200    200    200
organisation-list                    POST 405    405    405    405    405    405    405
municipality-detail                  GET  200    200    200    200    200    200    200
municipality-detail                  POST 405    405    405    405    405    405    405
longlist                             GET  200    200    200    200    200    200    200
longlist                             POST 405    405    405    405    405    405    405
model-list                           GET  200    200    200    200    200    200    200
model-list                           POST 405    405    405    405    405    405    405
safety                               GET  200    200    200    200    200    200    200
safety                               POST 405    405    405    405    405    405    405

# Upkeep
report-error                         GET  200    200    200    200    200    200    200
report-error                         POST 422    422    422    422    422    422    422
verify-item                          GET  login  200    404    200    404    404    404
verify-item                          POST login  302    404    302    404    404    404
verify-mail                          GET  200    200    200    200    200    200    200
verify-mail                          POST 200    200    200    200    200    200    200
report-list                          GET  login  200    200    200    200    200    200
report-list                          POST login  405    405    405    405    405    405
report-close                         GET  login  200    404    200    404    404    404
report-close                         POST login  422    404    422    404    404    404
overdue-list                         GET  login  403    403    200    403    403    403
overdue-list                         POST login  405    405    405    405    405    405
link-list                            GET  login  403    403    200    403    403    403
link-list                            POST login  405    405    405    405    405    405

# Moderation
moderation-dashboard                 GET  login  403    403    200    403    403    403
moderation-dashboard                 POST login  403    403    405    403    403    403
moderation-review                    GET  login  403    403    200    403    403    403
moderation-review                    POST login  403    403    405    403    403    403
moderation-checklist                 GET  login  403    403    405    403    403    403
moderation-checklist                 POST login  403    403    302    403    403    403
moderation-decide                    GET  login  403    403    405    403    403    403
moderation-decide                    POST login  403    403    422    403    403    403
moderation-merge                     GET  login  403    403    302    403    403    403
moderation-merge                     POST login  403    403    302    403    403    403
moderation-items                     GET  login  403    403    200    403    403    403
moderation-items                     POST login  403    403    405    403    403    403
moderation-history                   GET  login  403    403    200    403    403    403
moderation-history                   POST login  403    403    405    403    403    403
moderation-archive                   GET  login  403    403    405    403    403    403
moderation-archive                   POST login  403    403    422    403    403    403
moderation-version                   GET  login  403    403    200    403    403    403
moderation-version                   POST login  403    403    405    403    403    403
moderation-restore                   GET  login  403    403    405    403    403    403
moderation-restore                   POST login  403    403    302    403    403    403
moderation-events                    GET  login  403    403    200    403    403    403
moderation-events                    POST login  403    403    405    403    403    403

# Matching
matching                             GET  200    200    200    200    200    200    200
matching                             POST 200    200    200    200    200    200    200
matching-result                      GET  302    302    302    302    302    302    302
matching-result                      POST 422    422    422    422    422    422    422
matching-suggestions                 GET  405    405    405    405    405    405    405
matching-suggestions                 POST 200    200    200    200    200    200    200
matching-save                        GET  405    405    405    405    405    405    405
matching-save                        POST 200    200    200    200    200    200    200
matching-open                        GET  405    405    405    405    405    405    405
matching-open                        POST 422    422    422    422    422    422    422
matching-takealong                   GET  405    405    405    405    405    405    405
matching-takealong                   POST 422    422    422    422    422    422    422
matching-coverage                    GET  200    200    200    200    200    200    200
matching-coverage                    POST 405    405    405    405    405    405    405
matching-explanation                 GET  200    200    200    200    200    200    200
matching-explanation                 POST 405    405    405    405    405    405    405
matching-council                     GET  200    200    200    200    200    200    200
matching-council                     POST 405    405    405    405    405    405    405

# Policy
policy                               GET  200    200    200    200    200    200    200
policy                               POST 405    405    405    405    405    405    405
policy-pdf                           GET  200    200    200    200    200    200    200
policy-pdf                           POST 405    405    405    405    405    405    405
policy-xlsx                          GET  200    200    200    200    200    200    200
policy-xlsx                          POST 405    405    405    405    405    405    405
policy-comparison                    GET  200    200    200    200    200    200    200
policy-comparison                    POST 405    405    405    405    405    405    405
policy-memo                          GET  200    200    200    200    200    200    200
policy-memo                          POST 200    200    200    200    200    200    200
policy-check                         GET  200    200    200    200    200    200    200
policy-check                         POST 405    405    405    405    405    405    405

# One's own account
account_login                        GET  200    302    302    302    302    302    302
account_login                        POST 200    302    302    302    302    302    302
account_logout                       GET  405    405    405    405    405    405    405
account_logout                       POST 302    302    302    302    302    302    302
account                              GET  login  200    200    200    200    200    200
account                              POST login  302    302    302    302    302    302
account_continue                     GET  login  302    302    302    302    302    302
account_continue                     POST login  302    302    302    302    302    302
account_end_sessions                 GET  login  405    405    405    405    405    405
account_end_sessions                 POST login  login  login  login  login  login  login
account_delete                       GET  login  200    200    200    200    200    200
account_delete                       POST login  422    422    422    422    422    422
account_signup                       GET  200    302    302    302    302    302    302
account_signup                       POST 200    302    302    302    302    302    302
account_inactive                     GET  200    200    200    200    200    200    200
account_inactive                     POST 405    405    405    405    405    405    405
account_reauthenticate               GET  login  200    200    200    200    200    200
account_reauthenticate               POST login  200    200    200    200    200    200
account_email                        GET  login  200    200    200    200    200    200
account_email                        POST login  302    302    302    302    302    302
account_email_verification_sent      GET  200    200    200    200    200    200    200
account_email_verification_sent      POST 405    405    405    405    405    405    405
account_confirm_email                GET  200    200    200    200    200    200    200
account_confirm_email                POST 404    404    404    404    404    404    404
account_change_password              GET  login  200    200    200    200    200    200
account_change_password              POST login  200    200    200    200    200    200
account_set_password                 GET  login  302    302    302    302    302    302
account_set_password                 POST login  302    302    302    302    302    302
account_reset_password               GET  200    200    200    200    200    200    200
account_reset_password               POST 200    200    200    200    200    200    200
account_reset_password_done          GET  200    200    200    200    200    200    200
account_reset_password_done          POST 405    405    405    405    405    405    405
account_reset_password_from_key      GET  200    200    200    200    200    200    200
account_reset_password_from_key      POST 200    200    200    200    200    200    200
account_reset_password_from_key_done GET  200    200    200    200    200    200    200
account_reset_password_from_key_done POST 405    405    405    405    405    405    405
mfa_index                            GET  login  200    200    200    200    200    200
mfa_index                            POST login  405    405    405    405    405    405
mfa_authenticate                     GET  login  302    302    302    302    302    302
mfa_authenticate                     POST login  302    302    302    302    302    302
mfa_reauthenticate                   GET  login  code   code   200    code   code   200
mfa_reauthenticate                   POST login  code   code   200    code   code   200
mfa_activate_totp                    GET  login  code   code   code   code   code   code
mfa_activate_totp                    POST login  code   code   code   code   code   code
mfa_deactivate_totp                  GET  login  404    404    code   404    404    code
mfa_deactivate_totp                  POST login  404    404    code   404    404    code
mfa_view_recovery_codes              GET  login  404    404    code   404    404    code
mfa_view_recovery_codes              POST login  405    405    405    405    405    405
mfa_generate_recovery_codes          GET  login  code   code   code   code   code   code
mfa_generate_recovery_codes          POST login  code   code   code   code   code   code
mfa_download_recovery_codes          GET  login  404    404    code   404    404    code
mfa_download_recovery_codes          POST login  404    404    code   404    404    code
socialaccount_login_error            GET  401    401    401    401    401    401    401
socialaccount_login_error            POST 405    405    405    405    405    405    405
socialaccount_login_cancelled        GET  200    200    200    200    200    200    200
socialaccount_login_cancelled        POST 405    405    405    405    405    405    405
socialaccount_signup                 GET  login  login  login  login  login  login  login
socialaccount_signup                 POST login  login  login  login  login  login  login
openid_connect_login                 GET  405    405    405    405    405    405    405
openid_connect_login                 POST 404    404    404    404    404    404    404
openid_connect_callback              GET  404    404    404    404    404    404    404
openid_connect_callback              POST 404    404    404    404    404    404    404

# Who speaks for an organisation
member-register                      GET  login  200    200    200    200    200    200
member-register                      POST login  422    422    422    422    422    422
member-waiting                       GET  login  200    200    200    200    200    200
member-waiting                       POST login  405    405    405    405    405    405
member-requests                        GET  login  403    403    200    403    403    403
member-requests                        POST login  405    405    405    405    405    405
member-decide-request                  GET  login  405    405    405    405    405    405
member-decide-request                  POST login  403    403    302    403    403    403
member-invitations                   GET  login  200    200    200    200    200    200
member-invitations                   POST login  405    405    405    405    405    405
member-accept                        GET  login  405    405    405    405    405    405
member-accept                        POST login  404    404    404    404    302    404
member-invitation                    GET  200    200    200    200    200    200    200
member-invitation                    POST 200    200    200    200    200    302    200
member-list                          GET  login  200    404    404    404    404    404
member-list                          POST login  422    404    404    404    404    404
member-leave                         GET  login  405    405    405    405    405    405
member-leave                         POST login  302    404    404    404    404    404
member-withdraw                      GET  login  405    405    405    405    405    405
member-withdraw                      POST login  302    404    404    404    404    404

# Administration
admin:index                          GET  login  403    403    403    403    403    200
admin:index                          POST login  403    403    403    403    403    200

# Registering trajecten
organisation-dashboard               GET  login  200    404    404    404    404    404
organisation-dashboard               POST login  405    405    405    405    405    405
traject-new                          GET  login  200    404    404    404    404    404
traject-new                          POST login  302    404    404    404    404    404
traject-edit                         GET  login  405    405    405    405    405    405
traject-edit                         POST login  404    404    404    404    404    404
traject-overview                     GET  login  200    404    404    404    404    404
traject-overview                     POST login  405    405    405    405    405    405
traject-preview                      GET  login  200    404    404    404    404    404
traject-preview                      POST login  405    405    405    405    405    405
traject-submit                       GET  login  200    404    404    404    404    404
traject-submit                       POST login  422    404    404    404    404    404
traject-withdraw                     GET  login  405    405    405    405    405    405
traject-withdraw                     POST login  302    404    404    404    404    404
traject-step                         GET  login  200    404    404    404    404    404
traject-step                         POST login  302    404    404    404    404    404

# Exports
export-overview                      GET  200    200    200    200    200    200    200
export-overview                      POST 200    200    200    200    200    200    200
export-detail                        GET  200    200    200    200    200    200    200
export-detail                        POST 405    405    405    405    405    405    405
export-file                          GET  302    302    302    302    302    302    302
export-file                          POST 405    405    405    405    405    405    405
export-factsheet                     GET  200    200    200    200    200    200    200
export-factsheet                     POST 405    405    405    405    405    405    405
export-shortlist                     GET  302    302    302    302    302    302    302
export-shortlist                     POST 405    405    405    405    405    405    405
export-comparison                    GET  302    302    302    302    302    302    302
export-comparison                    POST 405    405    405    405    405    405    405
"""


def sections() -> dict[str, dict[tuple[str, str], dict[str, str]]]:
    """By heading: what each of the cast gets, by name and method."""
    found: dict[str, dict[tuple[str, str], dict[str, str]]] = {}
    heading = ""
    for line in filter(None, TABLE.strip().splitlines()[1:]):
        if line.startswith("#"):
            heading = line.strip("# ")
            continue
        name, method, *expected = line.split()
        found.setdefault(heading, {})[name, method] = dict(zip(CAST, expected, strict=True))
    return found


@pytest.fixture(autouse=True)
def worker(db):
    """It gave a sign of life just now."""
    heartbeat.beat(worker="een", at=timezone.now())


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    """Who may have a PDF is asked here, not what is in it."""
    monkeypatch.setattr(pdf, "pdf_of", lambda html, *_: b"%PDF-1.7")


@pytest.fixture
def world(request, catalogue):
    """The cast; an item, a draft, a submission, a report, an invitation and a request to join of Amber."""
    now = timezone.now()
    people = {name: request.getfixturevalue(name) for name in CAST}
    amber = request.getfixturevalue("amber")
    draft = actions.start_revision(
        document=document(source_ref="concept-van-amber"), by=people["amina"], organisation=amber
    )
    submitted = actions.start_revision(
        document=document(source_ref="inzending-van-amber"), by=people["amina"], organisation=amber
    )
    actions.submit(revision=submitted, by=people["amina"])
    Intervention.objects.filter(slug="jasmijn-werkt").update(provider=amber)
    item = Intervention.objects.get(slug="jasmijn-werkt")
    report = ErrorReport.objects.create(item=item, text="Klopt niet.", owner=ErrorReport.Owner.PROVIDER)
    invitation = Invitation.objects.create(
        organisation=amber,
        email=people["pim"].email,
        invited_by=people["amina"],
        expires_at=now + INVITATION_VALID,
    )
    asked = MembershipRequest.objects.create(organisation=amber, user=people["karin"])
    return SimpleNamespace(
        **people,
        amber=amber,
        draft=draft,
        invitation=invitation,
        membership_request=asked,
        submitted=submitted,
        report=report,
        export=Export.objects.create(
            format="pdf", question="vraag", created_at=now, expires_at=now + INVITATION_VALID
        ),
        item=item,
    )


#: The parts of an address, by its name; `world` as above.
PARTS = {
    "help-manual": lambda world: {"slug": "klantmanager"},
    "help-pdf": lambda world: {"slug": "klantmanager"},
    "intervention-detail": lambda world: {"slug": world.item.slug},
    "barrier-detail": lambda world: {"slug": "zorg-voor-kinderen"},
    "municipality-detail": lambda world: {"slug": "den-haag"},
    "report-error": lambda world: {"slug": world.item.slug},
    "verify-item": lambda world: {"slug": world.item.slug},
    "verify-mail": lambda world: {
        "token": token_of_reminder(user=world.amina.pk, source_ref=world.item.source_ref)
    },
    "report-close": lambda world: {"pk": world.report.pk},
    "export-detail": lambda world: {"key": world.export.pk},
    "export-file": lambda world: {"key": world.export.pk},
    "export-factsheet": lambda world: {"slug": world.item.slug},
    "moderation-review": lambda world: {"pk": world.submitted.pk},
    "moderation-checklist": lambda world: {"pk": world.submitted.pk},
    "moderation-decide": lambda world: {"pk": world.submitted.pk},
    "moderation-merge": lambda world: {"pk": world.submitted.pk},
    "moderation-history": lambda world: {"source_ref": world.item.source_ref},
    "moderation-archive": lambda world: {"source_ref": world.item.source_ref},
    "moderation-version": lambda world: {"source_ref": world.item.source_ref, "number": 1},
    "moderation-restore": lambda world: {"source_ref": world.item.source_ref, "number": 1},
    "organisation-dashboard": lambda world: {"slug": world.amber.slug},
    "traject-new": lambda world: {"slug": world.amber.slug},
    "traject-edit": lambda world: {"slug": world.amber.slug},
    "traject-overview": lambda world: {"slug": world.amber.slug, "pk": world.draft.pk},
    "traject-preview": lambda world: {"slug": world.amber.slug, "pk": world.draft.pk},
    "traject-submit": lambda world: {"slug": world.amber.slug, "pk": world.draft.pk},
    "traject-withdraw": lambda world: {"slug": world.amber.slug, "pk": world.draft.pk},
    "traject-step": lambda world: {"slug": world.amber.slug, "pk": world.draft.pk, "step": "organisatie"},
    "member-list": lambda world: {"slug": world.amber.slug},
    "member-leave": lambda world: {"slug": world.amber.slug},
    "member-withdraw": lambda world: {"slug": world.amber.slug, "pk": world.invitation.pk},
    "member-invitation": lambda world: {"token": token_for(world.invitation)},
    "member-accept": lambda world: {"pk": world.invitation.pk},
    "member-decide-request": lambda world: {"pk": world.membership_request.pk},
    "account_confirm_email": lambda world: {"key": "geen-sleutel"},
    "account_reset_password_from_key": lambda world: {"uidb36": "1", "key": "geen-sleutel"},
    "openid_connect_login": lambda world: {"provider_id": "gemeente"},
    "openid_connect_callback": lambda world: {"provider_id": "gemeente"},
}

#: What is posted, by name of the address; nothing when it is not here.
POSTED = {}


def outcome(response) -> str:
    if response.status_code != 302:
        return str(response.status_code)
    to = response.headers["Location"]
    if to.startswith(reverse("account_login")):
        return "login"
    again = (reverse("account_reauthenticate"), reverse("mfa_reauthenticate"))
    return "code" if to.startswith(again) else "302"


def ask(world, client_of, name, method, person):
    """What `person` gets; whatever it changed is undone."""
    address = reverse(name, kwargs=PARTS[name](world) if name in PARTS else None)
    with transaction.atomic():
        client = client_of(getattr(world, person))
        found = outcome(getattr(client, method.lower())(address, POSTED.get(name, {})))
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("section", sections())
def test_everyone_gets_what_the_table_says(world, client_of, section):
    table = sections()[section]
    found = {
        (name, method): {person: ask(world, client_of, name, method, person) for person in CAST}
        for name, method in table
    }
    assert {row: found[row] for row in table if found[row] != table[row]} == {}


def names_of(resolver):
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield part.name
        elif part.namespace == "admin":
            yield "admin:index"
        else:
            yield from names_of(part)


def test_every_address_has_a_row_and_every_row_an_address():
    named = {name for table in sections().values() for name, _ in table}
    assert named == set(names_of(get_resolver()))


def test_the_whole_of_the_administration_is_closed_to_all_but_a_superuser(world, client_of):
    lists = [
        "admin:catalogue_barrier_changelist",
        "admin:catalogue_organisation_changelist",
        "admin:catalogue_event_changelist",
        "admin:portal_user_changelist",
        "admin:auth_group_changelist",
        "admin:matching_weight_changelist",
        "admin:django_tasks_database_dbtaskresult_changelist",
    ]
    for name in lists:
        found = {person: ask(world, client_of, name, "GET", person) for person in CAST}
        assert found == dict.fromkeys(CAST, "403") | {"anonymous": "login", "sofie": "200"}, name
