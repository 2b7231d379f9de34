"""What tests.audit.papers does in the site: every PDF there is, of one item and of three hundred."""

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from catalogue.browse.list_query import ListQuery
from catalogue.exports.writing import write
from catalogue.models import Intervention, Posting, Revision
from catalogue.revisions import version
from matching.policy.adapter import policy_groups
from tests.factories import publish_full, publish_sparse

#: As many as one file holds.
MANY = 300
DAY = date(2026, 11, 21)


def make(folder: Path) -> None:
    """The PDFs in `folder`, with the names that must stand in an overview beside it as JSON."""
    setup_test_environment()
    for model in (Revision, Intervention, Posting):
        model.objects.all().delete()
    version.refresh()
    sparse = publish_sparse()
    _keep(folder, "1", _papers([sparse]))
    call_command("load_catalogue", stdout=io.StringIO())
    full = publish_full()
    for number in range(MANY - Intervention.objects.published().count()):
        publish = publish_sparse if number % 2 else publish_full
        publish(f"Nummer {number}")
    real = Intervention.objects.get(slug="jasmijn-werkt")
    _keep(folder, str(MANY), _papers([sparse, full, real]))


def _keep(folder: Path, number: str, papers: Iterator[tuple[str, bytes]]) -> None:
    for name, content in papers:
        (folder / f"{name}-{number}.pdf").write_bytes(content)
    names = list(Intervention.objects.published().values_list("name", flat=True))
    (folder / f"overview-{number}.json").write_text(json.dumps(names))


def _papers(chosen: list[Intervention]) -> Iterator[tuple[str, bytes]]:
    client, file = Client(), io.BytesIO()
    write(file, "pdf", ListQuery(QueryDict()), made_on=DAY)
    yield "overview", file.getvalue()
    slugs, refs = [item.slug for item in chosen], [item.source_ref for item in chosen]
    for item in chosen:
        yield f"factsheet-{item.slug}", client.get(reverse("export-factsheet", args=[item.slug])).content
        one = client.post(reverse("matching-takealong"), {"item": item.source_ref})
        yield f"takealong-{item.slug}", one.content
    yield "shortlist", client.get(reverse("export-shortlist"), {"item": slugs}).content
    address = reverse("matching-takealong")
    yield "takealong", client.post(address, {"item": refs}).content
    yield "takealong-klantmanager", client.post(address, {"item": refs, "blad": "klantmanager"}).content
    if len(slugs) > 1:
        yield "comparison", client.get(reverse("export-comparison"), {"item": slugs}).content
    report = reverse("policy-pdf")
    yield "policy-country", client.get(report).content
    yield "policy-tilburg", client.get(report, {"gebied": "Tilburg", "stopt": slugs[-1]}).content
    yield "policy-compared", client.get(report, {"gebied": "Den Haag", "met": "Tilburg"}).content
    memo = reverse("policy-memo")
    yield "memo-sparse", client.post(memo, {"gebied": "Schiermonnikoog"}).content
    typed = {f"omvang-{group.slug}": "1250" for group in policy_groups()}
    typed |= {f"bron-{group.slug}": "CBS 2024" for group in policy_groups()}
    typed |= {"gebied": "Den Haag", "aanleiding": "Motie. " * 200, "financien": "Er is geld. " * 100}
    yield "memo-full", client.post(memo, typed).content
