"""Provinces, labour market regions and municipalities from the files of `fixtures/`, with all their names."""

import csv
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from catalogue.models import PlaceName, Region
from catalogue.places.successors import successors
from catalogue.revisions.publishing import DocumentRefused
from catalogue.text.folding import fold, slugify
from catalogue.text.json_files import read_json

Kind = PlaceName.Kind


def load_regions(folder: Path) -> int:
    """Brings all regions in line with the files in `folder`; returns their number."""
    rows = _csv(folder / "gemeenten.csv")
    named = Region.objects.municipalities().exclude(reached_by=None).values_list("code", flat=True)
    names = _other_names(folder, {row["cbs_code"] for row in rows} | set(named))
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
                former_names=[name for kind, name in names.get(row["cbs_code"], ()) if kind == Kind.FORMER],
                other_names=[name for _, name in names.get(row["cbs_code"], ())],
                labour_region=labour_regions[row["labour_region_code"]],
                province=provinces[slugify(row["province"])],
                latitude=float(row["lat"] or row["centroid_lat"]),
                longitude=float(row["lon"] or row["centroid_lon"]),
            )
            for row in rows
        ]
    )
    Region.objects.municipalities().exclude(code__in=municipalities).filter(reached_by=None).delete()
    _write_names(names)
    return len(rows) + len(provinces) + len(labour_regions)


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _other_names(folder: Path, codes: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """By CBS code the kinds and names; DocumentRefused for a code that leads to none of `codes`."""
    former = read_json(folder / "former_municipalities.json")["municipalities"]
    wijken = read_json(folder / "neighbourhoods.json")["neighbourhoods"]
    rows = [
        *((row["code"], Kind.FORMER, row["name"]) for row in former),
        *((row["code"], Kind.FORMER_CODE, row["code"]) for row in former),
        *((row["cbs_code"], Kind.WOONPLAATS, row["name"]) for row in _csv(folder / "woonplaatsen.csv")),
        *((row["municipality"], Kind.NEIGHBOURHOOD, row["name"]) for row in wijken),
    ]
    try:
        now = successors({row["code"]: row["successor"] for row in former}, codes)
    except ValueError as fault:
        raise DocumentRefused([f"former_municipalities.json: {fault}"]) from fault
    names: dict[str, dict[tuple[str, str], None]] = {}
    for code, kind, name in rows:
        if (current := now.get(code, code)) not in codes:
            raise DocumentRefused([f"{name}: gemeente {code} bestaat niet en heeft geen opvolger"])
        if code not in codes or kind not in (Kind.FORMER, Kind.FORMER_CODE):
            names.setdefault(current, {})[str(kind), name] = None
    return {code: list(found) for code, found in names.items()}


def _write_names(names: Mapping[str, Collection[tuple[str, str]]]) -> None:
    """Leaves the rows that are right as they are."""
    keys = dict(Region.objects.municipalities().values_list("code", "pk"))
    wanted = {(keys[code], *name) for code, found in names.items() for name in found}
    rows = PlaceName.objects.only("region", "kind", "name")
    known = {(row.region_id, row.kind, row.name): row.pk for row in rows}
    PlaceName.objects.filter(pk__in=[known[row] for row in known.keys() - wanted]).delete()
    PlaceName.objects.bulk_create(
        PlaceName(region_id=key, kind=kind, name=name) for key, kind, name in sorted(wanted - known.keys())
    )


def _region(level: str, code: str, name: str, short_name: str, *, other_names=(), **values: Any) -> Region:
    folded = dict.fromkeys(map(fold, (code, name, short_name, *other_names)))
    return Region(
        level=level, code=code, name=name, short_name=short_name, names=f"|{'|'.join(folded)}|", **values
    )


def _upsert(regions: list[Region]) -> dict[str, Region]:
    """Upserts the regions of one level in one statement; returns the rows by code."""
    fields = [field.name for field in Region._meta.concrete_fields if not field.primary_key]
    rows = Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["level", "code"],
        update_fields=[name for name in fields if name not in ("level", "code")],
    )
    return {row.code: row for row in rows}
