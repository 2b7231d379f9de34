"""Servers that an audit starts on this machine: free ports, waiting until one answers, the site itself."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.audit.tree import ROOT

#: Seconds in which a server must take connections.
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def until_open(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def manage(environment: Mapping[str, str], *words: str) -> str:
    """What `manage.py` prints; RuntimeError with its error when it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def prepare(environment: Mapping[str, str]) -> None:
    """The database migrated and loaded, the static files collected."""
    manage(environment, "migrate", "-v", "0")
    manage(environment, "load_catalogue")
    manage(environment, "collectstatic", "--noinput", "-v", "0")


@contextmanager
def served(environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """The address, without a slash, of the prepared site on the PORT of `environment`, while this lasts."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "portal.wsgi:application"],
            cwd=ROOT, env=environment, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        until_open(int(environment["PORT"]))
        yield f"http://127.0.0.1:{environment['PORT']}"
    finally:
        server.terminate()
        server.wait()
