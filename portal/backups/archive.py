"""The file of a backup: a ZIP with the database as its own program writes it, and what it says of itself.

Left out are the sessions: after a restore everyone logs in again, so that no ended session comes to life.
Waiting work is kept: mail is asked for in the transaction it tells of. A mail that went out after the backup
was made can therefore go out a second time. Not in it are SECRET_KEY and the files of overviews.
"""

import hashlib
import json
import lzma
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.crypto import salted_hmac

from catalogue.models import CatalogueState
from portal.backups.engines import BackupRefused, engine

ABOUT, DATA = "about.json", "database"
#: Form 1 had no `seal`.
FORM, FORMS = 2, (1, 2)
#: Bytes that the description may take; that a database may take, and that for each byte it is packed in.
LONGEST_ABOUT = 1 << 20
UNPACKED_AT_ONCE, UNPACKED_PER_BYTE = 64 << 20, 60
_TABLE = re.compile(r"[a-z0-9_]{1,63}")
_MIGRATION = re.compile(r"[\w.-]{1,100}/[\w.-]{1,250}")
#: What a file that is no backup, is damaged, encrypted or crafted makes the standard library raise.
UNREADABLE = (
    OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError,
    LookupError, TypeError, ValueError, AttributeError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BackupDescription:
    """What a backup says of itself.

    `rows`: rows per table; `key`: tells one SECRET_KEY from another; `sha256`: of the database; `seal`: a
    hash over all of this.
    """

    form: int
    made_at: str
    site_version: str
    catalogue: str
    vendor: str
    migrations: list[str]
    key: str
    rows: dict[str, int]
    sha256: str
    seal: str = ""

    def sealed(self) -> str:
        """What `seal` has to be."""
        told = {name: value for name, value in asdict(self).items() if name != "seal"}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


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
        about = replace(about, seal=about.sealed())
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
                about = _about(file)
                packed = file.getinfo(DATA)
                if packed.file_size > UNPACKED_AT_ONCE + UNPACKED_PER_BYTE * packed.compress_size:
                    raise BackupRefused(
                        f"{path} zou uitgepakt veel te groot worden voor een backup van deze site."
                    )
                data = Path(file.extract(packed, folder))
        except UNREADABLE as fault:
            raise BackupRefused(f"{path} is geen backup van deze site, of is beschadigd.") from fault
        if about.sha256 != _hash(data) or (about.form > 1 and about.seal != about.sealed()):
            raise BackupRefused(f"{path} is beschadigd: de inhoud klopt niet met het controlegetal.")
        yield about, data


def _about(file: zipfile.ZipFile) -> BackupDescription:
    """The description in `file`; raises one of UNREADABLE when it is not in the form of one."""
    if file.getinfo(ABOUT).file_size > LONGEST_ABOUT:
        raise ValueError("too long")
    about = BackupDescription(**json.loads(file.read(ABOUT)))
    others = {"form", "rows", "migrations"}
    told = {name: value for name, value in asdict(about).items() if name not in others}
    right = (
        about.form in FORMS
        and all(isinstance(text, str) for text in told.values())
        and all(_MIGRATION.fullmatch(name) for name in about.migrations)
        and about.rows
        and all(_TABLE.fullmatch(name) and type(number) is int for name, number in about.rows.items())
    )
    if not right:
        raise ValueError("not in the form of a description")
    return about


def restore(about: BackupDescription, data: Path) -> list[str]:
    """Puts the database of a backup in the place of this one; what is left to do, in lines of Dutch.

    Everything is judged before anything is replaced: BackupRefused leaves the database as it was.
    One of an older version of the site is brought up to this version first.
    """
    if about.vendor != connection.vendor:
        raise BackupRefused(f"Deze backup is van {about.vendor}; de site gebruikt nu {connection.vendor}.")
    known = set(map("/".join, MigrationLoader(None).disk_migrations))
    if unknown := sorted(set(about.migrations) - known):
        raise BackupRefused(
            f"Deze backup is van een nieuwere versie van de site: {unknown[-1]} is hier onbekend."
        )
    older = bool(known - set(about.migrations))
    engine().load(data, rows=about.rows, migrations=about.migrations, older=older)
    # Another moment, so that no process serves what it kept under the stamp of before.
    CatalogueState.objects.update(changed_at=timezone.now())
    left = []
    if older:
        left.append(
            "De backup was van een oudere versie en is bijgewerkt. Draai ook manage.py load_catalogue."
        )
    if about.key != _key():
        left.append("SECRET_KEY is anders dan toen: iedereen met een tweede stap moet die opnieuw instellen.")
    return left


def _key() -> str:
    return salted_hmac("portal.backups", "key").hexdigest()[:16]


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
