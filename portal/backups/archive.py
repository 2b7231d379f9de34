"""The file of a backup: a ZIP with the database as its own program writes it, and what it says of itself.

Left out are the sessions: after a restore everyone logs in again, so that no ended session comes to life.
Waiting work is kept: mail is asked for in the transaction it tells of. A mail that went out after the backup
was made can therefore go out a second time. Not in it are SECRET_KEY and the files of overviews.
"""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.crypto import salted_hmac

from catalogue.models import CatalogueState
from portal.backups.engines import BackupRefused, counts, engine

ABOUT, DATA = "about.json", "database"
FORM = 1


@dataclass(frozen=True, slots=True)
class BackupDescription:
    """What a backup says of itself. `rows`: rows per table; `key`: tells one SECRET_KEY from another."""

    form: int
    made_at: str
    site_version: str
    catalogue: str
    vendor: str
    migrations: list[str]
    key: str
    rows: dict[str, int]
    sha256: str


def make(path: Path, *, now: datetime) -> BackupDescription:
    """Writes the whole database to `path`, for its owner only; an older file stays until it is done."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        data, whole = Path(folder) / DATA, Path(folder) / "whole"
        rows = engine().dump(data)
        about = BackupDescription(
            form=FORM,
            made_at=now.isoformat(timespec="seconds"),
            site_version=settings.SITE_VERSION,
            catalogue=CatalogueState.stamp(),
            vendor=connection.vendor,
            migrations=sorted(map("/".join, MigrationLoader(connection).applied_migrations)),
            key=_key(),
            rows=rows,
            sha256=_hash(data),
        )
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(ABOUT, json.dumps(asdict(about), indent=2) + "\n")
            file.write(data, DATA)
        whole.chmod(0o600)
        with whole.open("rb") as written:
            os.fsync(written.fileno())
        whole.replace(path)
    return about


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[BackupDescription, Path]]:
    """What `path` says of itself, and its database unpacked while this lasts; BackupRefused when damaged."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with zipfile.ZipFile(path) as file:
                about = BackupDescription(**json.loads(file.read(ABOUT)))
                data = Path(file.extract(DATA, folder))
        except (OSError, zipfile.BadZipFile, KeyError, TypeError, ValueError) as fault:
            raise BackupRefused(f"{path} is geen backup van deze site, of is beschadigd.") from fault
        if about.form != FORM or about.sha256 != _hash(data):
            raise BackupRefused(f"{path} is beschadigd: de inhoud klopt niet met het controlegetal.")
        yield about, data


def restore(about: BackupDescription, data: Path) -> list[str]:
    """Puts the database of a backup in the place of this one; what is left to do, in lines of Dutch.

    All or nothing: BackupRefused leaves what was there.
    """
    if about.vendor != connection.vendor:
        raise BackupRefused(f"Deze backup is van {about.vendor}; de site gebruikt nu {connection.vendor}.")
    known = set(map("/".join, MigrationLoader(None).disk_migrations))
    if unknown := sorted(set(about.migrations) - known):
        raise BackupRefused(
            f"Deze backup is van een nieuwere versie van de site: {unknown[-1]} is hier onbekend."
        )
    engine().load(data)
    found = counts()
    if wrong := sorted(name for name in about.rows if found.get(name) != about.rows[name]):
        raise BackupRefused(f"Het aantal rijen klopt niet in: {', '.join(wrong)}.")
    # Another moment, so that no process serves what it kept under the stamp of before.
    CatalogueState.objects.update(changed_at=timezone.now())
    left = []
    if known - set(about.migrations):
        left.append("De backup is van een oudere versie: draai manage.py migrate.")
    if about.key != _key():
        left.append("SECRET_KEY is anders dan toen: iedereen met een tweede stap moet die opnieuw instellen.")
    return left


def _key() -> str:
    return salted_hmac("portal.backups", "key").hexdigest()[:16]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
