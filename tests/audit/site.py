"""The whole site on a free port, with a database of its own in which every role finds something to do."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.audit.tree import ROOT

#: Seconds in which the server must answer.
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Site:
    """`address` without a slash at the end; `accounts`: what `manage.py demo_accounts` wrote about them.

    `sessions`: the session cookie of each account, by its name; none without work to do.
    """

    address: str
    accounts: str
    sessions: dict[str, str]


@contextmanager
def running(folder: Path, database: str = "", *, work: bool = True) -> Iterator[Site]:
    """The site with everything it writes in `folder`, while this lasts; on SQLite, or `database`.

    `work`: every account finds something to do.
    """
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LOCAL": "1", "PORT": str(port)}
    environment |= {"VAR_DIR": str(folder), "CONTACT_EMAIL": "beheer@voorbeeld.example"}
    if database:
        environment["DATABASE_URL"] = database

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    run("manage.py", "migrate", "-v", "0")
    run("manage.py", "load_catalogue")
    run("manage.py", "collectstatic", "--noinput", "-v", "0")
    accounts = run("manage.py", "demo_accounts")
    give = "from tests.audit.work import give; give()"
    sessions = json.loads(run("manage.py", "shell", "-v", "0", "-c", give)) if work else {}
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "portal.wsgi:application"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(address)
        yield Site(address, accounts, sessions)
    finally:
        server.terminate()
        server.wait()


def _wait(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(f"{address}/gezond/", timeout=PATIENCE).close()  # noqa: S310 - this machine
            return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
