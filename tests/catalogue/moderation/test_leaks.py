"""Behind every public address: nothing of what was not published, in any status, of a new item or an edit.

CASES names for every page in portal/access.PUBLIC what to ask of it; a public page without a case fails. The
words are looked for in what a reader sees and in the file as it is: text of a PDF, parts of a spreadsheet.
"""

import io
import re
import subprocess
import zipfile

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver, reverse

from catalogue.exports.tasks import make_export, queue_export
from catalogue.models import CatalogueState, Intervention, Revision
from catalogue.moderation import actions as moderation_actions
from catalogue.rendering.page_cache import cache
from catalogue.revisions import actions as revision_actions
from catalogue.revisions import version
from catalogue.upkeep.verification_links import token_for
from portal.http.access import PUBLIC
from tests import factories
from tests.catalogue.moderation.submissions import edited, public, sound, submitted

#: Stands in every text of what may not be seen; nothing is ever searched with it.
WORD = "zebravink"
#: Stands in the same texts and is searched with, because a page repeats what was searched.
ASKED = "kraanvogel"
STATUSES = ("draft", "submitted", "returned", "rejected", "withdrawn")
BARRIER = "laaggeletterdheid"
BOTH = f"{WORD} {ASKED}"
CITE = [{"source": "kennissynthese-2020", "place": f"Over {BOTH}"}]


def with_words(**values) -> dict:
    """A document that holds the words wherever a text could stand, and that a match would name."""
    texts = {
        "name": f"{BOTH} werkt", "summary": f"{BOTH} helpt.", "provider": f"stichting-{WORD}",
        "working_method": f"Met een {BOTH}.", "url": f"https://{WORD}.nl/{ASKED}",
        "mailbox": f"info@{WORD}.nl",
        "visiting_address": f"{BOTH}plein 1", "duration_text": f"Een {BOTH} lang.", "effect_note": f"{BOTH}.",
        "asks_of_participant": f"{BOTH}.", "referral": f"Via {BOTH}.", "costs_participant": f"{BOTH}.",
        "start_moments": f"{BOTH}.", "waiting_time": f"{BOTH}.", "contract_here": f"{BOTH}.",
        "transferability": f"{BOTH}.", "cost_per_place": f"{BOTH}.",
    }  # fmt: skip
    return sound(
        **{
            **texts,
            "goals": [{"slug": WORD, "wording": BOTH}],
            "approaches": [{"slug": ASKED, "wording": BOTH}],
            "target_groups": [f"{BOTH} houders"],
            "sectors": [WORD],
            "notes": {"summary": f"Een {BOTH}."},
            "provider_conditions": [{"text": f"Houdt van {BOTH}", "cite": CITE}],
            "coverage": [factories.covers(BARRIER) | {"note": f"{BOTH} leest voor", "cite": CITE}],
            "results": [{"kind": "result", "text": f"{BOTH}.", "number": None, "unit": None, "year": 2025,
                         "cite": CITE}],
            "amounts": [{"text": f"{BOTH}", "number": 5, "unit": "euro", "year": 2020, "cite": CITE}],
            "recognition": {"level": "effectief", "text": f"{BOTH}.", "cite": CITE},
            "reach": {"national": True, "regions": [], "elsewhere": "yes", "text": f"{BOTH}land"},
            "conditions": {"fact": "gender", "in": ["vrouw"], "strength": "intended", "text": f"met {BOTH}",
                           "cite": CITE},
            **values,
        }
    )  # fmt: skip


def give_status(revision: Revision, status: str) -> None:
    """Puts a submitted revision in `status`, as the redactie or the organisation would."""
    steps = {
        "returned": lambda: revision_actions.return_with_remarks(revision=revision, by=None, remark=BOTH),
        "rejected": lambda: revision_actions.reject(revision=revision, by=None, remark=BOTH),
        "withdrawn": lambda: revision_actions.withdraw(revision=revision, by=None),
    }
    steps.get(status, lambda: None)()


def hide(document: dict, status: str, by) -> None:
    """Keeps `document` as a revision in `status`, ticked and typed full of the words."""
    revision = revision_actions.start_revision(document=document, by=by, answers={"summary": BOTH})
    if status == "draft":
        return
    revision_actions.submit(revision=revision, by=by)
    answers = {"work": {"answer": "no", "remark": BOTH}}
    moderation_actions.save_checklist(revision=revision, answers=answers, by=None)
    revision.refresh_from_db()
    give_status(revision, status)


# What to ask of each public page. Each case gives the answers to look at.

MATCH = {"belemmering": [BARRIER], f"ernst-{BARRIER}": "3"}


def slugs() -> list[str]:
    """The addresses of every item, public or not, as somebody could guess them."""
    hidden = Revision.objects.values_list("document__slug", flat=True)
    return sorted({*Intervention.objects.values_list("slug", flat=True), *hidden})


def listed() -> dict[str, list[str]]:
    return {"item": slugs()[:4]}


def get(client, name, *args, **query):
    return [client.get(reverse(name, args=args), query)]


def plain(name):
    return lambda client: get(client, name)


