"""A form filled in from beginning to end, and the way in which a browser posts it."""

import re

from django.urls import reverse

from catalogue.models import Revision
from catalogue.registration.draft import Draft
from catalogue.registration.forms import STEPS_BY_SLUG

KEY = "0123456789ab"
AMBER = "stichting-amber"
#: Per step what is typed and ticked.
WHOLE = {
    "organisatie": {
        "name": "Samen vooruit", "kind": "traject", "partners": "De bibliotheek en het buurthuis.",
        "url": "www.amber.example/samen", "mailbox": "info@amber.example",
        "contact_form": "https://amber.example/bericht", "visiting_address": "Kerkstraat 1, Den Haag",
    },
    "wat": {
        "summary": "Vrouwen oefenen samen voor werk.", "aim": "Een eerste stap naar werk.",
        "goals": ["empowerment", "motivatie"], "goals_own": "Taal op de werkvloer",
        "working_method": "Tien bijeenkomsten met een coach.", "approaches": ["coaching"],
        "phases": ["voorbereiding"], "outcomes": ["betaald-werk"],
    },
    "voor-wie": {
        "target_groups": "Moeders in de bijstand\nVrouwen met een klein netwerk", "audience": ["client"],
    },
    "voorwaarden": {
        "women": "women", "women_strength": "required", "women_why": "zij onder elkaar vrijer praten",
        "language": "A2", "language_strength": "intended", "age_min": "27", "own_transport": "ja",
        "other_conditions": "Elke week komen.",
    },
    "waar": {"scope": "plaatsen", "places_reached": ["municipality:GM0518"], "elsewhere": "no"},
    "praktisch": {
        "duration_text": "Een half jaar.", "duration_weeks_min": "20", "duration_weeks_max": "26",
        "hours_per_week_min": "2,5", "childcare": "ja", "aftercare": "nee", "places": "12",
        "as_of": "01-11-2026", "funding_until": "31-12-2027", "full_until": "1-3-2027",
    },
    "belemmeringen": {
        "barriers": ["weinig-zelfvertrouwen", "klein-netwerk"],
        "role-weinig-zelfvertrouwen": "main", "proof-weinig-zelfvertrouwen": "registratie",
        "remark-weinig-zelfvertrouwen": "Elke bijeenkomst oefenen zij met complimenten",
        "role-klein-netwerk": "part", "proof-klein-netwerk": "niets",
    },
    "resultaten": {
        "result_text-0": "12 van de 20 vrouwen hadden binnen een jaar werk", "result_kind-0": "result",
        "result_year-0": "2025", "result_source-0": "jaarverslag 2025",
    },
    "overig": {"other": "Ook in de avond.", "handbook": "nee"},
}  # fmt: skip


def begin(client) -> Revision:
    """The draft after its first save."""
    client.post(f"/organisaties/{AMBER}/trajecten/nieuw/", {**WHOLE["organisatie"], "key": KEY})
    return Revision.objects.get(source_ref=f"opgave-{KEY}")


def seen_on(client, address: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]+)"', client.get(address).content.decode())[1]


def mark_of(revision: Revision, step: str) -> str:
    held = Revision.objects.select_related("organisation").get(pk=revision.pk)
    return Draft.of(held, held.organisation).fingerprint(STEPS_BY_SLUG[step])


def post_step(client, revision: Revision, step: str, typed: dict, *, seen: str | None = None):
    """Posts one step as the page would, with the mark that the page would hold now."""
    address = reverse("traject-step", args=[revision.organisation.slug, revision.pk, step])
    mark = mark_of(revision, step) if seen is None else seen
    return client.post(address, {"seen": mark, **typed})


def fill(client, revision: Revision) -> Revision:
    for step, typed in WHOLE.items():
        response = post_step(client, revision, step, typed)
        assert response.status_code == 302, response.context["page"].form.errors
    revision.refresh_from_db()
    return revision
