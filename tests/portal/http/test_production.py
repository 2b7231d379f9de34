"""A server does not start with unsafe settings, and says in a line per fault what to mend."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.http.production import unsafe

ROOT = Path(__file__).parent.parent.parent.parent
SAFE = {
    "SECRET_KEY": "".join(chr(97 + number % 26) for number in range(50)),
    "ALLOWED_HOSTS": "trajecten.voorbeeld.example",
    "CONTACT_EMAIL": "beheer@voorbeeld.example",
}


@pytest.fixture
def start(tmp_path):
    """start(**changed): what the web application says, with SAFE and `changed` as its whole environment."""
    (tmp_path / "static").mkdir()
    given = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://:memory:", "VAR_DIR": str(tmp_path)} | SAFE

    def run(*words, **changed):
        words = words or ("-c", "import portal.wsgi; print('started')")
        return subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=given | changed, capture_output=True, text=True
        )

    return run


def test_a_server_starts_with_safe_settings(start):
    done = start()
    assert (done.returncode, done.stdout, done.stderr) == (0, "started\n", "")


def test_a_server_names_all_its_faults_at_once(start):
    done = start(DEBUG="1", SECRET_KEY="kort", ALLOWED_HOSTS="*", CONTACT_EMAIL="")
    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.partition("ImproperlyConfigured: ")[2].splitlines()
    assert [line.split()[0] for line in last] == ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "CONTACT_EMAIL"]
    assert SAFE["SECRET_KEY"] not in done.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_server_asks_for_what_is_missing(start, name):
    done = start(**{name: ""})
    assert done.returncode == 1
    assert f"ImproperlyConfigured: {name} is missing" in done.stderr


def given(**changed):
    return {
        "DEBUG": False,
        "SECRET_KEY": SAFE["SECRET_KEY"],
        "ALLOWED_HOSTS": ["trajecten.voorbeeld.example"],
        "SITE_URL": "https://trajecten.voorbeeld.example",
        "CONTACT_EMAIL": "beheer@voorbeeld.example",
        "EMAIL_HOST": "localhost",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": False,
        "OIDC_ISSUER": "",
        "OIDC_ROLE": "",
        "SECOND_FACTOR_ROLES": ["redacteur"],
    } | changed


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, []),
        ({"DEBUG": True}, ["DEBUG"]),
        ({"SECRET_KEY": SAFE["SECRET_KEY"][:49]}, ["SECRET_KEY"]),
        ({"SECRET_KEY": "abab" * 20}, ["SECRET_KEY"]),
        ({"SECRET_KEY": "django-insecure-" + SAFE["SECRET_KEY"]}, ["SECRET_KEY"]),
        ({"ALLOWED_HOSTS": ["trajecten.voorbeeld.example", "*"]}, ["ALLOWED_HOSTS"]),
        ({"SITE_URL": "http://trajecten.voorbeeld.example"}, ["SITE_URL"]),
        ({"SITE_URL": "https://elders.example"}, ["SITE_URL"]),
        ({"SITE_URL": "https://kwaadtrajecten.voorbeeld.example"}, ["SITE_URL"]),
        (
            {"SITE_URL": "https://kwaadvoorbeeld.example", "ALLOWED_HOSTS": [".voorbeeld.example"]},
            ["SITE_URL"],
        ),
        ({"SITE_URL": "https://voorbeeld.example", "ALLOWED_HOSTS": [".voorbeeld.example"]}, []),
        ({"CONTACT_EMAIL": ""}, ["CONTACT_EMAIL"]),
        ({"EMAIL_HOST": "smtp.voorbeeld.example", "EMAIL_HOST_PASSWORD": "x"}, ["EMAIL_USE_TLS"]),
        ({"EMAIL_HOST": "smtp.voorbeeld.example", "EMAIL_HOST_PASSWORD": "x", "EMAIL_USE_TLS": True}, []),
        ({"EMAIL_HOST_PASSWORD": "x"}, []),
        ({"SECOND_FACTOR_ROLES": ["beleid"]}, ["SECOND_FACTOR_ROLES"]),
        ({"SECOND_FACTOR_ROLES": ["beleid", "redacteur"]}, []),
        ({"OIDC_ISSUER": "http://inloggen.voorbeeld.example"}, ["OIDC_ISSUER"]),
        ({"OIDC_ISSUER": "https://inloggen.voorbeeld.example"}, []),
    ],
    ids=lambda value: (
        ", ".join(f"{name}={text}"[:40] for name, text in value.items()) if isinstance(value, dict) else None
    ),
)
def test_each_unsafe_setting_is_named(changed, named):
    assert [line.split()[0] for line in unsafe(given(**changed))] == named


def test_djangos_own_advice_finds_nothing(start):
    words = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    done = start(*words, BEHIND_PROXY="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (1 silenced).\n"
