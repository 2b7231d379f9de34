"""The drill: a backup brings everything back but the sessions, and nothing that is damaged is put back."""

import hashlib
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
from django_tasks_db.models import DBTaskResult

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


def changed(file, *, database=None, seal=True, **about):
    """`file` with other words about itself, or other bytes in it; sealed anew, as a forger would."""
    with zipfile.ZipFile(file) as old:
        said, data = json.loads(old.read("about.json")), old.read("database")
    said |= about
    if database is not None:
        data = database
        said["sha256"] = hashlib.sha256(data).hexdigest()
    if seal:
        told = {name: value for name, value in said.items() if name != "seal"}
        said["seal"] = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("about.json", json.dumps(said))
        new.writestr("database", data)


def everything() -> str:
    """All rows of all tables, as one hash."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names()):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - own tables
            rows = [
                [bytes(value) if isinstance(value, memoryview) else value for value in row]
                for row in cursor.fetchall()
            ]
            digest.update("\n".join([name, *sorted(map(repr, rows))]).encode())
    return digest.hexdigest()


NO_BACKUP, DAMAGED = "is geen backup van deze site, of is beschadigd", "klopt niet met het controlegetal"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sha256": "0" * 64}, DAMAGED),
        ({"seal": False, "made_at": "gisteren"}, DAMAGED),
        ({"form": 3}, NO_BACKUP),
        ({"vendor": "oracle"}, "Deze backup is van oracle"),
        ({"migrations": ["catalogue/9999_later"]}, "nieuwere versie van de site: catalogue/9999_later"),
        ({"migrations": 5}, NO_BACKUP),
        ({"migrations": ["catalogue/0001'); DROP TABLE x; --"]}, NO_BACKUP),
        ({"rows": {}}, NO_BACKUP),
        ({"rows": None}, NO_BACKUP),
        ({"rows": ["catalogue_event"]}, NO_BACKUP),
        ({"rows": {"catalogue_event": "1"}}, NO_BACKUP),
        ({"rows": {"catalogue_event": 1}}, "Het aantal rijen klopt niet in: "),
        ({"onbekend": 1}, NO_BACKUP),
        ({"database": b"iets anders"}, "beschadigd|pg_restore"),
        ({"database": b""}, "rijen klopt niet|pg_restore"),
        ({"database": bytes(200 << 20)}, "zou uitgepakt veel te groot worden"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else None,
)
def test_a_backup_that_is_not_right_changes_nothing(busy, tmp_path, change, said):
    file = tmp_path / "backup.zip"
    say("backup", file)
    changed(file, **change)
    before = everything()
    with pytest.raises(CommandError, match=said):
        say("restore", file, "--yes")
    assert everything() == before


def test_a_backup_that_lost_rows_on_the_way_changes_nothing(busy, tmp_path):
    """Its own hash fits; what it says of its rows does not."""
    file = tmp_path / "backup.zip"
    say("backup", file)
    rows = json.loads(zipfile.ZipFile(file).read("about.json"))["rows"]
    changed(file, rows=rows | {"catalogue_revision": rows["catalogue_revision"] + 1})
    before = everything()
    with pytest.raises(CommandError, match="Het aantal rijen klopt niet in: catalogue_revision"):
        say("restore", file, "--yes")
    assert everything() == before


def test_a_description_nested_without_end_or_an_encrypted_file_is_refused(busy, tmp_path):
    file, before = tmp_path / "backup.zip", everything()
    for about in (b"[" * 100_000, b"[" * 2_000_000):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            new.writestr("about.json", about)
            new.writestr("database", b"")
        with pytest.raises(CommandError, match=NO_BACKUP):
            say("restore", file, "--yes")
    say("backup", file, "--yes")
    content = bytearray(file.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + flags] |= 1  # the flag that says: encrypted
    file.write_bytes(content)
    with pytest.raises(CommandError, match=NO_BACKUP):
        say("restore", file, "--yes")
    assert everything() == before


def test_a_backup_of_the_first_form_is_still_put_back(busy, tmp_path):
    file, before = tmp_path / "backup.zip", counts()
    say("backup", file)
    with zipfile.ZipFile(file) as old:
        said, data = json.loads(old.read("about.json")), old.read("database")
    with zipfile.ZipFile(file, "w") as new:
        new.writestr("about.json", json.dumps({**said, "form": 1} | {"seal": ""}))
        new.writestr("database", data)
    disaster()
    say("restore", file, "--yes")
    assert counts() == before


def test_a_file_that_is_no_backup_or_not_there_is_refused(tmp_path):
    (tmp_path / "tekst").write_text("geen backup")
    for name in ("tekst", "bestaat-niet"):
        with pytest.raises(CommandError, match="is geen backup van deze site"):
            say("restore", tmp_path / name, "--yes")


def test_a_backup_of_an_older_version_is_brought_up_to_date_first(busy, tmp_path, settings):
    """Its last migration is taken back before the backup is made; it names waiting tasks anew."""
    call_command("migrate", "catalogue", "0011", verbosity=0)
    try:
        DBTaskResult.objects.update(task_path="catalogue.tasks.make_export")
        say("backup", tmp_path / "backup.zip")
    finally:
        call_command("migrate", verbosity=0)
    settings.SECRET_KEY = "een ander geheim"
    said = say("restore", tmp_path / "backup.zip", "--yes").splitlines()[1:]
    assert said == [
        "De backup was van een oudere versie en is bijgewerkt. Draai ook manage.py load_catalogue.",
        "SECRET_KEY is anders dan toen: iedereen met een tweede stap moet die opnieuw instellen.",
    ]
    assert set(DBTaskResult.objects.values_list("task_path", flat=True)) == {
        "catalogue.exports.tasks.make_export"
    }
    call_command("migrate", "--check", verbosity=0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has programs of its own")
def test_a_missing_program_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match="pg_dump ontbreekt op deze machine"):
        say("backup", tmp_path / "backup.zip")
