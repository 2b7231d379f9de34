"""The drill of docs/reliability.md: a real streaming replica on this machine, the first database killed.

While readers keep asking, the first database is killed and started again. No reader may see an error page;
a writer gets a 503 with what was typed; when it is back everything works, without a restart of the site.
"""

import os
import shutil
import signal
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import requests

from tests.audit.servers import free_port, prepare, served
from tests.audit.verdict import Verdict

SAID = "Je kunt nu alleen lezen"
READS = ("/", "/interventies/", "/interventies/?q=taal", "/beleid/")
ANSWERS = {"belemmering": "laaggeletterdheid", "ernst-laaggeletterdheid": "2"}
#: Seconds that the first database is away, and within which a server must have started.
OUTAGE, START = 15, 60


def unprivileged(*words: str) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return list(words)
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *words]


class Postgres:
    """One server in `folder`, reached by a socket there."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        self.url = f"postgres://trajectwijzer@{quote(str(folder), safe='')}/trajectwijzer"

    def run(self, program: str, *words: str) -> None:
        subprocess.run(
            unprivileged(str(self.bin / program), *words), cwd=self.folder, check=True, capture_output=True
        )

    def start(self) -> None:
        words = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-c", "listen_addresses="]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                unprivileged(str(self.bin / "postgres"), *words, "-c", "wal_level=replica"),
                cwd=self.folder, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        ready = unprivileged(str(self.bin / "pg_isready"), "-q", "-h", str(self.folder))
        until(lambda: subprocess.run(ready, check=False).returncode == 0)

    def kill(self) -> None:
        """As when the machine loses power: no word to anyone."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait()


def until(condition, seconds: float = START) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.2)


@contextmanager
def databases(folder: Path) -> Iterator[tuple[Postgres, Postgres]]:
    """A first database, loaded, and a second one that follows it."""
    first, second = Postgres(folder / "een"), Postgres(folder / "twee")
    for server in (first, second):
        server.folder.mkdir()
        if not os.geteuid():
            shutil.chown(server.folder, "nobody")
    first.run("initdb", "-D", "data", "-U", "trajectwijzer", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    first.start()
    try:
        first.run("createdb", "-h", str(first.folder), "-U", "trajectwijzer", "trajectwijzer")
        second.run(
            "pg_basebackup",
            "-h",
            str(first.folder),
            "-U",
            "trajectwijzer",
            "-D",
            "data",
            "-R",
            "-X",
            "stream",
        )
        second.start()
        try:
            yield first, second
        finally:
            second.stop()
    finally:
        first.stop()


@contextmanager
def site(folder: Path, first: Postgres, second: Postgres) -> Iterator[str]:
    """The address of two processes of the site, while this lasts."""
    environment = os.environ | {
        "LOCAL": "1", "PORT": str(free_port()), "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DATABASE_URL": first.url, "DATABASE_REPLICA_URL": second.url,
    }  # fmt: skip
    prepare(environment)
    with served(environment, folder / "site.log") as base:
        until(lambda: _status(base + "/gezond/") == 200)
        yield base


def _status(address: str) -> int:
    try:
        return requests.get(address, timeout=5).status_code
    except requests.RequestException:
        return 0


class Readers:
    """Two visitors that read and match without a pause; what they got."""

    def __init__(self, base: str):
        self.base, self.seen, self.going = base, [], True
        self.threads = [threading.Thread(target=self._read, daemon=True) for _ in range(2)]
        for thread in self.threads:
            thread.start()

    def _read(self) -> None:
        visitor = requests.Session()
        while self.going:
            for address in (*READS, "/matching/resultaat/"):
                begun = time.monotonic()
                try:
                    answer = self._ask(visitor, address)
                    status, said = answer.status_code, SAID in answer.text
                except requests.RequestException as fault:
                    status, said = type(fault).__name__, False
                self.seen.append((begun, time.monotonic() - begun, address, status, said))

    def _ask(self, visitor: requests.Session, address: str) -> requests.Response:
        if address in READS:
            return visitor.get(self.base + address, timeout=30)
        visitor.get(self.base + "/matching/", timeout=30)
        token = {"csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
        return visitor.post(self.base + address, ANSWERS | token, timeout=30)

    def stop(self) -> list:
        self.going = False
        for thread in self.threads:
            thread.join()
        return self.seen


def report(base: str) -> requests.Response:
    """A visitor's report of an error, which writes."""
    visitor, address = requests.Session(), base + "/interventies/boro-atelier/fout-melden/"
    visitor.get(address, timeout=30)
    typed = {"text": "De prijs op deze pagina klopt niet meer."}
    token = {"csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
    return visitor.post(address, typed | token, timeout=60, allow_redirects=False)


def judge() -> Verdict:
    verdict = Verdict()
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)
        with databases(folder) as (first, second), site(folder, first, second) as base:
            if report(base).status_code != 302:
                verdict.findings.append("a report is not taken while all is well")
            readers = Readers(base)
            time.sleep(5)
            killed = time.monotonic()
            first.kill()
            time.sleep(OUTAGE / 2)
            refused = report(base)
            if refused.status_code != 503 or "De prijs op deze pagina klopt niet meer." not in refused.text:
                verdict.findings.append(f"a writer got {refused.status_code}, or lost what was typed")
            if _status(base + "/gereed/") != 503:
                verdict.findings.append("the site calls itself ready without its first database")
            time.sleep(OUTAGE / 2)
            (first.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
            first.start()
            back = time.monotonic()
            until(lambda: report(base).status_code in {302, 429}, 30)
            written = time.monotonic() - back
            time.sleep(6)
            _tell(verdict, readers.stop(), killed, back, written)
    return verdict


def _tell(verdict: Verdict, seen: list, killed: float, back: float, written: float) -> None:
    for begun, _, address, status, _ in seen:
        if status != 200:
            verdict.findings.append(f"{address}: {status}, {begun - killed:+.1f} s after the kill")
    during = [row for row in seen if killed < row[0] < back]
    took = sorted(row[1] for row in during) or [0.0]
    first_said = min((row[0] - killed for row in during if row[4]), default=-1.0)
    if first_said < 0 or seen[-1][4]:
        verdict.findings.append("the line that says so was missing, or stayed")
    verdict.remarks.append(
        f"{len(seen)} pages, {len(during)} of them while the first database was away: "
        f"median {statistics.median(took) * 1000:.0f} ms, longest {took[-1] * 1000:.0f} ms; "
        f"the line that says so after {first_said:.1f} s; writing again {written:.1f} s after it was back"
    )
