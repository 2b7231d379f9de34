"""bin/audit [PART …]: runs the parts, or all of them, and ends with 1 when any of them found something."""

import sys

from tests.audit import (
    code,
    leaks,
    long_tests,
    municipality,
    pages,
    papers,
    proxy,
    start,
    streaming,
    upgrades,
)
from tests.audit.verdict import Verdict

PARTS = {
    "ruff": code.ruff,
    "bandit": code.bandit,
    "packages": code.packages,
    "start": start.judge,
    "secrets": leaks.judge,
    "papers": papers.judge,
    "pages": pages.judge,
    "widths": long_tests.widths,
    "stress": long_tests.stress,
    "fuzz": long_tests.fuzz,
    "upgrades": upgrades.judge,
    "proxy": proxy.judge,
    "municipality": municipality.judge,
    "streaming": streaming.judge,
}


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in PARTS]:
        print(f"bin/audit: {unknown[0]} is no part; choose from {', '.join(PARTS)}", file=sys.stderr)
        return 2
    verdicts = [tell(name, PARTS[name]()) for name in names or PARTS]
    return int(any(verdict.findings for verdict in verdicts))


def tell(name: str, verdict: Verdict) -> Verdict:
    for remark in verdict.remarks:
        print(f"{name}: {remark}")
    for finding in verdict.findings:
        print(f"{name}: FOUND {finding}")
    count = len(verdict.findings)
    good = "good" if verdict.judged else "not judged"
    print(f"{name}: {count} found" if count else f"{name}: {good}", flush=True)
    return verdict


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
