"""The whole site on a free port, with a database of its own in which every role finds something to do."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.audit.servers import free_port, manage, prepare, served


@dataclass(frozen=True, slots=True)
class Site:
    """`address` without a slash at the end; `accounts`: what `manage.py demo_accounts` wrote about them.

    `sessions`: the session cookie of each account, by its name; none without work to do.
    """

    address: str
    accounts: str
    sessions: dict[str, str]


@contextmanager
def running(folder: Path, database: str = "", *, work: bool = True) -> Iterator[Site]:
    """The site with everything it writes in `folder`, while this lasts; on SQLite, or `database`.

    `work`: every account finds something to do.
    """
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LOCAL": "1", "PORT": str(free_port())}
    environment |= {"VAR_DIR": str(folder), "CONTACT_EMAIL": "beheer@voorbeeld.example"}
    if database:
        environment["DATABASE_URL"] = database

    prepare(environment)
    accounts = manage(environment, "demo_accounts")
    give = "from tests.audit.work import give; give()"
    sessions = json.loads(manage(environment, "shell", "-v", "0", "-c", give)) if work else {}
    with served(environment, folder / "site.log") as address:
        yield Site(address, accounts, sessions)
