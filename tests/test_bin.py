"""The scripts and lock files a newcomer starts from."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPTS = sorted((ROOT / "bin").iterdir())
LOCKS = [ROOT / "requirements" / name for name in ("runtime.txt", "dev.txt", "build.txt")]
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
    wanted = [project["project"]["dependencies"], groups["dev"], groups["build"]]
    for lock, requirements in zip(LOCKS, wanted, strict=True):
        assert (
            names(requirements) - set(re.findall(r"^([a-z0-9-]+)==", lock.read_text(), re.MULTILINE)) == set()
        )


def test_psycopg_3_is_absent():
    assert not re.search(r"^psycopg(-[a-z]+)?==", LOCKS[1].read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    "lock", [*LOCKS, ROOT / "package-lock.json", ROOT / ".npmrc"], ids=lambda path: path.name
)
def test_a_lock_names_no_host(lock):
    assert re.findall(r"https?:|//\S*\.\S|--index-url|--find-links|\"resolved\"", lock.read_text()) == []


def test_the_npm_lock_has_a_hash_of_every_package_and_the_versions_of_package_json():
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert lock[""]["dependencies"] == wanted
    assert [name for name, package in lock.items() if name and "integrity" not in package] == []


def test_every_dependency_has_its_reason_beside_it():
    project = tomllib.loads(PYPROJECT)
    groups = [project["project"]["dependencies"], *project["dependency-groups"].values()]
    lines = re.findall(r'^  "[a-z0-9-]+[>=<].*', PYPROJECT, re.MULTILINE)
    assert len(lines) == sum(len(group) for group in groups)
    assert [line for line in lines if not re.search(r'",\s+# \S.{10,}', line)] == []


@pytest.mark.parametrize("port", ["0", "65536", "abc", "-1", "80 80", "99999999999999999999"])
def test_bin_run_refuses_a_bad_port_in_one_line(port):
    result = subprocess.run(
        [ROOT / "bin/run"], env={"PATH": "/usr/bin:/bin", "PORT": port}, capture_output=True, text=True
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "bin/run: PORT must be a number from 1 to 65535\n"


def test_every_icon_in_the_list_is_there():
    listed = (ROOT / "requirements/icons.txt").read_text().splitlines()
    names = {line for line in listed if line and not line.startswith("#")}
    assert names == {path.stem for path in (ROOT / "build/vendor/icons").glob("*.svg")}
