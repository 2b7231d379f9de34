"""Whether a traject that is being registered may be in the catalogue already."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from catalogue.models import Intervention
from catalogue.text.folding import fold


def site_of(address: str) -> str:
    """Host and path of a web address, the same for http and https, with and without www or a last slash."""
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return f"{host}{parts.path.rstrip('/')}" if host else ""


def duplicates_of(answers: Mapping[str, Any], *, source_ref: str) -> list[Intervention]:
    """Other public items with the same name, accents and case aside, or the same page."""
    name, site = fold(str(answers.get("name") or "")), site_of(str(answers.get("url") or "").strip())
    others = Intervention.objects.published().exclude(source_ref=source_ref).select_related("provider")
    return [
        item
        for item in others.only("name", "slug", "url", "provider__name")
        if (name and fold(item.name) == name) or (site and site_of(item.url) == site)
    ]