def of_each_item(name):
    return lambda client: [answer for slug in slugs() for answer in get(client, name, slug)]


def the_list(client):
    asked = [
        {}, {"q": ASKED}, {"q": f"{ASKED[:-1]}k"}, {"weergave": "tabel"}, {"q": ASKED, "weergave": "tabel"},
        {"doel": ASKED}, {"aanpak": ASKED}, {"kinderopvang": "ja"},
    ]  # fmt: skip
    fragments = client.get(reverse("intervention-list"), {"q": ASKED}, headers={"HX-Request": "true"})
    return [fragments, *(client.get(reverse("intervention-list"), query) for query in asked)]


def overviews(client):
    """Every form of the export, of everything and of what the hidden words would find."""
    forms = ("pdf", "xlsx", "csv", "json")
    asked = [{"vorm": form, **query} for form in forms for query in ({}, {"q": ASKED})]
    return [client.get(reverse("export-overview"), query) for query in ({}, *asked)]


def queued(client):
    """An export that the worker made."""
    export = queue_export(query="", form="json", total=Intervention.objects.published().count(), parts=1)
    make_export.func(str(export.key))
    return get(client, "export-detail", export.key) + get(client, "export-file", export.key)


def result(client):
    with_all = {**MATCH, "gemeente": "Ede", "alles": "ja"}
    return [client.post(reverse("matching-result"), data) for data in (MATCH, with_all)]


def takealong(client):
    refs = sorted({*Revision.objects.values_list("source_ref", flat=True)})[:5]
    return [
        client.post(reverse("matching-takealong"), {**MATCH, "item": refs, "blad": paper, "vorm": form})
        for form in ("scherm", "")
        for paper in ("", "klantmanager")
    ]


def posted(name, **data):
    return lambda client: [client.post(reverse(name), {**MATCH, **data})]


def of_each_token(client):
    user = Revision.objects.exclude(created_by=None).first().created_by_id
    refs = {*Revision.objects.values_list("source_ref", flat=True)}
    return [
        answer
        for ref in sorted(refs)
        for answer in get(client, "verify-mail", token_for(user=user, source_ref=ref))
    ]


#: Pages of accounts. They read no item at all; those with a key of their own are asked without one.
ACCOUNTS = {
    name
    for name in PUBLIC
    if name.startswith(("account_", "mfa_", "socialaccount_", "openid_connect_", "member-"))
}
CASES = {
    "home": plain("home"),
    "about": plain("about"),
    "sources": plain("sources"),
    "privacy": plain("privacy"),
    "accessibility": plain("accessibility"),
    "help": plain("help"),
    "help-manual": lambda client: get(client, "help-manual", "beheer"),
    "help-pdf": lambda client: get(client, "help-pdf", "beheer"),
    "health": plain("health"),
    "ready": plain("ready"),
    "security-txt": plain("security-txt"),
    **{
        name: plain(name)
        for name in (
            "barrier-list", "resource-list", "example-list", "organisation-list", "longlist", "model-list",
            "safety",
        )
    },
    "barrier-detail": lambda client: get(client, "barrier-detail", BARRIER),
    "municipality-detail": lambda client: get(client, "municipality-detail", "ede"),
    "intervention-list": the_list,
    "intervention-detail": of_each_item("intervention-detail"),
    "report-error": of_each_item("report-error"),
    "verify-mail": of_each_token,
    "shortlist": lambda client: get(client, "shortlist", **listed()) + get(client, "shortlist", zoek=ASKED),
    "comparison": lambda client: get(client, "comparison", **listed()),
    "my-municipality": plain("my-municipality"),
    "export-overview": overviews,
    "export-detail": queued,
    "export-file": queued,
    "export-factsheet": of_each_item("export-factsheet"),
    "export-shortlist": lambda client: get(client, "export-shortlist", **listed()),
    "export-comparison": lambda client: get(client, "export-comparison", **listed()),
    "matching": lambda client: get(client, "matching") + posted("matching")(client),
    "matching-result": result,
    "matching-explanation": plain("matching-explanation"),
    "matching-council": plain("matching-council"),
    "matching-coverage": plain("matching-coverage"),
    "matching-suggestions": posted("matching-suggestions"),
    "matching-save": posted("matching-save"),
    "matching-open": posted("matching-open"),
    "matching-takealong": takealong,
    "policy": lambda client: get(client, "policy") + get(client, "policy", gebied="Ede"),
    "policy-pdf": plain("policy-pdf"),
    "policy-xlsx": plain("policy-xlsx"),
    "policy-comparison": lambda client: get(client, "policy-comparison", gebied="Ede", met="Limburg"),
    "policy-memo": lambda client: [client.post(reverse("policy-memo"), {"gebied": "Ede"})],
    "policy-check": plain("policy-check"),
}  # fmt: skip


def test_every_public_page_has_a_case():
    assert PUBLIC - ACCOUNTS - set(CASES) == set()
    assert set(CASES) - PUBLIC == set()


