"""The item page of a draft, from an unsaved Intervention."""

from datetime import date
from typing import Any

from catalogue.documents.fields import Document
from catalogue.documents.schema import row_values
from catalogue.item_page import ItemPage
from catalogue.models import CatalogueState, Intervention, Organisation, Reach, Region
from catalogue.registration.draft import Draft


def preview_page(draft: Draft, *, today: date) -> dict[str, Any]:
    """The template context of the item page for the answers of `draft`."""
    document = draft.to_document(stand=str(today.year))
    row = unsaved_intervention(document, draft)
    return {
        "item": row,
        "page": ItemPage(row, CatalogueState.stamp()),
        "similar": [],
        "address": "",
    }


def unsaved_intervention(document: Document, draft: Draft) -> Intervention:
    """The row that publishing would write, with the regions that it reaches, unsaved."""
    row = Intervention(
        pk=0,
        provider=Organisation.objects.filter(slug=draft.provider).first(),
        **row_values(document),
    )
    row.name = document["name"] or draft.name
    row.document = document
    row.for_professionals_only = "client" not in document["audience"]
    wanted = [(region["level"], region["code"]) for region in document["reach"]["regions"]]
    known = Region.objects.by_keys(wanted).values()
    rows = [Reach(intervention=row, region=region) for region in dict.fromkeys(known)]
    row._prefetched_objects_cache = {"reach_rows": rows}
    return row
