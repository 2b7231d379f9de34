"""The drill: a backup brings everything back but the sessions, and nothing that is damaged is put back."""

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from catalogue.exports.tasks import make_export
from catalogue.models import Event, Intervention, Revision
from catalogue.revisions import actions
from portal.backups.engines import counts
from tests.factories import document

ROOT = Path(__file__).parent.parent.parent.parent

pytestmark = pytest.mark.django_db(transaction=True)


def say(command, *words):
    out = io.StringIO()
    call_command(command, *map(str, words), stdout=out)
    return out.getvalue()


def answer():
    return json.loads(say("match", ROOT / "docs/examples/profile.json", "--json"))


@pytest.fixture
def busy(live_catalogue, amina, amber, mo):
    """A site in use: a draft, a submission, waiting work and someone who is logged in."""
    for name in ("een", "twee"):
        revision = actions.start_revision(document=document(source_ref=name), by=amina, organisation=amber)
    actions.submit(revision=revision, by=amina)
    make_export.enqueue("sleutel")
    Client().force_login(mo)
    assert Session.objects.exists()


def disaster():
    """What nobody wants: the catalogue gone, the history gone, something of another wrong."""
    Event.objects.all().delete()
    Revision.objects.all().delete()
    Intervention.objects.exclude(source_ref="ks2020-01").delete()
    Intervention.objects.update(name="Verkeerd")


def test_the_drill_brings_back_every_row_and_the_same_answer(busy, tmp_path):
    before, answered = counts(), answer()
    file = tmp_path / "backup.zip"
    say("backup", file)
    disaster()
    assert counts() != before
    said = say("restore", file, "--yes")
    assert counts() == before
    assert answer() == answered
    assert said.endswith(
        f" {sum(before.values())} rijen in {len(before)} tabellen. Iedereen moet opnieuw inloggen.\n"
    )


def test_no_session_comes_back_to_life(busy, tmp_path):
    say("backup", tmp_path / "backup.zip")
    say("restore", tmp_path / "backup.zip", "--yes")
    assert not Session.objects.exists()


def test_a_table_that_came_later_is_gone_after_a_restore(tmp_path):
    say("backup", tmp_path / "backup.zip")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (item bigint REFERENCES catalogue_intervention (id))")
    say("restore", tmp_path / "backup.zip", "--yes")
    assert "later" not in connection.introspection.table_names()


def test_the_file_can_be_read_by_its_owner_only(tmp_path):
    file = tmp_path / "backup.zip"
    say("backup", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["backup.zip"]


def test_nothing_is_overwritten_without_being_asked(tmp_path):
    file = tmp_path / "backup.zip"
    say("backup", file)
    made = file.read_bytes()
    with pytest.raises(CommandError, match="is er al"):
        say("backup", file)
    assert file.read_bytes() == made
    before = counts()
    Event.objects.all().delete()
    with pytest.raises(CommandError, match="De database is niet leeg"):
        say("restore", file)
    assert counts() == before | {"catalogue_event": 0}
    say("backup", file, "--yes")


def changed(file, **about):
    """`file` with other words about itself; `database`: with other bytes in it."""
    with zipfile.ZipFile(file) as old:
        said, data = json.loads(old.read("about.json")), old.read("database")
    data = about.pop("database", data)
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("about.json", json.dumps(said | about))
        new.writestr("database", data)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"database": b"iets anders"}, "klopt niet met het controlegetal"),
        ({"form": 2}, "is beschadigd"),
        ({"vendor": "oracle"}, "Deze backup is van oracle"),
        ({"migrations": ["catalogue/9999_later"]}, "nieuwere versie van de site: catalogue/9999_later"),
        ({"onbekend": 1}, "is geen backup"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_a_backup_that_is_not_right_changes_nothing(tmp_path, change, said):
    file = tmp_path / "backup.zip"
    say("backup", file)
    changed(file, **change)
    before = counts()
    with pytest.raises(CommandError, match=said):
        say("restore", file, "--yes")
    assert counts() == before


def test_a_file_that_is_no_backup_or_not_there_is_refused(tmp_path):
    (tmp_path / "tekst").write_text("geen backup")
    for name in ("tekst", "bestaat-niet"):
        with pytest.raises(CommandError, match="is geen backup van deze site"):
            say("restore", tmp_path / name, "--yes")


def test_it_tells_when_the_secret_or_the_version_is_another(tmp_path, settings):
    file = tmp_path / "backup.zip"
    say("backup", file)
    with zipfile.ZipFile(file) as old:
        migrations = json.loads(old.read("about.json"))["migrations"]
    changed(file, migrations=migrations[:-1])
    settings.SECRET_KEY = "een ander geheim"
    said = say("restore", file, "--yes").splitlines()[1:]
    assert said == [
        "De backup is van een oudere versie: draai manage.py migrate.",
        "SECRET_KEY is anders dan toen: iedereen met een tweede stap moet die opnieuw instellen.",
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has programs of its own")
def test_a_missing_program_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump ontbreekt op deze machine"):
        say("backup", tmp_path / "backup.zip")
