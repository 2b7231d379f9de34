"""Makes a small database of the program as it is now, to be kept in tests/data/upgrades/.

    .venv/bin/python -m tests.upgrades NAME

It runs as well in a worktree of an older commit, as a file: `python …/tests/upgrades.py NAME`. What it holds:
three items, one of which a person edited and published, a draft of another, and an account.
"""

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "upgrades"
ITEMS = ("ks2020-07", "ks2020-08", "ks2020-13")
EDITED, DRAFTED = ITEMS[:2]
SUMMARY = "Deze samenvatting schreef een mens, en zij blijft staan na een nieuwe versie."
ADDRESS = "beheerder@voorbeeld.example"
#: Where the writes to a revision have lived, newest first.
ACTIONS = ("catalogue.revisions.actions", "catalogue.actions.revisions", "catalogue.actions")


def main(name: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        file, fixtures = Path(made) / "site.sqlite3", Path(made) / "fixtures"
        keep_three(Path("fixtures"), fixtures)
        given = {"DATABASE_URL": f"sqlite:///{file}", "LOCAL": "1", "VAR_DIR": made}
        os.environ |= given | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
        for words in (["migrate", "-v", "0"], ["load_catalogue", "--from", str(fixtures)]):
            subprocess.run([sys.executable, "manage.py", *words], check=True)
        fill()
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.sqlite3.xz").write_bytes(dump(file))


def keep_three(fixtures: Path, folder: Path) -> None:
    shutil.copytree(fixtures, folder)
    for path in (folder / "interventions").glob("*.json"):
        if path.stem not in ITEMS:
            path.unlink()


def fill() -> None:
    """What people did: an account, an edit that was published, and one that was begun."""
    sys.path.insert(0, os.getcwd())
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.db import connections

    from catalogue.models import Revision

    actions = found_actions()
    user = get_user_model().objects.create_superuser(ADDRESS, "een lang wachtwoord")
    for source_ref in (EDITED, DRAFTED):
        public = Revision.objects.filter(source_ref=source_ref, status="accepted").latest("pk")
        edit = actions.start_revision(document={**public.document, "summary": SUMMARY}, by=user)
        if source_ref == EDITED:
            actions.submit(revision=edit, by=user)
            edit.refresh_from_db()
            actions.publish(revision=edit, by=user)
    connections.close_all()


def found_actions():
    for name in ACTIONS:
        try:
            found = import_module(name)
        except ImportError:
            continue
        if hasattr(found, "start_revision"):
            return found
    raise SystemExit("no start_revision here")


def dump(file: Path) -> bytes:
    """The database, compressed; as a file, because SQL does not bring back the table of the search index."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("VACUUM")
    return lzma.compress(file.read_bytes(), preset=9)


def unpack(name: str, file: Path) -> None:
    """Puts the stored database `name` at `file`."""
    file.write_bytes(lzma.decompress((FOLDER / f"{name}.sqlite3.xz").read_bytes()))


if __name__ == "__main__":
    main(*sys.argv[1:])
