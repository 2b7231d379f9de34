"""An end to what one question to PostgreSQL may take, for the web processes alone.

Migrations, loading and the worker have all the time they need.
"""

from typing import Any

#: Milliseconds. SQLite waits as long for another writer (`timeout` in its OPTIONS).
LONGEST = 20_000


def bound(databases: dict[str, dict[str, Any]]) -> None:
    """Has PostgreSQL end a statement that takes longer than LONGEST; before the first connection is made."""
    for database in databases.values():
        if database["ENGINE"] == "django.db.backends.postgresql":
            options = database.setdefault("OPTIONS", {})
            options["options"] = f"{options.get('options', '')} -c statement_timeout={LONGEST}".strip()
