"""Empties the index of the search: remarks that deny something are no longer found; `load_catalogue` fills it."""

from django.db import migrations


def empty(apps, schema_editor):
    for name in ("IndexEntry", "Posting"):
        apps.get_model("catalogue", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0022_refused_invitations")]
    operations = [migrations.RunPython(empty, migrations.RunPython.noop)]
