"""`python -m bench.load mixed|database|slow [--seconds 30] [--visitors 8]`: how the whole site holds.

The site as bin/run starts it (gunicorn, two processes) on a database of its own: with bin/with-postgres on
PostgreSQL, otherwise SQLite. Prints tables in Markdown. The visitors share the machine with the site.
"""

import argparse
import os
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from bench.load.faults import Database, drip, took
from bench.load.visitors import MIX, Asked, Visitor, together
from tests.audit.site import Site, running


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__.splitlines()[0])
    benches = {"mixed": mixed, "database": database, "slow": slow}
    parser.add_argument("name", choices=benches)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--visitors", type=int, default=8)
    options = parser.parse_args(arguments)
    url = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), url) as site:
        print(f"\n## {options.name}, {'PostgreSQL' if url.startswith('postgres') else 'SQLite'}\n")
        benches[options.name](site, options.seconds, options.visitors)
    return 0


def arrivals(site: Site, many: int) -> list[Visitor]:
    """`many` visitors, of whom the first one writes a draft meanwhile."""
    return [Visitor(site, number, site.sessions["amina"] if number == 0 else "") for number in range(many)]


def mixed(site: Site, seconds: float, many: int) -> None:
    together(arrivals(site, 2), 3)  # what is kept ready, is
    asked = together(arrivals(site, many), seconds)
    print(f"{many} visitors, {seconds:.0f} s, {len(asked) / seconds:.0f} requests a second\n")
    print("| page | requests | p50 ms | p95 ms | slowest ms | not 200 |\n|---|---:|---:|---:|---:|---|")
    for kind in MIX:
        print(row(kind, [one for one in asked if one.kind == kind]))
    print(row("everything", asked))


def row(name: str, asked: list[Asked]) -> str:
    if not asked:
        return f"| {name} | 0 | | | | |"
    times = sorted(one.took * 1000 for one in asked)
    high = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    wrong = Counter(one.status for one in asked if one.status != 200)
    said = ", ".join(f"{many} x {status or 'no answer'}" for status, many in sorted(wrong.items())) or "none"
    return (
        f"| {name} | {len(times)} | {statistics.median(times):.0f} | {high:.0f} | {times[-1]:.0f} | {said} |"
    )


def database(site: Site, seconds: float, many: int) -> None:
    """Killed under load after a third of the time, started again a few seconds later."""
    server = Database(os.environ["DATABASE_URL"])
    server.keep_what_is_committed()
    visitors = arrivals(site, many)
    moments: dict[str, float] = {}
    started = []

    def break_it() -> None:
        time.sleep(seconds / 3)
        moments["killed"] = time.monotonic()
        server.kill()
        time.sleep(3)
        started.append(server.start())
        moments["back"] = time.monotonic()

    breaking = threading.Thread(target=break_it)
    breaking.start()
    asked = together(visitors, seconds)
    breaking.join()
    killed, back = moments["killed"], moments["back"]
    print(f"killed after {seconds / 3:.0f} s under {many} visitors, back {back - killed:.1f} s later\n")
    print("| when | requests | p50 ms | p95 ms | slowest ms | not 200 |\n|---|---:|---:|---:|---:|---|")
    for name, begin, end in (
        ("before", 0, killed), ("without a database", killed, back), ("after", back, float("inf")),
    ):  # fmt: skip
        print(row(name, [one for one in asked if begin <= one.at < end]))
    good = next((one for one in asked if one.at > back and one.kind == "opslaan" and one.status == 200), None)
    if good:
        print(f"\nFirst draft saved again {good.at + good.took - back:.1f} s after the database was back.")
    held = server.value(
        "SELECT answers->>'summary' FROM catalogue_revision WHERE status = 'draft' ORDER BY id LIMIT 1"
    )
    writer = visitors[0]
    fits = held in {writer.kept, writer.sent}
    print(f"\nThe draft holds {held!r}; last confirmed {writer.kept!r}; {'right' if fits else 'WRONG'}.")
    for process in started:
        process.send_signal(signal.SIGINT)  # at once: the site keeps its connections
        process.wait()


def slow(site: Site, seconds: float, many: int) -> None:
    """`many` visitors who send one letter every half second, straight to gunicorn."""
    before = statistics.median(took(site) for _ in range(20))
    ends: list[str] = []
    drips = [
        threading.Thread(target=lambda: ends.append(drip(site, max(seconds, 40))), daemon=True)
        for _ in range(many)
    ]
    for each in drips:
        each.start()
    time.sleep(1)
    during = took(site)
    for each in drips:
        each.join()
    print(f"front page {before * 1000:.0f} ms without, {during:.1f} s beside {many} slow visitors")
    print(f"how they ended: {dict(Counter(ends))}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
