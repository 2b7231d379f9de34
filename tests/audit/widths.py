"""axe at every width: bin/test asks it at one, and looks at the others for what sticks out."""

import os
import subprocess
import sys

from tests.audit.tree import ROOT
from tests.audit.verdict import Verdict


def judge() -> Verdict:
    words = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--every-width", "tests/browser"]
    environment = os.environ | {"DATABASE_URL": "sqlite://:memory:", "LOCAL": "1"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode == 0:
        return Verdict([], lines[-1:])
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR", "SUBFAILED"))]
    return Verdict(failed or [done.stdout[-2000:] + done.stderr[-2000:]])
