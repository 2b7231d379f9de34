"""Addresses that items had before. Letters such as ł and ø are kept from now on: the index is emptied, and
`manage.py load_catalogue` fills it again.
"""

import django.db.models.deletion
from django.db import migrations, models


def empty_the_index(apps, schema_editor):
    for name in ("IndexEntry", "Posting"):
        apps.get_model("catalogue", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0013_names"),
    ]

    operations = [
        migrations.RunPython(empty_the_index, empty_the_index),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "slug",
                    models.SlugField(max_length=120, primary_key=True, serialize=False, verbose_name="adres"),
                ),
                (
                    "intervention",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_addresses",
                        to="catalogue.intervention",
                    ),
                ),
            ],
            options={
                "verbose_name": "vroeger adres",
                "verbose_name_plural": "vroegere adressen",
            },
        ),
    ]
