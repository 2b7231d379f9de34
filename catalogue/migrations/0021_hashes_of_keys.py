"""Documents name their provider and places by key from now on. Stored documents stay as they are; the hashes
of items are those of the same content with keys, so that an item that was as the files have it stays so.
"""

import hashlib
import json

from django.db import migrations

from catalogue.text.folding import fold

#: Lists of which an empty one says something, in documents from after `full_until`.
MAYBE_UNKNOWN = (
    "goals", "approaches", "target_groups", "sectors", "phases", "outcomes",
)  # fmt: skip


def whole_numbers(value):
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: whole_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [whole_numbers(item) for item in value]
    return value


def content_hash(document):
    said = {
        name: value
        for name, value in document.items()
        if value not in (None, [], {}) or (value == [] and name in MAYBE_UNKNOWN and "full_until" in document)
    }
    canonical = json.dumps(whole_numbers(said), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def with_keys(document, slugs, codes):
    """`document` with a slug and codes for its names; KeyError for a name that no longer resolves."""
    reach = document["reach"]
    regions = [
        {"level": region["level"], "code": codes[region["level"], fold(region["name"])]}
        for region in reach["regions"]
    ]
    provider = document["provider"]
    return {
        **document,
        "provider": slugs[provider] if provider else provider,
        "reach": {**reach, "regions": regions},
    }


def recompute_hashes(apps, schema_editor):
    organisations = apps.get_model("catalogue", "Organisation").objects.all()
    slugs = {name: row.slug for row in organisations for name in row.former_names}
    slugs |= {row.name: row.slug for row in organisations}
    codes = {}
    for row in apps.get_model("catalogue", "Region").objects.all():
        for name in (row.name, *row.former_names):
            codes.setdefault((row.level, fold(name)), row.code)
    for row in apps.get_model("catalogue", "Region").objects.all():
        codes[row.level, fold(row.short_name)] = row.code
    accepted = apps.get_model("catalogue", "Revision").objects.filter(status="accepted")
    for item in apps.get_model("catalogue", "Intervention").objects.all():
        new = {}
        for document in accepted.filter(source_ref=item.source_ref).values_list("document", flat=True):
            try:
                new[content_hash(document)] = content_hash(with_keys(document, slugs, codes))
            except (KeyError, TypeError):
                continue  # `manage.py check_documents` lists the names that resolve to nothing
        item.document_hash = new.get(item.document_hash, item.document_hash)
        item.loaded_hash = new.get(item.loaded_hash, item.loaded_hash)
        item.save(update_fields=["document_hash", "loaded_hash"])


def mark_described_organisations(apps, schema_editor):
    """What an organisation said of itself was not marked as an edit before."""
    override = apps.get_model("catalogue", "LocalOverride").objects
    for row in apps.get_model("catalogue", "Organisation").objects.exclude(website="", about=""):
        override.get_or_create(table="organisation", key=row.slug)


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0020_knowledge")]

    operations = [
        migrations.RunPython(recompute_hashes, migrations.RunPython.noop),
        migrations.RunPython(mark_described_organisations, migrations.RunPython.noop),
    ]