def test_the_pages_of_accounts_are_those_of_accounts():
    """A page about items cannot slip through by its name: these come from the rooms of accounts alone."""
    modules = {
        getattr(pattern.callback, "__module__", "")
        for pattern in flat(get_resolver())
        if pattern.name in ACCOUNTS
    }
    assert {name for name in modules if name.startswith(("catalogue", "matching"))} == set()


def flat(resolver):
    for part in resolver.url_patterns:
        if hasattr(part, "url_patterns"):
            yield from flat(part)
        else:
            yield part


def text_of(answer) -> str:
    """All that can be read in an answer: also within a PDF, a spreadsheet or an archive."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = f"{answer.headers}\n"
    return (told + read(content)).lower()


def read(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
        return done.stdout.decode() + content.decode("latin-1")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(read(archive.read(name)) for name in archive.namelist())
    return content.decode("utf-8", errors="replace")


def where_it_shows(client) -> set[str]:
    cache.clear()
    return {name for name, case in CASES.items() if any(WORD in text_of(answer) for answer in case(client))}


#: What can hold a trace of an item beside its public row, and may: the work of the redactie and the queue.
INTERNAL = {"Revision", "Event"}


def tables_with_the_word() -> set[str]:
    """Tables of the catalogue, the search index among them, in whose rows the word stands."""
    found = set()
    for model in apps.get_app_config("catalogue").get_models():
        names = [field.attname for field in model._meta.concrete_fields]
        if any(WORD in readable(row) for row in model.objects.values_list(*names)):
            found.add(model.__name__)
    return found - INTERNAL


def readable(row) -> str:
    parts = [
        bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
        for value in row
    ]
    return " ".join(parts).lower()


@pytest.fixture
def visible(reference, settings, tmp_path):
    """One public item, so that no page is empty."""
    settings.EXPORT_DIR = tmp_path
    settings.VAR_DIR = tmp_path
    return public(name="Gewoon openbaar", coverage=[factories.covers(BARRIER)])


@pytest.fixture
def hidden(visible, amina):
    """In every status a new item and an edit of an existing one, both full of the words."""
    for status in STATUSES:
        hide(with_words(), status, amina)
        existing = public(name=f"Openbaar {status}", coverage=[factories.covers(BARRIER)])
        hide(edited(existing, **own_words(existing)), status, amina)


def own_words(item) -> dict:
    return with_words(source_ref=item.source_ref, slug=item.slug)


#: Pages and tables that show an item as soon as it is public: the test holds data that can leak.
SHOW_ITEMS = {
    "intervention-list", "intervention-detail", "shortlist", "comparison", "export-overview", "export-detail",
    "export-file", "export-factsheet", "export-shortlist", "export-comparison", "matching-result",
    "matching-takealong", "report-error", "policy", "policy-pdf", "policy-xlsx",
}  # fmt: skip
HOLD_ITEMS = {
    "Intervention", "Goal", "TargetGroup", "Organisation", "Trait", "Coverage", "Result",
    "Amount", "ProviderCondition", "Citation", "IndexEntry", "Posting",
    "InterventionGoal", "InterventionApproach",
}  # fmt: skip


def test_what_is_published_shows_on_these_pages_and_stands_in_these_tables(visible, client, amina):
    revision_actions.publish(
        revision=submitted(with_words(slug="a-eerste", provider=f"Stichting {BOTH}"), by=amina), by=None
    )
    assert SHOW_ITEMS - where_it_shows(client) == set()
    assert HOLD_ITEMS - tables_with_the_word() == set()


def test_nothing_that_is_not_published_shows_anywhere(hidden, client):
    assert {revision.status for revision in Revision.objects.all() if WORD in str(revision.document)} == set(
        STATUSES
    )
    assert where_it_shows(client) == set()
    assert tables_with_the_word() == set()


def test_an_item_that_is_not_published_has_no_address(hidden, client):
    new = Revision.objects.filter(base_version=0, origin="person").values_list("document__slug", flat=True)
    assert len(new) == len(STATUSES)
    for slug in new:
        for name in ("intervention-detail", "report-error", "export-factsheet"):
            assert client.get(reverse(name, args=[slug])).status_code == 404


def test_the_version_of_the_catalogue_knows_nothing_of_it(visible, amina):
    before = CatalogueState.current()
    for status in STATUSES:
        hide(with_words(), status, amina)
    assert version.compute() == CatalogueState.current() == before


def test_the_export_of_the_whole_catalogue_does_not_hold_it(hidden):
    for form in ("json", "csv"):
        out = io.StringIO()
        call_command("export_catalogue", "--format", form, stdout=out)
        assert "Gewoon openbaar" in out.getvalue()
        assert WORD not in out.getvalue().lower()


def test_the_redactie_does_see_it(hidden, client_of, mo):
    page = client_of(mo).get(reverse("moderation-dashboard")).content.decode().lower()
    assert len(re.findall(f">{WORD} {ASKED} werkt</a>", page)) >= 2


def test_a_draft_is_not_for_the_redactie_either(hidden, client_of, mo):
    draft = Revision.objects.filter(status="draft").first()
    client = client_of(mo)
    assert client.get(reverse("moderation-review", args=[draft.pk])).status_code == 404
