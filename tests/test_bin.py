"""The scripts and lock files a newcomer starts from."""

import contextlib
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from tests.audit import leaks
from tests.audit.__main__ import main as audit
from tests.audit.code import packages_judged
from tests.audit.tree import tracked_files
from tests.audit.verdict import Verdict

ROOT = Path(__file__).parent.parent
SCRIPTS = sorted((ROOT / "bin").iterdir())
LOCKS = [ROOT / "requirements" / name for name in ("runtime.txt", "dev.txt", "build.txt", "audit.txt")]
NPM_LOCKS = [ROOT / "package-lock.json", ROOT / "tests/audit/package-lock.json"]
PYPROJECT = (ROOT / "pyproject.toml").read_text()

each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
each_lock = pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)


@each_script
def test_a_script_is_executable_and_stops_at_the_first_error(script):
    first, *lines = script.read_text().splitlines()
    assert first == "#!/bin/sh"
    assert lines[0].startswith("# "), "the second line tells what the script does"
    assert "set -eu" in lines
    assert script.stat().st_mode & 0o111 == 0o111


@each_script
def test_a_script_is_posix_shell(script):
    shell = shutil.which("dash") or "sh"
    subprocess.run([shell, "-n", script], check=True)
    bashisms = re.findall(r"\[\[|<<<|<\(|\blocal\b|\bsource\b|&>|\bfunction\b|\$'", script.read_text())
    assert bashisms == []


@each_lock
def test_a_python_lock_pins_every_package_with_hashes(lock):
    packages = re.findall(r"^[a-z0-9].*(?:\n    .*)*", lock.read_text(), re.MULTILINE)
    assert packages
    assert [text for text in packages if not re.match(r"\S+==\S+ \\\n    --hash=sha256:", text)] == []


def test_the_runtime_lock_is_part_of_the_dev_lock():
    runtime, dev = (set(re.findall(r"^\S+==\S+", lock.read_text(), re.MULTILINE)) for lock in LOCKS[:2])
    assert runtime - dev == set()


def test_the_locks_hold_every_dependency_of_pyproject():
    def names(requirements):
        return {re.match(r"[A-Za-z0-9-]+", requirement)[0] for requirement in requirements}

    project = tomllib.loads(PYPROJECT)
    groups = project["dependency-groups"]
    wanted = [project["project"]["dependencies"], groups["dev"], groups["build"], groups["audit"]]
    for lock, requirements in zip(LOCKS, wanted, strict=True):
        assert (
            names(requirements) - set(re.findall(r"^([a-z0-9-]+)==", lock.read_text(), re.MULTILINE)) == set()
        )


