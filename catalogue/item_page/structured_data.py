"""The facts of one item for search engines (schema.org): only what the row says."""

import json
from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from catalogue.models import Intervention, Region

#: Signs that could end the block or begin another, as JSON may write them too.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}
_PLACES = {
    Region.Level.MUNICIPALITY: "City",
    Region.Level.LABOUR_REGION: "AdministrativeArea",
    Region.Level.PROVINCE: "State",
}


def facts(item: Intervention, groups: Iterable[str], address: str) -> dict:
    """The item as a schema.org Service for `groups`; `address` is the whole address of its page."""
    found = {
        "@context": "https://schema.org",
        "@type": "Service",
        "@id": address,
        "url": address,
        "name": item.name,
        "description": item.summary,
        "serviceType": item.get_kind_display(),
        "provider": _provider(item),
        "areaServed": _area(item),
        "audience": [{"@type": "Audience", "audienceType": text} for text in groups or ()],
        "availableChannel": {"@type": "ServiceChannel", "serviceUrl": item.url} if item.url else None,
    }
    return {name: value for name, value in found.items() if value}


def _provider(item: Intervention) -> dict | None:
    if not item.provider:
        return None
    found = {"@type": "Organization", "name": item.provider.name}
    if item.mailbox:
        found["contactPoint"] = {"@type": "ContactPoint", "email": item.mailbox}
    return found


def _area(item: Intervention) -> list[dict]:
    places = [row.region for row in item.reach_rows.all()]
    found = [{"@type": _PLACES[place.level], "name": place.short_name} for place in places]
    return found + ([{"@type": "Country", "name": "Nederland"}] if item.reach_national else [])


def script(item: Intervention, groups: Iterable[str], address: str) -> SafeString:
    """The block of data for the head of the page; nothing in it runs, and nothing in it ends it."""
    text = json.dumps(facts(item, groups, address), ensure_ascii=False).translate(_ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped
