"""How each kind of database writes itself to a file and comes back from it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

#: Where PostgreSQL keeps the old tables until the new ones are judged.
ASIDE = "before_restore"
WRONG_ROWS = "Het aantal rijen klopt niet in: %."
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


def _migrate(path: Path) -> None:
    """Brings the SQLite database at `path` up to this version, in a process that knows no other database."""
    command = [sys.executable, settings.BASE_DIR / "manage.py", "migrate", "--verbosity=0", "--noinput"]
    database = {"DATABASE_URL": f"sqlite:///{path.resolve()}"}
    done = subprocess.run(command, env=os.environ | database, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["mislukt"]
        raise BackupRefused(f"De backup kan niet worden bijgewerkt naar deze versie: {lines[-1]}")


def _judgement(rows: dict[str, int], migrations: list[str]) -> str:
    """SQL that fails unless the tables of PostgreSQL's schema public hold `rows` and `migrations`.

    The names in both were checked to be plain ones: nothing in them has a meaning in SQL.
    """

    def listed(names: Iterable[str]) -> str:
        return ", ".join(f"'{name}'" for name in names)

    faults = [
        f"SELECT '{name}' WHERE (SELECT count(*) FROM \"{name}\") <> {number}"  # noqa: S608
        for name, number in rows.items()
    ]
    faults.append(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "  # noqa: S608
        f"AND tablename NOT IN ({listed(rows)})"
    )
    faults.append(
        "SELECT 'django_migrations' FROM django_migrations "  # noqa: S608
        f"WHERE app || '/' || name NOT IN ({listed(migrations)})"
    )
    return (
        "SET search_path TO public; DO $$ DECLARE found text; BEGIN\n"
        "SELECT string_agg(DISTINCT name, ', ') INTO found "
        f"FROM ({' UNION ALL '.join(faults)}) AS fault (name);\n"
        f"IF found IS NOT NULL THEN RAISE EXCEPTION '{WRONG_ROWS}', found; END IF; END $$;\n"
    )


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
            return {name: _count(copy, name) for name in tables()}

    def load(self, path: Path, *, rows: dict[str, int], migrations: list[str], older: bool) -> None:
        """Puts the database at `path` in the place of this one, after it was judged; that file is used up.

        `rows` per table and `migrations` are what it has to hold; one that is `older` is migrated first.
        """
        try:
            with closing(sqlite3.connect(path)) as copy:
                self._judge(copy, rows, migrations)
            if older:
                _migrate(path)
            connection.ensure_connection()
            with closing(sqlite3.connect(path)) as copy:
                copy.backup(connection.connection)
        except sqlite3.DatabaseError as fault:
            raise BackupRefused("De database in de backup is beschadigd.") from fault

    @staticmethod
    def _judge(copy: sqlite3.Connection, rows: dict[str, int], migrations: list[str]) -> None:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BackupRefused("De database in de backup is beschadigd.")
        named = copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        )
        names = {name for (name,) in named}
        count = "SELECT count(*) FROM {}"
        found = {
            name: copy.execute(count.format(connection.ops.quote_name(name))).fetchone()[0] for name in names
        }
        if wrong := sorted(name for name in rows.keys() | names if found.get(name) != rows.get(name)):
            raise BackupRefused(f"Het aantal rijen klopt niet in: {', '.join(wrong)}.")
        applied = copy.execute("SELECT app || '/' || name FROM django_migrations")
        if {name for (name,) in applied} != set(migrations):
            raise BackupRefused("De backup is beschadigd: hij is van een andere versie dan hij zegt.")


def _count(database: sqlite3.Connection, table: str) -> int:
    return database.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}").fetchone()[0]  # noqa: S608


def _fault(stderr: str) -> str:
    """The line in which a program of PostgreSQL says what went wrong."""
    lines = stderr.strip().splitlines() or ["mislukt"]
    return next((line.partition("ERROR:")[2].strip() for line in lines if "ERROR:" in line), lines[-1])


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

    def load(self, path: Path, *, rows: dict[str, int], migrations: list[str], older: bool) -> None:
        """As of Sqlite: loaded and judged in one transaction, beside what is there, which goes away last."""
        script, judge = path.with_suffix(".sql"), path.with_suffix(".judge.sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path), at=False)
        judge.write_text(_judgement(rows, migrations))
        connection.close()
        aside = f"ALTER SCHEMA public RENAME TO {ASIDE}; CREATE SCHEMA public"
        self._sql(
            f"--command=SET client_min_messages TO warning; {aside}", f"--file={script}", f"--file={judge}"
        )
        if older:
            try:
                call_command("migrate", verbosity=0, interactive=False)
            except Exception as fault:
                connection.close()
                self._sql(f"--command=DROP SCHEMA public CASCADE; ALTER SCHEMA {ASIDE} RENAME TO public")
                raise BackupRefused(
                    f"De backup kan niet worden bijgewerkt naar deze versie: {fault}"
                ) from fault
            connection.close()
        self._sql(f"--command=SET client_min_messages TO warning; DROP SCHEMA {ASIDE} CASCADE")

    def _sql(self, *words: str) -> None:
        self._run("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", *words)

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
            raise BackupRefused(f"{program}: {_fault(done.stderr)}")
