"""Reading goes on from a second, read-only database when the first one is away.

With DATABASE_REPLICA_URL, visitors without an account always read there; who is logged in does so, as a
visitor, while the first database does not answer. Without it, SQLite reads its own file alone, which
works on a full disk too. Within such a request `default` is the second database, so no query asks which
one. All else goes to the first database, and gets a 503 that holds what was typed.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.urls import Resolver404, resolve

from portal.http.access import PUBLIC

ALIAS = "replica"
#: Seconds for which a process believes what it last saw of a database.
BELIEVED = 5
#: Public pages that write, read an account, or tell of the first database itself.
ON_THE_FIRST = frozenset(
    {
        "health", "ready", "member-invitation", "verify-mail",
        "export-overview", "export-detail", "export-file",
    }
)  # fmt: skip
OF_ACCOUNTS = ("account_", "mfa_", "openid_connect_", "socialaccount_")
#: What takes a POST and writes nothing.
ASKS_BY_POST = frozenset(
    {
        "matching", "matching-result", "matching-explanation", "matching-coverage", "matching-suggestions",
        "matching-save", "matching-open", "matching-takealong", "my-municipality",
    }
)  # fmt: skip
AWAY = (DatabaseError, InterfaceError)


class ReplicaMiddleware:
    """Chooses the database of a request before anything asks it."""

    def __init__(self, get_response):
        self.get_response = get_response
        if ALIAS not in connections.databases and (own := own_file(connections.databases["default"])):
            connections.databases[ALIAS] = own
        self.always = bool(settings.DATABASE_REPLICA_URL)
        self.seen: dict[str, tuple[float, bool]] = {}

    def __call__(self, request):
        request.reading_only = False
        if ALIAS not in connections.databases or not is_reading(request):
            return self.get_response(request)
        lives = self._answers("default")
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        if lives and (is_known or not self.always):
            return self.get_response(request)
        if not self._answers(ALIAS):
            return self.get_response(request)
        if not lives:
            request.reading_only = True
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        with reading_from_replica():
            return self.get_response(request)

    def _answers(self, alias: str) -> bool:
        now = time.monotonic()
        at, answered = self.seen.get(alias, (now - BELIEVED, False))
        if now - at >= BELIEVED:
            answered = answers(alias)
            self.seen[alias] = (time.monotonic(), answered)
        return answered


def is_reading(request) -> bool:
    """Whether this is a public page that reads the catalogue and nothing of an account."""
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return False
    if name not in PUBLIC or name in ON_THE_FIRST or name.startswith(OF_ACCOUNTS):
        return False
    return request.method in {"GET", "HEAD"} or (request.method == "POST" and name in ASKS_BY_POST)


def answers(alias: str) -> bool:
    """Whether the database of `alias` answers a question about its own tables now.

    Asked below Django's cursor: it is no query of the page.
    """
    database = connections[alias]
    try:
        database.ensure_connection()
        with database.wrap_database_errors, closing(database.connection.cursor()) as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
        return True
    except AWAY:
        database.close()
        return False


@contextmanager
def reading_from_replica() -> Iterator[None]:
    """In this thread `default` is the second database while this lasts."""
    first = connections["default"]
    connections["default"] = connections[ALIAS]
    try:
        yield
    finally:
        connections["default"] = first


def own_file(first: dict) -> dict | None:
    """SQLite's own file as a second database that never needs room; None for any other."""
    name = str(first["NAME"])
    if first["ENGINE"] != "django.db.backends.sqlite3" or ":memory:" in name or "mode=memory" in name:
        return None
    return {**first, "NAME": f"file:{name}?mode=ro&immutable=1", "CONN_MAX_AGE": 0, "OPTIONS": {"timeout": 1}}
