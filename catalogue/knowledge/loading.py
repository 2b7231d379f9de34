"""Loads the knowledge of `fixtures/knowledge/` and the tips per barrier of `fixtures/what_is_left.json`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalogue.models import KnowledgeEntry
from catalogue.text.json_files import read_json
from catalogue.vocabulary.loading import Loaded, load_table

Kind = KnowledgeEntry.Kind
#: By file and list in it the kind of its entries; each entry has a slug, but for those of the long list.
LISTS = {
    ("resources", "resources"): Kind.RESOURCE,
    ("examples", "examples"): Kind.EXAMPLE,
    ("longlist", "names"): Kind.LONGLIST,
    ("figures", "figures"): Kind.FIGURE,
    ("models", "models"): Kind.MODEL,
    ("organisations", "organisations"): Kind.ORGANISATION,
    ("municipalities", "municipalities"): Kind.MUNICIPALITY,
    ("municipalities", "ask"): Kind.ASK,
    ("recommendations", "recommendations"): Kind.RECOMMENDATION,
    ("voices", "themes"): Kind.VOICE,
}
#: Fixed texts: by file and key.
TEXTS = (
    ("figures", "gender_scan"), ("figures", "gender_analysis"), ("figures", "split_data"),
    ("municipalities", "topics"), ("municipalities", "everywhere"), ("longlist", "reasons"),
)  # fmt: skip


def load_knowledge(folder: Path, *, overwrite: bool) -> Loaded:
    """Brings the entries in line with the files in `folder`, but for those edited or removed here."""
    rows = {f"{row['kind']}/{row['slug']}": row for row in _rows(folder)}
    return load_table(KnowledgeEntry, rows, overwrite=overwrite, others_go=True)


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    files = {name: read_json(folder / "knowledge" / f"{name}.json") for name in {name for name, _ in LISTS}}
    for (name, key), kind in LISTS.items():
        for position, entry in enumerate(files[name][key]):
            slug = entry["slug"] if "slug" in entry else str(entry["number"]).replace(".", "-")
            yield {"kind": kind.value, "slug": slug, "position": position, "data": entry}
    for position, (name, key) in enumerate(TEXTS):
        data = {"title": key, "text": files[name][key]}
        yield {"kind": Kind.PAGE.value, "slug": key.replace("_", "-"), "position": position, "data": data}
    tips = read_json(folder / "what_is_left.json")["barriers"]
    for position, (slug, entry) in enumerate(tips.items()):
        yield {"kind": Kind.TIPS.value, "slug": slug, "position": position, "data": entry}
