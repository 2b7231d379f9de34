"""Tests that bin/test leaves to bin/audit."""

import os
import subprocess
import sys

from tests.audit.tree import ROOT
from tests.audit.verdict import Verdict


def widths() -> Verdict:
    """axe at every width: bin/test asks it at one, and looks at the others for what sticks out."""
    return _judged("-n", "auto", "--every-width", "tests/browser")


def stress() -> Verdict:
    """Every benchmark and the visitors of bin/load, to see that they run."""
    return _judged("--stress", "tests")


def fuzz() -> Verdict:
    """Any value in any field of any form, of every role."""
    return _judged("-n", "auto", "tests/test_any_request.py", FUZZ_ROUNDS="3")


def _judged(*arguments: str, **given: str) -> Verdict:
    words = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = os.environ | {"DATABASE_URL": "sqlite://:memory:", "LOCAL": "1"} | given
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode == 0:
        return Verdict([], lines[-1:])
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR", "SUBFAILED"))]
    return Verdict(failed or [done.stdout[-2000:] + done.stderr[-2000:]])
