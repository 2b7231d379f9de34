"""What breaks: the database, the room on the disk, and a visitor who never ends a sentence."""

import http.client
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.audit.site import Site


class Database:
    """The throwaway PostgreSQL that bin/with-postgres runs at DATABASE_URL."""

    def __init__(self, url: str):
        self.folder = Path(unquote(urlsplit(url).hostname or ""))
        self.url = url

    def keep_what_is_committed(self) -> None:
        """As on a real server; bin/with-postgres leaves it out, for speed."""
        self._sql("ALTER DATABASE trajectwijzer SET synchronous_commit = on")

    def kill(self) -> None:
        """All its processes at once, as when the machine stops."""
        parent = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        for process in (parent, *map(int, children)):
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def start(self) -> subprocess.Popen:
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        words = [
            programs / "postgres",
            "-D",
            self.folder / "data",
            "-k",
            self.folder,
            "-c",
            "listen_addresses=",
        ]
        if os.getuid() == 0:
            words = [
                "setpriv",
                "--reuid=nobody",
                f"--regid={self.folder.stat().st_gid}",
                "--clear-groups",
                *words,
            ]
        (self.folder / "data/postmaster.pid").unlink(missing_ok=True)
        with (self.folder / "log").open("a") as log:
            server = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder
            )
        while subprocess.run([programs / "pg_isready", "-q", "-h", self.folder], check=False).returncode:
            time.sleep(0.05)
        return server

    def value(self, query: str) -> str:
        return self._sql(query).strip()

    def _sql(self, statement: str) -> str:
        words = ["psql", "-h", self.folder, "-U", "trajectwijzer", "-Atqc", statement, "trajectwijzer"]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def drip(site: Site, seconds: float) -> str:
    """Sends a request letter by letter; says how it ended."""
    host, _, port = site.address.removeprefix("http://").partition(":")
    begun = time.monotonic()
    with socket.create_connection((host, int(port)), timeout=seconds) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        while time.monotonic() - begun < seconds:
            try:
                line.sendall(b"a")
            except OSError:
                return f"afgebroken na {time.monotonic() - begun:.0f} s"
            time.sleep(0.5)
    return f"na {seconds:.0f} s nog open"


def took(site: Site) -> float:
    """Seconds until the front page is there."""
    host, _, port = site.address.removeprefix("http://").partition(":")
    begun = time.monotonic()
    line = http.client.HTTPConnection(host, int(port), timeout=60)
    line.request("GET", "/")
    line.getresponse().read()
    line.close()
    return time.monotonic() - begun
