"""The search among generated items on a real PostgreSQL, beside the bare candidate SQL.

The bare candidate SQL counts the public items that answer the same words and filters, by the full-text index
of PostgreSQL: one statement, written out beforehand, with no order, no facets and nothing made of the answer.
It gets the better of two plans (with and without reading whole tables) and no just-in-time compilation.

It runs in a process of its own under bin/with-postgres, because the other benchmarks use SQLite in memory.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.measure import Row, growth, in_turn

ROOT = Path(__file__).parent.parent
SIZES, QUICK = (10_000, 100_000), (100, 200)
BOUND, WITH_COUNTS = 1.5, 3.0
REFERENCE = "the bare candidate SQL"
NOT_MEASURED = "not measured"
OUTPUT: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
#: What is typed and ticked: a word of a few items, of some, of half, of all; several words; with a facet.
QUESTIONS = (
    {"q": "veldhoven"},
    {"q": "horeca"},
    {"q": "taal"},
    {"q": "werk"},
    {"q": "taal rotterdam"},
    {"q": "alleenstaande moeder kinderopvang"},
    {"q": "horeca", "niveau": "network"},
    {"q": "taal", "niveau": "network", "doel": "empowerment"},
)


def rows(*, quick: bool) -> Iterator[Row]:
    """The rows that `python -m bench.search` measured on a throwaway server; one row that says why not."""
    command = [str(ROOT / "bin" / "with-postgres"), sys.executable, "-m", "bench.search"]
    command += map(str, QUICK if quick else SIZES)
    environment = {**os.environ, "LOCAL": "1", "DJANGO_SETTINGS_MODULE": "portal.settings"}
    found: dict[str, Row] = {}
    said = ""
    with subprocess.Popen(command, cwd=ROOT, env=environment, **OUTPUT) as run:
        for line in run.stdout or ():
            if not line.startswith("{"):
                said = line.strip()
                continue
            row = Row(**json.loads(line))
            if row.what in found:
                row.growth = growth(found[row.what], row)
            found[row.what] = row
            yield row
    if run.returncode:
        yield Row("search", NOT_MEASURED, 0, 0.0, note=said)


def main(sizes: list[int]) -> None:
    """Prints one row of JSON per figure and size; the sizes must rise."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.many_items import ManyItems

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=io.StringIO())
    items = ManyItems()
    for size in sizes:
        items.grow(size)
        for row in measure(size):
            print(json.dumps(asdict(row)), flush=True)


def measure(size: int) -> Iterator[Row]:
    from catalogue.browse import item_index
    from catalogue.models import CatalogueState, Intervention
    from catalogue.revisions import version
    from catalogue.search import index, vocabulary

    version.refresh()
    first = Intervention.objects.published().with_everything().order_by("pk").first()
    stamp = CatalogueState.stamp()
    for what, anew in (
        ("items read after a change", lambda: item_index.ItemIndex(stamp)),
        ("words read after a change", lambda: vocabulary.at(f"{stamp} anew")),
        ("the index of one item written", lambda: index.write(first)),
    ):
        yield Row("search", what, size, in_turn(anew, runs=1)[0])
    for question in QUESTIONS:
        yield from _of_question(question, size)


def _of_question(question: dict[str, str], size: int) -> Iterator[Row]:
    from django.http import QueryDict

    from catalogue.browse.list_query import PAGE_SIZE, ListQuery

    query = QueryDict(mutable=True)
    query.update(question)
    asked = ListQuery(query)
    bare = _bare(_in_sql(asked))

    def page() -> None:
        _keys_of_page(asked, PAGE_SIZE)

    def with_counts() -> None:
        mask = _keys_of_page(asked, PAGE_SIZE)
        for name in asked.index.facets:
            asked.index.counts(name, asked.mask(but=name) if name in asked.asked else mask)

    def whole() -> None:
        selection = ListQuery(query)
        selection.page("1")
        list(selection.groups)

    note = f"{bare()} found"
    base, mine, counts, everything = in_turn(bare, page, with_counts, whole, runs=9)
    name = " + ".join(question.values())
    for what, spent, bound in (
        ("page", mine, BOUND), ("page and counts", counts, WITH_COUNTS), ("cards and all", everything, None),
    ):  # fmt: skip
        yield Row("search", f"{name}: {what}", size, spent, REFERENCE, base, spent / base, bound, note=note)


def _keys_of_page(asked, page_size: int):
    """From the checked question to the keys of the first page and the total, as ListQuery does it."""
    for known in ("answer", "_masks", "_fits", "_reach"):
        vars(asked).pop(known, None)
    asked.index.keys(asked.rows(0, page_size))
    return asked.mask()


def _in_sql(asked):
    """The items of a question of QUESTIONS, by the full-text index and joins."""
    from django.db.models import Exists, OuterRef

    from bench.full_text import filter_matching
    from catalogue.models import Coverage, Intervention

    items = filter_matching(Intervention.objects.published(), asked.search)
    if levels := asked.asked.get("niveau"):
        covered = Coverage.objects.filter(intervention=OuterRef("pk"), barrier__level__in=levels)
        items = items.filter(Exists(covered))
    if goals := asked.asked.get("doel"):
        items = items.filter(goal_rows__goal__slug__in=goals)
    return items


def _bare(items) -> Callable[[], int]:
    """Counts `items` by SQL that was made beforehand, on the better of two plans."""
    from django.db import connection

    inner, parameters = items.order_by().values("pk").query.sql_with_params()
    statement = f"SELECT count(*) FROM ({inner}) AS found"  # noqa: S608 (the SQL of a QuerySet)

    def with_plan(whole_tables: str) -> Callable[[], int]:
        def run() -> int:
            with connection.cursor() as cursor:
                cursor.execute(statement, parameters)
                return cursor.fetchone()[0]

        with connection.cursor() as cursor:
            cursor.execute(f"SET jit = off; SET enable_seqscan = {whole_tables}")
        return run

    spent = {plan: in_turn(with_plan(plan), runs=3)[0] for plan in ("on", "off")}
    return with_plan(min(spent, key=spent.__getitem__))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
