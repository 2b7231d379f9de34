"""What docs/deployment.md tells to type on a server can be typed, and keeps what the site promises."""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import reverse

from portal.help.document import body_of
from portal.help.manuals import MANUALS_BY_SLUG

ROOT = Path(__file__).parent.parent
DEPLOYMENT = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
#: The one folder where the account of the site may write.
WRITABLE = "/var/lib/trajectwijzer/"
#: Of a request, what may stand in a log: no address of whoever asks, nothing after the question mark, and the
#: path without the key of a link in a mail (`adres`, see the map).
LOGGED = {"time_iso8601", "status", "request_method", "adres", "request_time"}
#: What a Debian 12 has before anything is installed. No sudo: only whoever asks for it gets that.
BARE = {"adduser", "apt-get", "cd", "chmod", "chown", "install", "rm", "runuser"}
BARE |= {"journalctl", "systemctl", "timedatectl"}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DEPLOYMENT, re.MULTILINE | re.DOTALL)


def lines_to_type() -> list[str]:
    """Every line that begins with `trajectwijzer`, in the document and in the administrator's handbook."""
    handbook = re.findall(r"<code>(.*?)</code>", body_of(MANUALS_BY_SLUG["beheer"]), re.DOTALL)
    texts = [*blocks("sh"), *map(html.unescape, handbook)]
    return [line for text in texts for line in text.splitlines() if line.startswith("trajectwijzer ")]


def test_the_proxy_notes_no_address_and_no_question():
    """A server that says nothing of its log writes both, so each says it; a redirect is a server too."""
    [proxy] = blocks("nginx")
    [written] = re.findall(r"^log_format kort '(.*)';$", proxy, re.MULTILINE)
    assert set(re.findall(r"\$(\w+)", written)) <= LOGGED
    servers = re.findall(r"^server \{[^\n]*\n(.*?)^\}$", proxy, re.MULTILINE | re.DOTALL)
    logs = [re.findall(r"^    access_log +(.*?);", server, re.MULTILINE) for server in servers]
    assert logs == [["/var/log/nginx/trajecten.log kort"], ["off"], ["off"]]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("account_reset_password_from_key", {"uidb36": "1", "key": "divft9-df95"}),
        ("account_confirm_email", {"key": "MQ:1x"}),
        ("member-invitation", {"token": "geheim:1"}),
        ("verify-mail", {"token": "geheim:2"}),
    ],
)
def test_the_proxy_masks_the_key_of_a_link_in_a_mail(name, parts):
    [proxy] = blocks("nginx")
    [(pattern, written)] = re.findall(r"^    ~(\S+)  (\S+);$", proxy, re.MULTILINE)
    found = re.match(pattern.replace("?<", "?P<"), path := reverse(name, kwargs=parts))
    assert found, path
    logged = written.replace("$begin", found["begin"])
    assert [part for part in parts.values() if part in logged] == []


def test_a_visitor_is_told_in_dutch_that_the_site_is_off():
    [proxy] = blocks("nginx")
    assert "error_page 502 504 = @weg;" in proxy
    [told] = re.findall(r"return 503 '(.*)';", proxy)
    assert '<html lang="nl">' in told
    assert "De site is even niet bereikbaar" in told


def test_the_settings_of_the_example_start_the_site():
    [example] = [block for block in blocks("sh") if "ALLOWED_HOSTS=" in block]
    given = dict(line.split("=", 1) for line in example.splitlines())
    assert {name for name, value in given.items() if value == "…"} == {"SECRET_KEY", "EMAIL_HOST_PASSWORD"}
    given |= {"SECRET_KEY": "".join(map(chr, range(40, 104))), "EMAIL_HOST_PASSWORD": "geheim"}
    start = [sys.executable, "-c", "import django; django.setup()"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    server = kept | given | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    assert subprocess.run(start, cwd=ROOT, env=server, check=False).returncode == 0
    without = subprocess.run(
        start, cwd=ROOT, env=server | {"EMAIL_USE_TLS": "0"}, capture_output=True, text=True, check=False
    )
    assert "EMAIL_USE_TLS is off" in without.stderr


def test_every_command_to_type_or_to_start_exists():
    units = re.findall(r"^ExecStart=\S+ manage\.py (\w+)", "".join(blocks("ini")), re.MULTILINE)
    typed = [line.split()[1] for line in lines_to_type()]
    assert set(units) == {"db_worker", "backup", "daily"}
    assert {"migrate", "load_catalogue", "createsuperuser", "restore"} <= set(typed)
    assert {*units, *typed} - set(get_commands()) == set()


def test_every_file_that_a_command_makes_or_reads_stands_where_the_site_may_write():
    makes = [
        line for line in lines_to_type()
        if re.match(r"trajectwijzer (backup|restore) ", line) or "--output" in line
    ]  # fmt: skip
    makes += re.findall(r"^ExecStart=.*(?:backup|--output).*$", "".join(blocks("ini")), re.MULTILINE)
    assert len(makes) > 4
    assert [line for line in makes if WRITABLE not in line] == []


def test_every_program_to_type_is_on_a_bare_debian_or_is_installed_first():
    [installed] = re.findall(r"^apt-get install -y (.*)$", DEPLOYMENT, re.MULTILINE)
    typed = [line for block in blocks("sh") if not block.startswith("#!") for line in block.splitlines()]
    typed += [code for code in re.findall(r"`([^`\n]+)`", DEPLOYMENT) if " " in code]
    commands = [command for line in typed for command in line.split(" && ")]
    programs = {command.split()[0] for command in commands if re.match(r"[a-z][a-z-]*( |$)", command)}
    assert {"git", "curl", "openssl", "runuser", "systemctl"} <= programs
    assert programs - BARE - set(installed.split()) - {"trajectwijzer"} == set()
