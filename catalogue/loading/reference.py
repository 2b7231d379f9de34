"""Loads the reference data of `fixtures/`: vocabulary, places, sources and the derived table.

The files are the source of truth, except for words that an administrator edited or removed. Loading is
idempotent and keyed by natural keys. Apps above the catalogue register their loaders with `also_loads`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from catalogue.knowledge.loading import load_knowledge
from catalogue.loading.organisations import load_organisations
from catalogue.loading.regions import load_regions
from catalogue.models import Approach, Barrier, Goal, Intervention, Organisation, Region, Source
from catalogue.revisions import version
from catalogue.search import index
from catalogue.text.json_files import read_json
from catalogue.vocabulary.loading import Loaded, load_words

#: Takes the folder of the files and whether to overwrite edits; returns the outcome for one table.
Loader = Callable[[Path, bool], Loaded]
_others: list[Loader] = []


def also_loads(loader: Loader) -> None:
    """Registers a loader that runs after those of the catalogue, once."""
    if loader not in _others:
        _others.append(loader)


@transaction.atomic
def load_reference(folder: Path, *, overwrite: bool = False) -> list[Loaded]:
    """Brings all reference tables in line with the files in `folder`.

    Words that were edited are kept and reported, unless `overwrite`.
    """
    version.lock()
    before = _shown_words()
    loaded = [
        *load_words(folder, overwrite=overwrite),
        Loaded("gebieden", load_regions(folder), []),
        Loaded("bronnen", _sources(read_json(folder / "sources.json")), []),
        load_organisations(folder, overwrite=overwrite),
        load_knowledge(folder, overwrite=overwrite),
        *(loader(folder, overwrite) for loader in _others),
    ]
    if _shown_words() != before:
        index.rewrite(Intervention.objects.all())
    version.refresh()
    return loaded


def _shown_words() -> set[tuple[str, ...]]:
    """The names that items show and are found by, each with its key."""
    rows = [
        Barrier.objects.values_list("slug", "label"),
        Goal.objects.values_list("slug", "label"),
        Approach.objects.values_list("slug", "label"),
        Region.objects.values_list("level", "code", "short_name"),
        Organisation.objects.values_list("slug", "name"),
    ]
    return {row for table in rows for row in table.order_by()}


def _sources(rows: list[dict[str, Any]]) -> int:
    for position, row in enumerate(rows):
        values = {name: row[name] or "" for name in ("title", "publisher", "url", "about")}
        Source.objects.update_or_create(
            key=row["key"], defaults={**values, "year": row["year"], "position": position}
        )
    return len(rows)


__all__ = ["Loaded", "also_loads", "load_reference", "read_json"]
