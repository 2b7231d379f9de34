"""Loads the items of `fixtures/interventions/`; never overwrites an edit."""

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from catalogue.documents.fields import Document
from catalogue.documents.lifting import lifted
from catalogue.documents.schema import content_hash
from catalogue.models import Intervention, Organisation
from catalogue.revisions import actions
from catalogue.revisions.publishing import DocumentRefused, current_hash
from catalogue.text.json_files import read_json


@dataclass
class LoadReport:
    """The source_refs of one load, by outcome."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def load_items(folder: Path, *, overwrite: frozenset[str] = frozenset()) -> LoadReport:
    """Creates missing items and updates those that were not edited since the last load.

    An item that was edited, archived or has an open edit is kept and reported, unless its source_ref is in
    `overwrite`. Raises DocumentRefused, with the file name in every fault; then nothing is loaded.
    """
    report = LoadReport()
    faults: list[str] = []
    for path in sorted(folder.glob("*.json")):
        try:
            _load(_read(path), report, overwrite)
        except DocumentRefused as refused:
            faults += [f"{path.name}: {fault}" for fault in refused.faults]
    if faults:
        raise DocumentRefused(faults)
    return report


def _read(path: Path) -> Document:
    """The document in a file, which may be of an older form."""
    try:
        document = read_json(path)
    except ValueError as fault:
        raise DocumentRefused([f"is geen geldige JSON ({fault})"]) from fault
    if not isinstance(document, dict):
        raise DocumentRefused(["is geen object"])
    return lifted(document)


def _of_today(document: Document) -> Document:
    """`document` with the organisation into which its provider was merged, if it was."""
    merged = Organisation.objects.filter(slug=document.get("provider")).exclude(merged_into=None)
    successors = merged.values_list("merged_into__slug", flat=True)
    return {**document, "provider": successors[0]} if successors else document


def _load(document: dict, report: LoadReport, overwrite: frozenset[str]) -> None:
    source_ref = document.get("source_ref", "")
    item = Intervention.objects.with_everything().filter(source_ref=source_ref).first()
    outcome = report.updated if item else report.created
    if item:
        new, now = content_hash(_of_today(document)), current_hash(item)
        edited = now != item.loaded_hash or item.status == Intervention.Status.ARCHIVED
        if new == now and item.status == Intervention.Status.PUBLISHED:
            actions.remember_loaded(item=item, document_hash=new)
            report.unchanged.append(source_ref)
            return
        if edited and source_ref not in overwrite:
            report.kept.append(source_ref)
            return
    try:
        actions.load_document(document=document)
    except actions.NotAllowed:
        outcome = report.kept
    outcome.append(source_ref)
