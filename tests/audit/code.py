"""The code and the packages it stands on, judged by others' rules."""

import json
import re
import subprocess
import sys

from tests.audit.tree import ROOT, TOOLS
from tests.audit.verdict import Verdict

CODE = ("catalogue", "matching", "portal", "manage.py", "gunicorn.conf.py")
#: Bandit's number for what ruff calls otherwise.
SAME = {"703": "308"}
#: B308 says what B703 says, of words that stand in the code as well.
SKIPPED = "B308"


def ruff() -> Verdict:
    """Ruff's rules on security over the code that is served, without the project's own exceptions."""
    words = ["-m", "ruff", "check", "--isolated", "--select", "S", "--line-length", "110", "--output-format"]
    done = _run(sys.executable, *words, "concise", *CODE)
    return Verdict([line for line in done.stdout.splitlines() if re.match(r"\S+:\d+:\d+: ", line)])


def bandit() -> Verdict:
    """What bandit finds of medium weight or more, but for the lines where ruff's same rule was answered."""
    done = _run(str(TOOLS / "bandit"), "-q", "-ll", "-s", SKIPPED, "-f", "json", "-r", *CODE)
    return Verdict([_line(found) for found in json.loads(done.stdout)["results"] if not _answered(found)])


def _answered(found) -> bool:
    number = found["test_id"].removeprefix("B")
    lines = (ROOT / found["filename"]).read_text(encoding="utf-8").splitlines()
    first, last = min(found["line_range"]), max(found["line_range"])
    return f"noqa: S{SAME.get(number, number)}" in "".join(lines[first - 1 : last])


def _line(found) -> str:
    return f"{found['filename']}:{found['line_number']}: {found['test_id']} {found['issue_text']}"


def packages() -> Verdict:
    """Known leaks in the pinned packages, when the service that lists them can be reached."""
    verdict = Verdict(judged=False)
    for lock in ("runtime.txt", "dev.txt", "audit.txt"):
        words = [
            "-f",
            "json",
            "--disable-pip",
            "--require-hashes",
            "--progress-spinner",
            "off",
            "--timeout",
            "10",
        ]
        done = _run(str(TOOLS / "pip-audit"), *words, "-r", f"requirements/{lock}")
        found = packages_judged(lock, done.stdout)
        verdict.findings += found.findings
        verdict.remarks += found.remarks
        verdict.judged |= found.judged
    return verdict


def packages_judged(lock: str, said: str) -> Verdict:
    """What pip-audit's JSON `said` means; nothing readable, or nothing looked up, means not reached."""
    try:
        listed = json.loads(said)["dependencies"]
    except ValueError:
        listed = []
    looked_up = [package for package in listed if "skip_reason" not in package]
    if not looked_up:
        return Verdict([], [f"{lock}: the list of known leaks could not be reached"], judged=False)
    skipped = len(listed) - len(looked_up)
    return Verdict(
        [
            f"{lock}: {package['name']} {package['version']}: {leak['id']}"
            for package in looked_up
            for leak in package["vulns"]
        ],
        [f"{lock}: {skipped} packages are not in the list of known leaks"] if skipped else [],
    )


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
