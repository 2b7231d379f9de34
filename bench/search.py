"""The search among generated items on a real PostgreSQL, beside the bare candidate SQL.

It runs in a process of its own under bin/with-postgres, because the other benchmarks use SQLite in memory.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, growth, in_turn

ROOT = Path(__file__).parent.parent
SIZES, QUICK = (10_000, 100_000), (100,)
BOUND, FACETS_BOUND = 1.5, 3.0
#: Words that few items have, that many have, and several together.
QUESTIONS = ("horeca", "taal", "alleenstaande moeder kinderopvang")
REFERENCE = "the bare candidate SQL"


def rows(*, quick: bool) -> Iterator[Row]:
    """The rows that `python -m bench.search` measured on a throwaway server."""
    sizes = map(str, QUICK if quick else SIZES)
    command = [ROOT / "bin" / "with-postgres", sys.executable, "-m", "bench.search", *sizes]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    found: dict[str, Row] = {}
    for line in run.stdout.splitlines():
        row = Row(**json.loads(line))
        if row.what in found:
            row.growth = growth(found[row.what], row)
        elif quick:
            row.growth = 1.0
        found[row.what] = row
        yield row


def main(sizes: list[int]) -> None:
    """Prints one row of JSON per figure and size; the sizes must rise."""
    import io

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=io.StringIO())
    for size in sizes:
        fill(size)
        for row in measure(size):
            print(json.dumps(row), flush=True)


def fill(size: int) -> None:
    """Copies of the real items, in SQL, until there are `size`; the copies differ in name and key."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id), count(*) FROM catalogue_intervention")
        highest, count = cursor.fetchone()
        cursor.execute("SELECT id FROM catalogue_intervention ORDER BY id LIMIT 49")
        first = [key for (key,) in cursor.fetchall()]
        for statement in _copies(size - count, highest, first):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")


def _copies(missing: int, highest: int, first: list[int]) -> Iterator[str]:
    from catalogue import models

    low, number = min(first), len(first)
    new = f"{highest} + 1 + (x.copy * {number}) + (t.{{key}} - {low})"
    copies = f"generate_series(0, {missing // number}) AS x(copy)"
    changed = {
        "id": new.format(key="id"),
        **{name: f"left(t.{name}, 40) || '-{highest}-' || x.copy" for name in ("source_ref", "slug", "name")},
        "sort_name": f"left(t.sort_name, 40) || ' {highest} ' || x.copy",
    }
    yield _copy(models.Intervention, changed, copies, f"t.id < {low + number}")
    for model in (
        models.Coverage, models.InterventionGoal, models.InterventionApproach,
        models.InterventionTargetGroup, models.Reach, models.Trait, models.IndexEntry, models.Posting,
    ):  # fmt: skip
        moved = {"intervention_id": new.format(key="intervention_id"), "id": None}
        yield _copy(model, moved, copies, f"t.intervention_id < {low + number}")


def _copy(model, changed: dict, copies: str, which: str) -> str:
    columns = [field.column for field in model._meta.concrete_fields if field.column]
    columns = [name for name in columns if name not in changed or changed[name]]
    values = ", ".join(changed.get(name) or f't."{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    table = model._meta.db_table
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, {copies} WHERE {which}"  # noqa: S608


def measure(size: int) -> Iterator[dict]:
    from dataclasses import asdict

    from catalogue.facets import tally
    from catalogue.models import Intervention
    from catalogue.search.query import understand
    from catalogue.search.ranking import Ranked
    from catalogue.selection import PAGE_SIZE

    public = Intervention.objects.published()
    for text in QUESTIONS:
        query = understand(text)
        found = public.answering(query)

        def bare(found=found) -> None:
            list(found.order_by().values_list("pk", flat=True))

        def ranked(text=text) -> None:
            asked = understand(text)
            list(Ranked(asked, public, public).scored()[:PAGE_SIZE])

        def with_facets(found=found, ranked=ranked) -> None:
            ranked()
            tally(found)

        count = found.count()
        base, mine, facets = in_turn(bare, ranked, with_facets, runs=7)
        for what, spent, bound in (("page", mine, BOUND), ("page and facet counts", facets, FACETS_BOUND)):
            yield asdict(
                Row(
                    "search", f"“{text}”, {what}", size, spent, REFERENCE, base, spent / base, bound,
                    note=f"{count} found",
                )
            )  # fmt: skip


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
