"""The overview PDF beside WeasyPrint alone on the same HTML, and what the largest ones take in memory.

`python -m bench.pdf N` makes an overview of N items in a process of its own and prints what that took.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from zipfile import ZipFile

from bench.measure import Row, in_turn, with_growth

BOUND = 1.1
DAY = date(2026, 11, 21)
REFERENCE = "WeasyPrint on the same HTML"
#: The largest single file, and so many that they come in parts.
LARGE = (300, 1000)


def rows(*, quick: bool) -> Iterator[Row]:
    from bench import catalogues

    catalogues.real()
    sizes = (1, 2) if quick else (5, 49)
    yield from with_growth([_beside_bare(size, runs=1 if quick else 3) for size in sizes])
    for size in () if quick else LARGE:
        yield _large(size)


def _beside_bare(size: int, runs: int) -> Row:
    from catalogue.exports.booklet import overview_html
    from catalogue.rendering import pdf

    chosen = _everything()
    keys = chosen.keys[:size]

    def html() -> str:
        return overview_html(_everything(), made_on=DAY, keys=keys)

    text = html()
    mine, reference = in_turn(lambda: pdf.pdf_of(html()), lambda: pdf.pdf_of(text), runs=runs)
    return Row("pdf", "overview", size, mine, REFERENCE, reference, mine / reference, BOUND)


def _everything():
    from django.http import QueryDict

    from catalogue.browse.list_query import ListQuery

    return ListQuery(QueryDict())


def _large(size: int) -> Row:
    """One overview in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "bench.pdf", str(size)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    note = f"{told['parts']} file(s), {told['megabytes']} MB on disk, {told['peak']} MB of memory at most"
    return Row("pdf", "overview in parts", size, told["seconds"] * 1000, note=note)


def main(size: int) -> None:
    from bench.start import start_django

    start_django()
    from bench import catalogues
    from bench.pages import _publish_copies
    from catalogue.exports.writing import write

    catalogues.real()
    _publish_copies(-(-size // 49) - 1)
    chosen = _everything()
    chosen.keys = chosen.keys[:size]
    with tempfile.NamedTemporaryFile() as file:
        start = time.perf_counter()
        write(file, "pdf", chosen, made_on=DAY)
        seconds = time.perf_counter() - start
        megabytes = round(file.tell() / 1e6, 1)
        parts = len(ZipFile(file).namelist()) if size > LARGE[0] else 1
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps({"seconds": seconds, "parts": parts, "megabytes": megabytes, "peak": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
