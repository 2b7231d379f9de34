"""A catalogue of any size on PostgreSQL, written straight into the tables with the make-up of the real one.

Each new item has the facets, goals, target groups and barriers of one real item; its other texts are by turns
of that one and of another, so that a word stands in as large a share of the items as it does now. Its name,
provider and place are its own: names that few others have, and municipalities of which a few come back often.
"""

import io
from random import Random

from django.db import connection
from django.db.models import Max

from catalogue.models import (
    Coverage,
    IndexEntry,
    Intervention,
    InterventionApproach,
    InterventionGoal,
    InterventionTargetGroup,
    Posting,
    Reach,
    Region,
    Trait,
)
from catalogue.search import index
from catalogue.search.index import WEIGHTS, texts_by_field
from catalogue.search.stemming import forms_of

SEED = 2026
#: Fields that stay with the rows that are copied; name, provider and place are made up.
_TOGETHER = frozenset({"goals", "approaches", "target_groups", "barriers"})
_NAMES = 20_000
_CHILDREN = (
    Coverage, InterventionGoal, InterventionApproach, InterventionTargetGroup, Reach, Trait,
)  # fmt: skip


class ManyItems:
    """The loaded catalogue as a pattern; `grow` adds items to it."""

    def __init__(self) -> None:
        self._chance = Random(SEED)
        self._real = list(Intervention.objects.published().with_everything().order_by("pk"))
        self._forms = [
            {field: forms_of(*texts) for field, texts in texts_by_field(one).items()} for one in self._real
        ]
        syllables = [one + other for one in "bdfgklmnprstvz" for other in "aeiou"]
        self._names = ["".join(self._chance.choices(syllables, k=4)) for _ in range(_NAMES)]
        self._places = list(Region.objects.municipalities().values_list("short_name", flat=True))

    def grow(self, size: int) -> None:
        """Adds items until there are `size`."""
        highest = Intervention.objects.aggregate(Max("pk"))["pk__max"]
        first = (highest // Posting.SIZE + 1) * Posting.SIZE  # a block of its own, that nothing stands in yet
        keys = range(first, first + size - Intervention.objects.count())
        with connection.cursor() as cursor:
            # Without foreign keys being checked row by row: the rows are copies of rows that were.
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("CREATE TEMP TABLE made (item int, pattern int, name text)")
            self._write(cursor, keys)
            for model in (Intervention, *_CHILDREN):
                cursor.execute(_copies(model))
            cursor.execute("DROP TABLE made")
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("VACUUM ANALYZE")

    def _write(self, cursor, keys: range) -> None:
        for block in range(keys.start // Posting.SIZE, keys.stop // Posting.SIZE + 1):
            made, entries, held = io.StringIO(), io.StringIO(), {}
            for key in range(
                max(keys.start, block * Posting.SIZE), min(keys.stop, (block + 1) * Posting.SIZE)
            ):
                pattern, name, weights = self._item(key)
                made.write(f"{key}\t{pattern}\t{name}\n")
                entries.write(f"{key}\t{' '.join(sorted(weights))}\n")
                _, place = index.place_of(key)
                for form, weight in weights.items():
                    items, weighed = held.setdefault(form, (bytearray(), bytearray()))
                    items += place
                    weighed.append(weight)
            _copy(cursor, "made", "item, pattern, name", made)
            _copy(cursor, IndexEntry._meta.db_table, "intervention_id, forms", entries)
            index.add_postings(block, held)

    def _item(self, key: int) -> tuple[int, str, dict[str, int]]:
        """The pattern whose rows it gets, its name, and what each of its forms weighs."""
        chance = self._chance
        one, other = chance.randrange(len(self._real)), chance.randrange(len(self._real))
        name, provider = self._often_few(self._names), chance.choice(self._names)
        own = {
            "name": forms_of(name, "traject"),
            "provider": forms_of("stichting", provider),
            "place": forms_of(self._often_few(self._places)),
        }
        fields = {
            field: own.get(field)
            or self._forms[one if field in _TOGETHER or chance.random() < 0.5 else other][field]
            for field in WEIGHTS
        }
        return self._real[one].pk, f"traject {name} {key}", index.weigh(fields)

    def _often_few(self, values: list[str]) -> str:
        """One of `values`; the first come back far more often than the last (as words do, by Zipf)."""
        return values[min(int(len(values) ** self._chance.random()) - 1, len(values) - 1)]


def _copy(cursor, table: str, columns: str, lines: io.StringIO) -> None:
    lines.seek(0)
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", lines)


def _copies(model) -> str:
    """The SQL that copies for each made item the rows of its pattern."""
    changed = {"intervention_id": "made.item", "id": None}
    if model is Intervention:
        changed = dict.fromkeys(("source_ref", "slug"), "'x-' || made.item")
        changed |= {"id": "made.item", "name": "made.name", "sort_name": "made.name"}
    columns = [field.column for field in model._meta.concrete_fields]
    values = {name: changed.get(name, f't."{name}"') for name in columns}
    names = ", ".join(f'"{name}"' for name in columns if values[name])
    taken = ", ".join(value for value in values.values() if value)
    key = "id" if model is Intervention else "intervention_id"
    table = model._meta.db_table
    return f"INSERT INTO {table} ({names}) SELECT {taken} FROM made JOIN {table} t ON t.{key} = made.pattern"  # noqa: S608
