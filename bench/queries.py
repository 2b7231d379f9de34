"""The judged questions of tests/data/queries.json: how often the first three are right.

success@3 of a question: the first three hold all of `must`, one of `any` and none of `not`; with neither
`must` nor `any` they hold nothing but `may`. A `barrier` and a `place` must be understood where one is named.
MRR: the mean of one over the place of the first item of `must` or `any`. Flooding: questions that over half
of the items are said to fit. Wrong repairs: Dutch words that were replaced.

Plain full text gets the same words and the texts of the same items: FTS5 with its own ranking, and
PostgreSQL's `dutch` with ts_rank, when there is a server. Neither knows barriers or places, so theirs are
not judged on those.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUERIES = Path(__file__).parent.parent / "tests" / "data" / "queries.json"
FIRST = 3


@dataclass(frozen=True)
class Judged:
    """What a search gives for a question: its items in order, and what it understood beside them."""

    refs: list[str]
    exact: bool = True
    barriers: tuple[str, ...] | None = None
    place: str | None = None
    repaired: tuple[str, ...] = ()


def read(*, aside: bool | None) -> list[dict[str, Any]]:
    """The judged questions: those for tuning, those set aside, or with None all."""
    rows = json.loads(QUERIES.read_text(encoding="utf-8"))["queries"]
    return [row for row in rows if aside is None or row["aside"] is aside]


def faults(row: dict[str, Any], found: Judged) -> list[str]:
    """What is not as it must be in the first three; empty for a success."""
    top = found.refs[:FIRST]
    said = [f"lacks {ref}" for ref in row.get("must", []) if ref not in top]
    if "any" in row and not set(row["any"]) & set(top):
        said.append("has none of any")
    said += [f"has {ref}" for ref in row.get("not", []) if ref in top]
    if not ("must" in row or "any" in row) and "may" in row and row["may"] != "all":
        said += [f"may not have {ref}" for ref in top if ref not in row["may"]]
    if found.barriers is not None:
        if "barrier" in row and row["barrier"] not in found.barriers:
            said.append(f"no barrier {row['barrier']}")
        if row.get("place", found.place) != found.place:
            said.append(f"place {found.place}")
    return said


def ours(row: dict[str, Any]) -> Judged:
    from django.http import QueryDict

    from catalogue.browse.answer_json import answer_json
    from catalogue.browse.list_query import ListQuery
    from catalogue.search import dictionary

    asked = QueryDict(mutable=True)
    asked.update({"q": row["q"], "gemeente": row.get("gemeente", "")})
    answer = answer_json(ListQuery(asked))
    return Judged(
        [item["source_ref"] for item in answer["items"]],
        answer["exact"],
        tuple(one["slug"] for one in answer["barriers"]),
        (answer["place"] or {}).get("name"),
        tuple(one["typed"] for one in answer["corrected"] if dictionary.is_dutch(one["typed"])),
    )


def report(
    rows: list[dict[str, Any]], search: Callable[[dict], Judged], everything: int
) -> tuple[dict, dict]:
    """The figures of `search` over `rows`, and per failing question its faults."""
    failed, ranks, flooding, repaired = {}, [], 0, 0
    for row in rows:
        found = search(row)
        if wrong := faults(row, found):
            failed[row["q"]] = wrong
        if wanted := {*row.get("must", []), *row.get("any", [])}:
            ranks.append(next((1 / place for place, ref in enumerate(found.refs, 1) if ref in wanted), 0))
        flooding += found.exact and len(found.refs) > everything / 2
        repaired += len(found.repaired)
    figures = {
        "questions": len(rows),
        "success@3": round(1 - len(failed) / len(rows), 3),
        "MRR": round(sum(ranks) / len(ranks), 3),
        "flooding": flooding,
        "wrong repairs": repaired,
    }
    return figures, failed


def plain_texts() -> dict[str, str]:
    """Per source_ref all public texts of an item, as one."""
    from catalogue.models import Intervention
    from catalogue.search.index import texts_by_field

    items = Intervention.objects.published().with_everything()
    return {
        item.source_ref: "\n".join(text for texts in texts_by_field(item).values() for text in texts)
        for item in items
    }


def sqlite_search(texts: dict[str, str]) -> Callable[[dict], Judged]:
    import sqlite3

    from catalogue.text.folding import fold

    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE items USING fts5(ref UNINDEXED, text)")
    base.executemany("INSERT INTO items VALUES (?, ?)", [(ref, fold(text)) for ref, text in texts.items()])

    def search(row: dict) -> Judged:
        words = " ".join(f'"{word}"' for word in fold(row["q"]).split())
        if not words:
            return Judged([])
        found = base.execute("SELECT ref FROM items WHERE items MATCH ? ORDER BY rank, ref", [words])
        return Judged([ref for (ref,) in found])

    return search


def postgresql_search(texts: dict[str, str]) -> Callable[[dict], Judged]:
    from django.db import connection

    cursor = connection.cursor()
    cursor.execute("CREATE TEMP TABLE plain (ref text, vector tsvector)")
    for ref, text in texts.items():
        cursor.execute("INSERT INTO plain VALUES (%s, to_tsvector('dutch', %s))", [ref, text])

    def search(row: dict) -> Judged:
        cursor.execute(
            "SELECT ref FROM plain, plainto_tsquery('dutch', %s) AS asked WHERE vector @@ asked"
            " ORDER BY ts_rank(vector, asked) DESC, ref",
            [row["q"]],
        )
        return Judged([ref for (ref,) in cursor.fetchall()])

    return search


def searches() -> Iterator[tuple[str, Callable[[dict], Judged], int]]:
    """Name, search and number of items: ours, and plain full text on each database there is."""
    from django.db import connection

    texts = plain_texts()
    yield f"this site ({connection.vendor})", ours, len(texts)
    yield "FTS5 of SQLite", sqlite_search(texts), len(texts)
    if connection.vendor == "postgresql":
        yield "dutch of PostgreSQL", postgresql_search(texts), len(texts)


def main(arguments: list[str]) -> None:
    import io

    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_catalogue", stdout=io.StringIO())
    rows = read(aside={"--tuning": False, "--aside": True}.get(arguments[0] if arguments else ""))
    for name, search, everything in searches():
        figures, failed = report(rows, search, everything)
        print(name, json.dumps(figures), flush=True)
        if search is ours and "--failed" in arguments:
            for question, wrong in failed.items():
                first = " ".join(search({"q": question}).refs[:FIRST])
                print(f"   {question}: {', '.join(wrong)}; first: {first}")


if __name__ == "__main__":
    main(sys.argv[1:])
