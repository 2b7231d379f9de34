"""What can be found of an item, written in the transaction that writes the item itself.

Which items hold which form, and how heavily, is packed in blocks, so that a common word costs a few rows.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from catalogue.documents.fields import FIELDS, YES_OR_NO, name_of
from catalogue.documents.schema import document_of
from catalogue.models import Approach, Goal, Intervention
from catalogue.models.search import IndexEntry, Posting
from catalogue.search.denial import affirmed, affirmed_remarks, including
from catalogue.search.stemming import forms_of
from catalogue.text import labels
from catalogue.text.folding import fold

#: What it counts that a word stands in a field. One home for the weights of the search.
WEIGHTS = {
    "name": 10,
    "goals": 6,
    "approaches": 6,
    "target_groups": 6,
    "provisions": 6,
    "provider": 5,
    "place": 5,
    "barriers": 4,
    "summary": 3,
    "working_method": 2,
    "notes": 2,
    "rest": 1,
}
#: Keys of a document that hold no text of the public page: keys, numbers in words, and where a claim is from.
_SILENT = frozenset(
    {"source_ref", "slug", "cite", "citations", "relations", "source", "place", "fact", "strength", "in"}
    | {"basis", "role", "level", "kind", "section", "field", "barrier", "stand", "unit"}
)
_LONGEST = 100
_READ = f"SELECT form, block, items, weights FROM {Posting._meta.db_table} WHERE form IN ({{}})"  # noqa: S608
_ITEM, _WEIGHT = np.dtype("<u2"), np.dtype("u1")


@dataclass(frozen=True)
class PostingList:
    """The items that hold one form: their keys, each once, and what it weighs in each."""

    keys: np.ndarray
    weights: np.ndarray


#: Of a form that no item holds.
EMPTY = PostingList(np.array([], np.int64), np.array([], np.int32))


def texts_by_field(item: Intervention) -> dict[str, list[str]]:
    """All public texts of `item` under the names of WEIGHTS; load it `with_everything` first."""
    document = document_of(item)
    reach = document["reach"]
    apart = {
        *WEIGHTS,
        "reach",
        "coverage",
        "audience",
        "outcomes",
        "effect_note",
        "provider_conditions",
        "differences",
    } | {field.key for field in FIELDS.values() if not field.public}
    return {
        "name": [document["name"]],
        "goals": [text for row in item.goal_rows.all() for text in _term(row.goal, row.wording)],
        "approaches": [text for row in item.approach_rows.all() for text in _term(row.approach, row.wording)],
        "target_groups": document["target_groups"] or [],
        "provisions": [name_of(name) for name in YES_OR_NO if document[name]],
        "provider": [item.provider.name if item.provider else ""],
        "place": [
            reach["text"] or "",
            document["visiting_address"] or "",
            *(row.region.short_name for row in item.reach_rows.all()),
            "landelijk" if reach["national"] else "",
        ],
        "barriers": [
            text for row in item.coverage.all() for text in (row.barrier.label, *affirmed_remarks([row.note]))
        ],
        "summary": [*affirmed([document["summary"]])],
        "working_method": [*affirmed([document["working_method"] or ""])],
        "notes": [*affirmed_remarks([*document["notes"].values(), document["effect_note"] or ""])],
        "rest": [
            Intervention.Kind(document["kind"]).label,
            *(labels.OUTCOMES[value] for value in document["outcomes"] or ()),
            *(labels.AUDIENCES[value] for value in document["audience"]),
            *including(row["text"] for row in document["provider_conditions"]),
            *affirmed(_texts({name: value for name, value in document.items() if name not in apart})),
        ],
    }


def weigh(forms: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Per form the sum of the weights of the fields in which it occurs, given the forms of each field."""
    found: dict[str, int] = {}
    for field, weight in WEIGHTS.items():
        for form in {form[:_LONGEST] for form in forms[field]}:
            found[form] = found.get(form, 0) + weight
    return found


def write(item: Intervention) -> None:
    """Replaces what can be found of `item` by what it says now; load it `with_everything` first."""
    texts = texts_by_field(item)
    weights = weigh({field: forms_of(*texts[field]) for field in WEIGHTS})
    _replace(item, weights)
    IndexEntry.objects.create(intervention=item, forms=" ".join(sorted(weights)))


def forget(item: Intervention) -> None:
    """Takes away what can be found of `item`, which is public no longer."""
    _replace(item, {})


def _replace(item: Intervention, weights: Mapping[str, int]) -> None:
    entry = IndexEntry.objects.filter(intervention=item)
    before = entry.values_list("forms", flat=True).first() or ""
    replace_postings(item.pk, before.split(), weights)
    entry.delete()


def fill() -> int:
    """Indexes the public items that have no entry, as in a database from before this index; how many."""
    missing = Intervention.objects.published().filter(index_entry=None).with_everything()
    for item in missing:
        Intervention.objects.filter(pk=item.pk).update(sort_name=fold(item.name)[:200])
        write(item)
    return len(missing)


def rewrite(items: QuerySet[Intervention]) -> None:
    """Indexes the public ones among `items` anew: a name or word that they show has changed."""
    for item in items.published().distinct().with_everything():
        write(item)


def _term(word: Goal | Approach, wording: str) -> list[str]:
    """A fixed choice is shown by its label; the label of a provider's own word is that of one item alone."""
    return [wording, word.slug, *([word.label] if word.fixed else [])]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _SILENT:
                yield from _texts(one)


def read(forms: Iterable[str]) -> dict[str, PostingList]:
    """Per form its posting list, in one query; a form that no item holds is left out.

    Every search begins with it, so it is asked without a QuerySet.
    """
    asked, parts = list(forms), {}
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_READ.format(", ".join(["%s"] * len(asked))), asked)
        rows = cursor.fetchall()
    for form, block, items, weights in rows:
        keys = np.frombuffer(items, _ITEM).astype(np.int64) + block * Posting.SIZE
        parts.setdefault(form, []).append((keys, np.frombuffer(weights, _WEIGHT).astype(np.int32)))
    return {
        form: PostingList(*(np.concatenate(arrays) for arrays in zip(*part, strict=True)))
        for form, part in parts.items()
    }


def replace_postings(key: int, before: Iterable[str], weights: Mapping[str, int]) -> None:
    """Writes that the item with `key`, which held the forms `before`, now holds those of `weights`."""
    block, place = place_of(key)
    packed = dict.fromkeys(weights, (b"", b""))
    known = Posting.objects.filter(block=block, form__in={*before, *weights})
    for form, items, held in known.values_list("form", "items", "weights"):
        others = np.frombuffer(items, _ITEM) != np.frombuffer(place, _ITEM)
        packed[form] = tuple(
            np.frombuffer(column, kind)[others].tobytes()
            for column, kind in ((items, _ITEM), (held, _WEIGHT))
        )
    known.delete()
    for form, weight in weights.items():
        items, held = packed[form]
        packed[form] = (items + place, held + bytes([weight]))
    add_postings(block, packed)


def place_of(key: int) -> tuple[int, bytes]:
    """The block of an item, and how its place there is packed."""
    block, place = divmod(key, Posting.SIZE)
    return block, np.array(place, _ITEM).tobytes()


def add_postings(block: int, packed: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Writes of a block per form the places of the items that hold it and what it weighs in each."""
    Posting.objects.bulk_create(
        Posting(form=form, block=block, items=bytes(items), weights=bytes(held))
        for form, (items, held) in packed.items()
        if items
    )