def test_psycopg_3_is_absent():
    assert not re.search(r"^psycopg(-[a-z]+)?==", LOCKS[1].read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    "lock", [*LOCKS, *NPM_LOCKS, ROOT / ".npmrc"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_lock_names_no_host(lock):
    assert re.findall(r"https?:|//\S*\.\S|--index-url|--find-links|\"resolved\"", lock.read_text()) == []


@pytest.mark.parametrize("path", NPM_LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_npm_lock_has_a_hash_of_every_package_and_the_versions_of_package_json(path):
    lock = json.loads(path.read_text())["packages"]
    wanted = json.loads((path.parent / "package.json").read_text())["dependencies"]
    assert lock[""]["dependencies"] == wanted
    assert [name for name, package in lock.items() if name and "integrity" not in package] == []


def test_every_dependency_has_its_reason_beside_it():
    project = tomllib.loads(PYPROJECT)
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    lines = re.findall(r'^  "[a-z0-9-]+(?:\[[a-z0-9,]+\])?[>=<].*', PYPROJECT, re.MULTILINE)
    assert len(lines) == sum(len(group) for group in groups)
    assert [line for line in lines if not re.search(r'",\s+# \S.{10,}', line)] == []


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "80 80", "99999999999999999999"])
def test_bin_run_refuses_a_bad_port_in_one_line(port):
    result = subprocess.run(
        [ROOT / "bin/run"], env={"PATH": "/usr/bin:/bin", "PORT": port}, capture_output=True, text=True
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "bin/run: PORT must be a number from 1 to 65535\n"


def children_of(process: int) -> dict[str, int]:
    """The processes that `process` started and that still run, by the last word that tells them apart."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_text().split("\0")
            if int(stat[1]) == process and stat[0] != "Z":
                found |= {name: int(folder.name) for name in ("gunicorn", "db_worker") if name in words}
    return found


def until(true, seconds=180):
    """The first value of `true()` that is one."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def free_port() -> int:
    """A port that is free, below those that the system hands out: no other test gets it meanwhile."""
    for port in itertools.chain(range(20_000 + os.getpid() % 5_000, 30_000), range(20_000, 25_000)):
        with socket.socket() as door, contextlib.suppress(OSError):
            door.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """What bin/run makes at its first start, which takes long, is there at the second."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def running(home, tmp_path):
    """bin/run on a free port with a database of its own: the process, its environment, and what it says."""
    port = free_port()
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": str(home), "PORT": str(port)}
    environment |= {"LOCAL": "1", "VAR_DIR": str(home)}
    said = tmp_path / "said.txt"
    with said.open("w") as output:
        # As in a terminal: a group of its own, in which Ctrl-C is heard by all.
        process = subprocess.Popen(
            [ROOT / "bin/run"], env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            address = f"Trajectwijzer: http://127.0.0.1:{port}"
            until(lambda: address in said.read_text() or process.poll() is not None, seconds=300)
            assert process.poll() is None, said.read_text()
            yield process, environment, said
        finally:
            for child in children_of(process.pid).values():
                os.kill(child, signal.SIGKILL)
            process.kill()
            process.wait()


def gone(process: int) -> bool:
    """Whether `process` has ended (a zombie has)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


A_MAIL = """
import django
django.setup()
from catalogue.models import Organisation
from catalogue.revisions import events
from portal.models import User
amber = Organisation.objects.create(name="Amber", slug="amber")
amber.memberships.create(user=User.objects.create_user("amina@voorbeeld.example"))
about = {"source_ref": "ks2020-01", "organisation": amber}
events.record("reported", by=None, **about)
"""


def test_bin_run_sends_the_mail_to_the_screen_and_ctrl_c_stops_server_and_worker(running):
    process, environment, said = running
    children = until(lambda: len(found := children_of(process.pid)) == 2 and found)
    assert set(children) == {"gunicorn", "db_worker"}
    asked = environment | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    subprocess.run([ROOT / ".venv/bin/python", "-c", A_MAIL], cwd=ROOT, env=asked, check=True)
    until(lambda: "Subject: Er is een fout gemeld: " in said.read_text())
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(180) == 130
    until(lambda: all(map(gone, children.values())))
    assert "Traceback" not in said.read_text()


@pytest.mark.parametrize("first", ["gunicorn", "script"])
def test_server_and_worker_end_together(running, first):
    process, _, _ = running
    children = until(lambda: len(found := children_of(process.pid)) == 2 and found)
    os.kill(children["gunicorn"] if first == "gunicorn" else process.pid, signal.SIGTERM)
    process.wait(180)
    until(lambda: all(map(gone, children.values())))


def test_bin_setup_refuses_what_it_does_not_know_in_one_line():
    done = subprocess.run([ROOT / "bin/setup", "onzin"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "usage: bin/setup [run|test|audit]\n"


# bin/audit


def test_what_a_judge_finds_ends_the_audit_with_1(monkeypatch, capsys):
    finds = Verdict(["portal/settings.py:1: iets"], ["een dienst was er niet"])
    monkeypatch.setattr("tests.audit.__main__.PARTS", {"good": Verdict, "bad": lambda: finds})
    assert audit(["good"]) == 0
    assert audit(["good", "bad"]) == audit([]) == 1
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "good: good",
        "bad: een dienst was er niet",
        "bad: FOUND portal/settings.py:1: iets",
        "bad: 1 found",
    ]


def test_what_only_could_not_be_reached_does_not_fail_the_audit(monkeypatch, capsys):
    far = Verdict([], ["niet bereikt"], judged=False)
    monkeypatch.setattr("tests.audit.__main__.PARTS", {"far": lambda: far})
    assert audit([]) == 0
    assert capsys.readouterr().out == "far: niet bereikt\nfar: not judged\n"


def test_an_unknown_part_of_the_audit_is_refused_in_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "tests.audit", "onzin"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "bin/audit: onzin is no part; "
        "choose from ruff, bandit, packages, start, secrets, papers, pages, widths, "
        "stress, fuzz, upgrades, proxy, municipality, streaming\n"
    )


#: Made from halves, so that this file does not hold what is looked for.
CHANCE = "q7Zt2vLw9xKc" + "4RbN8mYp1sDf"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("-----BEGIN RSA PRIVATE " + "KEY-----", "a private key"),
        ("AKIA" + "IOSFODNN7EXAMPLE", "a key of a cloud"),
        ("ghp_" + CHANCE + CHANCE, "a token of a code host"),
        ("https://user:" + "geheim@server.nl/", "a password in an address"),
        ("API_" + f'KEY = "{CHANCE}"', "a value that is called secret"),
        ('"pass' + f'word": "{CHANCE}"', "a value that is called secret"),
    ],
    ids=lambda value: value if " " in value[:2] or value.startswith("a ") else "line",
)
def test_the_audit_finds_a_secret_and_does_not_repeat_it(tmp_path, line, what):
    (tmp_path / "notes.txt").write_text(f"eerste regel\n{line}\n")
    assert leaks.judge(tmp_path).findings == [f"notes.txt:2: {what}"]


@pytest.mark.parametrize(
    "line",
    [
        'PASSWORD = "een heel lang wachtwoord"',
        '"reset_password": "portal.accounts.forms.ResetPasswordForm"',
        'SECRET_KEY = os.environ["SECRET_KEY"]',
        "https://user:geheim@server.example/",
        "postgres://gebruiker@server/naam",
    ],
)
def test_the_audit_leaves_alone_what_is_no_secret(line):
    assert leaks.secrets_in(line) == []


def test_the_audit_looks_in_every_file_that_git_keeps_and_in_no_other():
    found = {path.relative_to(ROOT).as_posix() for path in tracked_files()}
    assert {"README.md", "portal/settings.py", "bin/audit"} <= found
    assert not any(name.startswith((".venv/", "var/", "build/", "node_modules/", ".git/")) for name in found)


@pytest.mark.parametrize(
    ("said", "findings", "remarks"),
    [
        ("", 0, 1),
        ('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}', 0, 1),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', 0, 0),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1"}]}]}', 1, 0),
    ],
    ids=["unreachable", "unknown to it", "good", "leaking"],
)
def test_a_leaking_package_is_found_and_a_list_that_cannot_be_read_is_only_told(said, findings, remarks):
    verdict = packages_judged("runtime.txt", said)
    assert (len(verdict.findings), len(verdict.remarks)) == (findings, remarks)
    assert verdict.judged is (remarks == 0)


def test_every_icon_in_the_list_is_there():
    listed = (ROOT / "requirements/icons.txt").read_text().splitlines()
    names = {line for line in listed if line and not line.startswith("#")}
    assert names == {path.stem for path in (ROOT / "build/vendor/icons").glob("*.svg")}
