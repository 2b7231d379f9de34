"""A document of an older form, stored or in a file, as one of today; what is stored is never rewritten.

Form 1 named its provider and its places by name. A name that is or was that of one organisation or place
becomes its key. Any other is never guessed: UNRESOLVED stands before it, which no schema accepts as a key, so
that such a document cannot be published before a person decides.
"""

import re
from datetime import date
from typing import Any

from catalogue.documents.fields import MAYBE_UNKNOWN, SCHEMA, TABLE, Document
from catalogue.models import Organisation, Region, Revision
from catalogue.text.dutch import MONTHS
from catalogue.text.folding import fold

UNRESOLVED = "onbekend: "
#: What is a code already and no name; names begin with a capital or an apostrophe.
_CODE = re.compile(r"GM\d{4}|AM\d{2}|[a-z]+(-[a-z]+)*")

#: How a form once wrote "full until" as a sentence before the remark upon the places.
_FULL = re.compile(rf"Vol tot (\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})\.\s*")


def lifted(document: Document) -> Document:
    """`document` in the present form; one that is in it already is returned as it is.

    A key that was not there yet says nothing. A document from before `full_until` had no null for a list, so
    that an empty one is unknown, and "vol tot" stood in its remark upon the places.
    """
    if document.get("schema") == SCHEMA and all(row.key in document for row in TABLE):
        return document
    found = {**{row.key: [] if row.rule.get("type") == "array" else None for row in TABLE}, **document}
    if "full_until" not in document:
        found |= {name: None for name in MAYBE_UNKNOWN if found[name] == []}
        _lift_full_until(found)
    if found["schema"] != SCHEMA:
        found["schema"] = SCHEMA
        _lift_names(found)
        _drop_secret_address(found)
    return found


def unresolved(document: Document) -> list[str]:
    """The names of an older form that resolve to nothing, as "provider: …" or "reach: …"."""
    keys = [("provider", document["provider"])]
    keys += [("reach", region.get("code")) for region in _regions_of(document)]
    return [
        f"{field}: {key.removeprefix(UNRESOLVED)}"
        for field, key in keys
        if isinstance(key, str) and key.startswith(UNRESOLVED)
    ]


def lifted_answers(answers: dict[str, Any]) -> dict[str, Any]:
    """`answers` of the registration form with codes for the names of ticked regions ("province:Utrecht")."""
    ticked = answers.get("places_reached")
    if not isinstance(ticked, list):
        return answers
    return {**answers, "places_reached": [_region_key(key) for key in ticked]}


def _region_key(key: Any) -> Any:
    level, _, name = str(key).partition(":")
    if not name or _CODE.fullmatch(name):
        return key
    return f"{level}:{region_code(level, name)}"


def provider_slug(name: str) -> str:
    """The slug of the one organisation that has or had this name; otherwise UNRESOLVED and the name.

    Of two organisations that share a spelling, the one with exactly this name.
    """
    found = list(Organisation.objects.named(name))
    exact = [organisation for organisation in found if organisation.name == name]
    one = exact or found
    return one[0].slug if len(one) == 1 else UNRESOLVED + name


def region_code(level: str, name: str) -> str:
    """The code of the one place at `level` that has or had this name; otherwise UNRESOLVED and the name."""
    at_level = Region.objects.filter(level=level)
    exact, key = list(at_level.filter(short_name=name)), fold(name)
    found = exact or [
        region
        for region in at_level.filter(names__contains=f"|{key}|")
        if key in map(fold, [region.short_name, region.name, *region.former_names])
    ]
    return found[0].code if len(found) == 1 else UNRESOLVED + name


def _lift_names(found: Document) -> None:
    if isinstance(found["provider"], str):
        found["provider"] = provider_slug(found["provider"])
    if isinstance(found["reach"], dict):
        regions = [
            {"level": region["level"], "code": region_code(region["level"], region["name"])}
            if {"level", "name"} <= region.keys()
            else region
            for region in _regions_of(found)
        ]
        found["reach"] = {**found["reach"], "regions": regions}


def _regions_of(document: Document) -> list[dict[str, Any]]:
    reach = document["reach"] if isinstance(document["reach"], dict) else {}
    return [region for region in reach.get("regions") or [] if isinstance(region, dict)]


def _drop_secret_address(found: Document) -> None:
    """Form 1 kept the tick "geheim" among the answers of the form only, and forgot it with the next edit."""
    if not found["visiting_address"] or not _was_secret(found["source_ref"]):
        return
    found |= {"visiting_address": None, "address_secret": True}
    found["notes"] = {key: text for key, text in found["notes"].items() if key != "visiting_address"}
    found["citations"] = [row for row in found["citations"] if row["field"] != "visiting_address"]


def _was_secret(source_ref: str) -> bool:
    """Whether the address of the item was ever ticked secret, in any of its versions."""
    ticked = Revision.objects.filter(source_ref=source_ref, answers__address_secret__isnull=False)
    return any(ticked.values_list("answers__address_secret", flat=True))


def _lift_full_until(found: Document) -> None:
    notes = found["notes"] if isinstance(found["notes"], dict) else {}
    if not (match := _FULL.match(notes.get("places") or "")):
        return
    day, month, year = match.groups()
    found["full_until"] = date(int(year), MONTHS.index(month) + 1, int(day)).isoformat()
    rest = notes["places"][match.end() :]
    found["notes"] = {name: text for name, text in {**notes, "places": rest}.items() if text}
