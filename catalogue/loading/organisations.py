"""The organisations of `fixtures/organisations.json`, to which the items refer by slug."""

from pathlib import Path

from catalogue.organisations.actions import NotPossible, load_organisation
from catalogue.revisions.publishing import DocumentRefused
from catalogue.text.json_files import read_json
from catalogue.vocabulary.loading import Loaded

FILE = "organisations.json"


def load_organisations(folder: Path, *, overwrite: bool) -> Loaded:
    """Brings the organisations in line with the file; one that was edited here is kept and reported.

    A folder without the file has none. Raises DocumentRefused when a name is that of another organisation.
    """
    rows = read_json(folder / FILE) if (folder / FILE).is_file() else []
    kept, faults = [], []
    for row in rows:
        values = {key: row[key] or "" for key in ("slug", "name", "website", "about")}
        try:
            if load_organisation(**values, overwrite=overwrite):
                kept.append(row["slug"])
        except NotPossible as reason:
            faults.append(f"{FILE}: {row['slug']}: {reason}")
    if faults:
        raise DocumentRefused(faults)
    return Loaded("organisaties", len(rows), kept)
