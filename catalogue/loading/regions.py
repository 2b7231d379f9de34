"""The provinces, labour market regions and municipalities of `fixtures/gemeenten.csv`."""

import csv
from pathlib import Path
from typing import Any

from catalogue.models import Region
from catalogue.text.folding import fold, slugify
from catalogue.text.json_files import read_json


def load_regions(folder: Path) -> int:
    """Brings all regions in line with the files in `folder`; returns their number."""
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
    """Upserts the regions of one level in one statement; returns the rows by code."""
    fields = [field.name for field in Region._meta.concrete_fields if not field.primary_key]
    rows = Region.objects.bulk_create(
        regions,
        update_conflicts=True,
        unique_fields=["level", "code"],
        update_fields=[name for name in fields if name not in ("level", "code")],
    )
    return {row.code: row for row in rows}
