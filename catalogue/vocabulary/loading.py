"""The vocabulary: barriers, goals, approaches, the derived table and the synonyms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from catalogue.models import Approach, Barrier, DerivedRule, Goal, LocalOverride, SynonymGroup
from catalogue.text.folding import slugify
from catalogue.text.json_files import read_json

#: By key the values of a row, as a file has them.
Rows = Mapping[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One table after loading: how many rows its file has, and which were left alone, edited here."""

    name: str
    number: int
    kept: list[str]


def load_words(folder: Path, *, overwrite: bool) -> Iterator[Loaded]:
    """Brings the vocabulary in line with the files in `folder`, but for what was written or removed here.

    `overwrite`: that too, as far as the files have it.
    """
    taxonomy = read_json(folder / "taxonomy.json")
    yield load_table(Barrier, _barriers(taxonomy["barriers"]), overwrite=overwrite)
    for model, rows in ((Goal, taxonomy["goals"]), (Approach, taxonomy["approaches"])):
        yield load_table(model, _choices(rows), overwrite=overwrite)
        _name_words_of_items(model)
    rules = _derived(read_json(folder / "derived_coverage.json")["rules"])
    yield load_table(DerivedRule, rules, overwrite=overwrite, others_go=True)
    groups = _synonyms(read_json(folder / "synonyms.json")["groups"])
    yield load_table(SynonymGroup, groups, overwrite=overwrite, others_go=True)


def load_table(model: type[models.Model], rows: Rows, *, overwrite: bool, others_go: bool = False) -> Loaded:
    """Brings `model` in line with `rows`, but for rows edited or removed here, unless `overwrite`.

    With `others_go` a row that is in no file (any more) goes, unless it was written here.
    """
    own = LocalOverride.objects.of(model)
    if overwrite:
        own.filter(key__in=rows).delete()
    edited, known = set(own.values_list("key", flat=True)), {row.word_key: row for row in model.objects.all()}
    kept, caught_up = [], []
    for key, values in rows.items():
        row = known.get(key)
        differs = row is None or any(getattr(row, name) != value for name, value in values.items())
        if key in edited:
            (kept if differs else caught_up).append(key)
        elif row is None:
            model.objects.create(**values)
        elif differs:
            model.objects.filter(pk=row.pk).update(**values)
    own.filter(key__in=caught_up).delete()
    if others_go:
        gone = [row.pk for key, row in known.items() if key not in rows and key not in edited]
        model.objects.filter(pk__in=gone).delete()
    return Loaded(str(model._meta.verbose_name_plural), len(rows), kept)


def _barriers(rows: list[dict[str, Any]]) -> Rows:
    return {
        row["slug"]: {
            "slug": row["slug"],
            "level": row["level"],
            "label": row["label"],
            "help": row["help"],
            "position": position,
            "sensitive": row.get("sensitive", False),
            "only_by_search": row.get("show") == "search",
            "own_side": row.get("side") == "own",
            "implies": row.get("implies", {}),
            "sources": row["sources"],
        }
        for position, row in enumerate(rows)
    }


def _choices(slugs: list[str]) -> Rows:
    fixed = [slug for slug in slugs if slug != "overig"]
    return {
        slug: {"slug": slug, "label": slug, "fixed": True, "position": position}
        for position, slug in enumerate(fixed)
    }


def _name_words_of_items(model: type[Goal] | type[Approach]) -> None:
    """Gives each word that only items have its neutral name, but for what was edited here."""
    edited = LocalOverride.objects.of(model).values_list("key", flat=True)
    for word in model.objects.filter(fixed=False, rows__isnull=False).exclude(slug__in=edited).distinct():
        label = word.label_of(word.slug, word.rows.values_list("wording", flat=True))
        if label != word.label:
            model.objects.filter(pk=word.pk).update(label=label)


def _derived(rows: list[dict[str, Any]]) -> Rows:
    """The rules whose barrier is still there: it may have been removed here."""
    barriers = Barrier.objects.in_bulk(field_name="slug")
    rules = [
        DerivedRule(
            kind=row["kind"],
            word=row["word"],
            barrier=barriers[row["barrier"]],
            weight=row["weight"],
            reason=row["reason"],
        )
        for row in rows
        if row["barrier"] in barriers
    ]
    names = ("kind", "word", "barrier", "weight", "reason")
    return {rule.word_key: {name: getattr(rule, name) for name in names} for rule in rules}


def _synonyms(rows: list[dict[str, Any]]) -> Rows:
    return {
        (key := slugify(row["woorden"][0])): {
            "key": key,
            "position": position,
            "asked": row["woorden"],
            "found": row.get("vindt_ook", row["woorden"]),
            "both_ways": "vindt_ook" not in row,
            "reason": row["waarom"],
        }
        for position, row in enumerate(rows)
    }
