"""Which items hold which form, and how heavily: packed in blocks, so that a common word costs a few rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from django.db import connection

from catalogue.models.search import Posting

_READ = f"SELECT form, block, items, weights FROM {Posting._meta.db_table} WHERE form IN ({{}})"  # noqa: S608
_ITEM, _WEIGHT = np.dtype("<u2"), np.dtype("u1")


@dataclass(frozen=True)
class Holders:
    """The items that hold one form: their keys, each once, and what it weighs in each."""

    keys: np.ndarray
    weights: np.ndarray


#: Of a form that no item holds.
NOBODY = Holders(np.array([], np.int64), np.array([], np.int32))


def read(forms: Iterable[str]) -> dict[str, Holders]:
    """Per form its holders, in one query; a form that no item holds is left out.

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
        form: Holders(*(np.concatenate(arrays) for arrays in zip(*part, strict=True)))
        for form, part in parts.items()
    }


def replace(key: int, before: Iterable[str], weights: Mapping[str, int]) -> None:
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
    add(block, packed)


def place_of(key: int) -> tuple[int, bytes]:
    """The block of an item, and how its place there is packed."""
    block, place = divmod(key, Posting.SIZE)
    return block, np.array(place, _ITEM).tobytes()


def add(block: int, packed: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Writes of a block per form the places of the items that hold it and what it weighs in each."""
    Posting.objects.bulk_create(
        Posting(form=form, block=block, items=bytes(items), weights=bytes(held))
        for form, (items, held) in packed.items()
        if items
    )
