"""Loads the reference data of `fixtures/`: vocabulary, places, sources and the derived table.

The files are the source of truth for these tables; loading is idempotent and keyed by natural keys.
"""

import csv
import json
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from catalogue import version
from catalogue.folding import fold
from catalogue.models import Approach, Barrier, DerivedRule, Goal, Region, Source, SynonymGroup


@transaction.atomic
def load_reference(folder: Path) -> dict[str, int]:
    """Brings all reference tables in line with the files in `folder`; gives the number of rows per table."""
    version.lock()
    taxonomy = read_json(folder / "taxonomy.json")
    counts = {
        "belemmeringen": _barriers(taxonomy["barriers"]),
        "doelen": _words(Goal, taxonomy["goals"]),
        "aanpakken": _words(Approach, taxonomy["approaches"]),
        "gebieden": _regions(folder),
        "bronnen": _sources(read_json(folder / "sources.json")),
        "afgeleide regels": _derived(read_json(folder / "derived_coverage.json")["rules"]),
        "groepen synoniemen": _synonyms(read_json(folder / "synonyms.json")["groups"]),
    }
    version.refresh()
    return counts


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _barriers(rows: list[dict[str, Any]]) -> int:
    for position, row in enumerate(rows):
        Barrier.objects.update_or_create(
            slug=row["slug"],
            defaults={
                "level": row["level"],
                "label": row["label"],
                "help": row["help"],
                "position": position,
                "sensitive": row.get("sensitive", False),
                "only_by_search": row.get("show") == "search",
                "own_side": row.get("side") == "own",
                "implies": row.get("implies", {}),
                "sources": row["sources"],
            },
        )
    return len(rows)


def _words(model, slugs: list[str]) -> int:
    fixed = [slug for slug in slugs if slug != "overig"]
    for position, slug in enumerate(fixed):
        model.objects.update_or_create(
            slug=slug, defaults={"label": slug, "fixed": True, "position": position}
        )
    return len(fixed)


def _regions(folder: Path) -> int:
    with (folder / "gemeenten.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    former: dict[str, list[str]] = {}
    for old, new in read_json(folder / "former_municipalities.json")["names"].items():
        former.setdefault(new, []).append(old)
    provinces = _upsert(
        [
            _region(Region.Level.PROVINCE, slugify(name), name, name)
            for name in sorted({row["province"] for row in rows})
        ]
    )
    labour_regions = _upsert(
        [
            _region(Region.Level.LABOUR_REGION, code, name, name)
            for code, name in sorted({(row["labour_region_code"], row["labour_region"]) for row in rows})
        ]
    )
    municipalities = _upsert(
        [
            _region(
                Region.Level.MUNICIPALITY,
                row["cbs_code"],
                row["name"],
                row["short_name"],
                former_names=former.get(row["short_name"], []),
                labour_region=labour_regions[row["labour_region_code"]],
                province=provinces[slugify(row["province"])],
                latitude=float(row["lat"] or row["centroid_lat"]),
                longitude=float(row["lon"] or row["centroid_lon"]),
            )
            for row in rows
        ]
    )
    Region.objects.municipalities().exclude(code__in=municipalities).filter(reached_by=None).delete()
    return len(rows) + len(provinces) + len(labour_regions)


def _region(level: str, code: str, name: str, short_name: str, **values: Any) -> Region:
    names = [code, name, short_name, *values.get("former_names", [])]
    values["names"] = "|" + "|".join(dict.fromkeys(map(fold, names))) + "|"
    return Region(level=level, code=code, name=name, short_name=short_name, **values)


def _upsert(regions: list[Region]) -> dict[str, Region]:
    """Writes regions of one level in one statement; gives them by code, with their keys."""
    fields = [field.name for field in Region._meta.concrete_fields if not field.primary_key]
    rows = Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["level", "code"],
        update_fields=[name for name in fields if name not in ("level", "code")],
    )
    return {row.code: row for row in rows}


def _sources(rows: list[dict[str, Any]]) -> int:
    for position, row in enumerate(rows):
        values = {name: row[name] or "" for name in ("title", "publisher", "url", "about")}
        Source.objects.update_or_create(
            key=row["key"], defaults={**values, "year": row["year"], "position": position}
        )
    return len(rows)


def _derived(rows: list[dict[str, Any]]) -> int:
    barriers = {barrier.slug: barrier for barrier in Barrier.objects.all()}
    kept = []
    for row in rows:
        rule, _ = DerivedRule.objects.update_or_create(
            kind=row["kind"],
            word=row["word"],
            barrier=barriers[row["barrier"]],
            defaults={"weight": row["weight"], "reason": row["reason"]},
        )
        kept.append(rule.pk)
    DerivedRule.objects.exclude(pk__in=kept).delete()
    return len(rows)


def _synonyms(rows: list[dict[str, Any]]) -> int:
    for position, row in enumerate(rows):
        SynonymGroup.objects.update_or_create(
            position=position,
            defaults={
                "asked": row["woorden"],
                "found": row.get("vindt_ook", row["woorden"]),
                "both_ways": "vindt_ook" not in row,
                "reason": row["waarom"],
            },
        )
    SynonymGroup.objects.filter(position__gte=len(rows)).delete()
    return len(rows)
