"""Two server processes on one database: what must hold over all processes is tested with them.

`site` is a pair for a module, on a copy of the test database of its own. The tests of a module share it, so
each brings items and accounts of its own. The test itself is a third process on that database.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import requests
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.conftest import database_url

ROOT = Path(__file__).parent.parent.parent
TOKEN = "t" * 32
#: Seconds in which a server must have begun to answer, and in which it answers one request.
START, ANSWER = 120, 60


class Visitor(requests.Session):
    """A browser at one of the processes, that follows no redirect; `user` is logged in."""

    def __init__(self, base: str, user=None):
        super().__init__()
        self.base = base
        self.cookies.set("csrftoken", TOKEN)
        self.headers["X-CSRFToken"] = TOKEN
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies.set("sessionid", client.cookies["sessionid"].value)

    def request(self, method, url, **options):
        options |= {"timeout": ANSWER, "allow_redirects": False}
        return super().request(method, self.base + url, **options)


class Site:
    """`bases`: the addresses of the processes."""

    def __init__(self, bases: list[str]):
        self.bases = bases

    def visitors(self, many: int = 2, user=None) -> list[Visitor]:
        """`many` browsers, each of its own, at each process in turn; `user` is logged in in each."""
        return [Visitor(self.bases[number % len(self.bases)], user) for number in range(many)]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What the calls return, when all are made at the same moment."""
    start = Barrier(len(calls))

    def run(call):
        start.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    with (
        django_db_blocker.unblock(),
        django_db_setup.copy(folder) as name,
        connected_to(name),
        processes(2, folder) as bases,
    ):
        yield Site(bases)


@pytest.fixture(autouse=True)
def db(site):
    """Instead of the transaction of other tests, in which no other process would see anything."""


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Points Django at another database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def processes(many: int, folder: Path) -> Iterator[list[str]]:
    """The addresses of as many servers, each a process of its own that answers one request at a time."""
    running, bases = [], []
    try:
        for number in range(many):
            with socket.create_server(("127.0.0.1", 0)) as listener:
                bases.append(f"http://127.0.0.1:{listener.getsockname()[1]}")
                running.append(start(listener, folder / f"server-{number}.log"))
        for base in bases:
            assert requests.get(f"{base}/gezond/", timeout=START).status_code == 200
        yield bases
    finally:
        for process in running:
            process.send_signal(signal.SIGINT)  # at once: no request is under way
        for process in running:
            process.wait()


def start(listener: socket.socket, log: Path) -> subprocess.Popen:
    """gunicorn on a socket that listens already: no other program can take its port meanwhile."""
    command = [
        sys.executable, "-m", "gunicorn", "--config", "python:tests.processes.server",
        "--bind", f"fd://{listener.fileno()}", "tests.processes.site:application",
    ]  # fmt: skip
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.processes.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "LOCAL": "1",
        "VAR_DIR": str(log.parent),
    }
    with log.open("wb") as written:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, pass_fds=[listener.fileno()], stdout=written, stderr=written
        )
