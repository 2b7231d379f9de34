"""How each kind of database writes itself to a file and comes back from it."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction

#: Tables whose rows are not kept: they live minutes to hours.
LEFT_OUT = ("django_session", "portal_sharedentry", "portal_windowcount")


class BackupRefused(Exception):
    """Why a backup was not made or not put back, in Dutch."""


def tables() -> list[str]:
    """Every table there is, those of the search index included."""
    return sorted(connection.introspection.table_names())


def counts() -> dict[str, int]:
    """Rows per table; none in those that are left out."""
    with connection.cursor() as cursor:
        found = {}
        for name in tables():
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - own tables
            found[name] = 0 if name in LEFT_OUT else cursor.fetchone()[0]
    return found


def engine():
    return {"sqlite": Sqlite, "postgresql": Postgresql}[connection.vendor]()


class Sqlite:
    """By SQLite's own copying, which others may read and write beside."""

    def dump(self, path: Path) -> dict[str, int]:
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            for name in LEFT_OUT:
                copy.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 - own tables
            copy.commit()
            copy.execute("VACUUM")  # what was deleted is not in the file any more
            return {
                name: copy.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}").fetchone()[0]  # noqa: S608
                for name in tables()
            }

    def load(self, path: Path) -> None:
        with closing(sqlite3.connect(path)) as copy:
            if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupRefused("De database in de backup is beschadigd.")
            connection.ensure_connection()
            copy.backup(connection.connection)


class Postgresql:
    """By PostgreSQL's own programs, of the same version as the server or newer."""

    def dump(self, path: Path) -> dict[str, int]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            without = [f"--exclude-table-data={name}" for name in LEFT_OUT]
            kept = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *without]
            self._run("pg_dump", *kept, f"--file={path}")
            return counts()

    def load(self, path: Path) -> None:
        script = path.with_suffix(".sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path), at=False)
        connection.close()
        self._run(
            "psql",
            "--quiet",
            "--no-psqlrc",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--command=SET client_min_messages TO warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public",
            f"--file={script}",
        )

    def _run(self, program: str, *words: str, at: bool = True) -> None:
        """Runs a program of PostgreSQL, `at` the database of the settings; no password in its words."""
        if not shutil.which(program):
            raise BackupRefused(f"{program} ontbreekt op deze machine: installeer postgresql-client.")
        options = connection.settings_dict
        of = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
        given = {name: str(options[field]) for name, field in of.items() if options[field]}
        if at:
            given["PGDATABASE"] = options["NAME"]
        done = subprocess.run(  # noqa: S603 - our own words
            [program, *words], env=os.environ | given, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BackupRefused(
                f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr else 'mislukt'}"
            )
