"""Generated items, published through the same action as every other item."""

import copy
import itertools

from catalogue import actions
from catalogue.documents import schema
from catalogue.models import Intervention

_numbers = itertools.count(1)


def document(**values) -> dict:
    """A document that the schema accepts, with `values` in place of what it would hold."""
    number = next(_numbers)
    cite = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
    found: dict = dict.fromkeys(schema()["properties"])
    found |= {
        "source_ref": f"test-{number}",
        "slug": f"item-{number}",
        "name": f"Item {number:04}",
        "kind": "intervention",
        "audience": ["client"],
        "summary": "Een training.",
        "stand": "2020",
        "reach": {"national": True, "regions": [], "elsewhere": "yes", "text": "Landelijk"},
        "notes": {},
        "citations": [{"field": "summary", **cite[0]}],
    }
    lists = (
        "goals", "approaches", "target_groups", "phases", "sectors", "outcomes", "provider_conditions",
        "coverage", "results", "amounts", "relations", "differences",
    )  # fmt: skip
    found |= {name: [] for name in lists}
    for name, value in values.items():
        found[name] = copy.deepcopy(value)
    return found


def term(slug: str) -> dict:
    return {"slug": slug, "wording": slug.replace("-", " ").capitalize()}


def covers(barrier: str, *, role: str = "main", value: int = 100) -> dict:
    cite = [{"source": "kennissynthese-2020", "place": "Bijlage 2 nr 1"}]
    return {
        "barrier": barrier, "role": role, "basis": "stated", "value": value, "condition": None, "note": None,
        "cite": cite,
    }  # fmt: skip


def publish(**values) -> Intervention:
    """A public item with a document of `document(**values)`; needs the reference data."""
    return actions.load_document(document=document(**values))
