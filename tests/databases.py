"""The test database with the catalogue loaded, put back after a test that committed.

Copying takes a fraction of a second; Django empties the database instead, and loading it again takes six.
"""

import sqlite3
from contextlib import closing, contextmanager

from django.db import connection


class LoadedSqlite:
    def __init__(self):
        connection.ensure_connection()
        self.loaded = sqlite3.connect(":memory:")
        connection.connection.backup(self.loaded)

    def put_back(self) -> None:
        connection.ensure_connection()
        self.loaded.backup(connection.connection)

    @contextmanager
    def copy(self, folder):
        """The name of a copy that lasts as long as this; `folder` is where it may be."""
        name = str(folder / "copy.sqlite3")
        with closing(sqlite3.connect(name)) as copy:
            self.loaded.backup(copy)
        yield name

    def close(self) -> None:
        self.loaded.close()


class LoadedPostgresql:
    """A second database is the template of the one that tests use."""

    def __init__(self):
        self.name = connection.settings_dict["NAME"]
        self.loaded = f"{self.name}_loaded"
        self._run(*self._anew(self.loaded, template=self.name))

    def put_back(self) -> None:
        self._run(*self._anew(self.name, template=self.loaded))

    @contextmanager
    def copy(self, folder):
        name = f"{self.name}_copy"
        self._run(*self._anew(name, template=self.loaded))
        yield name
        self._run(self._drop(name))

    def close(self) -> None:
        self._run(self._drop(self.loaded))

    def _anew(self, name: str, *, template: str) -> list[str]:
        return [self._drop(name), f'CREATE DATABASE "{name}" TEMPLATE "{template}"']

    def _drop(self, name: str) -> str:
        return f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'

    def _run(self, *statements: str) -> None:
        connection.close()  # a database in use can be neither dropped nor copied
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def loaded_database() -> LoadedSqlite | LoadedPostgresql:
    """What the database holds now, kept to be put back."""
    return {"sqlite": LoadedSqlite, "postgresql": LoadedPostgresql}[connection.vendor]()


def delete_all(*models) -> None:
    """Deletes all rows of `models` and of every table that refers to them, without reading them first."""
    done: set[type] = set()
    for model in models:
        _delete(model, done)


def _delete(model, done: set[type]) -> None:
    if model in done:
        return
    done.add(model)
    own = [field.remote_field.through for field in model._meta.local_many_to_many]
    for child in [*own, *(relation.related_model for relation in model._meta.related_objects)]:
        _delete(child, done)
    model._base_manager.all()._raw_delete(connection.alias)
