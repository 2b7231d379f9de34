"""`python -m bench [NAME ...] [--quick] [--json FILE]`: one line per figure, and all of them as JSON.

Ratios within one run count; absolute figures drift on a shared machine. A missed bound does not make it fail:
a benchmark tells, it does not test.
"""

import argparse
import json
import sys
from pathlib import Path

from bench.start import start_django


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="rank, plan, answer, pages, search, pdf; else all"
    )
    parser.add_argument("--quick", action="store_true", help="small sizes: to see that it runs")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"), metavar="FILE")
    options = parser.parse_args(arguments)

    start_django()
    from bench import answers, pages, pdf, plans, ranking, search

    benches = {"rank": ranking.rows, "plan": plans.rows, "answer": answers.rows, "pages": pages.rows}
    benches |= {"search": search.rows, "pdf": pdf.rows}
    if unknown := set(options.names) - set(benches):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))} (there are {', '.join(benches)})")
    found = []
    for name in options.names or benches:
        for row in benches[name](quick=options.quick):
            print(row.line(), flush=True)
            found.append(row.as_json())
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps({"quick": options.quick, "rows": found}, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
